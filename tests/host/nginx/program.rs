//! What of a request reaches the program through nginx, and what of its answer reaches the client.

use std::io::Read as _;

use bourse::config::Limits;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp};
use crate::support::http::{Connection, Request, Response};
use crate::support::nginx::{Nginx, Server};
use crate::support::sale_seed::{Sale, code, price};

use super::{Site, assert_from_program};

/// The program's own limit, which nginx has to know.
fn largest_body(app: &TestApp) -> usize {
    let Limits { upload_bytes, .. } = app.app.config.limits;
    usize::try_from(upload_bytes).unwrap()
}

#[test]
fn health_and_description_answer_at_the_root_and_under_api() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in ["/health", "/api/health", "/health/ready", "/api/health/ready"] {
        let answer = nginx.get(path);
        assert_eq!(
            (answer.status, answer.json()["status"].clone()),
            (200, json!("ok")),
            "{path}: {answer:?}"
        );
    }
    for path in ["/openapi.json", "/api/openapi.json"] {
        assert!(nginx.get(path).json()["paths"].is_object(), "{path}");
    }
    let docs = nginx.get("/docs");
    assert_eq!(docs.status, 200, "{docs:?}");
    assert!(docs.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{docs:?}");
}

#[test]
fn a_volunteer_logs_in_and_scans_an_article_of_the_sale() {
    let sale = Sale::with_articles(3);
    let nginx = Nginx::start(Server::Development, &sale.app);
    let token = log_in(&nginx, "benevole@example.org");
    let path = sale.path(&format!("articles/by-code/{}", code(1)));
    let scanned = nginx.send(Request::get(&path).header("Authorization", &format!("Bearer {token}")));
    assert_eq!(scanned.status, 200, "{scanned:?}");
    assert_eq!(scanned.json()["price_cents"], price(1), "{scanned:?}");
    assert_eq!(nginx.get(&path).json()["code"], "unauthenticated");
}

fn log_in(nginx: &Nginx, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD }).to_string();
    let answer = nginx.send(
        Request::new("POST", "/api/v1/auth/login").header("Content-Type", "application/json").body(body),
    );
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn every_method_reaches_the_program() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let answer = nginx.send(Request::new(method, "/api/v1/absent").body(Vec::new()));
        assert_from_program(&answer, method);
        assert_eq!(answer.json()["code"], "not_found", "{method}");
    }
    let head = nginx.send(Request::new("HEAD", "/api/health"));
    assert_eq!((head.status, head.body.len()), (200, 0), "{head:?}");
}

#[test]
fn unusual_paths_reach_the_program_as_they_were_sent() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in [
        "/api",
        "/api/",
        "/api/v1/editions/%C3%A9t%C3%A9",
        "/api/v1//editions",
        "/api/v1/editions/a%20b?q=%26%3D",
        "/api/v1/editions/a%2Fb",
        "/api/v1/.env",
        "/health/absent.php",
    ] {
        assert_from_program(&nginx.get(path), path);
    }
}

#[test]
fn a_long_answer_arrives_whole_with_and_without_compression() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let plain = nginx.get("/openapi.json");
    assert!(plain.body.len() > 100_000, "long enough to fill the buffers: {}", plain.body.len());
    let packed = nginx.send(Request::get("/openapi.json").header("Accept-Encoding", "gzip"));
    assert_eq!(packed.header("content-encoding"), Some("gzip"), "{packed:?}");
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, plain.body);
}

#[test]
fn an_answer_the_client_has_is_not_sent_again_though_nginx_compressed_it() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let ask = || Request::get("/api/v1/catalogue").header("Accept-Encoding", "gzip");
    let first = nginx.send(ask());
    assert_eq!((first.status, first.header("content-encoding")), (200, Some("gzip")), "{first:?}");
    let tag = first.header("etag").expect("the catalogue has an ETag");
    let second = nginx.send(ask().header("If-None-Match", tag));
    assert_eq!((second.status, second.body.len()), (304, 0), "{second:?}");
}

#[test]
fn a_body_up_to_the_limit_reaches_the_program_and_one_byte_more_is_refused_in_its_words() {
    let Site { nginx, app } = &Site::on(Server::Development);
    let limit = largest_body(app);
    let send = |size: usize, chunked: bool| {
        let (request, body) = (Request::new("POST", "/api/v1/absent"), vec![b'x'; size]);
        nginx.send(if chunked { request.chunked(body) } else { request.body(body) })
    };
    for chunked in [false, true] {
        let whole = send(limit, chunked);
        assert_from_program(&whole, "as much as is allowed");
        assert_eq!(whole.json()["code"], "not_found");

        let refused = send(limit + 1, chunked);
        assert_eq!(refused.status, 413, "{refused:?}");
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert_eq!(refused.header("x-content-type-options"), Some("nosniff"));
        let words = bourse::error::too_large(limit as u64);
        let expected = json!({
            "code": words.code, "detail": words.detail, "title": words.title(), "status": 413,
            "type": "about:blank", "errors": [],
        });
        assert_eq!(without_request_id(&refused), expected);
    }
}

/// A problem without what differs each time, which must be there nevertheless.
fn without_request_id(answer: &Response) -> Value {
    let mut problem = answer.json();
    let id = problem.as_object_mut().unwrap().remove("request_id");
    assert!(id.is_some_and(|id| !id.as_str().unwrap_or_default().is_empty()), "{answer:?}");
    problem
}

#[test]
fn twenty_browsers_that_keep_their_connections_are_all_answered() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let browse = || {
        let mut connection = Connection::open(nginx.port).unwrap();
        for turn in 0..25 {
            let path = ["/api/health", "/connexion", "/api/v1/catalogue", "/assets/app-4f2a.js"][turn % 4];
            let answer = connection.send(Request::get(path)).unwrap();
            assert_eq!(answer.status, 200, "{path} at turn {turn}: {answer:?}");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(browse);
        }
    });
}

#[test]
fn while_the_program_is_stopped_pages_are_there_and_the_api_says_what_is_wrong() {
    let Site { mut nginx, app: _app } = Site::on(Server::Development);
    nginx.stop_program();
    assert_eq!(nginx.get("/connexion").status, 200);
    let answer = nginx.get("/api/v1/catalogue");
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(without_request_id(&answer)["code"], "unavailable");
    assert_eq!(answer.header("cache-control"), None);
}
