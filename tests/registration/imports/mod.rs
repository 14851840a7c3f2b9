//! Billetweb's export: preview and import of the sample files.

mod changes;
mod files;
mod mending;

use bourse::http::Method;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::edition::{AUTUMN, Autumn, codes, tariffs};

const ANOMALIES: &[u8] = include_bytes!("../../data/billetweb-anomalies.csv");
const DATE_CELLS: &[u8] = include_bytes!("../../data/billetweb-date-cells.xlsx");

fn import(autumn: &Autumn, digest: &Value, skip_invalid: bool) -> Answer {
    let body = json!({ "digest": digest, "tariffs": tariffs(), "skip_invalid": skip_invalid });
    autumn.post("billetweb/import", &body)
}

/// The rows of a preview: every one is in exactly one place.
fn adds_up(preview: &Value) {
    let count = |name: &str| preview[name].as_u64().unwrap();
    let mut blocked: Vec<u64> = preview["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["blocking"] == true)
        .map(|problem| problem["line"].as_u64().unwrap())
        .collect();
    blocked.dedup();
    let sum = count("skipped") + count("duplicates") + count("already_registered") + count("to_import");
    assert_eq!(count("rows"), sum + blocked.len() as u64, "{preview}");
    assert_eq!(count("to_import"), count("known") + count("new"), "{preview}");
}

#[test]
fn the_160_people_of_autumn_are_previewed_imported_and_told_and_a_second_time_changes_nothing() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(AUTUMN).expect(200);
    adds_up(&preview);
    assert_eq!(
        (&preview["rows"], &preview["to_import"], &preview["new"]),
        (&json!(160), &json!(160), &json!(160))
    );
    assert_eq!(preview["problems"], json!([]));
    let members = json!({ "text": "Adhérent ALPE - listes 1000", "count": 12, "list_type": "member_1000" });
    assert!(preview["tariffs"].as_array().unwrap().contains(&members), "{preview}");
    assert_eq!(autumn.status(), "configured", "a preview changes nothing");

    let outcome = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!(
        (&outcome["registered"], &outcome["invited"], &outcome["noticed"]),
        (&json!(160), &json!(160), &json!(0))
    );
    assert_eq!(outcome["numbers"].as_array().unwrap().len(), 2 * (160 - 12 - 6) + 2 * 12 + 4 * 6);
    assert_eq!(outcome["unchanged"], false);
    assert_eq!(autumn.status(), "registrations_open");
    for slot in autumn.get("slots").expect(200)["items"].as_array().unwrap() {
        assert_eq!((&slot["taken"], &slot["left"]), (&slot["capacity"], &json!(0)));
    }
    let mails = autumn.app.mails();
    assert_eq!(mails.len(), 160);
    assert!(mails.iter().all(|mail| mail.kind == "invitation" && !mail.link_token().is_empty()));
    let lucie = mails.iter().find(|mail| mail.recipient == "lucie.nguyen@example.org").unwrap();
    assert!(
        lucie.text.contains("jeudi 6 novembre 2025") && lucie.text.contains("Vos numéros de liste"),
        "{}",
        lucie.text
    );

    let again = autumn.preview(AUTUMN).expect(200);
    adds_up(&again);
    assert_eq!((&again["already_registered"], &again["to_import"]), (&json!(160), &json!(0)));
    let again = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!((&again["registered"], &again["already_registered"]), (&json!(0), &json!(160)));
    assert_eq!(again["unchanged"], true);
    assert_eq!(autumn.app.mails().len(), 160);
    let imports = autumn.get("imports").expect(200);
    assert_eq!((&imports["total"], &imports["items"][0]["result"]["registered"]), (&json!(1), &json!(160)));
    assert_eq!(imports["items"][0]["file_name"], "export.csv");
    assert!(autumn.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}

#[test]
fn an_imported_depositor_activates_the_account_from_the_mail_and_sees_the_registration() {
    let autumn = Autumn::with_everybody();
    let mails = autumn.app.mails();
    let mail = mails.iter().find(|mail| mail.recipient == "lucie.nguyen@example.org").unwrap();
    let body = json!({
        "token": mail.link_token(), "password": "un cheval vert à pois", "first_name": "Lucie", "last_name": "NGUYỄN",
        "accept_terms": true, "accept_privacy": true,
    });
    let token = autumn.app.post("/api/v1/auth/activate", "", &body).expect(200)["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = autumn.app.get("/api/v1/me/registrations", &token).expect(200);
    assert_eq!(own["total"], 1);
    let own = &own["items"][0];
    assert_eq!(own["edition"]["code"], "A2025");
    assert_eq!(own["slot"]["starts_at"], "2025-11-06T08:30:00.000Z");
    assert_eq!((own["numbers"].as_array().unwrap().len(), &own["lists"]), (2, &json!(0)));
    assert_eq!(autumn.app.get("/api/v1/editions", &token).expect(200)["total"], 1);
    autumn.app.get(&autumn.path("registrations"), &token).refused(403, "forbidden");
    let invitation = autumn.get("invitations?q=nguyen+lucie").expect(200)["items"][0].clone();
    assert_eq!(invitation["state"], "used");
}

#[test]
fn each_anomaly_is_named_by_line_and_the_sound_rows_come_in_only_when_asked() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(ANOMALIES).expect(200);
    adds_up(&preview);
    assert_eq!(
        (&preview["rows"], &preview["skipped"], &preview["duplicates"]),
        (&json!(18), &json!(3), &json!(1))
    );
    let problems: Vec<(u64, &str, bool)> = preview["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["code"].as_str().unwrap(), p["blocking"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        problems,
        [
            (5, "invalid_email", true),
            (6, "unknown_slot", true),
            (8, "duplicate_email", false),
            (11, "invalid_phone", false),
            (13, "list_numbers_taken", true),
        ]
    );
    let refused = import(&autumn, &preview["digest"], false).refused(409, "import_blocked");
    assert_eq!(codes(&refused), ["invalid_email", "unknown_slot", "list_numbers_taken"]);
    assert_eq!(refused["errors"][0]["line"], 5);
    assert_eq!(autumn.get("registrations").expect(200)["total"], 0, "all or nothing");
    let outcome = import(&autumn, &preview["digest"], true).expect(200);
    assert_eq!((&outcome["registered"], &outcome["left_out"]), (&preview["to_import"], &json!(3)));
    let zoe = autumn.get("registrations?q=lemaitre").expect(200)["items"][0].clone();
    assert_eq!(zoe["numbers"], json!([100, 101]), "the numbers that the ticket carries");
    let buyer = autumn.get("registrations?q=ozturk").expect(200)["items"][0].clone();
    assert_eq!(buyer["depositor"]["email"], "delphine.ozturk@example.org");
}

#[test]
fn a_workbook_with_date_cells_is_imported_like_any_other_file() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(DATE_CELLS).expect(200);
    adds_up(&preview);
    assert_eq!((&preview["rows"], &preview["to_import"]), (&json!(52), &json!(52)));
    let outcome = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!(outcome["registered"], 52);
}

#[test]
fn a_file_that_does_not_fit_its_slots_is_refused_however_sound_its_rows_are() {
    let autumn = Autumn::configured();
    let slots = autumn.get("slots").expect(200)["items"].clone();
    let afternoon = slots.as_array().unwrap().iter().find(|slot| slot["capacity"] == 40).unwrap();
    autumn
        .patch(&format!("slots/{}", afternoon["id"].as_str().unwrap()), &json!({ "capacity": 38 }))
        .expect(200);
    let preview = autumn.preview(AUTUMN).expect(200);
    adds_up(&preview);
    assert_eq!(preview["to_import"], 158);
    let refused = import(&autumn, &preview["digest"], false).refused(409, "import_blocked");
    assert_eq!(codes(&refused), ["slot_full", "slot_full"]);
    let outcome = import(&autumn, &preview["digest"], true).expect(200);
    assert_eq!((&outcome["registered"], &outcome["left_out"]), (&json!(158), &json!(2)));
    let path = format!("slots/{}", afternoon["id"].as_str().unwrap());
    autumn.patch(&path, &json!({ "capacity": 37 })).refused(409, "slot_capacity_below_taken");
    autumn.delete(&path).refused(409, "slot_not_empty");
}

#[test]
fn tariffs_are_confirmed_once_and_remembered() {
    let autumn = Autumn::configured();
    let digest = autumn.preview(AUTUMN).expect(200)["digest"].clone();
    let body = json!({ "digest": digest, "tariffs": { "Dépôt 2 listes": "standard" }, "skip_invalid": true });
    let refused = autumn.post("billetweb/import", &body).refused(422, "unmapped_tariff");
    assert_eq!(refused["errors"].as_array().unwrap().len(), 3);
    let mut meanings = tariffs();
    meanings["Réservé habitants de Plaisance"] = json!("ignore");
    let body = json!({ "digest": digest, "tariffs": meanings });
    let outcome = autumn.post("billetweb/import", &body).expect(200);
    assert_eq!((&outcome["registered"], &outcome["skipped"]), (&json!(125), &json!(35)));
    let remembered = autumn.preview(AUTUMN).expect(200);
    let residents = json!({ "text": "Réservé habitants de Plaisance", "count": 35, "list_type": "ignore" });
    assert!(remembered["tariffs"].as_array().unwrap().contains(&residents), "{remembered}");
}

#[test]
fn an_import_names_a_file_previewed_within_a_day() {
    let mut autumn = Autumn::configured();
    import(&autumn, &json!("00"), false).refused(404, "preview_unknown");
    let digest = autumn.preview(AUTUMN).expect(200)["digest"].clone();
    autumn.at("2025-09-16T08:00:00.000Z");
    import(&autumn, &digest, false).refused(410, "preview_expired");
    autumn.preview(AUTUMN).expect(200);
    import(&autumn, &digest, false).expect(200);
}

#[test]
fn a_file_that_cannot_be_read_is_told_where_and_is_not_kept() {
    let autumn = Autumn::configured();
    let preview = autumn.preview(b"Nom,Email\nMartin,zoe@example.org\n").expect(200);
    assert_eq!(preview["rows"], 0);
    let missing: Vec<&str> = preview["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["column"].as_str().unwrap())
        .collect();
    assert_eq!(missing, ["Billet", "Séance", "Tarif", "Prénom", "Payé", "Valide"]);
    import(&autumn, &preview["digest"], true).refused(404, "preview_unknown");
    let image = autumn.preview(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect(200);
    assert_eq!(image["problems"][0]["blocking"], true);
}

#[test]
fn people_of_an_earlier_edition_get_a_notice_and_members_keep_their_numbers() {
    let mut autumn = Autumn::with_everybody();
    let member =
        autumn.get("registrations?list_type=member_1000&sort=number").expect(200)["items"][0].clone();
    assert_eq!(member["numbers"].as_array().unwrap().len(), 2, "two lists in a member's first edition");
    let email = member["depositor"]["email"].as_str().unwrap().to_owned();
    let mails = autumn.app.mails();
    let mail = mails.iter().find(|mail| mail.recipient == email).unwrap();
    let body = json!({
        "token": mail.link_token(), "password": "un cheval vert à pois", "first_name": "A", "last_name": "B",
        "accept_terms": true, "accept_privacy": true,
    });
    autumn.app.post("/api/v1/auth/activate", "", &body).expect(200);

    // The autumn edition is put aside so that the next one may run.
    autumn.post("step-back", &json!({ "reason": "pour l'essai" })).expect(200);
    let body =
        json!({ "name": "Printemps", "code": "P26", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
    let next = autumn.app.post("/api/v1/editions", &autumn.admin, &body).expect(201);
    autumn.id = next["id"].as_str().unwrap().to_owned();
    autumn.put("configuration", &crate::support::edition::configuration()).expect(200);
    autumn.post("slots/standard", &json!({})).expect(201);
    let preview = autumn.preview(AUTUMN).expect(200);
    assert_eq!((&preview["known"], &preview["new"]), (&json!(1), &json!(159)));
    let outcome = import(&autumn, &preview["digest"], false).expect(200);
    assert_eq!((&outcome["invited"], &outcome["noticed"]), (&json!(159), &json!(1)));
    let path = format!("registrations?q={email}");
    let again = autumn.get(&path).expect(200)["items"][0].clone();
    let numbers: Vec<i64> = again["numbers"].as_array().unwrap().iter().filter_map(Value::as_i64).collect();
    assert_eq!(numbers.len(), 4, "four from the second on");
    assert_eq!(numbers[0], member["numbers"][0].as_i64().unwrap());
    let notices = autumn.app.mails().into_iter().filter(|mail| mail.kind == "registered");
    assert_eq!(notices.map(|mail| mail.recipient).collect::<Vec<_>>(), std::slice::from_ref(&email));
    let known =
        autumn.app.get(&format!("/api/v1/depositors/lookup?email={email}"), &autumn.manager).expect(200);
    assert_eq!(
        (&known["suggested_list_type"], known["editions"].as_array().unwrap().len()),
        (&json!("member_1000"), 2)
    );
}

#[test]
fn only_one_real_edition_runs_at_a_time() {
    let mut autumn = Autumn::with_everybody();
    let body = json!({ "name": "Autre", "code": "B1", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
    autumn.id = autumn.app.post("/api/v1/editions", &autumn.admin, &body).expect(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    autumn.preview(AUTUMN).refused(409, "edition_not_ready");
    autumn.put("configuration", &crate::support::edition::configuration()).expect(200);
    autumn.post("slots/standard", &json!({})).expect(201);
    let digest = autumn.preview(AUTUMN).expect(200)["digest"].clone();
    let refused = import(&autumn, &digest, false).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["another_edition_active"]);
    assert_eq!(autumn.get("registrations").expect(200)["total"], 0, "nothing of it was written");
    autumn.app.json(Method::Patch, &autumn.path(""), &autumn.manager, &json!({ "code": "B2" })).expect(200);
}
