//! What is not kept: words that have left, answers that open something; and what asking tells.

use bourse::db::schema::{idempotency_keys, journal, outbox};
use bourse::http::{Body, Method, Request};
use bourse::kernel::actor::Role;
use diesel::prelude::*;
use serde_json::json;

use super::{EMAIL, ROUND, app_with, ask_for_a_password};
use crate::support::app::{Answer, Engine, PASSWORD, TestApp};
use crate::support::sale_seed::Sale;
use crate::support::smtp::{Manners, SmtpServer};

fn bodies(app: &TestApp) -> Vec<(String, String)> {
    app.app.with_db(|db| Ok(outbox::table.select((outbox::body_text, outbox::body_html)).load(db)?)).unwrap()
}

#[test]
fn what_has_left_is_forgotten_and_what_waits_is_not() {
    let server = SmtpServer::start(&Manners { later: &["later@example.org"], ..Manners::default() });
    let app = app_with(server.port(), &[]);
    ask_for_a_password(&app, EMAIL);
    ask_for_a_password(&app, "later@example.org");
    app.app.send_mail(ROUND).unwrap();
    let mut bodies = bodies(&app);
    bodies.sort();
    assert_eq!(bodies[0], (String::new(), String::new()));
    assert!(bodies[1].0.contains('#') && !bodies[1].1.is_empty(), "to be tried again");
}

fn keyed(path: &str, token: &str, body: &serde_json::Value) -> Request {
    let mut request = Request::new(Method::Post, path);
    for (name, value) in [
        ("authorization", format!("Bearer {token}")),
        ("content-type", "application/json".to_owned()),
        ("idempotency-key", "once".to_owned()),
    ] {
        request.headers.push((name.to_owned(), value));
    }
    request.body = Body::Whole(body.to_string().into_bytes());
    request
}

fn kept(app: &TestApp) -> Vec<(i32, String)> {
    app.app
        .with_db(|db| {
            Ok(idempotency_keys::table.select((idempotency_keys::status, idempotency_keys::body)).load(db)?)
        })
        .unwrap()
}

#[test]
fn answers_that_open_something_are_never_kept_under_a_key() {
    let app = TestApp::new();
    let token = app.token(EMAIL, Role::Depositor);
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    app.send(keyed("/api/v1/auth/login", &token, &body)).expect(200);
    assert_eq!(kept(&app), []);

    let sale = Sale::with_articles(1);
    let opened = sale.app.send(keyed(
        &sale.path("register-sessions"),
        &sale.volunteer,
        &json!({ "register_number": 7, "opening_float_cents": 0 }),
    ));
    assert!(opened.status == 201 && opened.json["signing_key"].is_string(), "{}", opened.json);
    assert_eq!(kept(&sale.app), []);
}

#[test]
fn a_document_is_made_anew_rather_than_kept_as_text() {
    let sale = Sale::with_articles(1);
    let article = sale.scan(0)["id"].as_str().unwrap().to_owned();
    let request = || keyed(&format!("/api/v1/articles/{article}/label.pdf"), &sale.volunteer, &json!({}));
    let (first, second) = (sale.app.send(request()), sale.app.send(request()));
    for answer in [first, second] {
        assert_eq!(answer.response.header("content-type"), Some("application/pdf"));
        assert!(answer.response.body.starts_with(b"%PDF"));
    }
    assert_eq!(kept(&sale.app), []);
}

/// Somebody asks twice under one key, and the program has died between the work and its answer.
fn without_an_answer(app: &TestApp, token: &str) -> (Answer, Answer) {
    let body =
        json!({ "email": "new@example.org", "first_name": "Ana", "last_name": "Roi", "role": "volunteer" });
    // Work is committed; writing its answer down is not possible.
    app.app
        .with_db(|db| {
            let trigger = "CREATE TRIGGER gone BEFORE UPDATE OF body ON idempotency_keys
                           BEGIN SELECT RAISE(ABORT, 'the process has died'); END";
            diesel::sql_query(trigger).execute(db)?;
            Ok(())
        })
        .unwrap();
    let request = || keyed("/api/v1/users", token, &body);
    let raw = bourse::app::handle(&app.app, &request());
    assert_eq!(raw.status, 500);
    app.app
        .with_db(|db| {
            diesel::sql_query("DROP TRIGGER gone").execute(db)?;
            Ok(())
        })
        .unwrap();
    let at_once = app.send(request());
    app.at("2025-09-15T08:05:00.000Z");
    (at_once, app.send(request()))
}

#[test]
fn work_whose_answer_was_lost_is_not_done_again() {
    let app = TestApp::on(Engine::Sqlite, &[]);
    let token = app.token("admin@example.org", Role::Admin);
    let (at_once, later) = without_an_answer(&app, &token);
    at_once.refused(409, "request_in_progress");
    later.refused(409, "answer_lost");
    assert_eq!(app.mails().into_iter().filter(|mail| mail.kind == "account_created").count(), 1);
}

#[test]
fn asking_for_a_password_does_the_same_work_whether_the_address_is_known_or_not() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    for email in [EMAIL, "nobody@example.org"] {
        app.post("/api/v1/auth/password/forgot", "", &json!({ "email": email })).expect(202);
        assert!(!app.app.mail_was_asked_for(), "{email}: nothing is sent because of this answer");
    }
    let events: Vec<String> = app
        .app
        .with_db(|db| {
            let told = journal::table.filter(journal::event.like("password_reset%")).order(journal::sequence);
            Ok(told.select(journal::event).load(db)?)
        })
        .unwrap();
    assert_eq!(events, ["password_reset_asked", "password_reset_unknown"]);
    assert_eq!(app.mails().len(), 1, "nothing stays of the other");
}

#[test]
fn one_address_cannot_eat_up_the_hosts_quota_with_other_peoples_passwords() {
    let app = TestApp::new();
    for number in 0..10 {
        let body = json!({ "email": format!("person{number}@example.org") });
        app.post("/api/v1/auth/password/forgot", "", &body).expect(202);
    }
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL }))
        .refused(429, "too_many_requests");
}
