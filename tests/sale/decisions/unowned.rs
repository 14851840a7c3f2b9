//! Recorded lines without an article have an owner in the end; contradictions are listed.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::states::ArticleStatus;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, code, minute};
use crate::support::seed::Seed;

/// A ticket of one line whose code names no article, at the price of the second one.
fn stray(till: &mut Till) -> Value {
    stray_at(till, &minute(0))
}

/// The same, sold at a given time.
pub(super) fn stray_at(till: &mut Till, sold_at: &str) -> Value {
    let mut ticket = till.clone().sells(&[1], sold_at);
    ticket["lines"][0]["code"] = json!("A2025-L999-A01");
    let content = json!({
        "lines": ticket["lines"], "payments": ticket["payments"], "sold_at": ticket["sold_at"],
        "ticket_id": ticket["ticket_id"],
    });
    till.next(content)
}

pub(super) fn listed(sale: &Sale) -> Vec<Value> {
    let listed = sale.app.get(&sale.path("lines-without-owner"), &sale.manager).expect(200);
    listed["items"].as_array().unwrap().clone()
}

fn decide(sale: &Sale, line: &Value, how: &str, body: &Value) -> crate::support::app::Answer {
    sale.app.post(&format!("/api/v1/lines/{}/{how}", line["id"].as_str().unwrap()), &sale.manager, body)
}

#[test]
fn an_unknown_code_is_listed_counted_and_told_until_it_is_given_its_article() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let ticket = stray(&mut till);
    assert_eq!(sale.sync(std::slice::from_ref(&ticket))[0]["lines"][0]["status"], "unknown_code");
    assert_eq!(sale.live()["lines_without_owner"], 1);
    let text = sale.app.mails().pop().unwrap().text;
    assert!(text.contains("1 vente sans article"), "{text}");
    let lines = listed(&sale);
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (&lines[0]["code"], &lines[0]["price_cents"], &lines[0]["register_number"]),
        (&json!("A2025-L999-A01"), &json!(200), &json!(1))
    );
    sale.app.get(&sale.path("lines-without-owner"), &sale.volunteer).refused(403, "forbidden");

    let body = json!({ "article_id": sale.article(1), "reason": "Étiquette illisible" });
    let assigned = decide(&sale, &lines[0], "assign", &body).expect(200);
    assert_eq!(assigned["lines"][0]["status"], "sold");
    assert_eq!((&sale.scan(1)["status"], &sale.live()["lines_without_owner"]), (&json!("sold"), &json!(0)));
    assert_eq!(sale.scan(1)["sale"]["price_cents"], 200);
    assert!(listed(&sale).is_empty());
    decide(&sale, &lines[0], "assign", &body).refused(409, "already_assigned");

    // Another label than the article's own: the line moves on, and what it leaves is on sale again.
    let other = json!({ "article_id": sale.article(2), "reason": "C'était l'autre" });
    let moved = decide(&sale, &lines[0], "assign", &other).expect(200);
    assert_eq!(moved["lines"][0]["status"], "price_differs");
    assert_eq!((&sale.scan(1)["status"], &sale.scan(2)["status"]), (&json!("on_sale"), &json!("sold")));
    assert_eq!(sale.live()["prices_to_decide"], 1);
}

#[test]
fn an_assigned_line_is_weighed_against_the_other_claims() {
    let sale = Sale::with_articles(3);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sync(&[one.sells(&[1], &minute(1))]);
    sale.app.at(&minute(2));
    sale.sync(&[stray(&mut two)]);
    let body = json!({ "article_id": sale.article(1), "reason": "Vérifié" });
    decide(&sale, &listed(&sale)[0], "assign", &body).expect(200);
    assert_eq!(sale.scan(1)["sale"]["register_number"], 2, "sold a minute earlier");
    assert_eq!(sale.live()["conflicts"], 1);
    sale.invariants();
}

#[test]
fn a_line_without_an_article_is_kept_or_given_back() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    sale.sync(&[stray(&mut till), stray(&mut till)]);
    let lines = listed(&sale);
    let body = |how: &str| json!({ "how": how, "reason": "Étiquette perdue" });
    decide(&sale, &lines[0], "settle", &json!({ "how": "keep", "reason": " " })).refused(422, "invalid");
    let kept = decide(&sale, &lines[0], "settle", &body("keep")).expect(200);
    assert_eq!(kept["given_back"], json!(null));
    decide(&sale, &lines[0], "settle", &body("refund")).refused(409, "nothing_to_settle");
    let refunded = decide(&sale, &lines[1], "settle", &body("refund")).expect(200);
    assert_eq!(refunded["given_back"]["payments"], json!([{ "method": "cash", "amount_cents": 200 }]));
    assert!(refunded["ticket"]["lines"][0]["cancelled_at"].is_string());
    assert_eq!(
        (&sale.live()["lines_without_owner"], &sale.live()["takings_cents"]),
        (&json!(0), &json!(200))
    );
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    decide(&sale, &lines[0], "settle", &body("keep")).refused(409, "edition_closed");
}

#[test]
fn what_was_sold_although_it_was_refused_or_given_back_is_listed() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    sale.set_status(0, ArticleStatus::Refused);
    sale.set_status(1, ArticleStatus::Returned);
    sale.set_status(2, ArticleStatus::Withdrawn);
    sale.sync(&[till.sells(&[0, 1, 2, 3], &minute(0))]);
    let found = sale.app.get(&sale.path("contradictions"), &sale.manager).expect(200);
    let told: Vec<(&str, &Value, &Value, &Value)> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), &one["verdict"], &one["mark"], &one["outcome"]))
        .collect();
    let (accept, nothing) = (json!("accept"), json!(null));
    assert_eq!(
        told,
        [
            (code(0).as_str(), &json!("refuse"), &nothing, &nothing),
            (code(1).as_str(), &accept, &nothing, &json!("returned")),
            (code(2).as_str(), &accept, &json!("withdrawn"), &nothing),
        ]
    );
    assert_eq!(found["items"][0]["sale"]["price_cents"], 100);
}
