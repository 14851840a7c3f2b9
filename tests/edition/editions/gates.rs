//! What a closed edition no longer takes, and what is fixed before that.

use bourse::db::schema::journal;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::http::Method;
use bourse::kernel::ids::EditionId;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::edition::{Autumn, configuration};
use crate::support::seed::Seed;

fn set_status(autumn: &Autumn, status: EditionStatus) {
    Seed(&autumn.app).set_status(EditionId::parse(&autumn.id).unwrap(), status);
}

fn written(autumn: &Autumn) -> i64 {
    autumn.app.app.with_db(|db| Ok(journal::table.count().get_result(db)?)).unwrap()
}

#[test]
fn a_closed_edition_stays_as_it_is() {
    let autumn = Autumn::configured();
    let slot = autumn.get("slots").expect(200)["items"][0].clone();
    let slot_path = format!("slots/{}", slot["id"].as_str().unwrap());
    let new_slot = json!({
        "starts_at": "2025-11-07T13:00:00Z", "ends_at": "2025-11-07T15:00:00Z", "capacity": 5,
    });
    let nothing = || json!({});
    let calls: [(Method, &str, Value); 14] = [
        (Method::Patch, "", json!({ "name": "Autre" })),
        (Method::Put, "configuration", configuration()),
        (Method::Post, "slots", new_slot),
        (Method::Post, "slots/standard", nothing()),
        (Method::Patch, &slot_path, json!({ "capacity": 7 })),
        (Method::Delete, &slot_path, nothing()),
        (Method::Post, "open-registrations", nothing()),
        (Method::Post, "open-deposits", nothing()),
        (Method::Post, "accept-lists", nothing()),
        (Method::Post, "open-sale", nothing()),
        (Method::Post, "end-sale", nothing()),
        (Method::Post, "step-back", json!({ "reason": "erreur de date" })),
        (Method::Post, "labels/generate", json!({ "all": true })),
        (Method::Post, "labels/mark-printed", json!({ "all": true })),
    ];
    set_status(&autumn, EditionStatus::Closed);
    let (before, edition) = (written(&autumn), autumn.get("").expect(200));
    for (method, path, body) in calls {
        let answer = autumn.app.json(method, &autumn.path(path), &autumn.manager, &body);
        assert_eq!((answer.status, answer.code()), (409, "edition_closed"), "{} {path}", method.as_str());
    }
    autumn.app.post(&autumn.path("close"), &autumn.admin, &nothing()).refused(409, "edition_closed");
    assert_eq!((written(&autumn), autumn.get("").expect(200)), (before, edition));
    assert_eq!(autumn.get("slots").expect(200)["items"][0], slot);
}

#[test]
fn labels_fix_the_code_and_the_end_of_the_sale_the_dates() {
    let autumn = Autumn::configured();
    assert_eq!(autumn.patch("", &json!({ "code": "B2025" })).expect(200)["code"], "B2025");
    set_status(&autumn, EditionStatus::RegistrationsOpen);
    autumn.patch("", &json!({ "code": "C2025" })).refused(409, "edition_code_fixed");
    autumn.patch("", &json!({ "code": "b2025", "place": "Salle des fêtes" })).expect(200);
    autumn.put("configuration", &configuration()).expect(200);
    set_status(&autumn, EditionStatus::Settlement);
    let mut later = configuration();
    later["commission_bp"] = json!(1000);
    autumn.put("configuration", &later).refused(409, "edition_not_configurable");
    assert_eq!(autumn.get("").expect(200)["commission_bp"], 2000);
}
