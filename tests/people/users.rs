//! Accounts of others: who reads them, who makes them, and the last admin.

use bourse::http::Method;
use bourse::kernel::actor::Role;
use bourse::kernel::ids::UserId;
use serde_json::{Value, json};

use crate::support::app::{Answer, PASSWORD, TestApp};

fn change(app: &TestApp, token: &str, user: UserId, body: &Value) -> Answer {
    app.json(Method::Patch, &format!("/api/v1/users/{user}"), token, body)
}

#[test]
fn a_volunteer_chooses_a_password_from_the_mail_and_logs_in() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let body = json!({ "email": "Benevole@example.org", "role": "volunteer", "first_name": "Zoé", "last_name": "Martin" });
    let made = app.post("/api/v1/users", &admin, &body).expect(201);
    assert_eq!((&made["state"], &made["role"]), (&json!("invited"), &json!("volunteer")));
    app.post("/api/v1/users", &admin, &body).refused(409, "email_taken");
    let mail = app.mails().remove(0);
    assert_eq!((mail.kind.as_str(), mail.recipient.as_str()), ("account_created", "benevole@example.org"));
    assert!(mail.text.contains("bénévole"), "{}", mail.text);
    app.at("2025-09-22T07:59:00.000Z");
    let reset = json!({ "token": mail.link_token(), "password": PASSWORD });
    app.post("/api/v1/auth/password/reset", "", &reset).expect(204);
    let token = app.log_in("benevole@example.org");
    assert_eq!(app.get("/api/v1/me", &token).expect(200)["role"], "volunteer");
}

#[test]
fn the_link_of_a_new_account_dies_after_seven_days() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let body =
        json!({ "email": "b@example.org", "role": "volunteer", "first_name": "Zoé", "last_name": "Martin" });
    app.post("/api/v1/users", &admin, &body).expect(201);
    app.at("2025-09-22T08:00:00.000Z");
    let reset = json!({ "token": app.mails().remove(0).link_token(), "password": PASSWORD });
    app.post("/api/v1/auth/password/reset", "", &reset).refused(410, "reset_link_invalid");
}

#[test]
fn somebody_new_who_lost_the_mail_asks_for_another_link() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let body =
        json!({ "email": "b@example.org", "role": "volunteer", "first_name": "Zoé", "last_name": "Martin" });
    app.post("/api/v1/users", &admin, &body).expect(201);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": "b@example.org" })).expect(202);
    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    let reset = json!({ "token": mails[1].link_token(), "password": PASSWORD });
    app.post("/api/v1/auth/password/reset", "", &reset).expect(204);
    app.log_in("b@example.org");
}

#[test]
fn everything_wrong_with_a_new_account_is_told_at_once() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let body = json!({ "email": "b@", "role": "volunteer", "first_name": "", "last_name": "Martin" });
    let problem = app.post("/api/v1/users", &admin, &body).refused(422, "invalid");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem}");
}

#[test]
fn managers_search_accounts_without_accents_and_change_none() {
    let app = TestApp::new();
    let manager = app.token("gestion@example.org", Role::Manager);
    let volunteer = app.account("benevole@example.org", Role::Volunteer);
    let all = app.get("/api/v1/users", &manager).expect(200);
    assert_eq!(all["total"], 2);
    assert!(all["items"][0].get("password_hash").is_none());
    let found = app.get("/api/v1/users?q=B%C3%89nevole&role=volunteer&state=active", &manager).expect(200);
    assert_eq!(found["items"][0]["id"], volunteer.to_string());
    assert_eq!(app.get(&format!("/api/v1/users/{volunteer}"), &manager).expect(200)["role"], "volunteer");
    change(&app, &manager, volunteer, &json!({ "role": "admin" })).refused(403, "forbidden");
}

#[test]
fn a_new_role_or_state_ends_the_persons_log_ins() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let volunteer = app.account("benevole@example.org", Role::Volunteer);
    let token = app.log_in("benevole@example.org");
    assert_eq!(change(&app, &admin, volunteer, &json!({ "role": "manager" })).expect(200)["role"], "manager");
    app.get("/api/v1/me", &token).refused(401, "unauthenticated");
    let token = app.log_in("benevole@example.org");
    app.get("/api/v1/users", &token).expect(200);
    change(&app, &admin, volunteer, &json!({ "state": "disabled" })).expect(200);
    app.get("/api/v1/me", &token).refused(401, "unauthenticated");
    let body = json!({ "email": "benevole@example.org", "password": PASSWORD });
    app.post("/api/v1/auth/login", "", &body).refused(403, "account_disabled");
    change(&app, &admin, volunteer, &json!({ "state": "erased" })).refused(422, "invalid");
    change(&app, &admin, volunteer, &json!({ "state": "active" })).expect(200);
    let token = app.log_in("benevole@example.org");
    app.post(&format!("/api/v1/users/{volunteer}/revoke-sessions"), &admin, &json!({})).expect(204);
    app.get("/api/v1/me", &token).refused(401, "unauthenticated");
}

#[test]
fn the_last_active_admin_stays() {
    let app = TestApp::new();
    let first = app.account("admin@example.org", Role::Admin);
    let token = app.log_in("admin@example.org");
    change(&app, &token, first, &json!({ "role": "manager" })).refused(409, "last_admin");
    change(&app, &token, first, &json!({ "state": "disabled" })).refused(409, "last_admin");
    let second = app.account("autre@example.org", Role::Admin);
    change(&app, &token, second, &json!({ "state": "disabled" })).expect(200);
    change(&app, &token, first, &json!({ "role": "manager" })).refused(409, "last_admin");
    change(&app, &token, second, &json!({ "state": "active" })).expect(200);
    change(&app, &token, first, &json!({ "role": "manager" })).expect(200);
}

#[test]
fn an_erased_account_is_not_switched_on_again() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let volunteer = app.account("benevole@example.org", Role::Volunteer);
    let path = format!("/api/v1/users/{volunteer}");
    app.json(Method::Delete, &path, &admin, &json!({})).expect(204);
    change(&app, &admin, volunteer, &json!({ "state": "active" })).refused(409, "account_erased");
    app.json(Method::Delete, &path, &admin, &json!({})).refused(409, "account_erased");
    assert_eq!(app.get(&path, &admin).expect(200)["state"], "erased");
}
