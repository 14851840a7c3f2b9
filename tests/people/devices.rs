//! The pair of a device on which a till was opened: what it may do, for whom, and until when.

use bourse::http::Method;
use bourse::kernel::actor::{Role, Scope};
use bourse::routes::Access;
use serde_json::{Value, json};

use crate::roles::call;
use crate::support::app::{Answer, PASSWORD, TestApp};
use crate::support::sale_seed::{OPENING, Sale, minute};

const OPEN: &str = "register-sessions";

fn opening(number: i32) -> Value {
    json!({ "register_number": number, "opening_float_cents": 5000 })
}

/// Opens a till; the answer and the device's access token.
fn opened(sale: &Sale, token: &str, number: i32) -> (Value, String) {
    let opened = sale.app.post(&sale.path(OPEN), token, &opening(number)).expect(201);
    let token = opened["device"]["access_token"].as_str().unwrap().to_owned();
    (opened, token)
}

fn renew(app: &TestApp, device: &Value) -> Answer {
    let body = json!({ "refresh_token": device["refresh_token"] });
    app.post("/api/v1/auth/device/refresh", "", &body)
}

fn report() -> Value {
    json!({
        "state": "selling", "version": "1.0.0", "catalogue_version": OPENING, "clock_drift_ms": 0,
        "waiting_tickets": 0, "storage_persisted": true,
    })
}

#[test]
fn a_device_calls_the_routes_of_its_scope_and_no_others() {
    let sale = Sale::with_articles(1);
    let (_, device) = opened(&sale, &sale.manager, 1);
    let mut admitted = 0;
    for route in sale.app.app.routes() {
        let Access::Least(least) = route.access else { continue };
        let (status, code) = call(&sale.app, route.method, route.path, &device);
        let place = format!("{} {}", route.method.as_str(), route.path);
        if least > Role::Manager {
            assert_eq!((status, code.as_str()), (403, "forbidden"), "{place}");
        } else if route.scopes.contains(&Scope::Till) {
            admitted += 1;
            assert!(![401, 403].contains(&status), "{place}: {status} {code}");
        } else {
            assert_eq!((status, code.as_str()), (403, "scope"), "{place}");
        }
    }
    assert!(admitted >= 15, "{admitted}");
}

#[test]
fn a_till_sells_with_its_device_alone_after_its_volunteer_has_logged_out() {
    let sale = Sale::with_articles(2);
    let (opened, device) = opened(&sale, &sale.volunteer, 1);
    sale.app.post("/api/v1/auth/logout-everywhere", &sale.volunteer, &json!({})).expect(204);
    let mut till = crate::support::sale_seed::Till::of(&opened);
    let ticket = till.sells(&[0], &minute(1));
    let sold = sale.app.post(&sale.path("tickets"), &device, &ticket).expect(201);
    let id = sold["ticket_id"].as_str().unwrap();
    let cancelled = sale.app.post(
        &format!("/api/v1/tickets/{id}/cancel"),
        &device,
        &json!({ "reason": "scan_error", "comment": null, "refund_method": null }),
    );
    cancelled.expect(200);
}

#[test]
fn a_device_renews_its_pair_with_the_same_grace_and_for_three_days() {
    let sale = Sale::with_articles(1);
    let (opened, _) = opened(&sale, &sale.volunteer, 1);
    let lost = renew(&sale.app, &opened["device"]).expect(200);
    let second = renew(&sale.app, &opened["device"]).expect(200);
    assert_ne!(lost["refresh_token"], second["refresh_token"]);
    sale.app.at("2025-11-11T08:59:59.000Z");
    let third = renew(&sale.app, &second).expect(200);
    let path = format!("/api/v1/register-sessions/{}/report", opened["session_id"].as_str().unwrap());
    let token = third["access_token"].as_str().unwrap();
    sale.app.post(&path, token, &report()).expect(200);
    sale.app.at("2025-11-11T09:00:30.000Z");
    renew(&sale.app, &third).refused(401, "session_ended");
    sale.app.post(&path, token, &report()).refused(401, "unauthenticated");
}

#[test]
fn a_devices_token_shown_a_minute_later_ends_the_pair_and_nothing_else() {
    let sale = Sale::with_articles(1);
    let (opened, device) = opened(&sale, &sale.volunteer, 1);
    renew(&sale.app, &opened["device"]).expect(200);
    sale.app.at(&minute(2));
    renew(&sale.app, &opened["device"]).refused(401, "token_reused");
    sale.app.get(&sale.path("held-tickets"), &device).refused(401, "unauthenticated");
    sale.app.get("/api/v1/me", &sale.volunteer).expect(200);
}

#[test]
fn a_persons_cookie_is_no_devices_token() {
    let sale = Sale::with_articles(1);
    let log_in = sale.app.post(
        "/api/v1/auth/login",
        "",
        &json!({ "email": "benevole@example.org", "password": PASSWORD }),
    );
    let token = crate::people::tokens::cookie(&log_in).split_once('=').unwrap().1.to_owned();
    renew(&sale.app, &json!({ "refresh_token": token })).refused(401, "session_ended");
    let (opened, _) = opened(&sale, &sale.volunteer, 1);
    let as_cookie = format!("bourse_refresh={}", opened["device"]["refresh_token"].as_str().unwrap());
    crate::people::tokens::refresh(&sale.app, &as_cookie).refused(401, "session_ended");
    renew(&sale.app, &opened["device"]).expect(200);
}

#[test]
fn a_device_ends_with_its_register_session_however_that_ends() {
    let sale = Sale::with_articles(1);
    let closed = opened(&sale, &sale.volunteer, 1);
    let taken_over = opened(&sale, &sale.volunteer, 2);
    let id = closed.0["session_id"].as_str().unwrap();
    let counted = json!({ "counted": { "cash": 5000, "card": 0, "cheque": 0 } });
    sale.app.post(&format!("/api/v1/register-sessions/{id}/close"), &closed.1, &counted).expect(200);
    let body = json!({ "register_number": 2, "opening_float_cents": 5000, "take_over": true });
    sale.app.post(&sale.path(OPEN), &sale.manager, &body).expect(201);
    for (opened, token) in [closed, taken_over] {
        sale.app.get(&sale.path("held-tickets"), &token).refused(401, "unauthenticated");
        renew(&sale.app, &opened["device"]).refused(401, "session_ended");
    }
}

#[test]
fn a_manager_sees_the_devices_and_takes_a_lost_one_out_of_use() {
    let sale = Sale::with_articles(1);
    let (opened, device) = opened(&sale, &sale.volunteer, 4);
    let listed = sale.app.get(&sale.path("devices"), &sale.manager).expect(200);
    assert_eq!(listed["total"], 1);
    let shown = &listed["items"][0];
    assert_eq!((shown["register_number"].as_i64(), shown["seller"].as_str()), (Some(4), Some("Camille M.")));
    assert_eq!(shown["session_id"], opened["session_id"]);
    let path = format!("/api/v1/devices/{}", shown["id"].as_str().unwrap());
    sale.app.json(Method::Delete, &path, &sale.volunteer, &json!({})).refused(403, "forbidden");
    sale.app.json(Method::Delete, &path, &sale.manager, &json!({})).expect(204);
    sale.app.get(&sale.path("held-tickets"), &device).refused(401, "unauthenticated");
    renew(&sale.app, &opened["device"]).refused(401, "session_ended");
    assert_eq!(sale.app.get(&sale.path("devices"), &sale.manager).expect(200)["total"], 0);
    let till = format!("/api/v1/register-sessions/{}", opened["session_id"].as_str().unwrap());
    let state = sale.app.get(&till, &sale.volunteer).expect(200)["session"]["state"].clone();
    assert_eq!(state, "open", "its volunteer goes on elsewhere");
}

#[test]
fn a_new_password_leaves_the_till_alone_but_a_lost_role_or_account_does_not() {
    let sale = Sale::with_articles(1);
    let admin = sale.app.token("admin@example.org", Role::Admin);
    let (first, _) = opened(&sale, &sale.volunteer, 1);
    let body = json!({ "current": PASSWORD, "new": "une autre phrase 1" });
    sale.app.post("/api/v1/auth/password/change", &sale.volunteer, &body).expect(204);
    let kept = renew(&sale.app, &first["device"]).expect(200);
    let change = |id: &Value, change: Value| {
        sale.app
            .json(Method::Patch, &format!("/api/v1/users/{}", id.as_str().unwrap()), &admin, &change)
            .expect(200)
    };
    let volunteer = sale.app.get("/api/v1/users?q=benevole", &admin).expect(200)["items"][0]["id"].clone();
    change(&volunteer, json!({ "role": "manager" }));
    let promoted = renew(&sale.app, &kept).expect(200);
    change(&volunteer, json!({ "role": "depositor" }));
    renew(&sale.app, &promoted).refused(401, "session_ended");

    let other = sale.app.token("autre@example.org", Role::Volunteer);
    let (second, token) = opened(&sale, &other, 2);
    let id = sale.app.get("/api/v1/me", &other).expect(200)["id"].clone();
    change(&id, json!({ "state": "disabled" }));
    renew(&sale.app, &second["device"]).refused(401, "session_ended");
    sale.app.get(&sale.path("held-tickets"), &token).refused(401, "unauthenticated");
}
