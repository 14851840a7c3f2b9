//! The closing slip of a till.

use bourse::kernel::actor::Role;
use serde_json::json;

use crate::documents::tools::{assert_sound, page_count, text};
use crate::support::sale_seed::{Sale, code, minute, price};

#[test]
fn the_closing_slip_shows_the_drawer_the_count_and_the_ends_of_the_chain() {
    let sale = Sale::with_articles(6);
    let mut till = sale.open(3);
    let slip = format!("/api/v1/register-sessions/{}/closing-slip.pdf", till.session_id);
    let tickets =
        [till.sells(&[0, 1], &minute(0)), till.sells(&[2], &minute(1)), till.sells(&[3], &minute(2))];
    sale.sync(&tickets);
    let first = tickets[0]["ticket_id"].as_str().unwrap();
    let path = format!("/api/v1/tickets/{first}/lines/1/cancel");
    sale.app.post(&path, &sale.volunteer, &json!({ "reason": "scan_error" })).expect(200);
    sale.app.get(&slip, &sale.volunteer).refused(409, "register_open");

    sale.app.at(&minute(10));
    let count =
        json!({ "counted": { "cash": 5_850, "card": 0, "cheque": 0 }, "comment": "Une pièce tombée" });
    sale.app
        .post(&format!("/api/v1/register-sessions/{}/close", till.session_id), &sale.volunteer, &count)
        .expect(200);
    let answer = sale.app.get(&slip, &sale.volunteer);
    assert_eq!(answer.status, 200, "{}", answer.json);
    let pdf = answer.response.body;
    assert_sound(&pdf);
    assert_eq!(page_count(&pdf), 1);
    let words = text(&pdf);
    let signature = tickets[2]["signature"].as_str().unwrap();
    for part in [
        "CLÔTURE DE CAISSE (Z)",
        "Caisse 3",
        "Camille Martin",
        "08/11/2025 à 10 h",
        "08/11/2025 à 10 h 10",
        "50 €",
        "10 €",
        "59 €",
        "58,50 €",
        "-0,50 €",
        "Une pièce tombée",
        signature,
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    assert_eq!(sale.app.get(&slip, &sale.manager).response.body, pdf, "the same bytes for a manager");
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    sale.app.get(&slip, &other).refused(403, "forbidden");
}

#[test]
fn the_slip_counts_cheques_and_card_slips_beside_their_sums() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(3);
    let tickets: Vec<_> = [("cheque", 0), ("cheque", 1), ("card", 2), ("cash", 3)]
        .map(|(method, index)| {
            let line = json!({ "code": code(index), "price_cents": price(index) });
            let payment = json!({ "method": method, "amount_cents": price(index) });
            till.next(json!({ "lines": [line], "payments": [payment], "sold_at": minute(0) }))
        })
        .into();
    sale.sync(&tickets);
    sale.app.at(&minute(10));
    let counted = json!({
        "cash": 5_000 + price(3), "card": price(2), "cheque": price(0) + price(1)
    });
    let path = format!("/api/v1/register-sessions/{}", till.session_id);
    let closing = json!({ "counted": counted, "comment": "" });
    sale.app.post(&format!("{path}/close"), &sale.volunteer, &closing).expect(200);
    let words = text(&sale.app.get(&format!("{path}/closing-slip.pdf"), &sale.volunteer).response.body);
    for part in ["À retrouver", "2 chèques", "1 ticket"] {
        assert!(words.contains(part), "{part} in {words}");
    }
}

#[test]
fn a_till_that_was_taken_over_uncounted_says_so_on_its_slip() {
    let sale = Sale::with_articles(2);
    let till = sale.open(1);
    let over = json!({ "register_number": 1, "opening_float_cents": 0, "take_over": true });
    sale.app.post(&sale.path("register-sessions"), &sale.manager, &over).expect(201);
    let slip = format!("/api/v1/register-sessions/{}/closing-slip.pdf", till.session_id);
    let words = text(&sale.app.get(&slip, &sale.manager).response.body);
    assert!(words.contains("caisse reprise sans comptage") && words.contains("aucun"), "{words}");
}
