//! The demonstration: told to the end, it holds what the README promises.

use bourse::db::schema::{articles, quarantine, registrations, ticket_lines, tickets};
use bourse::features::base::journal;
use bourse::kernel::clock::Instant;
use bourse::ops::demo::{PASSWORD, Scale, tell};
use diesel::prelude::*;
use serde_json::json;

use crate::support::app::TestApp;

#[test]
fn a_sale_is_in_full_swing_and_a_second_edition_takes_lists() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
    let now = Instant::parse("2026-11-21T11:00:00Z").unwrap();
    tell(&app.app, Scale::Demonstration, now).unwrap();
    let counts = app.app.with_db(|db| {
        let editions: Vec<(i64, i64, i64, i64)> = vec![(
            articles::table.count().get_result(db)?,
            registrations::table.count().get_result(db)?,
            tickets::table.count().get_result(db)?,
            quarantine::table.count().get_result(db)?,
        )];
        let unsold: i64 = ticket_lines::table
            .filter(ticket_lines::effective_article_id.is_null())
            .count()
            .get_result(db)?;
        Ok((editions, unsold))
    });
    let (counts, unsold) = counts.unwrap();
    let [(articles, registrations, tickets, quarantined)] = counts[..] else { panic!("{counts:?}") };
    assert!((4_000..4_400).contains(&articles), "{articles} articles");
    assert_eq!((registrations, tickets, quarantined, unsold), (202, 240, 0, 0));
    let body = json!({ "email": "gestionnaire@demo.bourse", "password": PASSWORD });
    let token = app.post("/api/v1/auth/login", "", &body).expect(200)["access_token"].clone();
    let editions = app.get("/api/v1/editions", token.as_str().unwrap()).expect(200);
    let names: Vec<_> = editions["items"].as_array().unwrap().iter().map(|e| e["name"].clone()).collect();
    assert!(names.contains(&json!("Bourse d’automne 2026")), "{names:?}");
    let states: Vec<_> = editions["items"].as_array().unwrap().iter().map(|e| e["status"].clone()).collect();
    assert!(states.contains(&json!("sale")) && states.contains(&json!("registrations_open")), "{states:?}");
    assert!(app.app.with_db(journal::verify).unwrap().intact);
}
