//! Giving back, and giving away what nobody fetched.

use serde_json::{Value, json};

use crate::settlement::Scene;

fn donation(count: i64, reason: &str) -> Value {
    json!({ "charity": "Secours populaire", "confirm_count": count, "reason": reason })
}

#[test]
fn what_is_left_is_given_away_by_its_number_after_the_return_day_and_can_be_taken_back() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(101);
    scene.post("returns", &json!({ "list_ids": [row["lists"][0]["id"]], "outcome": "returned" })).expect(200);
    let left = scene.get("donate-unsold");
    assert_eq!(
        (&left["articles"], &left["depositors"], &left["not_come"], &left["return_day_over"]),
        (&json!(23), &json!(1), &json!(1), &json!(false))
    );
    let refused = scene.post("donate-unsold", &donation(23, "")).refused(422, "invalid");
    assert_eq!(refused["errors"][0]["code"], "reason_missing");
    scene.post("donate-unsold", &donation(22, "salle à rendre")).refused(409, "unsold_changed");
    assert_eq!(scene.post("donate-unsold", &donation(23, "salle à rendre")).expect(200)["articles"], 23);
    assert_eq!(
        (&scene.sale.scan(1)["status"], &scene.sale.scan(24)["status"]),
        (&json!("donated"), &json!("returned"))
    );
    let revoke = |count: i64| {
        scene.post("donate-unsold/revoke", &json!({ "confirm_count": count, "reason": "venue trop tard" }))
    };
    revoke(22).refused(409, "unsold_changed");
    assert_eq!(revoke(23).expect(200)["articles"], 23);
    assert_eq!(scene.sale.scan(1)["status"], "unsold");
    scene.sale.app.at("2025-11-11T08:00:00.000Z");
    let manager = scene.sale.app.log_in("gestion@example.org");
    let path = scene.sale.path("donate-unsold");
    assert_eq!(scene.sale.app.get(&path, &manager).expect(200)["return_day_over"], true);
    scene.sale.app.post(&path, &manager, &donation(23, "")).expect(200);
    scene.sale.app.post(&path, &scene.sale.volunteer, &donation(0, "")).refused(401, "token_expired");
}

#[test]
fn nothing_is_given_away_list_by_list_or_during_the_sale() {
    let scene = Scene::new();
    scene.post("donate-unsold", &donation(30, "trop tôt")).refused(409, "edition_not_ready");
    scene.settle_and_print();
    let row = scene.payout(100);
    let body = json!({ "list_ids": [row["lists"][0]["id"]], "outcome": "donated" });
    scene.post("returns", &body).refused(409, "confirmation_needed");
    scene.post("donate-unsold", &json!({ "charity": " ", "confirm_count": 30 })).refused(422, "invalid");
    assert_eq!(scene.sale.scan(1)["status"], "unsold");
}

#[test]
fn a_bag_noted_as_fetched_by_mistake_is_in_the_hall_again() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let lists = json!([scene.payout(101)["lists"][0]["id"]]);
    let revoke = |count: i64| {
        let body = json!({ "list_ids": lists, "confirm_count": count, "reason": "mauvais sac" });
        scene.post("returns/revoke", &body)
    };
    let returned = |list: i64| scene.payout(list)["returned"].as_i64();
    scene.post("returns", &json!({ "list_ids": lists, "outcome": "returned" })).expect(200);
    assert_eq!((returned(100), returned(101)), (Some(0), Some(6)));
    revoke(5).refused(409, "unsold_changed");
    assert_eq!(revoke(6).expect(200)["articles"], 6);
    assert_eq!((returned(101), &scene.sale.scan(24)["status"]), (Some(0), &json!("unsold")));
    assert_eq!(revoke(0).expect(200)["articles"], 0, "the same answer twice changes nothing");
    let unexplained = json!({ "list_ids": lists, "confirm_count": 0, "reason": " " });
    scene.post("returns/revoke", &unexplained).refused(422, "invalid");
    let path = scene.sale.path("returns/revoke");
    scene.sale.app.post(&path, &scene.sale.volunteer, &unexplained).refused(403, "forbidden");
}

#[test]
fn paying_hands_the_bag_over_when_it_is_said_so() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    let body = json!({ "expected_cents": 80, "method": "cash", "unsold_returned": true });
    assert_eq!(scene.on(&row, "pay", &body).expect(200)["returned"], 23);
    assert_eq!(
        (&scene.sale.scan(1)["status"], &scene.sale.scan(24)["status"]),
        (&json!("returned"), &json!("unsold"))
    );
}
