//! The program behind a real nginx with the shipped configuration (`docker/nginx/`), in development and with TLS.

mod certificate;
mod pages;
mod program;
mod tls;

use crate::support::app::TestApp;
use crate::support::http::Response;
use crate::support::nginx::{Nginx, Server};

/// A server and the database its program works on.
struct Site {
    // Declared first, so that it is stopped before its database goes.
    nginx: Nginx,
    app: TestApp,
}

impl Site {
    fn on(server: Server) -> Self {
        let app = TestApp::new();
        Self { nginx: Nginx::start(server, &app), app }
    }
}

/// Fails unless the program itself answered, not nginx with a page of its own.
fn assert_from_program(answer: &Response, what: &str) {
    let kind = answer.header("content-type").unwrap_or_default();
    let json = kind.starts_with("application/json") || kind.starts_with("application/problem+json");
    assert!(json && answer.header("x-request-id").is_some(), "{what}: {answer:?}");
}

/// Fails unless the visitor got the application's page.
fn assert_is_application(answer: &Response, what: &str) {
    assert_eq!(answer.status, 200, "{what}: {answer:?}");
    assert!(answer.text().contains("<title>Bourse</title>"), "{what}: {answer:?}");
}
