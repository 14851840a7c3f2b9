//! Clocks that are wrong, desks that come home late, and the opening of the sale.

use bourse::features::lists::states::ArticleStatus::{Accepted, NotBrought, OnSale, Refused};
use serde_json::json;

use super::{Hall, at};

#[test]
fn a_desk_that_comes_home_after_the_opening_is_heard_with_what_it_decided_before() {
    let hall = Hall::new();
    hall.sync(&[hall.about(1, "accept", 1, json!(null), 10)]);
    hall.open_sale();
    assert_eq!((hall.status(1).0, hall.status(2).0), (OnSale, NotBrought));
    let before = hall.about(2, "accept", 2, json!(null), 3599);
    let after = hall.about(3, "accept", 3, json!(null), 3601);
    assert_eq!(hall.sync(&[before, after]), ["applied", "superseded"]);
    assert_eq!((hall.status(2).0, hall.status(3).0), (OnSale, NotBrought));
    let refuse = |number, line| hall.about(number, "refuse", line, json!({ "reason": "other" }), 3700);
    let mut accept = hall.about(5, "accept", 3, json!(null), 3700);
    assert_eq!(hall.sync_as(&hall.manager(), &[refuse(4, 1), accept.take()]), ["superseded", "applied"]);
    assert_eq!((hall.status(1).0, hall.status(3).0), (OnSale, OnSale));
    assert_eq!(hall.sync_as(&hall.manager(), &[hall.undo(6, 1, 3800)]), ["superseded"]);
    assert_eq!(hall.status(1).0, OnSale);
}

#[test]
fn a_step_back_lets_count_what_was_decided_since_the_opening() {
    let hall = Hall::new();
    hall.sync(&[hall.about(1, "accept", 1, json!(null), 10)]);
    hall.open_sale();
    let commands = [
        hall.about(2, "refuse", 1, json!({ "reason": "other" }), 3700),
        hall.about(3, "accept", 2, json!(null), 3700),
    ];
    assert_eq!(hall.sync(&commands), ["superseded", "superseded"]);
    let reason = json!({ "reason": "La salle n'est pas prête" });
    hall.app.post(&hall.path("step-back"), &hall.manager(), &reason).expect(200);
    assert_eq!((hall.status(1).0, hall.status(2).0), (Refused, Accepted));
    hall.app.post(&hall.path("open-sale"), &hall.manager(), &json!({})).expect(200);
    assert_eq!((hall.status(1).0, hall.status(2).0), (Refused, OnSale));
}

#[test]
fn what_lies_in_the_future_counts_from_when_it_came_in_the_order_of_the_batch() {
    let hall = Hall::new();
    let days_off = 3 * 86_400;
    let commands = [
        hall.about(2, "refuse", 1, json!({ "reason": "other" }), days_off + 5),
        hall.about(1, "accept", 1, json!(null), days_off),
    ];
    assert_eq!(hall.sync(&commands), ["superseded", "applied"]);
    assert_eq!(hall.status(1).0, Accepted);
    // Sent again it is the same, although the clock has gone on.
    hall.app.at(&at(3700));
    assert_eq!(hall.sync(&commands), ["duplicate false", "duplicate true"]);
    let catalogue = hall.app.get(&hall.path("desk-catalogue"), &hall.volunteer()).expect(200);
    let decided: Vec<&str> = catalogue["lists"][0]["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| decision["decided_at"].as_str().unwrap())
        .collect();
    assert_eq!(decided, ["2025-11-05T10:00:00.001Z", "2025-11-05T10:00:00.000Z"]);
}
