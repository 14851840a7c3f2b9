//! What has changed on Billetweb since people were imported: proposed, ticked, carried out.

use bourse::features::lists::states::{ArticleStatus, ListState};
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use super::{adds_up, import};
use crate::support::app::Answer;
use crate::support::edition::{Autumn, codes, tariffs};

const FIRST: &[u8] = include_bytes!("../../data/inputs/first-export.csv");
const SECOND: &[u8] = include_bytes!("../../data/inputs/second-export.csv");

/// An edition into which the first export has been imported.
fn imported() -> Autumn {
    let autumn = Autumn::configured();
    let digest = autumn.preview(FIRST).expect(200)["digest"].clone();
    import(&autumn, &digest, false).expect(200);
    autumn
}

fn apply(autumn: &Autumn, preview: &Value, changes: &[&str]) -> Answer {
    let body = json!({ "digest": preview["digest"], "tariffs": tariffs(), "changes": changes });
    autumn.post("billetweb/import", &body)
}

/// The proposals of a preview: id, whether possible, code.
fn proposals(preview: &Value) -> Vec<(&str, bool, Option<&str>)> {
    let changes = preview["changes"].as_array().unwrap().iter();
    changes
        .map(|one| (one["id"].as_str().unwrap(), one["possible"].as_bool().unwrap(), one["code"].as_str()))
        .collect()
}

fn registration(autumn: &Autumn, q: &str) -> Value {
    autumn.get(&format!("registrations?q={q}")).expect(200)["items"][0].clone()
}

const ALL: [&str; 4] = ["T200:slot", "T201:cancelled", "T202:email", "T202:phone"];

#[test]
fn changes_are_shown_with_person_old_and_new_and_come_again_until_they_are_ticked() {
    let autumn = imported();
    let preview = autumn.preview(SECOND).expect(200);
    adds_up(&preview);
    assert_eq!(proposals(&preview), ALL.map(|id| (id, true, None)));
    let slot = &preview["changes"][0];
    assert_eq!((&slot["person"], &slot["line"]), (&json!("LEROY Léa"), &json!(2)));
    let hour = |side: &str| slot[side].as_str().unwrap().replace('\u{a0}', " ");
    assert!(hour("before").ends_with("14 h") && hour("after").ends_with("9 h 30"), "{slot}");

    let outcome = apply(&autumn, &preview, &[]).expect(200);
    assert_eq!((&outcome["changed"], &outcome["unchanged"]), (&json!(0), &json!(true)));
    assert_eq!(registration(&autumn, "leroy")["slot"]["starts_at"], "2025-11-05T13:00:00.000Z");
    assert_eq!(proposals(&autumn.preview(SECOND).expect(200)).len(), 4);
}

#[test]
fn ticked_changes_are_carried_out_once_and_journalled() {
    let autumn = imported();
    let preview = autumn.preview(SECOND).expect(200);
    let outcome = apply(&autumn, &preview, &ALL).expect(200);
    assert_eq!(
        (&outcome["changed"], &outcome["registered"], &outcome["unchanged"]),
        (&json!(4), &json!(0), &json!(false))
    );
    assert_eq!(registration(&autumn, "leroy")["slot"]["starts_at"], "2025-11-05T08:30:00.000Z");
    assert_eq!(autumn.get("registrations?q=petit").expect(200)["total"], 0);
    let anna = registration(&autumn, "roux");
    assert_eq!(
        (&anna["depositor"]["email"], &anna["depositor"]["phone"], &anna["invitation"]["state"]),
        (&json!("lea202new@example.org"), &json!("+33711223344"), &json!("pending"))
    );
    let new: Vec<(String, &str)> =
        autumn.app.mails().into_iter().map(|mail| (mail.recipient, mail.kind.leak() as &str)).collect();
    assert!(new.contains(&("lea200@example.org".to_owned(), "schedule_changed")), "{new:?}");
    assert!(new.contains(&("lea202new@example.org".to_owned(), "invitation")), "{new:?}");
    let taken: u64 = autumn.get("slots").expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| slot["taken"].as_u64().unwrap())
        .sum();
    assert_eq!(taken, 3, "the place of the one who left is free");
    let again = autumn.preview(SECOND).expect(200);
    assert_eq!((proposals(&again), &again["skipped"]), (vec![], &json!(1)));
    assert_eq!(
        codes(&apply(&autumn, &preview, &["T200:slot"]).refused(409, "changes_blocked")),
        ["change_gone"]
    );
    assert!(autumn.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}

#[test]
fn what_cannot_be_done_is_named_and_nothing_else_is_done_with_it() {
    let autumn = imported();
    autumn.app.account("lea202new@example.org", Role::Depositor);
    let slots = autumn.get("slots").expect(200)["items"].clone();
    let morning =
        slots.as_array().unwrap().iter().find(|slot| slot["starts_at"] == "2025-11-05T08:30:00.000Z");
    let path = format!("slots/{}", morning.unwrap()["id"].as_str().unwrap());
    autumn.delete(&path).expect(204);
    autumn.list(&registration(&autumn, "petit"), ListState::Draft, &[ArticleStatus::Draft]);
    let preview = autumn.preview(SECOND).expect(200);
    assert_eq!(
        proposals(&preview),
        [
            ("T200:slot", false, Some("unknown_slot")),
            ("T201:cancelled", false, Some("articles_declared")),
            ("T202:email", false, Some("email_taken")),
            ("T202:phone", true, None),
        ]
    );
    let refused = apply(&autumn, &preview, &ALL).refused(409, "changes_blocked");
    assert_eq!(codes(&refused), ["unknown_slot", "articles_declared", "email_taken"]);
    assert_eq!(registration(&autumn, "roux")["depositor"]["phone"], "+33612345678", "all or nothing");
}

#[test]
fn who_has_activated_the_account_keeps_their_own_contact() {
    let autumn = imported();
    let mails = autumn.app.mails();
    let mail = mails.iter().find(|mail| mail.recipient == "lea202@example.org").unwrap();
    let body = json!({
        "token": mail.link_token(), "password": "un cheval vert à pois", "first_name": "Anna", "last_name": "Roux",
        "accept_terms": true, "accept_privacy": true,
    });
    autumn.app.post("/api/v1/auth/activate", "", &body).expect(200);
    let preview = autumn.preview(SECOND).expect(200);
    let anna = &proposals(&preview)[2..];
    assert_eq!(
        anna,
        [("T202:email", false, Some("account_active")), ("T202:phone", false, Some("account_active"))]
    );
    apply(&autumn, &preview, &["T202:email"]).refused(409, "changes_blocked");
    assert_eq!(registration(&autumn, "roux")["depositor"]["email"], "lea202@example.org");
}

#[test]
fn of_two_who_move_to_the_last_place_of_a_slot_none_is_moved() {
    let autumn = imported();
    let moved = |export: &str, who: &str| {
        let (before, after) = export.split_once(who).unwrap();
        format!("{before}{who}{}", after.replacen("14:00", "09:30", 1))
    };
    let export = String::from_utf8(FIRST.to_vec()).unwrap();
    let both = moved(&moved(&export, "\"C200\",\"T200\""), "\"C201\",\"T201\"");
    let slots = autumn.get("slots").expect(200)["items"].clone();
    let at = |start: &str| slots.as_array().unwrap().iter().find(|slot| slot["starts_at"] == start).unwrap();
    let path = format!("slots/{}", at("2025-11-05T08:30:00.000Z")["id"].as_str().unwrap());
    autumn.patch(&path, &json!({ "capacity": 1 })).expect(200);
    let preview = autumn.preview(both.as_bytes()).expect(200);
    assert_eq!(proposals(&preview), [("T200:slot", true, None), ("T201:slot", true, None)]);
    let mails = autumn.app.mails().len();
    apply(&autumn, &preview, &["T200:slot", "T201:slot"]).refused(409, "slot_full");
    assert_eq!(registration(&autumn, "leroy")["slot"]["starts_at"], "2025-11-05T13:00:00.000Z");
    assert_eq!(autumn.app.mails().len(), mails, "all or nothing");
    apply(&autumn, &preview, &["T200:slot"]).expect(200);
}
