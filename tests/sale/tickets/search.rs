//! Finding a ticket again: by what the customer remembers of it.

use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, minute};

fn numbers(sale: &Sale, query: &str) -> Vec<i64> {
    let found = sale.app.get(&sale.path(&format!("tickets?{query}")), &sale.volunteer).expect(200);
    let items = found["items"].as_array().unwrap();
    assert_eq!(found["total"], json!(items.len()));
    items.iter().map(|ticket| ticket["number"].as_i64().unwrap()).collect()
}

/// Two tills, three tickets: articles 0 and 1 at till 1, 2 at till 1 by card, 3 at till 7.
fn three_tickets() -> Sale {
    let sale = Sale::with_articles(30);
    let (mut one, mut seven) = (sale.open(1), sale.open(7));
    sale.sell(&one.sells(&[0, 1], &minute(0))).expect(201);
    let payments = json!([{ "method": "card", "amount_cents": 300 }]);
    let lines = json!([{ "code": "A2025-L100-A03", "price_cents": 300 }]);
    sale.app.at("2025-11-08T09:11:00.000Z");
    sale.sell(&one.next(json!({ "lines": lines, "payments": payments, "sold_at": minute(10) }))).expect(201);
    sale.sell(&seven.sells(&[24], &minute(11))).expect(201);
    sale
}

#[test]
fn a_ticket_is_found_by_number_article_till_time_and_payment() {
    let sale = three_tickets();
    assert_eq!(numbers(&sale, ""), [70_001, 10_002, 10_001], "the latest first");
    assert_eq!(numbers(&sale, "q=10002"), [10_002]);
    assert_eq!(numbers(&sale, "q=100-2"), [10_001], "a list and a line, as people type them");
    assert_eq!(numbers(&sale, "q=A2025-L100-A03"), [10_002], "the printed code");
    assert_eq!(numbers(&sale, "q=l101-a01"), [70_001]);
    assert_eq!(numbers(&sale, "q=pantalon%20bleu%2024"), [70_001], "words of the description");
    assert_eq!(numbers(&sale, "q=%25"), Vec::<i64>::new(), "a sign of patterns is an ordinary one");
    assert_eq!(numbers(&sale, "register_number=7"), [70_001]);
    assert_eq!(numbers(&sale, "register_number=8"), Vec::<i64>::new());
    assert_eq!(numbers(&sale, "method=card"), [10_002]);
    let (from, to) = (minute(10), minute(11));
    assert_eq!(numbers(&sale, &format!("from={from}&to={to}")), [10_002], "the end is not part of it");
    assert_eq!(numbers(&sale, "method=cash&register_number=1"), [10_001], "all that is asked holds");
}

#[test]
fn the_days_of_a_filter_are_those_with_tickets() {
    let days =
        |sale: &Sale| sale.app.get(&sale.path("tickets/days"), &sale.volunteer).expect(200)["days"].clone();
    assert_eq!(days(&Sale::with_articles(1)), json!([]), "no sale, no day");
    assert_eq!(days(&three_tickets()), json!(["2025-11-08"]), "one of the two days of sale");
}

#[test]
fn a_line_says_what_its_article_is() {
    let sale = three_tickets();
    let found = sale.app.get(&sale.path("tickets?q=10001"), &sale.volunteer).expect(200);
    let lines: Vec<&Value> = found["items"][0]["lines"].as_array().unwrap().iter().collect();
    assert_eq!(lines[0]["description"], json!("Pantalon bleu 0"));
    assert_eq!(lines[1]["description"], json!("Pantalon bleu 1"));
}

#[test]
fn an_article_tells_managers_whose_it_is_and_which_tickets_have_it() {
    let sale = three_tickets();
    let id = sale.article(1);
    let path = format!("/api/v1/articles/{id}");
    let sheet = sale.app.get(&path, &sale.manager).expect(200);
    assert_eq!(
        (&sheet["article"]["code"], &sheet["list"]["number"]),
        (&json!("A2025-L100-A02"), &json!(100))
    );
    assert_eq!(sheet["list"]["depositor"]["last_name"], "Petit");
    let claim = &sheet["claims"][0];
    assert_eq!((&claim["ticket_number"], &claim["register_number"]), (&json!(10_001), &json!(1)));
    assert_eq!((&claim["effective"], &claim["line"]), (&json!(true), &json!(2)));
    let ticket = claim["ticket_id"].as_str().unwrap();
    let body = json!({ "reason": "scan_error" });
    sale.app.post(&format!("/api/v1/tickets/{ticket}/lines/2/cancel"), &sale.manager, &body).expect(200);
    let claim = sale.app.get(&path, &sale.manager).expect(200)["claims"][0].clone();
    assert_eq!((&claim["effective"], &claim["cancelled"]), (&json!(false), &json!(true)));
    sale.app.get(&path, &sale.volunteer).refused(403, "forbidden");
    let unknown = "/api/v1/articles/019a628d-0380-7707-8707-00000000ffff";
    sale.app.get(unknown, &sale.manager).refused(404, "not_found");
}

#[test]
fn a_list_tells_managers_where_its_articles_were_sold() {
    let sale = three_tickets();
    let sheet = sale.app.get(&format!("/api/v1/articles/{}", sale.article(0)), &sale.manager).expect(200);
    let path = format!("/api/v1/lists/{}/sales", sheet["list"]["id"].as_str().unwrap());
    let sold = sale.app.get(&path, &sale.manager).expect(200);
    let numbers: Vec<&Value> =
        sold["items"].as_array().unwrap().iter().map(|claim| &claim["ticket_number"]).collect();
    assert_eq!(numbers, [&json!(10_001), &json!(10_001), &json!(10_002)], "by line");
    sale.app.get(&path, &sale.volunteer).refused(403, "forbidden");
    let unknown = "/api/v1/lists/019a628d-0380-7707-8707-00000000ffff/sales";
    sale.app.get(unknown, &sale.manager).refused(404, "not_found");
}
