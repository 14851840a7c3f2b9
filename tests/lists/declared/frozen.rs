//! What is frozen stays as it is, and what is not yours does not exist.

use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::http::Method;
use bourse::kernel::actor::Role;
use serde_json::json;

use super::{Scene, article, plain};
use crate::support::app::Answer;
use crate::support::seed::Seed;

/// Every way of changing a list and one of its articles.
fn attempts(scene: &Scene, token: &str, list: &str, line: &str) -> Vec<Answer> {
    let app = &scene.app;
    let (list, line) = (format!("/api/v1/lists/{list}"), format!("/api/v1/articles/{line}"));
    vec![
        app.post(&format!("{list}/articles"), token, &plain("toy")),
        app.json(Method::Delete, &list, token, &json!({})),
        app.post(&format!("{list}/validate"), token, &json!({ "accept_terms": true })),
        app.json(Method::Patch, &line, token, &json!({ "price_cents": 900 })),
        app.json(Method::Delete, &line, token, &json!({})),
        app.post(&format!("{line}/duplicate"), token, &json!({})),
    ]
}

fn with_one_article(scene: &Scene) -> (String, String) {
    let list = scene.new_list();
    let saved = scene.add(&list, &plain("dress")).expect(201);
    (list, saved["article"]["id"].as_str().unwrap().to_owned())
}

#[test]
fn validating_gives_codes_confirms_by_mail_and_freezes() {
    let scene = Scene::new();
    let (list, line) = with_one_article(&scene);
    scene.add(&list, &article("toy", &json!({ "description": "Toupie" }))).expect(201);
    let path = format!("/api/v1/lists/{list}/sheet.pdf");
    scene.app.get(&path, &scene.token).refused(409, "list_not_validated");
    let terms = json!({ "accept_terms": false });
    let problem = scene.app.post(&format!("/api/v1/lists/{list}/validate"), &scene.token, &terms);
    assert_eq!(problem.refused(422, "invalid")["errors"][0]["field"], "accept_terms");

    let view = scene.validate(&list).expect(200);
    assert_eq!((&view["state"], &view["frozen"]), (&json!("validated"), &json!("list_validated")));
    let codes: Vec<_> = view["articles"].as_array().unwrap().iter().map(|a| a["code"].clone()).collect();
    assert_eq!(codes, ["A2025-L244-A01", "A2025-L244-A02"]);
    assert!(view["articles"].as_array().unwrap().iter().all(|a| a["status"] == "declared"));
    for answer in attempts(&scene, &scene.token, &list, &line) {
        answer.refused(409, "list_validated");
    }
    let mail = scene.app.mails().pop().unwrap();
    assert_eq!((mail.kind.as_str(), mail.recipient.as_str()), ("list_validated", "nhung@example.org"));
    assert!(mail.text.contains("2 articles") && mail.text.contains("244"), "{}", mail.text);
    let sheet = scene.app.get(&path, &scene.token);
    assert_eq!(sheet.status, 200);
    assert!(sheet.response.body.starts_with(b"%PDF-"));
}

#[test]
fn an_empty_list_is_not_validated_and_a_full_one_is_not_deleted() {
    let scene = Scene::new();
    let empty = scene.new_list();
    scene.validate(&empty).refused(422, "list_empty");
    let (list, _) = with_one_article(&scene);
    let path = format!("/api/v1/lists/{list}");
    scene.app.json(Method::Delete, &path, &scene.token, &json!({})).refused(409, "list_not_empty");
}

#[test]
fn nothing_changes_after_the_declaration_deadline() {
    let scene = Scene::new();
    let (list, line) = with_one_article(&scene);
    scene.app.at("2025-10-15T21:59:59.000Z");
    let token = scene.app.log_in("nhung@example.org");
    scene
        .app
        .json(Method::Patch, &format!("/api/v1/articles/{line}"), &token, &json!({ "price_cents": 600 }))
        .expect(200);
    scene.app.at("2025-10-15T21:59:59.001Z");
    for answer in attempts(&scene, &token, &list, &line) {
        answer.refused(409, "declaration_closed");
    }
    let path = format!("/api/v1/editions/{}/lists", scene.edition);
    scene.app.post(&path, &token, &json!({})).refused(409, "declaration_closed");
}

#[test]
fn a_closed_edition_is_read_only() {
    let scene = Scene::new();
    let (list, line) = with_one_article(&scene);
    Seed(&scene.app).set_status(scene.edition, EditionStatus::Closed);
    for answer in attempts(&scene, &scene.token, &list, &line) {
        answer.refused(409, "edition_closed");
    }
    scene.try_list().refused(409, "edition_closed");
    let manager = scene.app.token("m@example.org", Role::Manager);
    let path = format!("/api/v1/lists/{list}/reopen");
    scene.app.post(&path, &manager, &json!({ "reason": "erreur" })).refused(409, "edition_closed");
    scene.app.get(&format!("/api/v1/lists/{list}"), &scene.token).expect(200);
}

#[test]
fn a_manager_reopens_a_validated_list_even_after_the_deadline() {
    let scene = Scene::new();
    let (list, line) = with_one_article(&scene);
    let manager = scene.app.token("m@example.org", Role::Manager);
    let path = format!("/api/v1/lists/{list}/reopen");
    let reason = json!({ "reason": "mauvais prix" });
    scene.app.post(&path, &manager, &reason).refused(409, "list_not_validated");
    scene.validate(&list).expect(200);
    scene.app.post(&path, &scene.token, &reason).refused(403, "forbidden");
    scene.app.post(&path, &manager, &json!({ "reason": " " })).refused(422, "invalid");
    scene.app.at("2025-10-20T08:00:00.000Z");
    let (manager, token) = (scene.app.log_in("m@example.org"), scene.app.log_in("nhung@example.org"));
    let view = scene.app.post(&path, &manager, &reason).expect(200);
    assert_eq!((&view["state"], &view["frozen"]), (&json!("draft"), &json!(null)));
    assert_eq!(view["articles"][0]["code"], json!(null));
    let article = format!("/api/v1/articles/{line}");
    scene.app.json(Method::Patch, &article, &token, &json!({ "price_cents": 900 })).expect(200);
    let body = json!({ "accept_terms": true });
    let view = scene.app.post(&format!("/api/v1/lists/{list}/validate"), &token, &body).expect(200);
    assert_eq!(view["articles"][0]["code"], "A2025-L244-A01");
    Seed(&scene.app).set_status(scene.edition, EditionStatus::Sale);
    scene.app.post(&path, &manager, &reason).refused(409, "reopening_too_late");
}

#[test]
fn other_peoples_lists_do_not_exist() {
    let scene = Scene::new();
    let (list, line) = with_one_article(&scene);
    let seed = Seed(&scene.app);
    let other = seed.depositor("autre@example.org", "Małgorzata", "Łukasik");
    let slot = seed.slot(scene.edition, 16);
    seed.register(scene.edition, slot, other, ListType::Standard, &[300, 301]);
    let token = scene.app.log_in("autre@example.org");
    scene.app.get(&format!("/api/v1/lists/{list}"), &token).refused(404, "not_found");
    scene.app.get(&format!("/api/v1/lists/{list}/sheet.pdf"), &token).refused(404, "not_found");
    for answer in attempts(&scene, &token, &list, &line) {
        answer.refused(404, "not_found");
    }
    let path = format!("/api/v1/editions/{}/lists", scene.edition);
    assert_eq!(scene.app.get(&path, &token).expect(200)["total"], 0);
    // Not even a manager writes in a depositor's list, and nobody declares without being registered.
    let manager = scene.app.token("m@example.org", Role::Manager);
    scene.app.get(&format!("/api/v1/lists/{list}"), &manager).expect(200);
    for answer in attempts(&scene, &manager, &list, &line) {
        answer.refused(404, "not_found");
    }
    scene.app.post(&path, &manager, &json!({})).refused(404, "not_found");
}
