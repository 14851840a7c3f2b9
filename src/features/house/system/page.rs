//! The OpenAPI document as a page for people.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

#[derive(Template)]
#[template(path = "docs.html")]
struct Page<'a> {
    version: &'a str,
    groups: Vec<Group<'a>>,
    schemas: Vec<(&'a str, String)>,
}

struct Group<'a> {
    tag: &'a str,
    operations: Vec<Operation<'a>>,
}

struct Operation<'a> {
    method: String,
    path: &'a str,
    role: &'a str,
    parameters: Vec<&'a str>,
    body: String,
    answers: Vec<(&'a str, &'a str, String)>,
}

/// Renders the page; it needs no script, so the strictest content policy lets it through.
pub fn render(document: &Value) -> String {
    let mut groups: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            groups.entry(operation["tags"][0].as_str().unwrap_or_default()).or_default().push(Operation {
                method: method.to_ascii_uppercase(),
                path,
                role: operation["x-role"].as_str().unwrap_or("public"),
                parameters: names(&operation["parameters"]),
                body: content(&operation["requestBody"]),
                answers: members(&operation["responses"])
                    .map(|(status, answer)| {
                        (status, answer["description"].as_str().unwrap_or_default(), content(answer))
                    })
                    .collect(),
            });
        }
    }
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let page = Page {
        version: document["info"]["version"].as_str().unwrap_or_default(),
        groups: groups.into_iter().map(|(tag, operations)| Group { tag, operations }).collect(),
        schemas: members(&document["components"]["schemas"])
            .map(|(name, schema)| (name, pretty(schema)))
            .collect(),
    };
    page.render().unwrap_or_default()
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn names(parameters: &Value) -> Vec<&str> {
    parameters.as_array().into_iter().flatten().filter_map(|parameter| parameter["name"].as_str()).collect()
}

/// The type of a body, by the last part of its reference.
fn content(holder: &Value) -> String {
    members(&holder["content"])
        .map(|(kind, content)| match content["schema"]["$ref"].as_str() {
            Some(reference) => reference.rsplit('/').next().unwrap_or_default().to_owned(),
            None => kind.to_owned(),
        })
        .collect()
}
