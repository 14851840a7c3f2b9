//! Where an edition stands says what may be reckoned, handed back and given away.

use bourse::db::schema::{editions, journal};
use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::actor::Role;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::Scene;
use crate::support::seed::Seed;

fn written(scene: &Scene) -> i64 {
    scene.sale.app.app.with_db(|db| Ok(journal::table.count().get_result(db)?)).unwrap()
}

/// Asks for each of these while the edition stands there, and looks that nothing is written.
#[track_caller]
fn refuses(scene: &Scene, requests: &[(String, Value)], (status, code): (EditionStatus, &str)) {
    Seed(&scene.sale.app).set_status(scene.sale.edition, status);
    let before = written(scene);
    for (path, body) in requests {
        let answer = scene.sale.app.post(path, &scene.admin, body);
        assert_eq!((answer.status, answer.code()), (409, code), "{status}: {path}");
    }
    assert_eq!(written(scene), before, "{status}");
}

/// What is done with an edition's unsold articles and its payouts while they are settled.
fn of_edition(scene: &Scene, list: &Value) -> Vec<(String, Value)> {
    let donation = json!({ "charity": "Secours populaire", "confirm_count": 0, "reason": "salle à rendre" });
    let revoked = json!({ "confirm_count": 0, "reason": "venue trop tard" });
    [
        ("payouts/compute", json!({})),
        ("payouts/slips", json!({})),
        ("payouts/slips/chosen", json!({ "payout_ids": ["01890a5d-ac96-774b-bcce-b302099a8057"] })),
        ("returns", json!({ "list_ids": [list], "outcome": "returned" })),
        ("returns/revoke", json!({ "list_ids": [list], "confirm_count": 0, "reason": "mauvais sac" })),
        ("donate-unsold", donation),
        ("donate-unsold/revoke", revoked),
    ]
    .map(|(path, body)| (scene.sale.path(path), body))
    .to_vec()
}

#[test]
fn nothing_is_settled_while_the_sale_goes_on() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    scene.pays(&scene.payout(100)).expect(200);
    let row = scene.payout(100);
    let mut requests = of_edition(&scene, &row["lists"][0]["id"]);
    let payout = |what: &str| format!("/api/v1/payouts/{}/{what}", row["id"].as_str().unwrap());
    let goodwill = json!({ "kind": "goodwill", "amount_cents": 100, "reason": "erreur de caisse" });
    let reverse = json!({ "payment_id": row["payments"][0]["id"], "reason": "mauvaise personne" });
    requests.extend([
        (payout("absent"), json!({})),
        (payout("adjustments"), goodwill),
        (payout("reverse"), reverse),
        (payout("pay"), json!({ "expected_cents": 80, "method": "cash" })),
    ]);
    refuses(&scene, &requests, (EditionStatus::Sale, "edition_not_ready"));
}

#[test]
fn a_closed_edition_hands_nothing_back_and_reckons_nothing_anew() {
    let scene = Scene::new();
    scene.settle_and_print();
    scene.forget_limits();
    let row = scene.payout(100);
    let mut requests = of_edition(&scene, &row["lists"][0]["id"]);
    requests.push((format!("/api/v1/payouts/{}/absent", row["id"].as_str().unwrap()), json!({})));
    refuses(&scene, &requests, (EditionStatus::Closed, "edition_closed"));
}

#[test]
fn a_donation_is_revoked_for_a_reason() {
    let scene = Scene::new();
    scene.settle();
    let refused = scene.post("donate-unsold/revoke", &json!({ "confirm_count": 0, "reason": " " }));
    assert_eq!(refused.refused(422, "invalid")["errors"][0]["code"], "reason_missing");
}

#[test]
fn the_invented_people_of_a_training_edition_are_not_reminded() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    scene.on(&row, "absent", &json!({})).expect(200);
    Seed(&scene.sale.app)
        .tamper(|db| diesel::update(editions::table).set(editions::is_training.eq(true)).execute(db));
    let before = scene.sale.app.mails().len();
    scene.on(&row, "remind", &json!({})).refused(409, "edition_is_training");
    assert_eq!(scene.sale.app.mails().len(), before);
}

#[test]
fn somebody_who_is_not_registered_has_no_sales_to_see() {
    let scene = Scene::new();
    let stranger = scene.sale.app.token("ailleurs@example.org", Role::Depositor);
    let path = format!("/api/v1/me/sales?edition_id={}", scene.sale.edition);
    scene.sale.app.get(&path, &stranger).refused(404, "not_found");
}
