//! Opening, hearing of and closing desks.

use bourse::features::edition::editions::states::EditionStatus;
use serde_json::json;

use super::Hall;
use crate::support::seed::Seed;

#[test]
fn a_desk_opens_speaks_and_closes_and_the_journal_knows() {
    let hall = Hall::new();
    let body = json!({ "desk_number": 3, "volunteers": ["  Agnès  Roux ", ""] });
    let opened = hall.app.post(&hall.path("desk-sessions"), &hall.volunteer(), &body).expect(201);
    assert_eq!((&opened["desk_number"], &opened["edition_code"]), (&json!(3), &json!("A2025")));
    assert_eq!(opened["label_key"].as_str().unwrap().len(), 43);
    let desk = format!("/api/v1/desk-sessions/{}", opened["session_id"].as_str().unwrap());
    let report = json!({ "open_list_id": hall.lists[0], "unsent": 2, "version": "1.0", "clock_ms": 1 });
    let heard = hall.app.post(&format!("{desk}/report"), &hall.volunteer(), &report).expect(200);
    assert_eq!(heard["open"], true);
    // The command names its desk, and so does the journal.
    let mut command = hall.about(1, "accept", 1, json!(null), 0);
    command["desk_session_id"] = opened["session_id"].clone();
    assert_eq!(hall.sync(&[command]), ["applied"]);
    let journal = hall.app.journal_details("desk_decided");
    assert_eq!(journal[0]["commands"][0]["desk"], json!({ "number": 3, "id": opened["session_id"] }));
    hall.app.post(&format!("{desk}/close"), &hall.volunteer(), &json!({})).expect(204);
    hall.app.post(&format!("{desk}/close"), &hall.volunteer(), &json!({})).expect(204);
    let heard = hall.app.post(&format!("{desk}/report"), &hall.volunteer(), &report).expect(200);
    assert_eq!(heard["open"], false);
    assert_eq!(hall.app.journal_details("desk_closed").len(), 1);
}

#[test]
fn a_desk_opens_only_while_there_is_something_to_decide() {
    let hall = Hall::new();
    let open = |body| hall.app.post(&hall.path("desk-sessions"), &hall.volunteer(), &body);
    let wrong =
        open(json!({ "desk_number": 21, "volunteers": ["a", "b", "c", "d", "e"] })).refused(422, "invalid");
    assert_eq!(wrong["errors"].as_array().unwrap().len(), 2);
    Seed(&hall.app).set_status(hall.edition, EditionStatus::RegistrationsOpen);
    open(json!({})).refused(409, "desk_not_open");
    Seed(&hall.app).set_status(hall.edition, EditionStatus::Closed);
    open(json!({})).refused(409, "edition_closed");
}

#[test]
fn the_catalogue_holds_what_was_declared_and_all_that_was_decided() {
    let hall = Hall::new();
    let catalogue = |rest: &str| {
        hall.app.get(&hall.path(&format!("desk-catalogue{rest}")), &hall.volunteer()).expect(200)
    };
    let whole = catalogue("");
    assert_eq!((&whole["whole"], whole["lists"].as_array().unwrap().len()), (&json!(true), 2));
    assert_eq!(whole["lists"][0]["depositor"], json!({ "first_name": "Dominique", "last_name": "Petit" }));
    assert!(whole.to_string().find("deposant@").is_none(), "no contact");
    let value = json!({ "description": "Poupée", "price_cents": 500, "consent": true });
    assert_eq!(hall.sync(&[hall.about(1, "correct", 2, value.clone(), 0)]), ["applied"]);
    let since = format!("?since={}", whole["version"].as_str().unwrap());
    // The seed is older than what changed by more than a moment.
    let changed = catalogue(&since);
    assert_eq!((&changed["whole"], &changed["lists"][0]["number"]), (&json!(false), &json!(245)));
    let list = &changed["lists"][0];
    assert_eq!(list["articles"][1]["description"], "Jouet n° 2 de la liste 245");
    assert_eq!((&list["decisions"][0]["kind"], &list["decisions"][0]["value"]), (&json!("correct"), &value));
    assert_ne!(changed["version"], whole["version"]);
}
