//! What an edition says of itself, its hours and its fees.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::http::Method;
use bourse::kernel::ids::EditionId;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::edition::{Autumn, codes, configuration};
use crate::support::seed::Seed;

/// The usual configuration with something else in it.
fn with(changes: Value) -> Value {
    let mut body = configuration();
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

/// Which field is refused, and why.
fn refusals(answer: Answer) -> Vec<(String, String)> {
    let problem = answer.refused(422, "invalid");
    let text = |error: &Value, member: &str| error[member].as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().unwrap();
    errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
}

#[test]
fn an_edition_has_the_usual_hours_and_fees_until_somebody_sets_others() {
    let autumn = Autumn::draft();
    let usual = autumn.put("configuration", &configuration()).expect(200);
    assert_eq!(
        usual["sale_hours"],
        json!([
            { "day": "2025-11-08", "starts_at": "09:00", "ends_at": "18:00" },
            { "day": "2025-11-09", "starts_at": "09:00", "ends_at": "13:00" },
        ])
    );
    assert_eq!(usual["return_hours_members"], json!({ "starts_at": "17:00", "ends_at": "18:00" }));
    assert_eq!(usual["return_hours_standard"], json!({ "starts_at": "18:30", "ends_at": "19:30" }));
    assert_eq!(
        (&usual["member_list_fee_cents"], &usual["family_pair_fee_cents"]),
        (&json!(100), &json!(500))
    );
    let own = with(json!({
        "sale_hours": [
            { "day": "2025-11-09", "starts_at": "10:00", "ends_at": "16:30" },
            { "day": "2025-12-24", "starts_at": "10:00", "ends_at": "11:00" },
        ],
        "return_hours_standard": { "starts_at": "20:15", "ends_at": "21:00" },
        "member_list_fee_cents": 250,
    }));
    autumn.put("configuration", &own).expect(200);
    let kept = autumn.put("configuration", &configuration()).expect(200);
    assert_eq!(
        kept["sale_hours"],
        json!([
            { "day": "2025-11-08", "starts_at": "09:00", "ends_at": "18:00" },
            { "day": "2025-11-09", "starts_at": "10:00", "ends_at": "16:30" },
        ]),
        "what is not sent stays, and hours of no sale day are dropped"
    );
    assert_eq!(kept["return_hours_standard"]["starts_at"], "20:15");
    assert_eq!((&kept["member_list_fee_cents"], &kept["family_pair_fee_cents"]), (&json!(250), &json!(500)));
}

#[test]
fn hours_and_fees_that_cannot_be_are_refused_at_their_fields_and_nothing_is_saved() {
    let autumn = Autumn::draft();
    autumn.put("configuration", &configuration()).expect(200);
    let before = autumn.get("").expect(200);
    for (changes, field, code) in [
        (
            json!({ "sale_hours": [{ "day": "2025-11-08", "starts_at": "18:00", "ends_at": "09:00" }] }),
            "sale_hours",
            "hours_order",
        ),
        (
            json!({ "return_hours_standard": { "starts_at": "19:30", "ends_at": "19:30" } }),
            "return_hours_standard",
            "hours_order",
        ),
        (
            json!({ "return_hours_members": { "starts_at": "12:00", "ends_at": "14:00" } }),
            "return_hours_members",
            "return_in_sale",
        ),
        (json!({ "member_list_fee_cents": -1 }), "member_list_fee_cents", "fee_range"),
        (json!({ "family_pair_fee_cents": 10_001 }), "family_pair_fee_cents", "fee_range"),
        (json!({ "name": " " }), "name", "name_length"),
        (json!({ "ends_at": "2025-11-01" }), "ends_at", "ends_before_start"),
    ] {
        let found = refusals(autumn.put("configuration", &with(changes)));
        assert_eq!(found, [(field.to_owned(), code.to_owned())]);
    }
    let odd = with(json!({ "return_hours_members": { "starts_at": "25:00", "ends_at": "26:00" } }));
    autumn.put("configuration", &odd).refused(400, "malformed");
    let after = autumn.get("").expect(200);
    for unchanged in ["name", "sale_hours", "return_hours_members", "return_hours_standard", "ends_at"] {
        assert_eq!(after[unchanged], before[unchanged], "{unchanged}");
    }
}

#[test]
fn days_lie_within_the_edition_whichever_of_them_is_moved() {
    let autumn = Autumn::draft();
    let early = with(json!({ "deposit_days": ["2025-11-04", "2025-11-06"] }));
    let problem = autumn.put("configuration", &early).refused(422, "invalid");
    assert_eq!(codes(&problem), ["before_edition"]);
    assert_eq!(problem["errors"][0]["field"], "deposit_days");
    assert!(problem["errors"][0]["message"].as_str().unwrap().contains("mercredi 5 novembre 2025"));
    let late = autumn.put("configuration", &with(json!({ "return_day": "2025-11-11" })));
    assert_eq!(refusals(late), [("return_day".to_owned(), "after_edition".to_owned())]);
    assert_eq!(autumn.get("").expect(200)["deposit_days"], json!([]));
    // Both at once: an edition moves by a week in one go.
    let moved = json!({
        "starts_at": "2025-11-12", "ends_at": "2025-11-17",
        "deposit_days": ["2025-11-12", "2025-11-13"],
        "sale_days": ["2025-11-15", "2025-11-16"],
        "return_day": "2025-11-17",
    });
    let edition = autumn.put("configuration", &with(moved)).expect(200);
    assert_eq!(edition["starts_at"], "2025-11-11T23:00:00.000Z");
    for (changes, field) in
        [(json!({ "starts_at": "2025-11-13" }), "starts_at"), (json!({ "ends_at": "2025-11-16" }), "ends_at")]
    {
        let found = refusals(autumn.patch("", &changes));
        assert_eq!(found, [(field.to_owned(), "days_outside".to_owned())]);
    }
    autumn.patch("", &json!({ "starts_at": "2025-11-10", "name": "Bourse de novembre" })).expect(200);
}

#[test]
fn name_place_and_words_are_saved_with_the_dates_or_not_at_all() {
    let autumn = Autumn::configured();
    let other = json!({ "name": "Autre", "code": "B1", "starts_at": "2026-03-01", "ends_at": "2026-03-09" });
    autumn.app.post("/api/v1/editions", &autumn.admin, &other).expect(201);
    let body = with(json!({ "name": "Autre", "commission_bp": 1000 }));
    autumn.put("configuration", &body).refused(409, "edition_name_taken");
    let body = with(json!({ "code": "b1", "commission_bp": 1000 }));
    autumn.put("configuration", &body).refused(409, "edition_code_taken");
    assert_eq!(autumn.get("").expect(200)["commission_bp"], 2000, "nothing of it was saved");
    let body = with(json!({
        "name": " Bourse  d'hiver", "code": "h2025", "place": "Salle Monestié", "description": " Bienvenue. ",
        "commission_bp": 1500,
    }));
    let edition = autumn.put("configuration", &body).expect(200);
    assert_eq!(
        (&edition["name"], &edition["code"], &edition["place"], &edition["description"]),
        (&json!("Bourse d'hiver"), &json!("H2025"), &json!("Salle Monestié"), &json!("Bienvenue."))
    );
    assert_eq!(edition["commission_bp"], 1500);
    autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let body = with(json!({ "code": "H2026" }));
    autumn.put("configuration", &body).refused(409, "edition_code_fixed");
}

#[test]
fn depositors_who_are_told_read_the_place_and_the_hours_that_changed() {
    let autumn = Autumn::with_everybody();
    let changes = json!({
        "place": "Gymnase", "confirm_notify": true,
        "return_hours_standard": { "starts_at": "20:00", "ends_at": "21:00" },
    });
    autumn.put("configuration", &with(changes)).expect(200);
    let mails = autumn.app.mails();
    let told: Vec<_> = mails.iter().filter(|mail| mail.kind == "schedule_changed").collect();
    assert_eq!(told.len(), 160);
    let words = told[0].text.replace('\u{a0}', " ");
    assert!(words.contains("Lieu : Gymnase"), "{words}");
    let hours = "Restitution des invendus : lundi 10 novembre 2025, de 20 h à 21 h";
    assert!(words.contains(hours) && !words.contains("Jours de dépôt"), "{words}");
}

#[test]
fn an_edition_that_came_to_nothing_is_taken_away_by_an_admin_who_types_the_password() {
    let mut autumn = Autumn::configured();
    let path = autumn.path("");
    let remove = |autumn: &Autumn, token: &str| autumn.app.json(Method::Delete, &path, token, &json!({}));
    remove(&autumn, &autumn.manager).refused(403, "forbidden");
    autumn.at("2025-09-15T09:00:00.000Z");
    let stale = autumn.admin.clone();
    autumn.app.at("2025-09-15T09:14:59.000Z");
    assert_eq!(autumn.get("slots").expect(200)["total"], 8);
    remove(&autumn, &stale).expect(204);
    autumn.get("").refused(404, "not_found");
    assert_eq!(autumn.app.get("/api/v1/editions", &autumn.manager).expect(200)["total"], 0);
    assert!(autumn.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
    // The name and the code are free again.
    let again = json!({
        "name": "Bourse d'automne 2025", "code": "A2025", "starts_at": "2025-11-05", "ends_at": "2025-11-10",
    });
    autumn.app.post("/api/v1/editions", &stale, &again).expect(201);
}

#[test]
fn an_edition_in_which_somebody_is_registered_or_invited_stays() {
    let autumn = Autumn::with_everybody();
    let remove =
        |autumn: &Autumn| autumn.app.json(Method::Delete, &autumn.path(""), &autumn.admin, &json!({}));
    let problem = remove(&autumn).refused(409, "edition_in_use");
    assert!(problem["detail"].as_str().unwrap().contains("160 inscriptions, 160 invitations"), "{problem}");
    assert_eq!(autumn.get("registrations").expect(200)["total"], 160);
    let invited = Autumn::configured();
    invited.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let over = Autumn::configured();
    Seed(&over.app).set_status(EditionId::parse(&over.id).unwrap(), EditionStatus::Closed);
    remove(&over).refused(409, "edition_closed");
    let problem = remove(&invited).refused(409, "edition_in_use");
    assert!(problem["detail"].as_str().unwrap().contains("(1 invitation)"), "{problem}");
}

#[test]
fn anybody_reads_the_share_and_the_fees_of_the_edition_that_runs() {
    let autumn = Autumn::configured();
    let terms = || autumn.app.get("/api/v1/editions/terms", "").expect(200)["terms"].clone();
    assert_eq!(terms(), json!(null), "nobody can register yet");
    autumn
        .put("configuration", &with(json!({ "commission_bp": 1500, "member_list_fee_cents": 250 })))
        .expect(200);
    autumn.post("invitations", &json!({ "email": "anne@example.org" })).expect(201);
    let edition = autumn.get("").expect(200)["name"].clone();
    let expected = json!({
        "edition": edition, "commission_bp": 1500, "member_list_fee_cents": 250, "family_pair_fee_cents": 500,
    });
    assert_eq!(terms(), expected);
}
