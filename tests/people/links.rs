//! Links that set a password: whose, until when, and what ends them.

use bourse::http::Method;
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::app::{Answer, Mail, PASSWORD, TestApp};
use crate::support::edition::Autumn;

const EMAIL: &str = "camille@example.org";
const NEW: &str = "une autre phrase 1";

fn links(app: &TestApp) -> Vec<String> {
    app.mails().iter().filter(|mail| mail.text.contains('#')).map(Mail::link_token).collect()
}

/// The link that something mails. Mails of one moment have no order.
fn mailed(app: &TestApp, by: impl FnOnce()) -> String {
    let before = links(app);
    by();
    links(app).into_iter().find(|link| !before.contains(link)).expect("a new link")
}

fn forgot(app: &TestApp) -> String {
    mailed(app, || {
        app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    })
}

fn reset(app: &TestApp, token: &str, password: &str) -> Answer {
    app.post("/api/v1/auth/password/reset", "", &json!({ "token": token, "password": password }))
}

fn change(app: &TestApp, admin: &str, email: &str, change: &Value) -> Value {
    let found = app.get(&format!("/api/v1/users?q={}", email.replace('@', "%40")), admin).expect(200);
    let id = found["items"][0]["id"].as_str().unwrap().to_owned();
    app.json(Method::Patch, &format!("/api/v1/users/{id}"), admin, change).expect(200)
}

#[test]
fn a_link_asked_for_before_an_account_was_disabled_does_not_bring_it_back() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Manager);
    let admin = app.token("admin@example.org", Role::Admin);
    let link = forgot(&app);
    change(&app, &admin, EMAIL, &json!({ "state": "disabled" }));
    reset(&app, &link, NEW).refused(410, "reset_link_invalid");
    let shown = app.get("/api/v1/users?q=camille%40", &admin).expect(200);
    assert_eq!(shown["items"][0]["state"], "disabled");
    change(&app, &admin, EMAIL, &json!({ "state": "active" }));
    reset(&app, &link, NEW).refused(410, "reset_link_invalid");
}

#[test]
fn a_new_password_ends_every_other_link() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let links = [forgot(&app), forgot(&app), forgot(&app)];
    reset(&app, &links[2], NEW).expect(204);
    reset(&app, &links[1], "une troisième phrase").refused(410, "reset_link_invalid");
    let body = json!({ "email": EMAIL, "password": NEW });
    let token = app.post("/api/v1/auth/login", "", &body).expect(200)["access_token"].clone();
    app.at("2025-09-15T09:00:00.000Z");
    let later = forgot(&app);
    app.at("2025-09-15T08:10:00.000Z");
    let body = json!({ "current": NEW, "new": "une quatrième phrase" });
    app.post("/api/v1/auth/password/change", token.as_str().unwrap(), &body).expect(204);
    reset(&app, &later, "une cinquième phrase").refused(410, "reset_link_invalid");
}

#[test]
fn another_role_ends_the_links_of_the_former_one_and_a_newcomer_gets_a_fresh_one() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Manager);
    let admin = app.token("admin@example.org", Role::Admin);
    let link = forgot(&app);
    change(&app, &admin, EMAIL, &json!({ "role": "volunteer" }));
    reset(&app, &link, NEW).refused(410, "reset_link_invalid");

    let body = json!({
        "email": "nouvelle@example.org", "role": "manager", "first_name": "Nina", "last_name": "Roux",
    });
    let first = mailed(&app, || {
        app.post("/api/v1/users", &admin, &body).expect(201);
    });
    let second = mailed(&app, || {
        change(&app, &admin, "nouvelle@example.org", &json!({ "role": "volunteer" }));
    });
    reset(&app, &first, NEW).refused(410, "reset_link_invalid");
    reset(&app, &second, NEW).expect(204);
}

#[test]
fn an_invitation_does_not_open_an_account_that_was_disabled_or_has_a_password() {
    let autumn = Autumn::configured();
    let app = &autumn.app;
    let invite = |email: &str| {
        mailed(app, || {
            autumn.post("invitations", &json!({ "email": email, "first_name": "Nina" })).expect(201);
        })
    };
    let look = |token: &str| app.post("/api/v1/auth/invitations", "", &json!({ "token": token }));
    let activate = |token: &str| {
        let body = json!({
            "token": token, "password": NEW, "first_name": "Nina", "last_name": "Roux", "phone": null,
            "accept_terms": true, "accept_privacy": true,
        });
        app.post("/api/v1/auth/activate", "", &body)
    };
    let admin = &autumn.admin;
    let (one, two) = (invite("nina@example.org"), invite("nora@example.org"));
    look(&one).expect(200);
    change(app, admin, "nina@example.org", &json!({ "state": "disabled" }));
    look(&one).refused(410, "invitation_cancelled");
    activate(&one).refused(410, "invitation_cancelled");
    activate(&two).expect(200);
    look(&two).refused(410, "invitation_used");
    activate(&two).refused(410, "invitation_used");
}

#[test]
fn ones_own_name_is_refused_on_every_way_to_choose_a_password() {
    let app = TestApp::new();
    let token = app.token(EMAIL, Role::Depositor);
    let code = |answer: Answer| answer.refused(422, "invalid")["errors"][0]["code"].clone();
    let with_name = "vive camille 2026";
    let link = forgot(&app);
    assert_eq!(code(reset(&app, &link, "camille-martin-1")), "password_contains_email");
    assert_eq!(code(reset(&app, &link, "azertyuiop")), "password_too_common");
    let body = json!({ "current": PASSWORD, "new": "vive martin 2026" });
    let changed = app.post("/api/v1/auth/password/change", &token, &body);
    assert_eq!(code(changed), "password_contains_name");
    assert_eq!(code(reset(&app, &link, with_name)), "password_contains_email");
    reset(&app, &link, NEW).expect(204);
}
