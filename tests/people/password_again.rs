//! The password once more, before what is worth more than a screen left open.

use bourse::ctx::Change;
use bourse::db;
use bourse::error::Result;
use bourse::features::people::accounts::store;
use bourse::features::people::sessions::log_ins;
use bourse::kernel::actor::Role;
use bourse::routes::Access;
use serde_json::json;

use crate::people::tokens::{cookie, refresh};
use crate::roles::call;
use crate::support::app::{PASSWORD, TestApp};

const EMAIL: &str = "admin@example.org";

/// Logs in, then renews the access token so often that the password was typed so many minutes ago.
fn logged_in_since(app: &TestApp, minutes: u32) -> String {
    app.account(EMAIL, Role::Admin);
    let log_in = app.post("/api/v1/auth/login", "", &json!({ "email": EMAIL, "password": PASSWORD }));
    let held = cookie(&log_in);
    app.at(&format!("2025-09-15T08:{minutes:02}:00.000Z"));
    refresh(app, &held).expect(200)["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn after_a_quarter_of_an_hour_the_routes_of_the_table_ask_for_it_and_no_others() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
    let token = logged_in_since(&app, 15);
    let mut asked = 0;
    for route in app.app.routes().iter().filter(|route| route.access != Access::Public) {
        if route.path.contains("logout") {
            continue;
        }
        let (status, code) = call(&app, route.method, route.path, &token);
        let place = format!("{} {}", route.method.as_str(), route.path);
        if route.asks_password {
            asked += 1;
            assert_eq!((status, code.as_str()), (401, "password_needed"), "{place}");
        } else {
            assert_ne!(code, "password_needed", "{place}");
        }
    }
    assert!(asked >= 7, "{asked}");
}

#[test]
fn within_a_quarter_of_an_hour_nothing_is_asked() {
    let app = TestApp::new();
    let token = logged_in_since(&app, 14);
    let body = json!({ "name": "Bourse", "code": "B25", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
    app.post("/api/v1/editions", &token, &body).expect(201);
}

#[test]
fn typed_once_more_it_counts_for_another_quarter_of_an_hour_in_this_log_in_only() {
    let app = TestApp::new();
    let token = logged_in_since(&app, 30);
    let body = json!({ "name": "Bourse", "code": "B25", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
    app.post("/api/v1/editions", &token, &body).refused(401, "password_needed");
    let confirm = |token: &str, password: &str| {
        app.post("/api/v1/auth/password/confirm", token, &json!({ "password": password }))
    };
    confirm(&token, "pas le bon mot").refused(401, "wrong_credentials");
    app.post("/api/v1/editions", &token, &body).refused(401, "password_needed");
    confirm(&token, PASSWORD).expect(204);
    app.post("/api/v1/editions", &token, &body).expect(201);
}

#[test]
fn five_wrong_ones_are_enough() {
    let app = TestApp::new();
    let token = logged_in_since(&app, 30);
    let confirm =
        |password: &str| app.post("/api/v1/auth/password/confirm", &token, &json!({ "password": password }));
    for _ in 0..5 {
        confirm("pas le bon mot").refused(401, "wrong_credentials");
    }
    confirm(PASSWORD).refused(429, "too_many_requests");
}

#[test]
fn a_password_that_is_changed_while_it_is_being_checked_opens_nothing() {
    let app = TestApp::new();
    let token = app.token("camille@example.org", Role::Depositor);
    let checked = app.app.with_db(|db| store::by_email(db, "camille@example.org")).unwrap().unwrap();
    let body = json!({ "current": PASSWORD, "new": "un tout autre secret" });
    app.post("/api/v1/auth/password/change", &token, &body).expect(204);
    let trace = app.app.trace("test");
    let in_transaction = |work: &dyn Fn(&mut Change<'_>) -> Result<bool>| {
        app.app.with_db(|db| {
            db::write(db, |db| work(&mut Change::outside_requests(db, &app.app.random, &trace)))
        })
    };
    let open = |change: &mut Change<'_>| {
        log_ins::open(change, &app.app.config.secrets, checked.clone()).map(|_| true)
    };
    assert_eq!(in_transaction(&open).unwrap_err().code, "wrong_credentials");
    assert!(!in_transaction(&|change| store::hold_proved(change.db, &checked)).unwrap());
    let now = app.app.with_db(|db| store::by_email(db, "camille@example.org")).unwrap().unwrap();
    assert!(in_transaction(&|change| store::hold_proved(change.db, &now)).unwrap());
}
