//! The notice of maintenance, and the paper of the installation.

use std::process::Output;

use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support::app::{PASSWORD, TestApp};
use crate::support::server;

fn run(app: &TestApp, arguments: &[&str]) -> Output {
    let folder = app.app.config.folders.storage.clone();
    let key = "a-key-for-the-seals-of-this-test-01";
    server::command(app, &folder, &[("ASSOCIATION_NAME", "ALPE de la mairie"), ("JOURNAL_KEY", key)])
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn everybody_but_admins_is_told_to_come_back_and_admins_can_still_log_in() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let manager = app.token("gestion@example.org", Role::Manager);
    let up = run(&app, &["maintenance", "on", "Retour dimanche à midi."]);
    assert!(up.status.success(), "{}", said(&up));
    for token in [manager.as_str(), ""] {
        let told = app.get("/api/v1/catalogue", token).refused(503, "maintenance");
        assert_eq!(told["detail"], "Retour dimanche à midi.");
    }
    app.post("/api/v1/editions", &manager, &json!({})).refused(503, "maintenance");
    app.get("/api/v1/me", &admin).expect(200);
    for open in ["/health", "/api/v1/site"] {
        app.get(open, "").expect(200);
    }
    let again = app.log_in("admin@example.org");
    app.get("/api/v1/users", &again).expect(200);
    let state = run(&app, &["maintenance", "status"]);
    assert!(state.status.code() == Some(1) && said(&state).contains("dimanche"), "{}", said(&state));
    assert!(run(&app, &["maintenance", "off"]).status.success());
    app.get("/api/v1/me", &manager).expect(200);
    assert!(run(&app, &["maintenance", "status"]).status.success());
    assert!(said(&run(&app, &["maintenance", "off"])).contains("était ouverte"));
}

#[test]
fn an_empty_file_laid_by_hand_is_a_notice_with_the_usual_words() {
    let app = TestApp::new();
    let file = app.app.config.folders.storage.join("maintenance");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "").unwrap();
    let told = app.get("/api/v1/catalogue", "").refused(503, "maintenance");
    assert!(told["detail"].as_str().unwrap().contains("les caisses continuent"), "{told}");
    std::fs::remove_file(file).unwrap();
    app.get("/api/v1/catalogue", "").expect(200);
}

#[test]
fn the_paper_is_printed_once_with_the_keys_and_without_a_password() {
    let app = TestApp::new();
    app.account("admin@example.org", Role::Admin);
    let first = run(&app, &["admin", "paper"]);
    let text = said(&first);
    assert!(first.status.success(), "{text}");
    for expected in [
        "ALPE de la mairie",
        "a-key-for-the-seals-of-this-test-01",
        "OFFLINE_HMAC_SECRET",
        "test-offline-secret-0123456789abcdef",
        "bourse restore",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(!text.contains("0123456789abcdef0123456789abcdef"), "log-ins need no paper: {text}");
    assert!(!text.contains(PASSWORD));
    let second = run(&app, &["admin", "paper"]);
    assert!(second.status.code() == Some(2) && said(&second).contains("--again"), "{}", said(&second));
    assert!(!said(&second).contains("test-offline-secret"));
    assert!(run(&app, &["admin", "paper", "--again"]).status.success());
}
