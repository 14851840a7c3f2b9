//! What nobody signed is kept up to a small number per sender; managers drop many at once.

use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, minute};

fn junk(number: usize, size: usize) -> Value {
    json!({ "ticket_id": format!("018f3c1e-7b2a-7c3d-9e4f-{number:012x}"), "junk": "A".repeat(size) })
}

fn waiting(sale: &Sale, query: &str) -> Value {
    sale.app
        .get(&sale.path(&format!("quarantine?state=waiting&per_page=200{query}")), &sale.manager)
        .expect(200)
}

#[test]
fn a_flood_is_stopped_and_sound_tickets_still_come_in() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let mut tickets: Vec<Value> = (0..60).map(|number| junk(number, 3_500)).collect();
    tickets.push(till.sells(&[0], &minute(0)));
    let body = json!({ "tickets": tickets });
    let refused = sale.app.post(&sale.path("tickets/sync"), &sale.volunteer, &body);
    refused.refused(429, "too_many_requests");
    assert_eq!(sale.scan(0)["status"], "sold", "the sound one is recorded");
    let kept = waiting(&sale, "");
    assert_eq!(kept["total"], 20);
    assert!(kept["items"].as_array().unwrap().iter().all(|one| one["signed"] == false));

    let other = sale.app.token("autre@example.org", Role::Volunteer);
    let large = json!({ "tickets": [junk(100, 20_000)] });
    sale.app.post(&sale.path("tickets/sync"), &other, &large).refused(429, "too_many_requests");
    let small = json!({ "tickets": [junk(101, 6_000)] });
    sale.app.post(&sale.path("tickets/sync"), &other, &small).expect(200);
    assert_eq!(waiting(&sale, "")["total"], 21);

    let sender = kept["items"][0]["received_by_id"].as_str().unwrap().to_owned();
    let of_sender = waiting(&sale, &format!("&received_by={sender}&signed=false"));
    assert_eq!(of_sender["total"], 20);
    let ids: Vec<&Value> = of_sender["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let body = json!({ "ids": ids, "reason": "Essais" });
    sale.app.post(&sale.path("quarantine/drop"), &sale.volunteer, &body).refused(403, "forbidden");
    let dropped = sale.app.post(&sale.path("quarantine/drop"), &sale.manager, &body).expect(200);
    assert_eq!(dropped["dropped"], 20);
    let again = sale.app.post(&sale.path("quarantine/drop"), &sale.manager, &body).expect(200);
    assert_eq!(again["dropped"], 0);

    let left = waiting(&sale, "")["items"][0].clone();
    assert_eq!(left["ticket"], json!(null), "a long one is not shown in lists");
    let whole = sale
        .app
        .get(&format!("/api/v1/quarantine/{}", left["id"].as_str().unwrap()), &sale.manager)
        .expect(200);
    assert_eq!(whole["ticket"]["junk"].as_str().unwrap().len(), 6_000);
}

#[test]
fn a_tills_own_tickets_are_no_flood_and_leave_a_gap_in_steps() {
    let sale = Sale::with_articles(130);
    let mut till = sale.open(1);
    let queue: Vec<Value> = (0..130).map(|article| till.sells(&[article], &minute(0))).collect();
    let early = sale.sync(&queue[1..]);
    assert!(early.iter().all(|result| result["reason"] == "broken_chain"));
    assert_eq!(waiting(&sale, "&signed=true")["total"], 129);
    assert_eq!(sale.sync(&queue[..1])[0]["status"], "recorded");
    assert_eq!(waiting(&sale, "")["total"], 0);
    assert_eq!(sale.live()["tickets"], 130);
}
