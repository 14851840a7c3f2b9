//! Counter-tickets take back the sale of a moment ago and nothing else.

use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, minute};

fn reason(sale: &Sale, ticket: &Value) -> String {
    let result = sale.sync(std::slice::from_ref(ticket)).remove(0);
    result["reason"].as_str().or(result["status"].as_str()).unwrap().to_owned()
}

fn sold(sale: &Sale, till: &mut Till, at: u32) -> Value {
    let ticket = till.sells(&[0], &minute(at));
    sale.sync(std::slice::from_ref(&ticket));
    ticket
}

#[test]
fn five_minutes_are_counted_by_the_tills_own_times() {
    for (later, expected) in [(5, "recorded"), (6, "cancel_too_late")] {
        let sale = Sale::with_articles(1);
        let mut till = sale.open(1);
        sale.app.at(&minute(12));
        let ticket = sold(&sale, &mut till, 0);
        assert_eq!(reason(&sale, &till.takes_back(&ticket, &minute(later))), expected, "{later} minutes");
        let status = if expected == "recorded" { "on_sale" } else { "sold" };
        assert_eq!(sale.scan(0)["status"], status);
    }
}

#[test]
fn a_time_is_not_set_back_behind_the_tills_last_sale() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    sale.app.at(&minute(14));
    let early = sold(&sale, &mut till, 0);
    sale.sync(&[till.sells(&[1], &minute(12))]);
    assert_eq!(reason(&sale, &till.takes_back(&early, &minute(1))), "cancel_too_late");
    assert_eq!(sale.scan(0)["status"], "sold");
}

#[test]
fn money_goes_back_the_way_it_came() {
    let sale = Sale::with_articles(1);
    let mut till = sale.open(1);
    let ticket = sold(&sale, &mut till, 0);
    let mut by_card = till.clone().takes_back(&ticket, &minute(0));
    by_card["payments"][0]["method"] = json!("card");
    assert_eq!(reason(&sale, &till.sign(by_card)), "payment_mismatch");
    assert_eq!(sale.live()["takings"], json!({ "cash": 100, "card": 0, "cheque": 0 }));
}

#[test]
fn while_the_server_is_there_its_own_rules_hold() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    sale.sell(&ticket).expect(201);
    let counter = till.takes_back(&ticket, &minute(1));
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    sale.app.at(&minute(1));
    sale.app.post(&sale.path("tickets"), &other, &counter).refused(403, "forbidden");
    sale.app.at(&minute(6));
    sale.sell(&counter).refused(403, "forbidden");
    assert_eq!((&sale.scan(0)["status"], &sale.live()["takings_cents"]), (&json!("sold"), &json!(100)));
    sale.app.at(&minute(5));
    sale.sell(&counter).expect(201);
    assert_eq!((&sale.scan(0)["status"], &sale.live()["takings_cents"]), (&json!("on_sale"), &json!(0)));
}

#[test]
fn a_ticket_of_which_a_line_was_cancelled_goes_back_for_what_is_left() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0, 1], &minute(0));
    sale.sync(std::slice::from_ref(&ticket));
    let path = format!("/api/v1/tickets/{}/lines/1/cancel", ticket["ticket_id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "reason": "scan_error" })).expect(200);
    let whole = till.clone().takes_back(&ticket, &minute(1));
    assert_eq!(reason(&sale, &whole), "payment_mismatch", "the customer has got a part of it already");
    assert_eq!(sale.live()["takings_cents"], 200);
}

#[test]
fn a_drawer_that_was_counted_stays_as_it_was_unless_the_till_had_something_to_send() {
    for (unsent, expected) in [(0, "drawer_counted"), (1, "recorded")] {
        let sale = Sale::with_articles(1);
        let mut till = sale.open(1);
        let ticket = sold(&sale, &mut till, 0);
        let counter = till.takes_back(&ticket, &minute(1));
        sale.app.at(&minute(2));
        let path = format!("/api/v1/register-sessions/{}", till.session_id);
        let summary = sale.app.get(&path, &sale.volunteer).expect(200);
        let body = json!({ "counted": summary["expected"], "unsent": unsent, "force": true });
        sale.app.post(&format!("{path}/close"), &sale.volunteer, &body).expect(200);
        assert_eq!(reason(&sale, &counter), expected, "{unsent} unsent");
        let after = sale.app.get(&path, &sale.volunteer).expect(200);
        assert_eq!(after["expected"] == summary["expected"], unsent == 0, "{after}");
    }
}
