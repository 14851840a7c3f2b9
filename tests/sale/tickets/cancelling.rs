//! Cancelling lines and tickets: by whom, how long, and where the money goes.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, minute};
use crate::support::seed::Seed;

fn path(ticket: &Value, rest: &str) -> String {
    format!("/api/v1/tickets/{}/{rest}", ticket["ticket_id"].as_str().unwrap())
}

fn mistake() -> Value {
    json!({ "reason": "scan_error" })
}

#[test]
fn a_cancelled_line_puts_its_article_on_sale_again_and_gives_cash_back() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0, 1], &minute(0));
    sale.sell(&ticket).expect(201);
    let shown = sale.app.post(&path(&ticket, "lines/2/cancel"), &sale.volunteer, &mistake()).expect(200);
    assert_eq!(
        (&shown["lines"][0]["cancelled_at"], &shown["lines"][1]["cancel_reason"]),
        (&json!(null), &json!("scan_error"))
    );
    assert_eq!(shown["payments"][1], json!({ "method": "cash", "amount_cents": -200 }));
    assert_eq!((&sale.scan(0)["status"], &sale.scan(1)["status"]), (&json!("sold"), &json!("on_sale")));
    sale.app
        .post(&path(&ticket, "lines/2/cancel"), &sale.volunteer, &mistake())
        .refused(409, "already_cancelled");
    sale.app.post(&path(&ticket, "lines/3/cancel"), &sale.volunteer, &mistake()).refused(404, "not_found");
    sale.sell(&till.sells(&[1], &minute(0))).expect(201);
    let summary =
        sale.app.get(&format!("/api/v1/register-sessions/{}", till.session_id), &sale.volunteer).expect(200);
    assert_eq!(
        (&summary["refunds"]["cash"], &summary["expected"]["cash"]),
        (&json!(200), &json!(5000 + 300))
    );
}

#[test]
fn a_cancelled_ticket_goes_back_the_way_it_was_paid() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let lines = json!([{ "code": "A2025-L100-A03", "price_cents": 300 }]);
    let payments =
        json!([{ "method": "cash", "amount_cents": 100 }, { "method": "cheque", "amount_cents": 200 }]);
    let ticket = till.next(json!({ "lines": lines, "payments": payments, "sold_at": minute(0) }));
    sale.sell(&ticket).expect(201);
    let body = json!({ "reason": "other", "comment": "  " });
    sale.app.post(&path(&ticket, "cancel"), &sale.volunteer, &body).refused(422, "invalid");
    sale.app.post(&path(&ticket, "cancel"), &sale.volunteer, &mistake()).expect(200);
    assert_eq!(sale.live()["takings"], json!({ "cash": 0, "card": 0, "cheque": 0 }));
}

#[test]
fn volunteers_cancel_their_own_sales_for_five_minutes_and_managers_any() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let (early, late) = (till.sells(&[0], &minute(0)), till.sells(&[1], &minute(1)));
    sale.sell(&early).expect(201);
    sale.app.at(&minute(1));
    sale.sell(&late).expect(201);
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    sale.app.at(&minute(6));
    sale.app.post(&path(&early, "cancel"), &sale.volunteer, &mistake()).refused(403, "forbidden");
    sale.app.post(&path(&late, "cancel"), &other, &mistake()).refused(403, "forbidden");
    sale.app.post(&path(&late, "cancel"), &sale.volunteer, &mistake()).expect(200);
    sale.app.post(&path(&early, "cancel"), &sale.manager, &mistake()).expect(200);
    let refusals: i64 = sale
        .app
        .app
        .with_db(|db| {
            use bourse::db::schema::journal;
            use diesel::prelude::*;
            Ok(journal::table.filter(journal::event.eq("access_refused")).count().get_result(db)?)
        })
        .unwrap();
    assert_eq!(refusals, 2);
}

#[test]
fn the_next_claim_takes_effect_when_the_effective_one_is_cancelled() {
    let sale = Sale::with_articles(2);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    let (first, second) = (one.sells(&[0], &minute(0)), two.sells(&[0], &minute(1)));
    sale.sync(&[second, first.clone()]);
    assert_eq!(sale.scan(0)["sale"]["register_number"], 1);
    sale.app.post(&path(&first, "cancel"), &sale.volunteer, &mistake()).expect(200);
    assert_eq!(
        (&sale.scan(0)["status"], &sale.scan(0)["sale"]["register_number"]),
        (&json!("sold"), &json!(2))
    );
    assert_eq!(sale.live()["conflicts"], 0);
}

#[test]
fn a_counter_ticket_takes_a_queued_ticket_back_once() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0, 1], &minute(0));
    let counter = till.takes_back(&ticket, &minute(1));
    let again = till.takes_back(&ticket, &minute(1));
    let mut other = sale.open(2);
    let foreign = other.takes_back(&ticket, &minute(1));
    sale.app.at(&minute(2));
    let results = sale.sync(&[ticket, counter.clone(), again, foreign]);
    let told: Vec<&str> = results
        .iter()
        .map(|result| result["reason"].as_str().or(result["status"].as_str()).unwrap())
        .collect();
    assert_eq!(told, ["recorded", "recorded", "already_cancelled", "unknown_ticket"]);
    assert_eq!((&sale.scan(0)["status"], &sale.live()["takings_cents"]), (&json!("on_sale"), &json!(0)));
    assert_eq!(sale.live()["tickets"], 1, "a counter-ticket is no sale");
    for rest in ["cancel", "lines/1/cancel"] {
        sale.app.post(&path(&counter, rest), &sale.manager, &mistake()).refused(409, "not_cancellable");
    }
    assert_eq!(sale.sync(&[counter])[0]["status"], "duplicate");
}

#[test]
fn an_article_cancelled_after_the_sale_is_left_over_and_closed_editions_stay_as_they_are() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let (one, two) = (till.sells(&[0], &minute(0)), till.sells(&[1], &minute(0)));
    sale.sync(&[one.clone(), two.clone()]);
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    sale.app.post(&path(&one, "cancel"), &sale.manager, &mistake()).expect(200);
    assert_eq!(sale.scan(0)["status"], "unsold");
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    sale.app.post(&path(&two, "cancel"), &sale.manager, &mistake()).refused(409, "edition_closed");
}

#[test]
fn a_sale_whose_payout_was_paid_is_cancelled_by_a_manager_only() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let (ticket, rival) = (till.sells(&[0, 1], &minute(0)), sale.open(2).sells(&[0], &minute(1)));
    sale.app.at(&minute(2));
    sale.sync(&[ticket.clone(), rival.clone()]);
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    sale.app.post(&sale.path("payouts/compute"), &sale.manager, &json!({})).expect(200);
    let payout = sale.app.get(&sale.path("payouts"), &sale.manager).expect(200)["items"][0].clone();
    let payout = format!("/api/v1/payouts/{}", payout["id"].as_str().unwrap());
    assert_eq!(sale.app.get(&format!("{payout}/slip.pdf"), &sale.manager).status, 200);
    let pay = json!({ "expected_cents": 240, "method": "cash", "unsold_returned": false });
    sale.app.post(&format!("{payout}/pay"), &sale.manager, &pay).expect(200);

    for rest in ["cancel", "lines/1/cancel"] {
        sale.app.post(&path(&ticket, rest), &sale.volunteer, &mistake()).refused(409, "payout_paid");
    }
    let counter = sale.sync(&[till.takes_back(&ticket, &minute(2))]);
    assert_eq!(counter[0]["reason"], "payout_paid");
    // No step leads back to the sale once somebody was paid; a till could not take anything back there either.
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Sale);
    sale.sell(&till.takes_back(&ticket, &minute(2))).refused(409, "payout_paid");
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    assert_eq!(sale.live()["takings_cents"], 400, "nothing was given back");
    // A claim that takes no effect is in nobody's payout.
    sale.app.post(&path(&rival, "cancel"), &sale.volunteer, &mistake()).expect(200);
    // What a manager decides is recorded all the same: the difference is settled with the depositor.
    let cancelled = sale.app.post(&path(&ticket, "lines/2/cancel"), &sale.manager, &mistake()).expect(200);
    assert_eq!(cancelled["given_back"]["payments"], json!([{ "method": "cash", "amount_cents": 200 }]));
    assert_eq!(sale.live()["takings_cents"], 100);
}

#[test]
fn a_counter_ticket_that_the_server_would_not_trust_gives_no_money_back() {
    let sale = Sale::with_articles(3);
    let (mut till, mut other) = (sale.open(1), sale.open(2));
    let (ticket, cancelled) = (till.sells(&[0], &minute(0)), till.sells(&[1], &minute(0)));
    sale.sell(&ticket).expect(201);
    sale.sell(&cancelled).expect(201);
    let takings = sale.live()["takings_cents"].clone();
    sale.sell(&other.takes_back(&ticket, &minute(0))).refused(422, "unknown_ticket");

    sale.app.at(&minute(6));
    // A volunteer is told to ask a manager; a manager cancels on the page of the ticket, not with the till's counter-ticket.
    let late = till.takes_back(&ticket, &minute(6));
    sale.app.post(&sale.path("tickets"), &sale.manager, &late).refused(422, "cancel_too_late");
    till.forget(&late);
    assert_eq!(sale.live()["takings_cents"], takings, "nothing was given back");

    sale.app.post(&path(&cancelled, "cancel"), &sale.manager, &mistake()).expect(200);
    let again = till.takes_back(&cancelled, &minute(6));
    sale.app.post(&sale.path("tickets"), &sale.manager, &again).refused(422, "already_cancelled");
    assert_eq!(sale.live()["takings_cents"], 100, "given back once");
}
