//! A label's price is one that a label was made with; any other is a manager's to decide.

use bourse::features::lists::label_code::{LabelCode, check_characters};
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, code, minute};

/// A ticket of one line whose check characters are right for the price.
fn labelled(till: &mut Till, cents: i32) -> Value {
    let key: Vec<u8> = (0..32).collect();
    let check = check_characters(&key, &LabelCode::parse(&code(0)).unwrap(), cents);
    till.next(json!({
        "lines": [{ "code": code(0), "price_cents": cents, "check": check }],
        "payments": [{ "method": "cash", "amount_cents": cents }], "sold_at": minute(0),
    }))
}

#[test]
fn check_characters_alone_make_no_price() {
    let sale = Sale::with_articles(2);
    sale.print(0, 300);
    let mut till = sale.open(1);
    let invented = labelled(&mut till, 200);
    let refused = sale.sell(&invented).refused(409, "lines_not_sellable");
    assert_eq!(refused["errors"][0]["code"], "price_differs");
    assert_eq!(sale.scan(0)["status"], "on_sale");

    let result = sale.sync(std::slice::from_ref(&invented)).remove(0);
    assert_eq!(
        (&result["status"], &result["lines"][0]["status"]),
        (&json!("recorded"), &json!("price_differs"))
    );
    assert_eq!(sale.live()["prices_to_decide"], 1);
    let text = sale.app.mails().pop().unwrap().text;
    assert!(text.contains("1 prix à décider"), "{text}");
    let path = format!("/api/v1/tickets/{}", invented["ticket_id"].as_str().unwrap());
    let line = sale.app.get(&path, &sale.manager).expect(200)["lines"][0].clone();
    assert_eq!((&line["price_differs"], &line["payout_price_cents"]), (&json!(true), &json!(null)));
    let body = json!({ "payout_price_cents": 100, "reason": "Prix de l'étiquette" });
    sale.app.post(&format!("{path}/lines/1/payout-price"), &sale.manager, &body).expect(200);
    assert_eq!(sale.live()["prices_to_decide"], 0);
    // Somebody else who still sees it undecided does not overrule what was decided.
    let other = json!({ "payout_price_cents": 0, "reason": "Je ne savais pas" });
    let price = format!("{path}/lines/1/payout-price");
    let refused = sale.app.post(&price, &sale.manager, &other).refused(409, "price_decided");
    assert_eq!(refused["payout_price_cents"], 100);
    let knowing = json!({ "payout_price_cents": 0, "was_cents": 100, "reason": "Étiquette fausse" });
    sale.app.post(&price, &sale.manager, &knowing).expect(200);
}

#[test]
fn a_price_that_was_printed_is_sold_although_the_list_says_another_now() {
    let sale = Sale::with_articles(1);
    sale.print(0, 300);
    let mut till = sale.open(1);
    let sold = sale.sell(&labelled(&mut till, 300)).expect(201);
    assert_eq!(sold["lines"][0]["status"], "sold");
}

#[test]
fn nothing_is_sold_for_nothing_nor_for_a_fortune() {
    for (cents, strict, sync) in [
        (0, "malformed", "malformed"),
        (50, "price_too_low", "price_too_low"),
        (10_000_000, "malformed", "malformed"),
    ] {
        let sale = Sale::with_articles(1);
        let mut till = sale.open(1);
        let mut ticket = labelled(&mut till, cents);
        if cents == 0 {
            ticket["payments"] = json!([]);
            ticket = till.sign(ticket);
        }
        sale.sell(&ticket).refused(422, strict);
        assert_eq!(sale.sync(std::slice::from_ref(&ticket))[0]["reason"], sync);
        assert_eq!((&sale.scan(0)["status"], &sale.live()["tickets"]), (&json!("on_sale"), &json!(0)));
    }
}

#[test]
fn a_basket_put_aside_holds_what_labels_say() {
    let sale = Sale::with_articles(1);
    let hold =
        |line: Value| sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &json!({ "lines": [line] }));
    hold(json!({ "code": code(0), "price_cents": i32::MIN })).refused(422, "invalid");
    hold(json!({ "code": "A".repeat(2_000), "price_cents": 100 })).refused(422, "invalid");
    hold(json!({ "code": code(0), "price_cents": 100, "check": "0".repeat(2_000) })).refused(422, "invalid");
    hold(json!({ "code": code(0), "price_cents": 100 })).expect(201);
}

#[test]
fn an_old_label_on_another_article_is_no_price_of_it() {
    let sale = Sale::with_articles(1);
    // Made while the code was another article's, which cost 7 euros: no label of this one says so.
    let mut till = sale.open(1);
    let old = labelled(&mut till, 700);
    sale.sell(&old).refused(409, "lines_not_sellable");
    assert_eq!(sale.sync(&[old])[0]["lines"][0]["status"], "price_differs");
}
