//! Opening, watching, taking over and closing tills; what they load; what they scan.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::label_code::{LabelCode, qr_text};
use bourse::features::lists::states::ArticleStatus;
use bourse::features::sale::tills::scan;
use bourse::http::{Method, Path, Request};
use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support::sale_seed::{OPENING, Sale, code, minute, price};
use crate::support::seed::{LABEL_KEY, Seed};

fn opening(number: i32, take_over: bool) -> serde_json::Value {
    json!({ "register_number": number, "opening_float_cents": 5000, "take_over": take_over })
}

#[test]
fn an_opened_till_gets_its_keys_and_the_time() {
    let sale = Sale::with_articles(1);
    let opened =
        sale.app.post(&sale.path("register-sessions"), &sale.volunteer, &opening(3, false)).expect(201);
    assert_eq!(opened["register_number"], 3);
    assert_eq!(opened["opening_float_cents"], 5000);
    assert_eq!(opened["server_time"], OPENING);
    assert_eq!(opened["signing_key"].as_str().unwrap().len(), 43);
    assert_eq!(opened["label_key"], "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
}

#[test]
fn a_number_belongs_to_one_till_until_its_volunteer_or_a_manager_takes_it_over() {
    let sale = Sale::with_articles(1);
    let path = sale.path("register-sessions");
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    sale.app.post(&path, &sale.volunteer, &opening(3, false)).expect(201);
    let busy = sale.app.post(&path, &other, &opening(3, false)).refused(409, "register_busy");
    assert_eq!((busy["seller"].as_str(), busy["since"].as_str()), (Some("Camille M."), Some(OPENING)));
    sale.app.post(&path, &other, &opening(3, true)).refused(403, "forbidden");
    let own = sale.app.post(&path, &sale.volunteer, &opening(3, true)).expect(201);
    sale.app.post(&path, &sale.manager, &opening(3, true)).expect(201);
    let id = own["session_id"].as_str().unwrap();
    let taken = sale.app.get(&format!("/api/v1/register-sessions/{id}"), &sale.volunteer).expect(200);
    assert_eq!(taken["session"]["state"], "closed");
    assert_eq!(sale.app.get(&path, &sale.manager).expect(200)["total"], 3);
    assert_eq!(sale.app.get(&path, &other).expect(200)["total"], 0, "volunteers see their own");
}

#[test]
fn tills_open_only_while_the_edition_is_in_sale_and_have_numbers_up_to_eight() {
    let sale = Sale::with_articles(1);
    let path = sale.path("register-sessions");
    for (number, cents) in [(0, 5000), (9, 5000), (1, -1)] {
        let body = json!({ "register_number": number, "opening_float_cents": cents });
        sale.app.post(&path, &sale.volunteer, &body).refused(422, "invalid");
    }
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Deposit);
    sale.app.post(&path, &sale.volunteer, &opening(1, false)).refused(409, "edition_not_in_sale");
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    sale.app.post(&path, &sale.volunteer, &opening(1, false)).refused(409, "edition_closed");
}

#[test]
fn a_till_that_reports_itself_is_on_the_managers_board() {
    let sale = Sale::with_articles(1);
    let till = sale.open(1);
    sale.app.at(&minute(2));
    let report = json!({
        "state": "selling", "version": "1.0.0", "catalogue_version": OPENING, "clock_drift_ms": -120,
        "waiting_tickets": 3, "storage_persisted": true,
    });
    let path = format!("/api/v1/register-sessions/{}/report", till.session_id);
    let taken = sale.app.post(&path, &sale.volunteer, &report).expect(200);
    assert_eq!(
        (taken["server_time"].as_str(), taken["state"].as_str()),
        (Some(minute(2).as_str()), Some("open"))
    );
    let shown = sale.app.get(&sale.path("register-sessions"), &sale.manager).expect(200);
    assert_eq!(shown["items"][0]["report"], report);
    assert_eq!(shown["items"][0]["last_seen_at"], minute(2));
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    let taken = sale.app.post(&path, &other, &report).expect(200);
    assert_eq!(
        (&taken["mine"], &taken["seller"]),
        (&json!(false), &json!("Camille M.")),
        "a till speaks for itself, whoever has logged in on it since"
    );
}

#[test]
fn nobody_else_speaks_for_a_till() {
    let sale = Sale::with_articles(1);
    let till = sale.open(1);
    let path = format!("/api/v1/register-sessions/{}/report", till.session_id);
    let report = |waiting: i32| {
        json!({
            "state": "selling", "version": "1.0.0", "catalogue_version": OPENING, "clock_drift_ms": 0,
            "waiting_tickets": waiting, "storage_persisted": true,
        })
    };
    sale.app.post(&path, &sale.volunteer, &report(30)).expect(200);
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    assert_eq!(sale.app.post(&path, &other, &report(0)).expect(200)["mine"], false);
    assert_eq!(sale.live()["tills"][0]["report"]["waiting_tickets"], 30);
}

#[test]
fn a_till_that_was_taken_over_is_counted_afterwards_once() {
    let sale = Sale::with_articles(1);
    let mut till = sale.open(1);
    sale.sync(&[till.sells(&[0], &minute(0))]);
    sale.app.post(&sale.path("register-sessions"), &sale.manager, &opening(1, true)).expect(201);
    let uncounted = |sale: &Sale| {
        let checks = sale.app.get(&sale.path("closing-checks"), &sale.manager).expect(200);
        let checks = checks["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["code"] == "register_uncounted").unwrap()["count"].clone()
    };
    assert_eq!(uncounted(&sale), 1);
    let counted = |sale: &Sale| {
        let live = sale.live();
        let tills = live["tills"].as_array().unwrap().clone();
        tills.into_iter().find(|one| one["session_id"] == json!(till.session_id)).unwrap()["counted"].clone()
    };
    assert_eq!(counted(&sale), false);
    let path = format!("/api/v1/register-sessions/{}/close", till.session_id);
    let count = json!({ "counted": { "cash": 5_000, "card": 0, "cheque": 0 } });
    sale.app.post(&path, &sale.volunteer, &count).refused(422, "difference_unexplained");
    let count = json!({ "counted": { "cash": 5_000, "card": 0, "cheque": 0 }, "comment": "Il manque 1 €" });
    let summary = sale.app.post(&path, &sale.volunteer, &count).expect(200);
    assert_eq!(summary["closing"]["differences"]["cash"], -100);
    assert_eq!((uncounted(&sale), counted(&sale)), (json!(0), json!(true)));
    sale.app.post(&path, &sale.manager, &count).refused(409, "session_closed");
}

#[test]
fn a_till_is_closed_by_counting_and_differences_are_explained() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[0, 1], &minute(0))).expect(201);
    let path = format!("/api/v1/register-sessions/{}/close", till.session_id);
    let close = |cash: i64, comment: &str, unsent: i32, force: bool| {
        let counted = json!({ "cash": cash, "card": 0, "cheque": 0 });
        let body = json!({ "counted": counted, "comment": comment, "unsent": unsent, "force": force });
        sale.app.post(&path, &sale.volunteer, &body)
    };
    let short = close(5200, " ", 0, false).refused(422, "difference_unexplained");
    assert_eq!(
        (short["expected"]["cash"].as_i64(), short["differences"]["cash"].as_i64()),
        (Some(5300), Some(-100))
    );
    close(5300, "", 2, false).refused(409, "tickets_unsent");
    let closed = close(5200, "Un euro tombé sous la table", 2, true).expect(200);
    assert_eq!(closed["closing"]["differences"]["cash"], -100);
    assert_eq!((closed["tickets"].as_i64(), closed["lines"].as_i64()), (Some(1), Some(2)));
    assert_eq!(closed["first_signature"], closed["last_signature"]);
    close(5300, "", 0, false).refused(409, "session_closed");
    sale.sell(&till.sells(&[2], &minute(0))).refused(409, "session_closed");
    sale.open(1);
}

#[test]
fn the_papers_in_a_drawer_are_counted_until_all_of_them_went_back() {
    let sale = Sale::with_articles(5);
    let mut till = sale.open(1);
    let mut pay = |method: &str, index: i32| {
        let line = json!({ "code": code(index), "price_cents": price(index) });
        let payment = json!({ "method": method, "amount_cents": price(index) });
        till.next(json!({ "lines": [line], "payments": [payment], "sold_at": minute(0) }))
    };
    let tickets = [pay("cheque", 0), pay("cheque", 1), pay("card", 2), pay("cash", 3), pay("cheque", 4)];
    let counter = till.takes_back(&tickets[4], &minute(1));
    sale.sync(&[tickets.as_slice(), &[counter]].concat());
    let pieces = || {
        let path = format!("/api/v1/register-sessions/{}", till.session_id);
        sale.app.get(&path, &sale.volunteer).expect(200)["pieces"].clone()
    };
    assert_eq!(pieces(), json!({ "card": 1, "cheque": 2 }));
    for ticket in [&tickets[0], &tickets[2]] {
        let path = format!("/api/v1/tickets/{}/cancel", ticket["ticket_id"].as_str().unwrap());
        sale.app.post(&path, &sale.volunteer, &json!({ "reason": "scan_error" })).expect(200);
    }
    assert_eq!(pieces(), json!({ "card": 0, "cheque": 1 }));
}

#[test]
fn the_catalogue_is_whole_at_first_and_then_only_what_changed() {
    let sale = Sale::with_articles(30);
    let whole = sale.app.get(&sale.path("register-catalogue"), &sale.volunteer);
    let tag = whole.response.header("etag").unwrap().to_owned();
    let whole = whole.expect(200);
    assert_eq!((whole["whole"].as_bool(), whole["articles"].as_array().unwrap().len()), (Some(true), 30));
    assert_eq!(whole["articles"][0].as_object().unwrap().len(), 8, "{}", whole["articles"][0]);
    assert_eq!(whole["articles"][0]["label_color"], "#87CEEB");
    let mut request = Request::new(Method::Get, &sale.path("register-catalogue"));
    request.headers.push(("authorization".into(), format!("Bearer {}", sale.volunteer)));
    request.headers.push(("if-none-match".into(), tag));
    assert_eq!(sale.app.send(request).status, 304);

    let mut till = sale.open(1);
    sale.app.at(&minute(1));
    sale.sell(&till.sells(&[7], &minute(1))).expect(201);
    let since = whole["version"].as_str().unwrap().replace("00:00.000Z", "01:01.000Z");
    let changed =
        sale.app.get(&sale.path(&format!("register-catalogue?since={since}")), &sale.volunteer).expect(200);
    assert_eq!(changed["whole"], false);
    let articles = changed["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 1);
    assert_eq!(
        (articles[0]["code"].as_str(), articles[0]["status"].as_str()),
        (Some(code(7).as_str()), Some("sold"))
    );
    assert_eq!(changed["version"], minute(1));

    // What was written under an older time than the till's version, and seen later.
    let since = whole["version"].as_str().unwrap().replace("00:00.000Z", "00:59.000Z");
    let late =
        sale.app.get(&sale.path(&format!("register-catalogue?since={since}")), &sale.volunteer).expect(200);
    assert_eq!(late["articles"].as_array().unwrap().len(), 30);
}

#[test]
fn an_article_is_found_however_its_label_is_read() {
    let sale = Sale::with_articles(3);
    let key: Vec<u8> = (0..32).collect();
    sale.print(2, 900);
    assert_eq!(LABEL_KEY.len(), 64);
    let label = LabelCode::new("A2025", 100, 3).unwrap();
    let (printed, mended) = (qr_text(&key, &label, 300), qr_text(&key, &label, 900));
    let invented = qr_text(&key, &label, 200);
    for (read, label_price) in [
        ("A2025-L100-A03", json!(null)),
        ("100-3", json!(null)),
        (&printed, json!(null)),
        (&mended, json!(900)),
        (&invented, json!(null)),
    ] {
        let found =
            sale.app.get(&sale.path(&format!("articles/by-code/{read}")), &sale.volunteer).expect(200);
        assert_eq!(
            (found["code"].as_str(), found["price_cents"].as_i64()),
            (Some("A2025-L100-A03"), Some(300))
        );
        assert_eq!(found["label_price_cents"], label_price, "{read}");
        assert_eq!((&found["depositor"]["list_number"], &found["sale"]), (&json!(100), &json!(null)));
        assert_eq!(found["label_color"], "#87CEEB");
    }
    let forged = printed.replace("-300-", "-100-");
    sale.app
        .get(&sale.path(&format!("articles/by-code/{forged}")), &sale.volunteer)
        .refused(422, "label_misread");
    for unknown in ["A2025-L100-A04", "P2026-L100-A03", "999-1", "bonjour"] {
        let path = sale.path(&format!("articles/by-code/{unknown}"));
        sale.app.get(&path, &sale.volunteer).refused(404, "unknown_code");
    }
}

#[test]
fn a_scan_tells_when_where_and_by_whom_an_article_was_sold_in_one_statement() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(4);
    sale.sell(&till.sells(&[1], &minute(0))).expect(201);
    let found = sale.scan(1);
    let sold =
        json!({ "sold_at": minute(0), "register_number": 4, "seller": "Camille M.", "price_cents": 200 });
    assert_eq!(found["sale"], sold);
    let count = sale.statements(|ctx| drop(scan::by_code(ctx, Path((sale.edition, code(1)))).unwrap()));
    assert_eq!(count, 1);
    sale.set_status(2, ArticleStatus::Withdrawn);
    assert_eq!(sale.scan(2)["status"], "withdrawn");
}
