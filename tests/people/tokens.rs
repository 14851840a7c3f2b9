//! Refresh tokens: renewed, lost on the way, stolen.

use bourse::http::{Method, Request};
use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support::app::{Answer, PASSWORD, TestApp};

const EMAIL: &str = "camille@example.org";

/// The refresh cookie that an answer sets, as a browser sends it back.
pub fn cookie(answer: &Answer) -> String {
    let set = answer.response.header("set-cookie").unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// `POST /auth/refresh` with a cookie.
pub fn refresh(app: &TestApp, cookie: &str) -> Answer {
    let mut request = Request::new(Method::Post, "/api/v1/auth/refresh");
    request.headers.push(("cookie".into(), cookie.into()));
    request.headers.push(("x-requested-with".into(), "bourse".into()));
    app.send(request)
}

/// A log-in of a new depositor: its cookie.
fn logged_in(app: &TestApp) -> String {
    app.account(EMAIL, Role::Depositor);
    cookie(&app.post("/api/v1/auth/login", "", &json!({ "email": EMAIL, "password": PASSWORD })))
}

fn access(answer: Answer) -> String {
    answer.expect(200)["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_traded_a_minute_ago_ends_the_whole_session() {
    let app = TestApp::new();
    let first = logged_in(&app);
    let second = refresh(&app, &first);
    let (next, token) = (cookie(&second), access(second));
    app.get("/api/v1/me", &token).expect(200);
    app.at("2025-09-15T08:01:00.001Z");
    refresh(&app, &first).refused(401, "token_reused");
    refresh(&app, &next).refused(401, "session_ended");
    app.get("/api/v1/me", &token).refused(401, "unauthenticated");
}

#[test]
fn an_answer_lost_on_the_way_costs_nothing() {
    let app = TestApp::new();
    let first = logged_in(&app);
    assert_eq!(refresh(&app, &first).status, 200, "this answer never arrives");
    app.at("2025-09-15T08:01:00.000Z");
    let again = refresh(&app, &first);
    let next = cookie(&again);
    app.get("/api/v1/me", &access(again)).expect(200);
    refresh(&app, &next).expect(200);
}

#[test]
fn two_tabs_that_renew_at_once_both_stay_logged_in_whichever_cookie_wins() {
    let app = TestApp::new();
    let first = logged_in(&app);
    let (one, two) = (cookie(&refresh(&app, &first)), cookie(&refresh(&app, &first)));
    app.at("2025-09-15T08:10:00.000Z");
    let third = cookie(&refresh(&app, &two));
    // The other tab had sent the other cookie at the same moment.
    refresh(&app, &one).expect(200);
    app.at("2025-09-15T08:20:00.000Z");
    refresh(&app, &third).expect(200);
}

#[test]
fn a_token_whose_successor_has_been_traded_on_is_a_stolen_one_even_within_the_minute() {
    let app = TestApp::new();
    let first = logged_in(&app);
    let second = cookie(&refresh(&app, &first));
    let third = cookie(&refresh(&app, &second));
    refresh(&app, &first).refused(401, "token_reused");
    refresh(&app, &third).refused(401, "session_ended");
}

#[test]
fn a_thiefs_token_and_its_owners_do_not_live_side_by_side() {
    let app = TestApp::new();
    let first = logged_in(&app);
    let (owner, thief) = (cookie(&refresh(&app, &first)), cookie(&refresh(&app, &first)));
    app.at("2025-09-15T08:15:00.000Z");
    refresh(&app, &owner).expect(200);
    app.at("2025-09-15T08:17:00.000Z");
    refresh(&app, &thief).refused(401, "token_reused");
}

#[test]
fn a_log_in_ends_after_thirty_days_however_often_it_is_renewed() {
    let app = TestApp::new();
    let mut held = logged_in(&app);
    for day in ["2025-09-21", "2025-09-27", "2025-10-03", "2025-10-09", "2025-10-14"] {
        app.at(&format!("{day}T08:00:00.000Z"));
        held = cookie(&refresh(&app, &held));
    }
    app.at("2025-10-15T07:59:59.000Z");
    let last = refresh(&app, &held);
    assert!(last.response.header("set-cookie").unwrap().contains("Max-Age=1"), "{:?}", last.response.headers);
    app.at("2025-10-15T08:00:00.000Z");
    refresh(&app, &cookie(&last)).refused(401, "session_ended");
}

#[test]
fn six_renewals_at_once_leave_everybody_logged_in() {
    let app = TestApp::new();
    let first = logged_in(&app);
    let cookies: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..6).map(|_| scope.spawn(|| refresh(&app, &first))).collect();
        asked.into_iter().map(|thread| cookie(&thread.join().unwrap())).collect()
    });
    for held in &cookies {
        refresh(&app, held).expect(200);
    }
}

#[test]
fn whoever_asked_first_and_is_served_second_stays_logged_in() {
    let app = TestApp::new();
    let first = logged_in(&app);
    app.at("2025-09-15T08:00:10.001Z");
    refresh(&app, &first).expect(200);
    app.at("2025-09-15T08:00:10.000Z");
    let second = cookie(&refresh(&app, &first));
    refresh(&app, &second).expect(200);
}
