//! The API, called from inside: the same requests that a browser sends, without a socket.

use serde_json::{Value, json};

use crate::app::{self, App};
use crate::error::{Problem, Result, internal};
use crate::http::{Body, Method, Request};
use crate::kernel::clock::Instant;

/// Somebody who is logged in.
pub(super) struct Client<'a> {
    app: &'a App,
    token: String,
}

impl<'a> Client<'a> {
    /// Logs in.
    pub(super) fn log_in(app: &'a App, email: &str, password: &str) -> Result<Self> {
        let nobody = Self { app, token: String::new() };
        let answer = nobody.post("/auth/login", &json!({ "email": email, "password": password }))?;
        Ok(Self { app, token: text(&answer, "access_token")? })
    }

    /// `POST` of JSON.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.send(Method::Post, path, Some("application/json"), body.to_string().into_bytes())
    }

    /// `PUT` of JSON.
    pub(super) fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.send(Method::Put, path, Some("application/json"), body.to_string().into_bytes())
    }

    /// `PATCH` of JSON.
    pub(super) fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.send(Method::Patch, path, Some("application/json"), body.to_string().into_bytes())
    }

    /// `GET`.
    pub(super) fn get(&self, path: &str) -> Result<Value> {
        self.send(Method::Get, path, None, Vec::new())
    }

    /// `POST` of a file.
    pub(super) fn upload(&self, path: &str, bytes: &[u8]) -> Result<Value> {
        self.send(Method::Post, path, None, bytes.to_vec())
    }

    fn send(&self, method: Method, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Result<Value> {
        let mut request = Request::new(method, &format!("/api/v1{path}"));
        if !self.token.is_empty() {
            request.headers.push(("authorization".to_owned(), format!("Bearer {}", self.token)));
        }
        if let Some(kind) = content_type {
            request.headers.push(("content-type".to_owned(), kind.to_owned()));
        }
        request.body = Body::Whole(body);
        let response = app::handle(self.app, &request);
        let answer = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        if response.status < 400 { Ok(answer) } else { Err(refused(method, path, response.status, &answer)) }
    }
}

fn refused(method: Method, path: &str, status: u16, answer: &Value) -> Problem {
    internal(format!("{} {path} answered {status}: {answer}", method.as_str()))
}

/// A text member of an answer.
pub(super) fn text(answer: &Value, name: &str) -> Result<String> {
    answer[name].as_str().map(str::to_owned).ok_or_else(|| internal(format!("no {name} in {answer}")))
}

/// Moves the clock of the story.
pub(super) fn at(app: &App, now: Instant) {
    app.clock.move_to(now);
}
