//! Where an edition stands says what is taken in and what is decided: outside of it nothing changes.

use bourse::db::schema::journal;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::http::Method;
use bourse::kernel::random::Random;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::sale_seed::{Sale, Till, code, minute, price};
use crate::support::seed::Seed;

const REASON: &str = "Vu avec le client";

/// A sale with one of everything that somebody may decide about.
struct Scene {
    sale: Sale,
    tills: [Till; 2],
    /// A ticket of three lines: an article that another ticket claims as well, a code that names none, a price that is not
    /// the catalogue's.
    ticket: Value,
    article: String,
    unowned: String,
    kept: String,
}

impl Scene {
    fn new() -> Self {
        let sale = Sale::with_articles(4);
        let mut tills = [sale.open(1), sale.open(2)];
        let ticket = tills[0].next(json!({
            "lines": [
                { "code": code(0), "price_cents": price(0) },
                { "code": "A2025-L999-A01", "price_cents": 200 },
                { "code": code(1), "price_cents": price(1) + 100 },
            ],
            "payments": [{ "method": "cash", "amount_cents": price(0) + 200 + price(1) + 100 }],
            "sold_at": minute(0),
        }));
        let rival = tills[1].sells(&[0], &minute(1));
        let mut forged = tills[1].sells(&[2], &minute(1));
        tills[1].forget(&forged);
        forged["sold_at"] = json!(minute(2));
        sale.app.at(&minute(2));
        let results = sale.sync(&[ticket.clone(), rival, forged]);
        assert_eq!(results[2]["reason"], "bad_signature", "{results:?}");
        let held = json!({ "lines": [{ "code": code(3), "price_cents": price(3) }] });
        sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &held).expect(201);
        let first =
            |what: &str| sale.app.get(&sale.path(what), &sale.manager).expect(200)["items"][0].clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let unowned = text(&first("lines-without-owner")["id"]);
        let kept = text(&first("quarantine?state=waiting")["id"]);
        let article = sale.article(0);
        Self { sale, tills, ticket, article, unowned, kept }
    }

    fn of_ticket(&self, rest: &str) -> String {
        format!("/api/v1/tickets/{}/{rest}", self.ticket["ticket_id"].as_str().unwrap())
    }

    /// What managers decide, as long as tickets are taken in.
    fn decisions(&self) -> Vec<(String, Value)> {
        let keep = json!({ "how": "keep", "reason": REASON });
        let reason = json!({ "reason": REASON });
        let mistake = json!({ "reason": "scan_error" });
        vec![
            (format!("/api/v1/conflicts/{}/settle", self.article), keep.clone()),
            (
                format!("/api/v1/lines/{}/assign", self.unowned),
                json!({ "article_id": self.sale.article(2), "reason": REASON }),
            ),
            (format!("/api/v1/lines/{}/settle", self.unowned), keep),
            (self.sale.path("quarantine/drop"), json!({ "ids": [self.kept], "reason": REASON })),
            (format!("/api/v1/quarantine/{}/accept", self.kept), reason.clone()),
            (format!("/api/v1/quarantine/{}/drop", self.kept), reason),
            (self.of_ticket("cancel"), mistake.clone()),
            (self.of_ticket("lines/1/cancel"), mistake),
            (self.of_ticket("lines/3/payout-price"), json!({ "payout_price_cents": 100, "reason": REASON })),
        ]
    }

    fn decide(&self, (path, body): &(String, Value)) -> Answer {
        self.sale.app.post(path, &self.sale.manager, body)
    }

    /// Asks in each of these states, and looks that each time this code comes and nothing is written.
    #[track_caller]
    fn refuses(&self, requests: &[(String, Value)], states: &[(EditionStatus, &str)]) {
        for (status, code) in states {
            Seed(&self.sale.app).set_status(self.sale.edition, *status);
            let before = self.written();
            for request in requests {
                let answer = self.decide(request);
                assert_eq!((answer.status, answer.code()), (409, *code), "{status}: {}", request.0);
            }
            assert_eq!(self.written(), before, "{status}");
        }
    }

    /// How much the journal says.
    fn written(&self) -> i64 {
        self.sale.app.app.with_db(|db| Ok(journal::table.count().get_result(db)?)).unwrap()
    }

    /// Closes both tills, their drawers counted.
    fn close_tills(&self) {
        let counted = json!({ "counted": { "cash": 0, "card": 0, "cheque": 0 }, "comment": "vidée" });
        for till in &self.tills {
            let path = format!("/api/v1/register-sessions/{}/close", till.session_id);
            self.sale.app.post(&path, &self.sale.manager, &counted).expect(200);
        }
    }
}

#[test]
fn nothing_is_taken_in_or_decided_before_the_sale_or_once_the_edition_is_closed() {
    let scene = Scene::new();
    let mut requests = scene.decisions();
    requests.push((scene.sale.path("tickets/sync"), json!({ "tickets": [] })));
    let states = [(EditionStatus::Deposit, "edition_not_in_sale"), (EditionStatus::Closed, "edition_closed")];
    scene.refuses(&requests, &states);
}

#[test]
fn everything_can_be_decided_while_payouts_are_made() {
    let scene = Scene::new();
    Seed(&scene.sale.app).set_status(scene.sale.edition, EditionStatus::Settlement);
    let price = scene.decisions().pop().unwrap();
    scene.decide(&price).expect(200);
    for path in ["settle", "assign"] {
        let wanted = scene.decisions().into_iter().find(|(one, _)| one.ends_with(path)).unwrap();
        scene.decide(&wanted).expect(200);
    }
}

#[test]
fn tills_open_sell_and_hand_over_during_the_sale_alone() {
    let mut scene = Scene::new();
    let late = scene.tills[0].sells(&[3], &minute(2));
    let basket = json!({ "lines": [{ "code": code(3), "price_cents": price(3) }] });
    let requests = [
        ("register-sessions", json!({ "register_number": 3, "opening_float_cents": 0 })),
        ("tickets", late),
        ("held-tickets", basket),
        ("held-tickets/1/take", json!({})),
    ]
    .map(|(path, body)| (scene.sale.path(path), body));
    let states = [
        (EditionStatus::Deposit, "edition_not_in_sale"),
        (EditionStatus::Settlement, "edition_not_in_sale"),
        (EditionStatus::Closed, "edition_closed"),
    ];
    scene.refuses(&requests, &states);
    let counted = json!({ "counted": { "cash": 0, "card": 0, "cheque": 0 }, "comment": "vidée" });
    let close = format!("/api/v1/register-sessions/{}/close", scene.tills[0].session_id);
    scene.refuses(&[(close, counted)], &[(EditionStatus::Closed, "edition_closed")]);
}

#[test]
fn a_decision_needs_its_reason_and_a_count_its_amounts() {
    let scene = Scene::new();
    let before = scene.written();
    let mut requests = scene.decisions();
    for (_, body) in &mut requests {
        let typed = body["reason"] == REASON;
        // Of the reasons to choose from, this one wants a comment.
        body["reason"] = if typed { json!("  ") } else { json!("other") };
    }
    let close = format!("/api/v1/register-sessions/{}/close", scene.tills[0].session_id);
    requests.push((close, json!({ "counted": { "cash": -1, "card": 0, "cheque": 0 } })));
    for request in &requests {
        let answer = scene.decide(request);
        assert_eq!((answer.status, answer.code()), (422, "invalid"), "{}", request.0);
    }
    assert_eq!(scene.written(), before);
}

#[test]
fn money_leaves_no_drawer_that_was_counted() {
    let scene = Scene::new();
    scene.close_tills();
    let before = scene.written();
    let refund = json!({ "how": "refund", "reason": REASON });
    for (path, body) in [
        (format!("/api/v1/conflicts/{}/settle", scene.article), refund.clone()),
        (format!("/api/v1/lines/{}/settle", scene.unowned), refund),
        (scene.of_ticket("cancel"), json!({ "reason": "scan_error" })),
        (scene.of_ticket("lines/1/cancel"), json!({ "reason": "scan_error" })),
    ] {
        let refused = scene.decide(&(path, body)).refused(409, "refund_session_needed");
        assert_eq!(refused["open_sessions"], json!([]));
    }
    assert_eq!(scene.written(), before);
}

#[test]
fn what_was_cancelled_is_not_decided_about_again() {
    let scene = Scene::new();
    let cancel = (scene.of_ticket("cancel"), json!({ "reason": "scan_error" }));
    scene.decide(&cancel).expect(200);
    let before = scene.written();
    let of_ticket =
        |(path, _): &(String, Value)| path.contains("/lines/") || path.starts_with("/api/v1/tickets/");
    let requests: Vec<_> = scene.decisions().into_iter().filter(of_ticket).collect();
    assert_eq!(requests.len(), 5);
    for request in &requests {
        let answer = scene.decide(request);
        assert_eq!((answer.status, answer.code()), (409, "already_cancelled"), "{}", request.0);
    }
    assert_eq!(scene.written(), before);
}

#[test]
fn a_ticket_kept_apart_is_dropped_once_and_accepted_only_when_it_can_be_read() {
    let scene = Scene::new();
    let reason = json!({ "reason": REASON });
    let on = |id: &str, what: &str| {
        scene.sale.app.post(&format!("/api/v1/quarantine/{id}/{what}"), &scene.sale.manager, &reason)
    };
    on(&scene.kept, "drop").expect(200);
    on(&scene.kept, "drop").refused(409, "already_decided");
    let unreadable = json!({ "ticket_id": "019a628d-0380-7707-8707-ffffffffffff", "lines": "trois" });
    assert_eq!(scene.sale.sync(&[unreadable])[0]["reason"], "malformed");
    let waiting = scene.sale.app.get(&scene.sale.path("quarantine?state=waiting"), &scene.sale.manager);
    let waiting = waiting.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    on(&waiting, "accept").refused(422, "ticket_unreadable");
    let path = format!("/api/v1/quarantine/{waiting}");
    let still = scene.sale.app.json(Method::Get, &path, &scene.sale.manager, &Value::Null).expect(200);
    assert_eq!(still["state"], "waiting");
}

#[test]
fn of_a_thousand_baskets_one_is_not_put_aside() {
    use bourse::db::schema::held_tickets;
    let sale = Sale::with_articles(1);
    let body = json!({ "lines": [{ "code": code(0), "price_cents": price(0) }] });
    let hold = || sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &body);
    let first = hold().expect(201);
    let random = Random::seeded(2);
    let fill = |db: &mut bourse::db::Conn| {
        let row =
            held_tickets::table.select((held_tickets::body, held_tickets::held_at, held_tickets::held_by));
        let (text, at, by): (String, String, String) = row.first(db)?;
        for number in 2..=999 {
            let at_this_number = (
                held_tickets::id
                    .eq(random.uuid(bourse::kernel::clock::Instant::parse(&at).unwrap()).to_string()),
                held_tickets::edition_id.eq(sale.edition),
                held_tickets::number.eq(number),
                held_tickets::open_number.eq(number),
                held_tickets::body.eq(&text),
                held_tickets::held_at.eq(&at),
                held_tickets::held_by.eq(&by),
            );
            diesel::insert_into(held_tickets::table).values(at_this_number).execute(db)?;
        }
        Ok(())
    };
    sale.app.app.with_db(|db| bourse::db::write(db, fill)).unwrap();
    hold().refused(409, "too_many_held");
    let take = sale.path(&format!("held-tickets/{}/take", first["number"]));
    sale.app.post(&take, &sale.volunteer, &json!({})).expect(200);
    assert_eq!(hold().expect(201)["number"], first["number"]);
}
