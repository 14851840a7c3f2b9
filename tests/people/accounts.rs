//! Logging in and out, tokens, passwords.

use bourse::http::{Method, Request};
use bourse::kernel::actor::Role;
use serde_json::json;

use crate::people::tokens::{cookie, refresh};
use crate::support::app::{Answer, PASSWORD, TestApp};

const EMAIL: &str = "camille@example.org";

fn log_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.post("/api/v1/auth/login", "", &json!({ "email": email, "password": password }))
}

#[test]
fn a_log_in_opens_the_profile_and_its_cookie_is_out_of_reach_of_scripts() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Manager);
    let answer = log_in(&app, " Camille@Example.org ", PASSWORD);
    let set = answer.response.header("set-cookie").unwrap().to_owned();
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(set.contains(part), "{set}");
    }
    let token = answer.expect(200)["access_token"].as_str().unwrap().to_owned();
    let me = app.get("/api/v1/me", &token).expect(200);
    assert_eq!((me["email"].as_str(), me["role"].as_str()), (Some(EMAIL), Some("manager")));
    assert!(me.get("password_hash").is_none());
}

#[test]
fn wrong_passwords_and_unknown_addresses_get_the_same_answer() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let wrong = log_in(&app, EMAIL, "pas le bon mot").refused(401, "wrong_credentials");
    let unknown = log_in(&app, "nobody@example.org", "pas le bon mot").refused(401, "wrong_credentials");
    assert_eq!(wrong["detail"], unknown["detail"]);
}

#[test]
fn five_failures_close_an_account_for_a_quarter_of_an_hour() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    for _ in 0..5 {
        log_in(&app, EMAIL, "pas le bon mot").refused(401, "wrong_credentials");
    }
    let answer = log_in(&app, EMAIL, PASSWORD);
    assert!(answer.response.header("retry-after").is_some());
    answer.refused(429, "too_many_requests");
    app.at("2025-09-15T08:15:00.000Z");
    log_in(&app, EMAIL, PASSWORD).expect(200);
}

#[test]
fn an_access_token_lasts_a_quarter_of_an_hour_and_a_forged_one_not_at_all() {
    let app = TestApp::new();
    let token = app.token(EMAIL, Role::Depositor);
    app.get("/api/v1/me", "").refused(401, "unauthenticated");
    app.get("/api/v1/me", &format!("{token}x")).refused(401, "unauthenticated");
    app.at("2025-09-15T08:15:00.000Z");
    app.get("/api/v1/me", &token).refused(401, "token_expired");
}

#[test]
fn a_foreign_form_cannot_refresh() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let cookie = cookie(&log_in(&app, EMAIL, PASSWORD));
    let mut request = Request::new(Method::Post, "/api/v1/auth/refresh");
    request.headers.push(("cookie".into(), cookie));
    app.send(request).refused(400, "missing_header");
}

#[test]
fn logging_out_ends_the_session_at_once_and_everywhere_ends_all() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let one = log_in(&app, EMAIL, PASSWORD);
    let (one_cookie, one) = (cookie(&one), one.expect(200)["access_token"].as_str().unwrap().to_owned());
    let two = app.log_in(EMAIL);
    app.post("/api/v1/auth/logout", &one, &json!({})).expect(204);
    app.get("/api/v1/me", &one).refused(401, "unauthenticated");
    refresh(&app, &one_cookie).refused(401, "session_ended");
    app.get("/api/v1/me", &two).expect(200);
    let three = app.log_in(EMAIL);
    app.post("/api/v1/auth/logout-everywhere", &two, &json!({})).expect(204);
    app.get("/api/v1/me", &three).refused(401, "unauthenticated");
}

#[test]
fn a_changed_password_ends_all_sessions_and_the_last_three_are_not_taken_again() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let change = |token: &str, current: &str, new: &str| {
        app.post("/api/v1/auth/password/change", token, &json!({ "current": current, "new": new }))
    };
    let token = app.log_in(EMAIL);
    change(&token, "pas le bon mot", "une autre phrase 1").refused(401, "wrong_credentials");
    let same = change(&token, PASSWORD, PASSWORD).refused(422, "invalid");
    assert_eq!(same["errors"][0]["code"], "password_reused");
    change(&token, PASSWORD, "une autre phrase 1").expect(204);
    app.get("/api/v1/me", &token).refused(401, "unauthenticated");
    log_in(&app, EMAIL, PASSWORD).refused(401, "wrong_credentials");
    log_in(&app, EMAIL, "une autre phrase 1").expect(200);
}

#[test]
fn a_forgotten_password_is_replaced_through_the_mailed_link_once() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": "nobody@example.org" })).expect(202);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    let mails = app.mails();
    assert_eq!(mails.len(), 1, "nobody gets no mail");
    assert_eq!(mails[0].subject, "Choisir un nouveau mot de passe");
    let token = mails[0].link_token();
    let reset = |password: &str| {
        app.post("/api/v1/auth/password/reset", "", &json!({ "token": token, "password": password }))
    };
    reset("court").refused(422, "invalid");
    reset("une autre phrase 1").expect(204);
    reset("une autre phrase 2").refused(410, "reset_link_invalid");
    log_in(&app, EMAIL, "une autre phrase 1").expect(200);
}

#[test]
fn a_reset_link_is_stale_after_an_hour() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    let token = app.mails()[0].link_token();
    app.at("2025-09-15T09:00:00.001Z");
    let body = json!({ "token": token, "password": "une autre phrase 1" });
    app.post("/api/v1/auth/password/reset", "", &body).refused(410, "reset_link_invalid");
}

#[test]
fn a_profile_takes_french_telephones_and_refuses_the_rest_with_all_reasons() {
    let app = TestApp::new();
    let token = app.token(EMAIL, Role::Depositor);
    let me = app.json(
        Method::Patch,
        "/api/v1/me",
        &token,
        &json!({ "phone": "06 12 34 56 78", "city": " Plaisance " }),
    );
    let me = me.expect(200);
    assert_eq!((me["phone"].as_str(), me["city"].as_str()), (Some("+33612345678"), Some("Plaisance")));
    let wrong = json!({ "phone": "12", "first_name": "", "last_name": "x".repeat(81) });
    let problem = app.json(Method::Patch, "/api/v1/me", &token, &wrong).refused(422, "invalid");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 3);
}

#[test]
fn too_many_requests_of_one_person_are_stopped_whatever_process_counts_them() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "40")]);
    let token = app.token(EMAIL, Role::Depositor);
    let answers: Vec<u16> = (0..60).map(|_| app.get("/api/v1/me", &token).status).collect();
    assert!(answers.starts_with(&[200; 40]) && answers.contains(&429), "{answers:?}");
    app.at("2025-09-15T08:01:00.000Z");
    app.get("/api/v1/me", &token).expect(200);
}

#[test]
fn the_same_request_with_the_same_key_is_carried_out_once_and_answered_twice() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let send = |body: &serde_json::Value| {
        let mut request = Request::new(Method::Post, "/api/v1/editions");
        request.headers.push(("authorization".into(), format!("Bearer {admin}")));
        request.headers.push(("content-type".into(), "application/json".into()));
        request.headers.push(("idempotency-key".into(), "k1".into()));
        request.body = bourse::http::Body::Whole(body.to_string().into_bytes());
        app.send(request)
    };
    let body = json!({ "name": "Bourse", "code": "B25", "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
    let first = send(&body).expect(201);
    assert_eq!(send(&body).expect(201), first);
    send(&json!({ "name": "Autre", "code": "B26", "starts_at": "2025-11-05", "ends_at": "2025-11-10" }))
        .refused(422, "idempotency_key_reused");
    assert_eq!(app.get("/api/v1/editions", &admin).expect(200)["total"], 1);
}
