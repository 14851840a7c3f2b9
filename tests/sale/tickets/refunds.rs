//! Money goes back with the method it came with, out of the drawer that gives it.

use bourse::features::edition::editions::states::EditionStatus;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, code, minute};
use crate::support::seed::Seed;

fn by_card(till: &mut Till, articles: &[i32]) -> Value {
    let lines: Vec<Value> = articles
        .iter()
        .map(|index| json!({ "code": code(*index), "price_cents": 100 * (index + 1) }))
        .collect();
    let total: i32 = articles.iter().map(|index| 100 * (index + 1)).sum();
    let payments = json!([{ "method": "card", "amount_cents": total }]);
    till.next(json!({ "lines": lines, "payments": payments, "sold_at": minute(0) }))
}

fn cancel(sale: &Sale, ticket: &Value, rest: &str, body: &Value) -> crate::support::app::Answer {
    let path = format!("/api/v1/tickets/{}/{rest}", ticket["ticket_id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, body)
}

fn expected(sale: &Sale, till: &Till) -> Value {
    let path = format!("/api/v1/register-sessions/{}", till.session_id);
    sale.app.get(&path, &sale.manager).expect(200)["expected"].clone()
}

fn close(sale: &Sale, till: &Till) {
    let counted = expected(sale, till);
    let path = format!("/api/v1/register-sessions/{}/close", till.session_id);
    sale.app.post(&path, &sale.volunteer, &json!({ "counted": counted })).expect(200);
}

#[test]
fn a_line_of_a_card_ticket_goes_back_on_the_card_unless_told_otherwise() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let ticket = by_card(&mut till, &[0, 1, 2]);
    sale.sell(&ticket).expect(201);
    let answer = cancel(&sale, &ticket, "lines/2/cancel", &json!({ "reason": "scan_error" })).expect(200);
    assert_eq!(
        answer["given_back"],
        json!({
            "ticket_id": ticket["ticket_id"], "session_id": till.session_id, "register_number": 1,
            "payments": [{ "method": "card", "amount_cents": 200 }],
        })
    );
    let body = json!({ "reason": "scan_error", "refund_method": "cash" });
    let answer = cancel(&sale, &ticket, "lines/1/cancel", &body).expect(200);
    assert_eq!(answer["given_back"]["payments"], json!([{ "method": "cash", "amount_cents": 100 }]));
    assert_eq!(sale.live()["takings"], json!({ "cash": -100, "card": 400, "cheque": 0 }));
}

#[test]
fn a_counted_drawer_stays_as_it_was_counted() {
    let sale = Sale::with_articles(3);
    let (mut counted, giving) = (sale.open(1), sale.open(2));
    let ticket = counted.sells(&[0, 1], &minute(0));
    sale.sell(&ticket).expect(201);
    close(&sale, &counted);
    let body = json!({ "reason": "article_defect" });
    let refused = cancel(&sale, &ticket, "lines/1/cancel", &body).refused(409, "refund_session_needed");
    assert_eq!(
        refused["open_sessions"],
        json!([{ "session_id": giving.session_id, "register_number": 2, "seller": "Camille M." }])
    );
    let closed = json!({ "reason": "article_defect", "refund_session_id": counted.session_id });
    cancel(&sale, &ticket, "lines/1/cancel", &closed).refused(409, "refund_session_needed");
    assert_eq!(sale.scan(0)["status"], "sold");

    let named = json!({ "reason": "article_defect", "refund_session_id": giving.session_id });
    let answer = cancel(&sale, &ticket, "lines/1/cancel", &named).expect(200);
    assert_eq!(answer["given_back"]["register_number"], 2);
    assert_eq!(expected(&sale, &counted)["cash"], 5_300);
    assert_eq!(expected(&sale, &giving)["cash"], 4_900);
}

#[test]
fn after_the_sale_with_every_till_closed_a_manager_still_cancels() {
    let sale = Sale::with_articles(1);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    sale.sell(&ticket).expect(201);
    close(&sale, &till);
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    let answer = cancel(&sale, &ticket, "cancel", &json!({ "reason": "article_defect" })).expect(200);
    assert_eq!(answer["given_back"]["register_number"], 1);
    assert_eq!(sale.scan(0)["status"], "unsold");
}

#[test]
fn a_settled_conflict_says_what_each_customer_gets() {
    let sale = Sale::with_articles(1);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sync(&[one.sells(&[0], &minute(0))]);
    let rival = by_card(&mut two, &[0]);
    sale.sync(std::slice::from_ref(&rival));
    let path = format!("/api/v1/conflicts/{}/settle", sale.article(0));
    let settled =
        sale.app.post(&path, &sale.manager, &json!({ "how": "refund", "reason": "Vérifié" })).expect(200);
    assert_eq!(settled["given_back"][0]["payments"], json!([{ "method": "card", "amount_cents": 100 }]));
    assert_eq!(sale.live()["takings"], json!({ "cash": 100, "card": 0, "cheque": 0 }));
}
