//! Two programs on one database, adding at the same time: no limit is passed, no line is lost.

use std::sync::Barrier;

use bourse::app::{self, App};
use bourse::http::{Body, Method, Request};
use bourse::kernel::clock::{Clock, Instant};
use bourse::kernel::random::Random;
use serde_json::{Value, json};

use super::{Scene, plain};
use crate::support::app::BEGINNING;

/// Further programs on the database of a test.
fn programs(scene: &Scene, count: u64) -> Vec<App> {
    let clock = || Clock::set_at(Instant::parse(BEGINNING).unwrap());
    (0..count).map(|n| App::with(scene.app.app.config.clone(), clock(), Random::seeded(100 + n))).collect()
}

fn post(app: &App, path: &str, token: &str, body: &Value) -> u16 {
    let mut request = Request::new(Method::Post, path);
    request.headers.push(("authorization".into(), format!("Bearer {token}")));
    request.headers.push(("content-type".into(), "application/json".into()));
    request.body = Body::Whole(body.to_string().into_bytes());
    app::handle(app, &request).status
}

/// Sends `each` requests from each of four programs at once; gives the statuses.
fn together(scene: &Scene, path: &str, body: &Value, each: usize) -> Vec<u16> {
    let programs = programs(scene, 4);
    let barrier = Barrier::new(programs.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = programs
            .iter()
            .map(|app| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    (0..each).map(|_| post(app, path, &scene.token, body)).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_list_filled_from_four_programs_stops_at_its_limit() {
    let scene = Scene::new();
    let list = scene.new_list();
    let statuses = together(&scene, &format!("/api/v1/lists/{list}/articles"), &plain("skirt"), 4);
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 12, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 4, "{statuses:?}");
    let view = scene.list(&list);
    let lines: Vec<i64> =
        view["articles"].as_array().unwrap().iter().map(|a| a["line"].as_i64().unwrap()).collect();
    assert_eq!(lines, (1..=12).collect::<Vec<_>>());
}

#[test]
fn four_programs_asking_for_lists_get_the_two_of_the_registration() {
    let scene = Scene::new();
    let path = format!("/api/v1/editions/{}/lists", scene.edition);
    let statuses = together(&scene, &path, &json!({}), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 2, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 2, "{statuses:?}");
}

#[test]
fn a_list_validated_while_it_is_being_filled_keeps_what_was_there() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &plain("dress")).expect(201);
    let programs = programs(&scene, 2);
    let (add, validate) =
        (format!("/api/v1/lists/{list}/articles"), format!("/api/v1/lists/{list}/validate"));
    let terms = json!({ "accept_terms": true });
    let (added, validated) = std::thread::scope(|scope| {
        let adding = scope.spawn(|| {
            (0..6).map(|_| post(&programs[0], &add, &scene.token, &plain("toy"))).collect::<Vec<_>>()
        });
        let validating = scope.spawn(|| post(&programs[1], &validate, &scene.token, &terms));
        (adding.join().unwrap(), validating.join().unwrap())
    });
    assert_eq!(validated, 200);
    let kept = added.iter().filter(|status| **status == 201).count();
    assert_eq!(added.iter().filter(|status| **status == 409).count(), 6 - kept, "{added:?}");
    let view = scene.list(&list);
    assert_eq!(view["article_count"], kept + 1);
    assert!(view["articles"].as_array().unwrap().iter().all(|a| a["code"].is_string()));
}
