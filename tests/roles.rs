//! Every route and every role: allowed, forbidden, not logged in. The table is the program's own, so a new route cannot
//! be forgotten.

use bourse::db::schema::journal;
use bourse::http::{Body, Method, Request};
use bourse::kernel::actor::Role;
use bourse::routes::Access;
use diesel::prelude::*;

use crate::support::app::TestApp;

/// A path with an id that belongs to nobody in each `{...}`.
fn concrete(path: &str) -> String {
    let mut parts = path.split('{');
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        whole.push_str("018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f");
        whole.push_str(part.split_once('}').unwrap().1);
    }
    whole
}

/// Calls a route with an empty body and somebody's token; status and code of the answer.
pub fn call(app: &TestApp, method: Method, path: &str, token: &str) -> (u16, String) {
    let mut request = Request::new(method, &concrete(path));
    request.headers.push(("content-type".into(), "application/json".into()));
    request.body = Body::Whole(b"{}".to_vec());
    if !token.is_empty() {
        request.headers.push(("authorization".into(), format!("Bearer {token}")));
    }
    let answer = app.send(request);
    (answer.status, answer.code().to_owned())
}

#[test]
fn every_route_answers_every_role_as_the_table_says() {
    let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
    let mut written_one_by_one = 0;
    for route in app.app.routes() {
        if route.access == Access::Public {
            continue;
        }
        assert_eq!(call(&app, route.method, route.path, "").0, 401, "{} without a token", route.path);
    }
    for role in Role::ALL {
        let email = format!("{role}@example.org");
        let mut token = app.token(&email, *role);
        let mut refusals = 0;
        for route in app.app.routes() {
            let Access::Least(least) = route.access else { continue };
            let (status, _) = call(&app, route.method, route.path, &token);
            if *role < least {
                refusals += 1;
                assert_eq!(status, 403, "{} {} as {role}", route.method.as_str(), route.path);
            } else {
                assert!(
                    ![401, 403].contains(&status),
                    "{} {} as {role}: {status}",
                    route.method.as_str(),
                    route.path
                );
            }
            if route.path.contains("logout") {
                token = app.log_in(&email);
            }
        }
        // The first twenty of an hour, then the fortieth, the eightieth...
        let bundles = (1..8).filter(|power| refusals >= 20 << power).count();
        written_one_by_one += refusals.min(20) + i64::try_from(bundles).unwrap();
    }
    let written: i64 = app
        .app
        .with_db(|db| {
            Ok(journal::table.filter(journal::event.eq("access_refused")).count().get_result(db)?)
        })
        .unwrap();
    assert_eq!(written, written_one_by_one, "refusals are in the journal, many of one person in bundles");
    assert!(app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}

#[test]
fn an_unknown_path_is_unknown_and_a_wrong_method_names_the_right_ones() {
    let app = TestApp::new();
    app.get("/api/v1/nothing", "").refused(404, "not_found");
    let answer = app.json(Method::Delete, "/api/v1/auth/login", "", &serde_json::json!({}));
    assert_eq!(answer.response.header("allow"), Some("POST"));
    answer.refused(405, "method_not_allowed");
}
