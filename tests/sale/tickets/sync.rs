//! Paid tickets handed over late: nothing is lost, nothing is counted twice.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::states::ArticleStatus;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, code, minute};
use crate::support::seed::Seed;

fn statuses(results: &[Value]) -> Vec<&str> {
    results.iter().map(|result| result["status"].as_str().unwrap()).collect()
}

fn quarantine(sale: &Sale) -> Vec<Value> {
    let listed = sale.app.get(&sale.path("quarantine?state=waiting"), &sale.manager).expect(200);
    listed["items"].as_array().unwrap().clone()
}

#[test]
fn the_shared_vectors_go_through_the_api() {
    let vectors: Value = serde_json::from_str(include_str!("../../data/offline-vectors.json")).unwrap();
    let sale = Sale::with_articles(24);
    let opened = sale.open(1);
    let id = vectors["session_id"].as_str().unwrap();
    sale.app
        .app
        .with_db(|db| {
            use bourse::db::schema::register_sessions as sessions;
            Ok(diesel::update(sessions::table.find(opened.session_id))
                .set(sessions::id.eq(id))
                .execute(db)?)
        })
        .unwrap();
    sale.app.at("2025-11-08T09:40:00.000Z");
    let token = sale.app.log_in("benevole@example.org");
    let tickets: Vec<Value> = vectors["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let mut ticket = entry["ticket"].clone();
            ticket["signature"] = entry["signature"].clone();
            ticket
        })
        .collect();
    let answer =
        sale.app.post(&sale.path("tickets/sync"), &token, &json!({ "tickets": tickets })).expect(200);
    let results = answer["results"].as_array().unwrap();
    assert_eq!(statuses(results), ["recorded"; 4]);
    let lines = json!([
        { "code": "A2025-L246-A01", "status": "unknown_code" },
        { "code": "A2025-L100-A24", "status": "price_differs" },
        { "code": "A2025-L1103-A07", "status": "unknown_code" },
    ]);
    let expected = lines.as_array().unwrap();
    assert_eq!(results[1]["lines"][0], expected[0]);
    assert!(["price_differs", "sold"].contains(&results[1]["lines"][1]["status"].as_str().unwrap()));
    let taken_back = tickets[0]["ticket_id"].as_str().unwrap();
    let ticket = sale.app.get(&format!("/api/v1/tickets/{taken_back}"), &token).expect(200);
    assert!(ticket["lines"][0]["cancelled_at"].is_string());
}

#[test]
fn a_queue_sent_twice_is_recorded_once() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    let queue = [till.sells(&[0, 1], &minute(0)), till.sells(&[2], &minute(1))];
    sale.app.at(&minute(5));
    let first = sale.sync(&queue);
    assert_eq!(statuses(&first), ["recorded", "recorded"]);
    assert_eq!(
        first[0]["lines"],
        json!([{ "code": code(0), "status": "sold" }, { "code": code(1), "status": "sold" }])
    );
    let again = sale.sync(&queue);
    assert_eq!(statuses(&again), ["duplicate", "duplicate"]);
    assert_eq!(again[0]["lines"], first[0]["lines"]);
    assert_eq!(statuses(&sale.sync(&[queue[0].clone(), queue[0].clone()])), ["duplicate", "duplicate"]);
    assert_eq!(sale.live()["takings_cents"], 600);
}

#[test]
fn a_strict_sale_whose_answer_was_lost_is_a_duplicate_in_the_queue() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    sale.sell(&ticket).expect(201);
    assert_eq!(statuses(&sale.sync(&[ticket, till.sells(&[1], &minute(0))])), ["duplicate", "recorded"]);
}

#[test]
fn each_line_is_told_for_what_it_became() {
    let sale = Sale::with_articles(5);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sell(&one.sells(&[0], &minute(0))).expect(201);
    sale.set_status(1, ArticleStatus::Withdrawn);
    sale.set_price(2, 900);
    let mut ticket = two.sells(&[0, 1, 2, 3], &minute(1));
    ticket["lines"][3]["code"] = json!("A2025-L999-A01");
    two.previous = "0".repeat(64);
    let results = sale.sync(&[two.sign(ticket)]);
    let became: Vec<&str> =
        results[0]["lines"].as_array().unwrap().iter().map(|line| line["status"].as_str().unwrap()).collect();
    assert_eq!(became, ["conflict", "sold", "price_differs", "unknown_code"]);
    assert_eq!(sale.live()["takings"]["cash"], 100 + 1000, "the money is in the drawers");
    assert_eq!(sale.live()["prices_to_decide"], 1);
}

#[test]
fn a_manager_says_what_the_depositor_gets_where_the_price_is_nobodys() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0, 1], &minute(0));
    sale.set_price(1, 900);
    sale.sync(std::slice::from_ref(&ticket));
    let listed = sale.app.get(&sale.path("tickets?price_to_decide=true"), &sale.manager).expect(200);
    assert_eq!(listed["total"], 1);
    let path = |line: i32| {
        format!("/api/v1/tickets/{}/lines/{line}/payout-price", ticket["ticket_id"].as_str().unwrap())
    };
    let body = json!({ "payout_price_cents": 900, "reason": "Prix convenu au dépôt" });
    sale.app.post(&path(1), &sale.manager, &body).refused(409, "price_not_in_question");
    sale.app.post(&path(9), &sale.manager, &body).refused(404, "not_found");
    sale.app.post(&path(2), &sale.volunteer, &body).refused(403, "forbidden");
    let set = sale.app.post(&path(2), &sale.manager, &body).expect(200);
    assert_eq!(
        (&set["lines"][1]["payout_price_cents"], &set["lines"][1]["status"]),
        (&json!(900), &json!("sold"))
    );
    assert_eq!(sale.live()["prices_to_decide"], 0);
}

#[test]
fn tickets_that_cannot_be_trusted_are_kept_apart_whole() {
    let sale = Sale::with_articles(6);
    let mut till = sale.open(1);
    let sound = till.sells(&[0], &minute(0));
    sale.sync(std::slice::from_ref(&sound));
    let mut other_content = sound.clone();
    other_content["lines"][0]["price_cents"] = json!(50);
    other_content["payments"][0]["amount_cents"] = json!(50);
    let mut forged = till.clone().sells(&[1], &minute(0));
    forged["payments"][0]["method"] = json!("card");
    let mut skewed = till.sells(&[2], "2025-11-10T09:00:00.000Z");
    let follower = till.sells(&[3], &minute(0));
    let unreadable = json!({ "ticket_id": "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f", "lines": "?" });
    let mut stranger =
        Till { session_id: bourse::kernel::ids::RegisterSessionId::new(uuid::Uuid::max()), ..till.clone() };
    let unknown = stranger.sells(&[4], &minute(0));
    let sent =
        [till.sign(other_content), forged.take(), skewed.take(), follower, unreadable.clone(), unknown];
    let results = sale.sync(&sent);
    let told: Vec<(&str, &str)> = results
        .iter()
        .map(|result| (result["status"].as_str().unwrap(), result["reason"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            ("quarantined", "ticket_id_reused"),
            ("quarantined", "bad_signature"),
            ("quarantined", "clock_skew"),
            ("recorded", ""),
            ("quarantined", "malformed"),
            ("quarantined", "unknown_session"),
        ],
        "one ticket with a wrong time does not drag those behind it along"
    );
    assert_eq!(sale.sync(&sent)[0]["reason"], "ticket_id_reused", "sent again, kept once");
    let kept = quarantine(&sale);
    assert_eq!(kept.len(), 5);
    assert!(kept.iter().any(|one| one["ticket"] == unreadable));
    assert!(kept.iter().all(|one| one["message"].as_str().unwrap().len() > 20));
    assert_eq!(sale.live()["quarantined"], 5);
}

#[test]
fn a_ticket_without_an_id_is_nobodys_and_five_hundred_are_the_most() {
    let sale = Sale::with_articles(1);
    let send = |tickets: Vec<Value>| {
        sale.app.post(&sale.path("tickets/sync"), &sale.volunteer, &json!({ "tickets": tickets }))
    };
    let refused = send(vec![json!({ "lines": [] })]).refused(400, "malformed");
    assert_eq!(refused["errors"][0]["field"], "tickets[0].ticket_id");
    send(vec![json!({}); 501]).refused(400, "too_many_tickets");
    assert_eq!(send(vec![]).expect(200)["results"], json!([]));
}

#[test]
fn a_ticket_that_comes_before_the_one_it_follows_waits_for_it() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    let queue: Vec<Value> = (0..4).map(|article| till.sells(&[article], &minute(0))).collect();
    let early = sale.sync(&[queue[3].clone(), queue[2].clone()]);
    assert_eq!(statuses(&early), ["quarantined", "quarantined"]);
    assert_eq!(early[0]["reason"], "broken_chain");
    assert_eq!(sale.scan(3)["status"], "on_sale");
    let late = sale.sync(&[queue[1].clone(), queue[0].clone()]);
    assert_eq!(statuses(&late), ["recorded", "recorded"], "in one request the order does not matter");
    assert_eq!(quarantine(&sale).len(), 0);
    assert_eq!(sale.live()["tickets"], 4);
    assert_eq!(statuses(&sale.sync(&queue)), ["duplicate"; 4]);
}

#[test]
fn a_manager_accepts_a_ticket_and_those_behind_it_follow() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    sale.sync(&[till.sells(&[0], &minute(0))]);
    let _lost = till.sells(&[1], &minute(0));
    sale.sync(&[till.sells(&[2], &minute(0)), till.sells(&[3], &minute(0))]);
    let kept = quarantine(&sale);
    let next = kept.iter().find(|entry| entry["ticket"]["sequence"] == 3).unwrap();
    assert_eq!((kept.len(), next["session"]["register_number"].as_i64()), (2, Some(1)));
    let path = format!("/api/v1/quarantine/{}/accept", next["id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "reason": " " })).refused(422, "invalid");
    sale.app.post(&path, &sale.volunteer, &json!({ "reason": "vérifié" })).refused(403, "forbidden");
    let accepted = sale.app.post(&path, &sale.manager, &json!({ "reason": "Tablette tombée" })).expect(200);
    assert_eq!(
        (&accepted["state"], &accepted["decision_reason"]),
        (&json!("accepted"), &json!("Tablette tombée"))
    );
    assert_eq!(quarantine(&sale).len(), 0);
    assert_eq!((&sale.scan(2)["status"], &sale.scan(3)["status"]), (&json!("sold"), &json!("sold")));
    sale.app.post(&path, &sale.manager, &json!({ "reason": "encore" })).refused(409, "already_decided");
    assert_eq!(statuses(&sale.sync(&[till.sells(&[1], &minute(0))])), ["recorded"]);
}

#[test]
fn a_dropped_ticket_stays_on_record_and_does_not_come_back() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    let mut forged = till.sells(&[0], &minute(0));
    forged["lines"][0]["price_cents"] = json!(1);
    let follower = till.sells(&[1], &minute(0));
    sale.sync(&[forged.clone(), follower]);
    let kept = quarantine(&sale);
    let forged_entry = kept.iter().find(|one| one["reason"] == "bad_signature").unwrap();
    let path = format!("/api/v1/quarantine/{}/drop", forged_entry["id"].as_str().unwrap());
    let dropped = sale.app.post(&path, &sale.manager, &json!({ "reason": "Essai" })).expect(200);
    assert_eq!((&dropped["state"], &dropped["ticket"]), (&json!("dropped"), &forged));
    assert_eq!(sale.sync(&[forged])[0]["status"], "quarantined");
    assert_eq!(sale.scan(0)["status"], "on_sale");
    assert_eq!(sale.scan(1)["status"], "sold", "what follows it need not wait");
    assert_eq!(quarantine(&sale).len(), 0);
}

#[test]
fn accepting_finds_a_place_for_a_ticket_whose_id_or_session_is_taken() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    let first = till.sells(&[0], &minute(0));
    let mut second = till.sells(&[1], &minute(0));
    second["ticket_id"] = first["ticket_id"].clone();
    let mut stranger =
        Till { session_id: bourse::kernel::ids::RegisterSessionId::new(uuid::Uuid::max()), ..till.clone() };
    sale.sync(&[first, till.sign(second), stranger.sells(&[2], &minute(0))]);
    for entry in quarantine(&sale) {
        let path = format!("/api/v1/quarantine/{}/accept", entry["id"].as_str().unwrap());
        if entry["reason"] == "unknown_session" {
            sale.app
                .post(&path, &sale.manager, &json!({ "reason": "vérifié" }))
                .refused(422, "session_needed");
        }
        let body = json!({ "reason": "vérifié", "session_id": till.session_id });
        sale.app.post(&path, &sale.manager, &body).expect(200);
    }
    assert_eq!((&sale.live()["tickets"], &sale.live()["takings_cents"]), (&json!(3), &json!(600)));
    let numbers: Vec<Value> = sale.app.get(&sale.path("tickets"), &sale.manager).expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["number"].clone())
        .collect();
    assert!(numbers.contains(&json!(19_999)), "{numbers:?}");
}

#[test]
fn queued_tickets_are_taken_in_after_the_sale_has_ended() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    sale.set_status(0, ArticleStatus::Unsold);
    assert_eq!(statuses(&sale.sync(&[ticket])), ["recorded"]);
    assert_eq!(sale.scan(0)["status"], "sold");
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    let late = json!({ "tickets": [till.sells(&[1], &minute(0))] });
    sale.app.post(&sale.path("tickets/sync"), &sale.volunteer, &late).refused(409, "edition_closed");
}
