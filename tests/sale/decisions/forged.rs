//! A ticket that its till has not signed has no place in that till's chain, whatever is decided about it.

use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, minute};

/// Somebody sends a ticket in the name of a till, and a manager decides about it; then the till goes on selling.
fn after(decision: &str) -> (Sale, Vec<Value>) {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    sale.sync(&[till.sells(&[0], &minute(0))]);
    let mut forged = till.clone().sells(&[1], &minute(1));
    forged["signature"] = json!("c".repeat(64));
    let sent = sale.sync(&[forged]);
    assert_eq!((&sent[0]["status"], &sent[0]["reason"]), (&json!("quarantined"), &json!("bad_signature")));
    let kept = sale.app.get(&sale.path("quarantine"), &sale.manager).expect(200)["items"][0]["id"].clone();
    let path = format!("/api/v1/quarantine/{}/{decision}", kept.as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "reason": "vérifié sur place" })).expect(200);
    sale.app.at(&minute(3));
    let mut results = vec![sale.sell(&till.sells(&[2], &minute(2))).expect(201)];
    results.extend(sale.sync(&[till.sells(&[3], &minute(3))]));
    (sale, results)
}

#[test]
fn a_till_sells_on_when_a_ticket_forged_in_its_name_is_dropped() {
    let (sale, results) = after("drop");
    assert_eq!(results[1]["status"], "recorded");
    assert_eq!(sale.scan(1)["status"], "on_sale");
    sale.invariants();
}

#[test]
fn a_till_sells_on_when_a_ticket_forged_in_its_name_is_accepted() {
    let (sale, results) = after("accept");
    assert_eq!(results[1]["status"], "recorded");
    assert_eq!(sale.scan(1)["status"], "sold", "what a manager accepts is recorded beside the chain");
    sale.invariants();
}
