//! An answer, ready to be sent through any door.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::Problem;

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Names as they are sent, and values.
    pub headers: Vec<(&'static str, String)>,
    /// What follows.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// An answer of a given type.
    pub fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("Content-Type", content_type.to_owned())], body }
    }

    /// A JSON answer. Our own types always serialise; should one not, the fault shows as a 500.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::bytes(status, "application/json", body),
            Err(error) => Self::problem(&crate::error::internal(error), ""),
        }
    }

    /// The answer to a problem, after RFC 9457.
    pub fn problem(problem: &Problem, request_id: &str) -> Self {
        let mut body = Map::new();
        body.insert("type".to_owned(), json!("about:blank"));
        body.insert("title".to_owned(), json!(problem.title()));
        body.insert("status".to_owned(), json!(problem.status));
        body.insert("detail".to_owned(), json!(problem.detail));
        body.insert("code".to_owned(), json!(problem.code));
        body.insert("errors".to_owned(), json!(problem.errors));
        body.insert("request_id".to_owned(), json!(request_id));
        body.extend(problem.facts.iter().map(|(name, value)| (name.clone(), value.clone())));
        let bytes = Value::Object(body).to_string().into_bytes();
        let mut response = Self::bytes(problem.status, "application/problem+json", bytes);
        if let Some(seconds) = problem.retry_after {
            response.headers.push(("Retry-After", seconds.to_string()));
        }
        if let Some(allow) = problem.facts.get("allow").and_then(Value::as_str) {
            response.headers.push(("Allow", allow.to_owned()));
        }
        response
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The head as CGI and FastCGI want it: `Status` first, for `Location` without it would be an internal redirect.
    ///
    /// Header values never contain line breaks: they would let an answer be split in two.
    pub fn cgi_head(&self) -> Vec<u8> {
        use std::fmt::Write as _;
        let mut head = format!("Status: {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            let clean: String = value.chars().filter(|c| !c.is_control()).collect();
            let _ = write!(head, "{name}: {clean}\r\n");
        }
        head.push_str("\r\n");
        head.into_bytes()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
