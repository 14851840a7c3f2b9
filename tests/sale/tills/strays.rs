//! Tickets left on a device: each goes to its own edition, and the server says what it expects.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::actor::Role;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, minute};
use crate::support::seed::Seed;

#[test]
fn a_ticket_of_another_edition_goes_to_its_own() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    let spring = Seed(&sale.app).edition("P2026", EditionStatus::Sale);
    let path = format!("/api/v1/editions/{spring}/tickets/sync");
    let body = json!({ "tickets": [ticket] });
    let answer = sale.app.post(&path, &sale.volunteer, &body).expect(200);
    assert_eq!(answer["results"][0]["status"], "recorded");
    assert_eq!(answer["expected"], json!([{ "session_id": till.session_id, "sequence": 2 }]));
    assert_eq!(sale.scan(0)["status"], "sold");
    let kept = sale.app.get(&format!("/api/v1/editions/{spring}/quarantine"), &sale.manager).expect(200);
    assert_eq!(kept["total"], 0);

    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    let late = json!({ "tickets": [till.sells(&[1], &minute(0))] });
    let answer = sale.app.post(&path, &sale.volunteer, &late).expect(200);
    assert_eq!(answer["results"][0]["reason"], "unknown_session", "kept apart where a manager sees it");
}

#[test]
fn after_a_restored_backup_the_till_sends_again_from_what_is_expected() {
    let sale = Sale::with_articles(4);
    let mut till = sale.open(1);
    let queue: Vec<Value> = (0..3).map(|article| till.sells(&[article], &minute(0))).collect();
    sale.sync(&queue);
    // The backup knows the first ticket only.
    let lost: Vec<String> =
        queue[1..].iter().map(|ticket| ticket["ticket_id"].as_str().unwrap().to_owned()).collect();
    sale.app
        .app
        .with_db(|db| {
            use bourse::db::schema::{payments, register_sessions, ticket_lines, tickets};
            diesel::delete(payments::table.filter(payments::ticket_id.eq_any(&lost))).execute(db)?;
            diesel::delete(ticket_lines::table.filter(ticket_lines::ticket_id.eq_any(&lost))).execute(db)?;
            diesel::delete(tickets::table.filter(tickets::id.eq_any(&lost))).execute(db)?;
            diesel::update(register_sessions::table)
                .set((
                    register_sessions::last_sequence.eq(1),
                    register_sessions::last_signature.eq(queue[0]["signature"].as_str().unwrap()),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    let report = json!({
        "state": "ready", "version": "1", "catalogue_version": null, "clock_drift_ms": 0, "waiting_tickets": 0,
        "storage_persisted": true,
    });
    let path = format!("/api/v1/register-sessions/{}/report", till.session_id);
    let taken = sale.app.post(&path, &sale.volunteer, &report).expect(200);
    assert_eq!((&taken["expected_sequence"], &taken["mine"]), (&json!(2), &json!(true)));
    let refused = sale.sell(&till.sells(&[3], &minute(0))).refused(422, "broken_chain");
    assert_eq!(refused["expected_sequence"], 2);
    let again = sale.sync(&queue[1..]);
    assert!(again.iter().all(|result| result["status"] == "recorded"), "{again:?}");

    // Whoever has logged in on the device since: the till still speaks for itself.
    let other = sale.app.token("autre@example.org", Role::Volunteer);
    let taken = sale.app.post(&path, &other, &report).expect(200);
    assert_eq!((&taken["mine"], &taken["seller"]), (&json!(false), &json!("Camille M.")));
    assert_eq!(taken["expected_sequence"], 4);
}

#[test]
fn every_answer_tells_the_present() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    let ticket = till.sells(&[0], &minute(0));
    let first = sale.sell(&ticket).expect(201);
    sale.app.at(&minute(10));
    let again = sale.sell(&ticket).expect(200);
    assert_eq!(again["recorded_at"], first["recorded_at"]);
    assert_eq!(again["server_time"], minute(10));
    let body = json!({ "tickets": [ticket] });
    let synced = sale.app.post(&sale.path("tickets/sync"), &sale.volunteer, &body).expect(200);
    assert_eq!(synced["server_time"], minute(10));
}
