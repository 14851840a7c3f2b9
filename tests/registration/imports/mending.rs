//! What a preview offers to mend: slots made and enlarged, other numbers, and the same file looked at again.

use std::fmt::Write as _;

use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::ids::EditionId;
use serde_json::{Value, json};

use super::{adds_up, import};
use crate::support::app::{Answer, BEGINNING};
use crate::support::edition::{AUTUMN, Autumn, codes, configuration, tariffs};
use crate::support::seed::Seed;

/// A file of rows: start, tariff, name and code of each.
fn file(rows: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut text = "Billet,Séance,Tarif,Nom,Prénom,Email,Payé,Valide,Autorisation,Code postal\n".to_owned();
    for (at, tariff, name, code) in rows {
        writeln!(text, "T-{name},{at},{tariff},{name},Zoé,{name}@example.org,Oui,Oui,{code},31830").unwrap();
    }
    text.into_bytes()
}

fn again(autumn: &Autumn, preview: &Value, choices: Value) -> Answer {
    let mut body = choices;
    body["digest"] = preview["digest"].clone();
    autumn.post("billetweb/preview/again", &body)
}

/// The groups of a preview: code, rows, whether they block.
fn groups(preview: &Value) -> Vec<(&str, u64, bool)> {
    let groups = preview["groups"].as_array().unwrap().iter();
    groups
        .map(|one| (one["code"].as_str().unwrap(), one["rows"].as_u64().unwrap(), one["blocking"] == true))
        .collect()
}

/// Makes or enlarges the slot that a group proposes, as the preview's button does.
fn make_room(autumn: &Autumn, proposal: &Value) {
    let mut slot = proposal.clone();
    let id = slot.as_object_mut().unwrap().remove("slot_id").unwrap();
    match id.as_str() {
        Some(id) => autumn.patch(&format!("slots/{id}"), &slot).expect(200),
        None => autumn.post("slots", &slot).expect(201),
    };
}

#[test]
fn a_missing_slot_is_made_and_a_full_one_enlarged_and_the_same_file_goes_in() {
    let autumn = Autumn::configured();
    let mut rows = vec![
        ("2025-11-06 13:00", "Dépôt 2 listes", "roux", ""),
        ("2025-11-06 13:00", "Adhérent ALPE - listes 1000", "faure", ""),
    ];
    let names: Vec<String> = (0..21).map(|index| format!("petit{index}")).collect();
    rows.extend(names.iter().map(|name| ("2025-11-05 09:30", "Dépôt 2 listes", name.as_str(), "")));
    let preview = autumn.preview(&file(&rows)).expect(200);
    adds_up(&preview);
    assert_eq!(groups(&preview), [("unknown_slot", 2, true), ("slot_full", 1, true)]);
    assert_eq!((&preview["blocked"], &preview["to_import"]), (&json!(3), &json!(20)));
    let missing = &preview["groups"][0]["slot"];
    assert_eq!(
        (&missing["starts_at"], &missing["ends_at"], &missing["capacity"], &missing["list_types"]),
        (
            &json!("2025-11-06T12:00:00.000Z"),
            &json!("2025-11-06T14:00:00.000Z"),
            &json!(2),
            &json!(["member_1000", "standard"])
        )
    );
    assert_eq!(preview["problems"][0]["person"], "ROUX Zoé");
    assert_eq!(preview["problems"][0]["email"], "roux@example.org");
    for group in preview["groups"].as_array().unwrap() {
        make_room(&autumn, &group["slot"]);
    }
    let seen = again(&autumn, &preview, json!({})).expect(200);
    adds_up(&seen);
    assert_eq!((groups(&seen), &seen["to_import"]), (vec![], &json!(23)));
    assert_eq!(seen["people"].as_array().unwrap().len(), 23);
    assert_eq!(seen["people"][0]["starts_at"], "2025-11-06T12:00:00.000Z");
    let outcome = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!((&outcome["registered"], &outcome["left_out"]), (&json!(23), &json!(0)));
    let nothing = again(&autumn, &preview, json!({})).expect(200);
    assert_eq!(
        (&nothing["to_import"], &nothing["people"], &nothing["mails"]),
        (&json!(0), &json!([]), &Value::Null)
    );
}

#[test]
fn taken_numbers_say_whose_they_are_and_are_replaced_where_it_is_asked() {
    let autumn = Autumn::configured();
    let at = "2025-11-05 14:00";
    let first = autumn.preview(&file(&[(at, "Dépôt 2 listes", "leroy", "529-530")])).expect(200);
    import(&autumn, &first["digest"], false).expect(200);
    let preview = autumn
        .preview(&file(&[
            (at, "Dépôt 2 listes", "petit", "529-530"),
            (at, "Dépôt 2 listes", "roux", "533-534"),
            (at, "Dépôt 2 listes", "faure", "534"),
        ]))
        .expect(200);
    let messages: Vec<&str> =
        preview["problems"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap()).collect();
    assert_eq!(
        messages,
        [
            "Le numéro 529 est déjà à LEROY Zoé.",
            "Le numéro 534 est déjà demandé à la ligne 3, pour ROUX Zoé."
        ]
    );
    assert_eq!(groups(&preview), [("list_numbers_taken", 2, true)]);

    let seen = again(&autumn, &preview, json!({ "renumber": [2] })).expect(200);
    adds_up(&seen);
    assert_eq!(groups(&seen), [("list_numbers_taken", 1, true), ("list_numbers_replaced", 1, false)]);
    assert_eq!(seen["people"][0]["numbers"], json!([100, 101]));
    let order =
        |renumber: Value| json!({ "digest": preview["digest"], "tariffs": tariffs(), "renumber": renumber });
    let refused = autumn.post("billetweb/import", &order(json!([2]))).refused(409, "import_blocked");
    assert_eq!(codes(&refused), ["list_numbers_taken"]);
    assert_eq!(autumn.get("registrations").expect(200)["total"], 1, "all or nothing");
    let outcome = autumn.post("billetweb/import", &order(json!([2, 3, 4]))).expect(200);
    assert_eq!((&outcome["registered"], &outcome["renumbered"]), (&json!(3), &json!(2)));
    let of = |name: &str| {
        autumn.get(&format!("registrations?q={name}")).expect(200)["items"][0]["numbers"].clone()
    };
    assert_eq!(
        (of("petit"), of("roux"), of("faure"), of("leroy")),
        (json!([100, 101]), json!([533, 534]), json!([102, 103]), json!([529, 530])),
        "whoever holds numbers keeps them, and who carries free ones gets those"
    );
}

#[test]
fn another_meaning_of_a_tariff_is_seen_before_it_is_imported() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(&file(&[("2025-11-05 14:00", "Atelier", "roux", "")])).expect(200);
    assert_eq!(preview["to_import"], 1);
    let seen = again(&autumn, &preview, json!({ "tariffs": { "Atelier": "ignore" } })).expect(200);
    adds_up(&seen);
    assert_eq!((&seen["to_import"], &seen["skipped"]), (&json!(0), &json!(1)));
    assert_eq!(seen["tariffs"][0]["list_type"], "ignore");
    let unchanged = again(&autumn, &preview, json!({})).expect(200);
    assert_eq!(unchanged["to_import"], 1, "looking remembers nothing");
}

#[test]
fn the_preview_says_when_the_mails_would_have_left() {
    let autumn = Autumn::configured();
    let first = autumn.preview(AUTUMN).expect(200);
    assert_eq!(
        first["mails"],
        json!({ "waiting": 0, "more": 160, "all_out_at": BEGINNING, "max_per_hour": 200 }),
        "an hour takes 180 beside those kept for accounts"
    );
    import(&autumn, &first["digest"], false).expect(200);
    autumn.post("slots", &json!({
        "starts_at": "2025-11-06T12:00:00.000Z", "ends_at": "2025-11-06T14:00:00.000Z", "capacity": 30,
    })).expect(201);
    let names: Vec<String> = (0..21).map(|index| format!("petit{index}")).collect();
    let rows: Vec<_> = names.iter().map(|name| ("2025-11-06 13:00", "Dépôt", name.as_str(), "")).collect();
    let second = autumn.preview(&file(&rows)).expect(200);
    assert_eq!((&second["mails"]["waiting"], &second["mails"]["more"]), (&json!(160), &json!(21)));
    let standing = autumn.app.get("/api/v1/mails/standing", &autumn.manager).expect(200);
    assert_eq!(standing["all_out_at"], first["mails"]["all_out_at"], "160 alone leave at once");
    assert!(
        second["mails"]["all_out_at"].as_str() > standing["all_out_at"].as_str(),
        "the 181st waits an hour"
    );
}

#[test]
fn looking_again_has_the_gates_of_the_preview() {
    let mut autumn = Autumn::configured();
    let unknown = json!({ "digest": "00" });
    again(&autumn, &unknown, json!({})).refused(404, "preview_unknown");
    let preview = autumn
        .preview(&file(&[
            ("2025-11-05 14:00", "Dépôt", "roux", ""),
            ("2025-11-05 14:00", "Dépôt", "petit", ""),
        ]))
        .expect(200);
    let mut fewer = configuration();
    fewer["import_max_rows"] = json!(1);
    autumn.put("configuration", &fewer).expect(200);
    again(&autumn, &preview, json!({})).refused(409, "import_blocked");
    fewer["import_max_rows"] = json!(500);
    autumn.put("configuration", &fewer).expect(200);
    let edition = EditionId::parse(&autumn.id).unwrap();
    for (status, code) in [
        (EditionStatus::Draft, "edition_not_ready"),
        (EditionStatus::Deposit, "registrations_closed"),
        (EditionStatus::Closed, "edition_closed"),
    ] {
        Seed(&autumn.app).set_status(edition, status);
        again(&autumn, &preview, json!({})).refused(409, code);
    }
    Seed(&autumn.app).set_status(edition, EditionStatus::Configured);
    autumn.at("2025-09-18T08:00:00.000Z");
    again(&autumn, &preview, json!({})).refused(410, "preview_expired");
}
