//! The OpenAPI 3.1 document, written from the types that handlers take and give.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

/// What is known of one operation while its types describe themselves.
pub struct OperationDoc<'a> {
    generator: &'a mut SchemaGenerator,
    parameters: Vec<Value>,
    body: Option<Value>,
    responses: BTreeMap<u16, Value>,
}

impl OperationDoc<'_> {
    /// The query's fields become parameters.
    pub fn query<T: JsonSchema>(&mut self) {
        let schema = self.generator.root_schema_for::<T>().to_value();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let empty = Map::new();
        for (name, property) in schema["properties"].as_object().unwrap_or(&empty) {
            self.parameters.push(json!({
                "name": name, "in": "query", "required": required.contains(&name.as_str()), "schema": property,
            }));
        }
    }

    /// The body is JSON of this type.
    pub fn json_body<T: JsonSchema>(&mut self) {
        let schema = self.generator.subschema_for::<T>();
        self.body =
            Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
    }

    /// The body is a file.
    pub fn raw_body(&mut self) {
        self.body = Some(json!({ "required": true, "content": { "application/octet-stream": {} } }));
    }

    /// One possible answer: JSON of this type.
    pub fn answers<T: JsonSchema>(&mut self, status: u16) {
        let schema = self.generator.subschema_for::<T>();
        self.respond(status, json!({ "application/json": { "schema": schema } }));
    }

    /// One possible answer: a file of this type.
    pub fn answers_document(&mut self, status: u16, content_type: &str) {
        self.respond(status, json!({ content_type: {} }));
    }

    /// One possible answer: no body.
    pub fn answers_nothing(&mut self, status: u16) {
        self.responses.insert(status, json!({ "description": meaning(status) }));
    }

    fn respond(&mut self, status: u16, content: Value) {
        self.responses.insert(status, json!({ "description": meaning(status), "content": content }));
    }
}

/// The answer that all refusals share; OpenAPI 3.1 lets a reference have a description of its own.
const PROBLEM: &str = "#/components/responses/Problem";

/// What the document says of one route, beside its types.
pub struct Operation<'a> {
    /// `get`, `post`...
    pub method: &'a str,
    /// Path with its `{...}` parts.
    pub path: &'a str,
    /// Feature it belongs to.
    pub tag: &'a str,
    /// Unique name: `lists_validate`.
    pub id: String,
    /// Least role, `None` when nobody needs to log in.
    pub role: Option<&'a str>,
    /// Log-ins of which scopes it lets in.
    pub scopes: Vec<&'a str>,
    /// Statuses and codes of its refusals.
    pub refusals: Vec<(u16, &'a str)>,
    /// Lets the handler's types describe themselves.
    pub describe: &'a dyn Fn(&mut OperationDoc<'_>),
}

/// Builds the document.
pub struct Document {
    generator: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Default for Document {
    fn default() -> Self {
        let settings =
            SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
        Self { generator: settings.into_generator(), paths: Map::new() }
    }
}

impl Document {
    /// Adds one route.
    pub fn add(&mut self, operation: &Operation<'_>) {
        let mut doc = OperationDoc {
            generator: &mut self.generator,
            parameters: path_parameters(operation.path),
            body: None,
            responses: BTreeMap::new(),
        };
        (operation.describe)(&mut doc);
        let OperationDoc { parameters, body, mut responses, .. } = doc;
        let mut codes: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for (status, code) in &operation.refusals {
            codes.entry(*status).or_default().push(code);
        }
        for (status, codes) in codes {
            let description = format!("{} ({})", meaning(status), codes.join(", "));
            responses.insert(status, json!({ "$ref": PROBLEM, "description": description }));
        }
        let responses: Map<String, Value> =
            responses.into_iter().map(|(status, value)| (status.to_string(), value)).collect();
        let mut entry = json!({
            "operationId": operation.id,
            "tags": [operation.tag],
            "parameters": parameters,
            "responses": responses,
        });
        if let Some(body) = body {
            entry["requestBody"] = body;
        }
        if let Some(role) = operation.role {
            entry["security"] = json!([{ "bearer": [] }]);
            entry["x-role"] = json!(role);
            entry["x-scopes"] = json!(operation.scopes);
        }
        let path = self.paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = entry;
    }

    /// The finished document.
    pub fn finish(mut self, version: &str) -> Value {
        let problem = self.generator.subschema_for::<ProblemBody>();
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Bourse", "version": version, "description": "API de la bourse aux vêtements et aux jouets." },
            "paths": self.paths,
            "components": {
                "responses": {
                    "Problem": {
                        "description": "A refusal. Where a route refers to it, the description names the codes.",
                        "content": { "application/problem+json": { "schema": problem } },
                    },
                },
                "schemas": self.generator.take_definitions(true),
                "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
            },
        })
    }
}

/// Body of every refusal.
#[derive(JsonSchema)]
#[schemars(rename = "Problem")]
#[allow(dead_code)]
struct ProblemBody {
    #[schemars(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    /// French sentence, for the person.
    detail: String,
    /// Stable code, for programs.
    code: String,
    errors: Vec<crate::error::FieldError>,
    request_id: String,
}

fn path_parameters(path: &str) -> Vec<Value> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next())
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect()
}

fn meaning(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Taken in",
        204 => "Done",
        304 => "Unchanged",
        400 => "Malformed",
        401 => "Not logged in",
        403 => "Not allowed",
        404 => "Unknown or not yours",
        409 => "Not in the present state",
        410 => "No longer valid",
        413 => "Too large",
        415 => "Wrong media type",
        422 => "Against a rule",
        429 => "Too often",
        503 => "Database unavailable",
        _ => "Fault",
    }
}
