//! The OpenAPI document: what the web application's client is generated from, and what the specification promises.

use serde_json::Value;

use crate::support::app::TestApp;

fn served() -> Value {
    TestApp::new().get("/openapi.json", "").expect(200)
}

#[test]
fn the_client_is_generated_from_what_the_server_says_now() {
    let kept =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/frontend/openapi.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert!(
        kept == served(),
        "run: cargo run -- openapi > frontend/openapi.json, then npm run api in frontend/"
    );
}

#[test]
fn every_operation_says_what_it_answers_and_has_a_name_of_its_own() {
    let document = served();
    let mut names = std::collections::BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(names.insert(operation["operationId"].to_string()), "{method} {path}: name used twice");
            let answers = operation["responses"].as_object().unwrap();
            assert!(
                answers.keys().any(|status| status.starts_with('2')),
                "{method} {path}: no success described"
            );
        }
    }
    assert!(names.len() > 80, "{}", names.len());
}

/// Two types of one name would be numbered, in the order in which they are met: a client would get the other one some day.
#[test]
fn every_type_has_a_name_of_its_own() {
    let document = served();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let numbered: Vec<&String> = schemas
        .keys()
        .filter(|name| name.ends_with(|last: char| last.is_ascii_digit()))
        .filter(|name| schemas.contains_key(name.trim_end_matches(|last: char| last.is_ascii_digit())))
        .collect();
    assert!(numbered.is_empty(), "{numbered:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = served();
    let text = document.to_string();
    for part in text.split("\"#/").skip(1) {
        let place = part.split('"').next().unwrap();
        assert!(document.pointer(&format!("/{place}")).is_some_and(Value::is_object), "{place}");
    }
}

#[test]
fn the_page_shows_every_path_without_a_script() {
    let app = TestApp::new();
    let answer = app.get("/docs", "");
    let page = String::from_utf8(answer.response.body.clone()).unwrap();
    for path in served()["paths"].as_object().unwrap().keys() {
        assert!(page.contains(path.as_str()), "{path}");
    }
    assert!(!page.contains("<script"), "the page needs no script");
    let policy = answer.response.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src") && !policy.contains("script-src 'unsafe"), "{policy}");
}

#[test]
fn documents_are_described_by_what_they_are() {
    let document = served();
    for (path, method, kind) in [
        ("/docs", "get", "text/html"),
        ("/api/docs", "get", "text/html"),
        ("/api/v1/lists/{id}/sheet.pdf", "get", "application/pdf"),
        ("/api/v1/articles/{id}/label.pdf", "post", "application/pdf"),
        ("/api/metrics", "get", "text/plain"),
    ] {
        let content = &document["paths"][path][method]["responses"]["200"]["content"];
        assert!(content[kind].is_object(), "{path}: {content}");
    }
}
