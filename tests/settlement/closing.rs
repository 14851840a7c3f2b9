//! What keeps an edition from being closed.

use bourse::features::edition::editions::states::EditionStatus;
use serde_json::{Value, json};

use super::Scene;
use crate::support::app::Answer;
use crate::support::sale_seed::minute;

fn unmet(scene: &Scene) -> Vec<(String, i64)> {
    let answer = scene.get("closing-checks");
    let checks = answer["checks"].as_array().unwrap();
    let left = checks.iter().filter(|check| check["met"] == false);
    left.map(|check| (check["code"].as_str().unwrap().to_owned(), check["count"].as_i64().unwrap())).collect()
}

fn named(codes: &[(&str, i64)]) -> Vec<(String, i64)> {
    codes.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect()
}

fn close(scene: &Scene, body: &Value) -> Answer {
    scene.sale.app.post(&scene.sale.path("close"), &scene.admin, body)
}

/// Counts and closes the till of the scene.
fn close_till(scene: &Scene, cash: i64, unsent: i64) {
    let body = json!({
        "counted": { "cash": cash, "card": 0, "cheque": 0 }, "unsent": unsent, "force": true,
    });
    let path = format!("/api/v1/register-sessions/{}/close", scene.till.session_id);
    scene.sale.app.post(&path, &scene.sale.volunteer, &body).expect(200);
}

#[test]
fn every_open_end_is_named_with_its_number() {
    let mut scene = Scene::new();
    scene.sells(&[0, 1]);
    let mut other = scene.sale.open(2);
    let mut ticket = other.sells(&[0, 3, 4], &minute(2));
    ticket["lines"][1]["code"] = json!("A2025-L999-A01");
    scene.sale.set_price(4, 1_000);
    other.previous = "0".repeat(64);
    scene.sale.sync(&[other.sign(ticket)]);
    scene.settle();
    assert_eq!(
        unmet(&scene),
        named(&[
            ("register_session_open", 2),
            ("conflicts_left", 1),
            ("lines_without_owner", 1),
            ("prices_undecided", 1),
            ("payouts_not_computed", 2),
            ("unsold_left", 27),
        ])
    );
    scene.post("payouts/compute", &json!({})).expect(200);
    let checks = scene.get("closing-checks");
    assert_eq!(checks["checks"][0]["message"], "2 caisses sont encore ouvertes : fermez-les.");
    assert_eq!((&checks["ready"], &checks["ready_with_reason"]), (&json!(false), &json!(false)));
    assert!(unmet(&scene).contains(&("to_pay_left".to_owned(), 2)));
    close(&scene, &json!({})).refused(409, "edition_not_ready");
    let path = scene.sale.path("closing-checks");
    scene.sale.app.get(&path, &scene.sale.volunteer).refused(403, "forbidden");
    let refused = scene.sale.app.post(&scene.sale.path("close"), &scene.sale.manager, &json!({}));
    refused.refused(403, "forbidden");
}

#[test]
fn money_without_a_line_keeps_the_edition_open_or_is_passed_over_for_a_reason() {
    let mut scene = Scene::new();
    let mut odd = scene.till.sells(&[0], &minute(1));
    odd["payments"][0]["amount_cents"] = json!(5_100);
    let odd = scene.till.sign(odd);
    assert_eq!(scene.sale.sync(&[odd])[0]["reason"], "payment_mismatch");
    let waiting = scene.get("quarantine?state=waiting");
    let path = format!("/api/v1/quarantine/{}/accept", waiting["items"][0]["id"].as_str().unwrap());
    scene.sale.app.post(&path, &scene.sale.manager, &json!({ "reason": "vu avec la caisse" })).expect(200);
    scene.settle();
    assert_eq!(scene.get("payouts/summary")["unexplained_cents"], 5_000);
    let left = unmet(&scene);
    assert!(left.contains(&("proof_not_zero".to_owned(), 5_000)), "{left:?}");
    let checks = scene.get("closing-checks");
    let proof = checks["checks"].as_array().unwrap().iter().find(|check| check["code"] == "proof_not_zero");
    assert_eq!(proof.unwrap()["overridable"], true);
    assert!(proof.unwrap()["message"].as_str().unwrap().starts_with("50\u{a0}€"), "{proof:?}");
}

#[test]
fn tickets_that_a_till_announced_and_never_sent_keep_the_edition_open_or_are_passed_over_for_a_reason() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.sale.app.at(&minute(3));
    close_till(&scene, 5_100, 2);
    scene.sale.app.at(&minute(4));
    scene.settle_and_print();
    assert!(unmet(&scene).contains(&("tickets_unsent".to_owned(), 2)));
    let computed = scene.post("payouts/compute", &json!({})).expect(200);
    assert_eq!(computed["warnings"]["tickets_unsent"], 2);
    // One of the two comes after all.
    scene.sells(&[1]);
    for list in [100, 101] {
        scene.slip(&scene.payout(list));
        scene.pays(&scene.payout(list)).expect(200);
    }
    scene.clear_the_hall();
    assert_eq!(unmet(&scene), named(&[("tickets_unsent", 1)]));
    let refused = close(&scene, &json!({})).refused(409, "edition_not_ready");
    assert_eq!(refused["errors"][0]["code"], "tickets_unsent");
    let unsaid = json!({ "overrides": ["tickets_unsent"] });
    close(&scene, &unsaid).refused(422, "invalid");
    let body = json!({ "overrides": ["tickets_unsent"], "reason": "tablette tombée dans l'eau" });
    close(&scene, &body).expect(200);
    assert_eq!(scene.status(), EditionStatus::Closed);
}

#[test]
fn tickets_of_a_till_that_was_taken_over_count_by_its_last_report() {
    let scene = Scene::new();
    let report = json!({
        "state": "selling", "version": "1", "catalogue_version": null, "clock_drift_ms": 0, "waiting_tickets": 3,
        "storage_persisted": true,
    });
    let path = format!("/api/v1/register-sessions/{}/report", scene.till.session_id);
    let answer = scene.sale.app.post(&path, &scene.sale.volunteer, &report);
    assert_eq!(answer.status, 200, "{:?}", answer.json);
    let body = json!({ "register_number": 1, "opening_float_cents": 0, "take_over": true });
    scene.sale.app.post(&scene.sale.path("register-sessions"), &scene.sale.volunteer, &body).expect(201);
    scene.settle();
    assert!(unmet(&scene).contains(&("tickets_unsent".to_owned(), 3)));
}

#[test]
fn supplements_keep_the_edition_open_and_too_much_paid_may_be_passed_over() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    close_till(&scene, 5_100, 0);
    scene.settle_and_print();
    for list in [100, 101] {
        scene.pays(&scene.payout(list)).expect(200);
    }
    scene.clear_the_hall();
    assert_eq!(unmet(&scene), []);
    let adjust = |cents: i64| {
        let body = json!({ "kind": "correction", "amount_cents": cents, "reason": "erreur de prix" });
        scene.on(&scene.payout(100), "adjustments", &body).expect(200);
    };
    adjust(20);
    assert_eq!(unmet(&scene), named(&[("to_pay_left", 1)]));
    let body = json!({ "overrides": ["to_pay_left"], "reason": "pas envie" });
    close(&scene, &body).refused(409, "edition_not_ready");
    adjust(-50);
    assert_eq!(unmet(&scene), named(&[("overpaid_left", 1)]));
    close(&scene, &json!({})).refused(409, "edition_not_ready");
    let body = json!({ "overrides": ["overpaid_left"], "reason": "laissé au déposant" });
    close(&scene, &body).expect(200);
    let journal = scene.sale.app.mails();
    assert!(journal.iter().any(|mail| mail.kind == "edition_closed"));
}
