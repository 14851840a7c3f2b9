//! Production: HTTPS with a certificate made for the test, and what stays in plain HTTP.

use serde_json::Value;

use crate::support::http::Request;
use crate::support::nginx::{Server, check};
use crate::support::server;

use super::{Site, assert_from_program, assert_is_application};

#[test]
fn nginx_finds_nothing_to_say_about_the_shipped_configurations() {
    for server in [Server::Development, Server::Tls] {
        let checked = check(server);
        let said = String::from_utf8_lossy(&checked.stderr).into_owned();
        assert!(checked.status.success(), "{server:?}: {said}");
        assert!(!said.contains("[warn]"), "{server:?}: {said}");
    }
}

#[test]
fn pages_and_answers_come_over_tls_and_ask_browsers_to_stay_there() {
    let Site { nginx, .. } = &Site::on(Server::Tls);
    let page = nginx.send_secure(Request::get("/editions/0199-a/caisse"));
    assert_is_application(&page, "a page");
    let answer = nginx.send_secure(Request::get("/api/v1/absent"));
    assert_from_program(&answer, "an answer");
    for answer in [page, answer] {
        let insists: Vec<_> = answer.all("strict-transport-security").collect();
        assert_eq!(insists, ["max-age=31536000"], "{answer:?}");
    }
}

#[test]
fn plain_http_leads_to_https_and_a_post_stays_a_post() {
    let Site { nginx, .. } = &Site::on(Server::Tls);
    for (method, path) in
        [("GET", "/connexion?suite=1"), ("POST", "/api/v1/auth/login"), ("GET", "/health/ready")]
    {
        let answer = nginx.send(Request::new(method, path).header("Host", "bourse.example"));
        assert_eq!(answer.status, 308, "{path}: {answer:?}");
        assert_eq!(answer.header("location"), Some(format!("https://bourse.example{path}").as_str()));
    }
}

#[test]
fn certificate_checks_and_health_stay_in_plain_http() {
    let Site { nginx, .. } = &Site::on(Server::Tls);
    std::fs::write(nginx.proof(".well-known/acme-challenge/token"), "proof").unwrap();
    assert_eq!(nginx.get("/.well-known/acme-challenge/token").text(), "proof");
    assert_eq!(nginx.get("/.well-known/acme-challenge/absent").status, 404);
    assert_eq!(nginx.get("/health").json()["status"], "ok");
}

#[test]
fn the_doctor_refuses_what_browsers_would() {
    let Site { nginx, app } = &Site::on(Server::Tls);
    let way_in = |port: u16| -> Value {
        let url = format!("https://localhost:{port}");
        let mut doctor = server::command(app, &app.folder.join("doctor"), &[("APP_URL", &url)]);
        let output = doctor.args(["doctor", "--json"]).output().unwrap();
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = told["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["check"] == "front_door").unwrap().clone()
    };
    let self_made = way_in(nginx.tls_port);
    let message = self_made["message"].as_str().unwrap();
    assert!(self_made["level"] == "failure" && message.contains("certificat"), "{self_made}");
    let unencrypted = way_in(nginx.port);
    assert_eq!(unencrypted["level"], "failure", "{unencrypted}");
}
