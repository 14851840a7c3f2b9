//! How often a password may be tried, by whom, from where, and who is never in the way of whom.

use std::fs::File;

use std::net::IpAddr;

use bourse::db::schema::{journal, rate_counters};
use bourse::features::base::limits;
use bourse::features::base::limits::{LOGIN_ACCOUNT, LOGIN_ADDRESS};
use bourse::http::{Body, Method, Request};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::{Answer, BEGINNING, PASSWORD, TestApp};

const EMAIL: &str = "camille@example.org";
const HALL: &str = "192.0.2.1";
const ELSEWHERE: &str = "198.51.100.7";

/// A POST without a log-in, from an address, with cookies.
fn post_from(app: &TestApp, address: &str, cookies: &str, path: &str, body: &Value) -> Answer {
    let mut request = Request::new(Method::Post, path);
    request.address = address.parse::<IpAddr>().unwrap();
    request.headers.push(("content-type".into(), "application/json".into()));
    if !cookies.is_empty() {
        request.headers.push(("cookie".into(), cookies.into()));
    }
    request.body = Body::Whole(body.to_string().into_bytes());
    app.send(request)
}

fn log_in(app: &TestApp, address: &str, cookies: &str, password: &str) -> Answer {
    let body = json!({ "email": EMAIL, "password": password });
    post_from(app, address, cookies, "/api/v1/auth/login", &body)
}

/// The cookie by which a browser shows that it has logged in before.
fn browser_of(answer: &Answer) -> String {
    let set = answer.response.headers.iter().filter(|(name, _)| *name == "Set-Cookie");
    let mine = set.map(|(_, value)| value).find(|value| value.starts_with("bourse_browser=")).unwrap();
    assert!(mine.contains("HttpOnly") && mine.contains("SameSite=Strict"), "{mine}");
    mine.split(';').next().unwrap().to_owned()
}

fn events(app: &TestApp, event: &str) -> Vec<(String, String)> {
    app.app
        .with_db(|db| {
            let found = journal::table.filter(journal::event.eq(event)).order(journal::sequence);
            Ok(found.select((journal::subject, journal::details)).load(db)?)
        })
        .unwrap()
}

#[test]
fn five_wrong_passwords_from_one_place_lock_that_place_only() {
    let app = TestApp::new();
    let user = app.account(EMAIL, Role::Admin);
    for _ in 0..5 {
        log_in(&app, HALL, "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    log_in(&app, HALL, "", PASSWORD).refused(429, "too_many_requests");
    log_in(&app, ELSEWHERE, "", PASSWORD).expect(200);
    assert_eq!(events(&app, "login_failed").len(), 5);
    let locked = events(&app, "login_locked");
    assert_eq!(locked.len(), 1, "told once");
    assert_eq!(locked[0].0, format!("user:{user}"), "the account is named");
}

#[test]
fn a_browser_that_has_logged_in_before_is_not_shut_out_by_its_neighbours() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Admin);
    let browser = browser_of(&log_in(&app, HALL, "", PASSWORD));
    for _ in 0..5 {
        log_in(&app, HALL, "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    log_in(&app, HALL, "", PASSWORD).refused(429, "too_many_requests");
    log_in(&app, HALL, &browser, PASSWORD).expect(200);
    let forged = format!("{}0", &browser[..browser.len() - 1]);
    if forged != browser {
        log_in(&app, HALL, &forged, PASSWORD).refused(429, "too_many_requests");
    }
    // Its own tries are counted too.
    for _ in 0..5 {
        log_in(&app, HALL, &browser, "pas le bon mot").refused(401, "wrong_credentials");
    }
    log_in(&app, HALL, &browser, PASSWORD).refused(429, "too_many_requests");
}

#[test]
fn a_crowded_address_and_an_attacked_account_are_slowed_and_never_refuse_a_right_password() {
    let app = TestApp::new();
    let user = app.account(EMAIL, Role::Volunteer);
    let now = Instant::parse(BEGINNING).unwrap();
    let fail = |limit: limits::Limit, subject: &str| {
        for _ in 0..limit.most {
            app.app.with_db(|db| limit.count(db, subject, now)).unwrap();
        }
    };
    fail(LOGIN_ADDRESS, HALL);
    let browser = browser_of(&log_in(&app, HALL, "", PASSWORD));
    fail(LOGIN_ACCOUNT, user.as_str());
    log_in(&app, ELSEWHERE, "", PASSWORD).expect(200);
    // Whoever guesses goes one by one, and a few wait for their turn; the next is told to come back in a moment.
    let turn = app.app.passwords.slow_lane().unwrap();
    let waiting = |place: u8| app.folder.join(format!(".password-slow-waiting-{place}.lock"));
    let queue: Vec<File> = (0..4)
        .map(|place| File::create(waiting(place)).unwrap())
        .inspect(|place| place.lock().unwrap())
        .collect();
    let refused = log_in(&app, ELSEWHERE, "", PASSWORD);
    assert_eq!(refused.response.header("retry-after"), Some("2"));
    refused.refused(429, "too_many_requests");
    log_in(&app, HALL, &browser, PASSWORD).expect(200);
    drop(queue);
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| log_in(&app, ELSEWHERE, "", PASSWORD).status);
        drop(turn);
        assert_eq!(waits.join().unwrap(), 200);
    });
}

#[test]
fn of_twelve_wrong_passwords_at_once_five_are_looked_at() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..12).map(|_| scope.spawn(|| log_in(&app, HALL, "", "pas le bon mot").status)).collect();
        tries.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 7, "{statuses:?}");
}

#[test]
fn the_quarter_of_an_hour_slides() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    app.at("2025-09-15T08:14:00.000Z");
    for _ in 0..5 {
        log_in(&app, HALL, "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    app.at("2025-09-15T08:16:00.000Z");
    let waits = log_in(&app, HALL, "", PASSWORD);
    assert_eq!(waits.response.header("retry-after"), Some("780"), "13 minutes are left");
    app.at("2025-09-15T08:29:00.000Z");
    log_in(&app, HALL, "", PASSWORD).expect(200);
}

#[test]
fn an_ipv6_customer_is_one_place() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    for last in 0..5 {
        log_in(&app, &format!("2001:db8::1:{last}"), "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    log_in(&app, "2001:db8::ffff:1", "", PASSWORD).refused(429, "too_many_requests");
    log_in(&app, "2001:db8:0:1::1", "", PASSWORD).expect(200);
}

#[test]
fn a_manager_sees_who_is_locked_out_and_lets_them_in() {
    let app = TestApp::new();
    app.account(EMAIL, Role::Volunteer);
    let manager = app.token("gestion@example.org", Role::Manager);
    for _ in 0..5 {
        log_in(&app, HALL, "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    let shown = app.get("/api/v1/users?q=camille%40", &manager).expect(200);
    let (user, id) = (&shown["items"][0], shown["items"][0]["id"].as_str().unwrap());
    assert_eq!((user["email"].as_str(), user["locked"].as_bool()), (Some(EMAIL), Some(true)));
    let others = app.get("/api/v1/users?q=gestion", &manager).expect(200);
    assert_eq!(others["items"][0]["locked"], false);
    app.post(&format!("/api/v1/users/{id}/unlock"), &manager, &json!({})).expect(204);
    assert_eq!(app.get("/api/v1/users?q=camille%40", &manager).expect(200)["items"][0]["locked"], false);
    log_in(&app, HALL, "", PASSWORD).expect(200);
    assert_eq!(events(&app, "account_unlocked").len(), 1);
}

#[test]
fn failures_of_strangers_do_not_keep_somebody_logged_in_from_changing_the_password() {
    let app = TestApp::new();
    let token = app.token(EMAIL, Role::Depositor);
    for _ in 0..5 {
        log_in(&app, "127.0.0.1", "", "pas le bon mot").refused(401, "wrong_credentials");
    }
    let change = |current: &str| {
        let body = json!({ "current": current, "new": "une autre phrase 1" });
        app.post("/api/v1/auth/password/change", &token, &body)
    };
    change("pas le bon mot").refused(401, "wrong_credentials");
    assert_eq!(events(&app, "password_check_failed").len(), 1);
    change(PASSWORD).expect(204);
}

#[test]
fn links_that_are_none_are_refused_before_anything_is_hashed_and_ten_times_at_most() {
    let app = TestApp::new();
    let body = json!({ "token": "garbage", "password": "court" });
    let reset = || post_from(&app, HALL, "", "/api/v1/auth/password/reset", &body);
    for _ in 0..10 {
        // A password that would be refused shows that nobody has looked at it.
        reset().refused(410, "reset_link_invalid");
    }
    reset().refused(429, "too_many_requests");
    post_from(&app, ELSEWHERE, "", "/api/v1/auth/password/reset", &body).refused(410, "reset_link_invalid");
}

#[test]
fn forgotten_passwords_are_asked_for_ten_times_an_hour_from_one_place() {
    let app = TestApp::new();
    let ask = |address: &str, number: u32| {
        let body = json!({ "email": format!("n{number}@example.org") });
        post_from(&app, address, "", "/api/v1/auth/password/forgot", &body)
    };
    for number in 0..10 {
        ask(HALL, number).expect(202);
    }
    ask(HALL, 10).refused(429, "too_many_requests");
    for _ in 0..3 {
        ask(ELSEWHERE, 10).expect(202);
    }
    ask(ELSEWHERE, 10).refused(429, "too_many_requests");
}

#[test]
fn forged_tokens_and_routes_without_a_database_are_counted_like_everything_else() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "40")]);
    let forged: Vec<u16> = (0..60).map(|_| app.get("/api/v1/me", "a.b.c").status).collect();
    assert!(forged.starts_with(&[401; 40]) && forged.ends_with(&[429]), "{forged:?}");
    let knocks: Vec<u16> = (0..=400).map(|_| app.get("/health", "").status).collect();
    assert!(knocks.starts_with(&[200; 400]) && knocks.ends_with(&[429]));
    app.at("2025-09-15T08:01:00.000Z");
    app.get("/health", "").expect(200);
}

#[test]
fn one_person_cannot_fill_the_journal_with_refusals() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
    let token = app.token(EMAIL, Role::Depositor);
    for _ in 0..300 {
        app.get("/api/v1/users", &token).refused(403, "forbidden");
    }
    let written = events(&app, "access_refused");
    assert_eq!(written.len(), 20 + 3, "each of the first twenty, then the 40th, 80th and 160th");
    assert!(written[22].1.contains("160"), "{:?}", written[22]);
    let neighbour = app.token("autre@example.org", Role::Depositor);
    app.get("/api/v1/users", &neighbour).refused(403, "forbidden");
    assert_eq!(events(&app, "access_refused").len(), 24);
}

#[test]
fn behind_a_proxy_nothing_beyond_the_first_unreadable_hop_is_believed() {
    let app = TestApp::with(&[("TRUSTED_PROXIES", "127.0.0.1,10.0.0.2")]);
    app.account(EMAIL, Role::Depositor);
    let from = |chain: &str| {
        let mut request = Request::new(Method::Post, "/api/v1/auth/login");
        request.headers.push(("content-type".into(), "application/json".into()));
        request.headers.push(("x-forwarded-for".into(), chain.into()));
        let body = json!({ "email": EMAIL, "password": "pas le bon mot" });
        request.body = Body::Whole(body.to_string().into_bytes());
        app.send(request).expect(401);
        let networks: Vec<String> = app
            .app
            .with_db(|db| {
                let found = rate_counters::table.filter(rate_counters::bucket.like("login_pair:%"));
                Ok(found.select(rate_counters::bucket).load(db)?)
            })
            .unwrap();
        app.app.with_db(|db| Ok(diesel::delete(rate_counters::table).execute(db)?)).unwrap();
        networks[0].split_once('|').unwrap().1.to_owned()
    };
    assert_eq!(from("9.9.8.1, 7.7.7.7:443"), "7.7.7.7");
    assert_eq!(from("9.9.8.1, 7.7.7.7, 10.0.0.2"), "7.7.7.7");
    assert_eq!(from("9.9.8.1, [2001:db8::1]:443"), "2001:db8:0:0::/64");
    assert_eq!(from("9.9.8.1, unknown"), "127.0.0.1");
    assert_eq!(from("9.9.8.1, _hidden, 10.0.0.2"), "10.0.0.2");
}

#[test]
fn a_very_long_address_is_counted_like_any_other() {
    let app = TestApp::new();
    let body = json!({ "email": format!("{}@example.org", "x".repeat(200)) });
    for _ in 0..3 {
        app.post("/api/v1/auth/password/forgot", "", &body).expect(202);
    }
    app.post("/api/v1/auth/password/forgot", "", &body).refused(429, "too_many_requests");
}
