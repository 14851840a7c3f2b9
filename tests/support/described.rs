//! Holds answers against the OpenAPI document: its statuses, its codes, and the schema of what a success says.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use bourse::http::{Request, Response};
use bourse::routes::{Found, Route, Router};
use jsonschema::Validator;
use serde_json::{Value, json};

use super::seen;

/// Fails the test when an answer is not one that the document describes.
pub fn check(request: &Request, response: &Response, body: &Value) {
    let Found::Route(route, _) = ROUTER.find(request) else { return };
    let place = format!("{} {} answered {}: {body}", route.method.as_str(), route.path, response.status);
    assert_ne!(response.status, 500, "{place}");
    let operation = &DOCUMENT["paths"][route.path][route.method.as_str().to_ascii_lowercase()];
    let described = &operation["responses"][response.status.to_string()];
    assert!(described.is_object(), "not described: {place}");
    if response.status >= 400 {
        check_refusal(route, response.status, body, &place);
    } else {
        check_body(&described["content"]["application/json"]["schema"], response, body, &place);
    }
}

fn check_refusal(route: &Route, status: u16, body: &Value, place: &str) {
    if let Some(code) = body["code"].as_str() {
        let mut known = route.common_refusals();
        known.extend(&route.refusals);
        assert!(known.contains(&(status, code)), "code not described: {place}");
        seen::note(seen::REFUSAL, &seen::refusal(route, status, code));
    }
    let problem = &DOCUMENT["components"]["responses"]["Problem"]["content"]["application/problem+json"];
    check_schema(&problem["schema"], body, place);
}

fn check_body(schema: &Value, response: &Response, body: &Value, place: &str) {
    let is_json = response.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    assert_eq!(is_json, !schema.is_null(), "JSON or a document: {place}");
    if is_json && !response.body.is_empty() {
        check_schema(schema, body, place);
    }
}

fn check_schema(schema: &Value, body: &Value, place: &str) {
    let faults: Vec<String> = validator(schema)
        .iter_errors(body)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .take(5)
        .collect();
    assert!(faults.is_empty(), "not as the schema says: {}; {place}", faults.join("; "));
}

/// Made once for each schema of a test process: making one takes longer than asking it.
fn validator(schema: &Value) -> Arc<Validator> {
    static MADE: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    let new = || {
        let mut needed = serde_json::Map::new();
        add_what_is_named(schema, &mut needed);
        let whole = json!({ "allOf": [schema], "components": { "schemas": needed } });
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
    };
    Arc::clone(made.entry(schema.to_string()).or_insert_with(new))
}

/// Adds the schemas that a schema names, and those that these name: the whole document would be read through for each.
fn add_what_is_named(schema: &Value, needed: &mut serde_json::Map<String, Value>) {
    match schema {
        Value::Object(fields) => {
            let named = fields.get("$ref").and_then(Value::as_str);
            if let Some(name) = named.and_then(|path| path.strip_prefix("#/components/schemas/"))
                && !needed.contains_key(name)
            {
                let found = &DOCUMENT["components"]["schemas"][name];
                needed.insert(name.to_owned(), found.clone());
                add_what_is_named(found, needed);
            }
            fields.values().for_each(|part| add_what_is_named(part, needed));
        }
        Value::Array(parts) => parts.iter().for_each(|part| add_what_is_named(part, needed)),
        _ => {}
    }
}

static ROUTER: LazyLock<Router> = LazyLock::new(Router::new);

/// The document as it is kept: writing it takes longer than most tests. `openapi.rs` compares it with what the server says.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../frontend/openapi.json")).expect("the document")
});
