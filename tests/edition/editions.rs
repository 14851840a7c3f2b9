//! Creating, configuring and laying out an edition.

mod gates;

use bourse::http::Method;
use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::edition::{Autumn, codes, configuration};

#[test]
fn an_edition_is_created_by_an_admin_and_seen_by_everybody_who_works_there() {
    let autumn = Autumn::draft();
    let edition = autumn.get("").expect(200);
    assert_eq!((edition["status"].as_str(), edition["commission_bp"].as_i64()), (Some("draft"), Some(2000)));
    assert_eq!(edition["starts_at"], "2025-11-04T23:00:00.000Z", "a day begins at midnight in France");
    assert_eq!(edition["ends_at"], "2025-11-10T22:59:59.000Z");
    assert!(edition.get("label_key").is_none());
    let volunteer = autumn.app.token("benevole@example.org", Role::Volunteer);
    assert_eq!(autumn.app.get("/api/v1/editions", &volunteer).expect(200)["total"], 1);
    let stranger = autumn.app.token("deposant@example.org", Role::Depositor);
    assert_eq!(autumn.app.get("/api/v1/editions", &stranger).expect(200)["total"], 0);
    autumn.app.get(&autumn.path(""), &stranger).refused(404, "not_found");
    autumn.app.get(&autumn.path("slots"), &stranger).refused(404, "not_found");
}

#[test]
fn names_and_codes_are_taken_once() {
    let autumn = Autumn::draft();
    let create = |name: &str, code: &str| {
        let body = json!({ "name": name, "code": code, "starts_at": "2026-03-01", "ends_at": "2026-03-09" });
        autumn.app.post("/api/v1/editions", &autumn.admin, &body)
    };
    create(" Bourse d'automne  2025", "B2025").refused(409, "edition_name_taken");
    create("Autre", "a2025").refused(409, "edition_code_taken");
    let spring = create("Bourse de printemps 2026", "p2026").expect(201);
    assert_eq!(spring["code"], "P2026");
    let path = format!("/api/v1/editions/{}", spring["id"].as_str().unwrap());
    let rename = |body| autumn.app.json(Method::Patch, &path, &autumn.manager, &body);
    rename(json!({ "name": "Bourse d'automne 2025" })).refused(409, "edition_name_taken");
    rename(json!({ "code": "A2025" })).refused(409, "edition_code_taken");
    assert_eq!(codes(&rename(json!({ "name": " " })).refused(422, "invalid")), ["name_length"]);
    let changed =
        rename(json!({ "place": "Salle des fêtes", "ends_at": "2026-03-10T18:00:00+01:00" })).expect(200);
    assert_eq!(
        (changed["place"].as_str(), changed["ends_at"].as_str()),
        (Some("Salle des fêtes"), Some("2026-03-10T17:00:00.000Z"))
    );
    assert_eq!(rename(json!({ "place": "" })).expect(200)["place"], json!(null));
}

#[test]
fn everything_wrong_with_an_edition_is_told_at_once() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let body = json!({ "name": " ", "code": "É1", "starts_at": "2025-11-10", "ends_at": "2025-11-05" });
    let problem = app.post("/api/v1/editions", &admin, &body).refused(422, "invalid");
    assert_eq!(codes(&problem), ["name_length", "code_format", "ends_before_start"]);
    let body = json!({ "name": "A", "code": "A1", "starts_at": "hier", "ends_at": "2025-11-05" });
    app.post("/api/v1/editions", &admin, &body).refused(400, "malformed");
}

#[test]
fn everything_wrong_with_a_configuration_is_told_at_once_and_nothing_is_saved() {
    let autumn = Autumn::draft();
    let wrong = json!({
        "declaration_deadline": "2025-11-05",
        "deposit_days": ["2025-11-08"],
        "sale_days": ["2025-11-07"],
        "commission_bp": 10_001,
        "price_step_cents": 0,
        "resident_postal_codes": ["3183"],
        "import_max_rows": 2001,
        "private_sale": { "starts_at": "2025-11-07T17:00:00Z", "ends_at": "2025-11-07T16:00:00Z" },
    });
    let problem = autumn.put("configuration", &wrong).refused(422, "invalid");
    let mut found = codes(&problem);
    found.sort();
    assert_eq!(
        found,
        [
            "commission_range",
            "deposit_after_sale",
            "deposit_after_sale_end",
            "import_max_rows_range",
            "postal_code_invalid",
            "price_step_range",
            "private_sale_order",
            "return_day_missing",
        ]
    );
    let edition = autumn.get("").expect(200);
    assert_eq!((&edition["deposit_days"], &edition["declaration_deadline"]), (&json!([]), &json!(null)));
}

#[test]
fn a_sound_configuration_and_a_slot_make_it_configured_in_either_order() {
    let autumn = Autumn::draft();
    let edition = autumn.put("configuration", &configuration()).expect(200);
    assert_eq!(edition["status"], "draft");
    assert_eq!(
        edition["declaration_deadline"], "2025-10-15T21:59:59.000Z",
        "a deadline day ends at midnight"
    );
    let slots = autumn.post("slots/standard", &json!({})).expect(201);
    assert_eq!(slots["total"], 8);
    assert_eq!(autumn.status(), "configured");
    assert_eq!(autumn.post("slots/standard", &json!({})).expect(201)["total"], 8, "a second time adds none");

    let other = Autumn::draft();
    other.post("slots/standard", &json!({})).refused(422, "invalid");
    let slot =
        json!({ "starts_at": "2025-11-05T08:30:00Z", "ends_at": "2025-11-05T11:00:00Z", "capacity": 20 });
    other.post("slots", &slot).expect(201);
    assert_eq!(other.put("configuration", &configuration()).expect(200)["status"], "configured");
}

#[test]
fn years_that_nobody_means_are_refused_before_anything_is_written() {
    let autumn = Autumn::draft();
    autumn.put("configuration", &configuration()).expect(200);
    for day in ["1969-12-31", "0025-11-05", "9999-11-05"] {
        let refused = autumn.post("slots/standard", &json!({ "days": [day] }));
        assert!([400, 422].contains(&refused.status), "{day}: {}", refused.json);
        let starts_at = format!("{day}T08:30:00Z");
        let ends_at = format!("{day}T11:00:00Z");
        let slot = json!({ "starts_at": starts_at, "ends_at": ends_at, "capacity": 20 });
        autumn.post("slots", &slot).refused(422, "invalid");
        let body = json!({ "name": "Bourse", "code": "B9", "starts_at": day, "ends_at": day });
        let refused = autumn.app.post("/api/v1/editions", &autumn.admin, &body);
        assert!([400, 422].contains(&refused.status), "{day}: {}", refused.json);
    }
    assert_eq!(autumn.get("slots").expect(200)["total"], 0);
}

#[test]
fn settings_that_are_not_sent_keep_their_value() {
    let autumn = Autumn::draft();
    let mut body = configuration();
    body["extended_numbers"] = json!(true);
    body["resident_postal_codes"] = json!(["31830", "31770"]);
    body["private_sale"] = json!({ "starts_at": "2025-11-07T16:00:00Z", "ends_at": "2025-11-07T17:00:00Z" });
    autumn.put("configuration", &body).expect(200);
    let edition = autumn.put("configuration", &configuration()).expect(200);
    assert_eq!(edition["extended_numbers"], true);
    assert_eq!(edition["resident_postal_codes"], json!(["31830", "31770"]));
    assert_eq!(edition["private_sale"], json!(null), "a sale for schools is sent each time");
}

#[test]
fn slots_keep_to_their_rules() {
    let autumn = Autumn::configured();
    let slots = autumn.get("slots").expect(200)["items"].clone();
    let evening = &slots[4];
    assert_eq!(
        (&evening["residents_only"], &evening["capacity"], &evening["left"]),
        (&json!(true), &json!(20), &json!(20))
    );
    let new = |start: &str, end: &str, capacity: i32| {
        autumn.post("slots", &json!({ "starts_at": start, "ends_at": end, "capacity": capacity }))
    };
    new("2025-11-05T08:30:00Z", "2025-11-05T09:30:00Z", 5).refused(409, "slot_start_taken");
    let problem = new("2025-11-05T09:30:00Z", "2025-11-05T08:30:00Z", 0).refused(422, "invalid");
    assert_eq!(codes(&problem), ["ends_before_start", "capacity_range"]);
    let added = new("2025-11-07T13:00:00Z", "2025-11-07T15:00:00Z", 5).expect(201);
    let path = format!("slots/{}", added["id"].as_str().unwrap());
    let changed = autumn
        .patch(&path, &json!({ "capacity": 7, "list_types": ["family_2000"], "note": " Soir " }))
        .expect(200);
    assert_eq!(
        (&changed["left"], &changed["list_types"], &changed["note"]),
        (&json!(7), &json!(["family_2000"]), &json!("Soir"))
    );
    let clash = json!({ "starts_at": evening["starts_at"], "ends_at": evening["ends_at"] });
    autumn.patch(&path, &clash).refused(409, "slot_start_taken");
    assert_eq!(
        codes(&autumn.patch(&path, &json!({ "capacity": 0 })).refused(422, "invalid")),
        ["capacity_range"]
    );
    assert_eq!(autumn.get("slots").expect(200)["items"].as_array().unwrap().last(), Some(&changed));
    autumn.delete(&path).expect(204);
    autumn.delete(&path).refused(404, "not_found");
}

#[test]
fn the_last_slot_of_a_configured_edition_stays() {
    let autumn = Autumn::draft();
    let slot =
        json!({ "starts_at": "2025-11-05T08:30:00Z", "ends_at": "2025-11-05T11:00:00Z", "capacity": 20 });
    let id = autumn.post("slots", &slot).expect(201)["id"].as_str().unwrap().to_owned();
    autumn.put("configuration", &configuration()).expect(200);
    autumn.delete(&format!("slots/{id}")).refused(409, "last_slot");
}

#[test]
fn a_slot_of_another_edition_is_not_found() {
    let autumn = Autumn::configured();
    let id = autumn.get("slots").expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let body = json!({ "name": "Autre", "code": "B1", "starts_at": "2026-03-01", "ends_at": "2026-03-09" });
    let other = autumn.app.post("/api/v1/editions", &autumn.admin, &body).expect(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/editions/{other}/slots/{id}");
    autumn
        .app
        .json(Method::Patch, &path, &autumn.manager, &json!({ "capacity": 1 }))
        .refused(404, "not_found");
    autumn.app.json(Method::Delete, &path, &autumn.manager, &json!({})).refused(404, "not_found");
}
