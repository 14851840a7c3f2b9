//! What goes with a message: the copy of a list, as it is when the mail leaves, whichever process sends it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bourse::app::App;
use bourse::features::base::mail::Sent;
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Clock;
use bourse::kernel::clock::Instant;
use bourse::kernel::random::Random;
use lopdf::Document;
use serde_json::json;

use crate::support::app::{BEGINNING, TestApp};
use crate::support::seed::Seed;
use crate::support::smtp::{Manners, SmtpServer};

const ROUND: Duration = Duration::from_secs(20);

/// A depositor's list of two articles, validated; the mail waits in the outbox.
fn validated(server: &SmtpServer) -> (TestApp, String) {
    let port = server.port().to_string();
    let settings = [
        ("SMTP_HOST", "127.0.0.1"),
        ("SMTP_PORT", port.as_str()),
        ("SMTP_FROM_EMAIL", "bourse@alpe.example"),
    ];
    let app = TestApp::with(&settings);
    let seed = Seed(&app);
    let edition = seed.edition("A2025", EditionStatus::RegistrationsOpen);
    let slot = seed.slot(edition, 14);
    let user = seed.depositor("nhung@example.org", "Thị Hồng Nhung", "Nguyễn");
    seed.register(edition, slot, user, ListType::Standard, &[244, 245]);
    let token = app.log_in("nhung@example.org");
    let list = app.post(&format!("/api/v1/editions/{edition}/lists"), &token, &json!({})).expect(201);
    let path = format!("/api/v1/lists/{}", list["id"].as_str().unwrap());
    for description in ["Camion de pompiers", "Puzzle des planètes"] {
        let article = json!({
            "subcategory": "toy", "description": description, "price_cents": 500, "certified": true,
        });
        app.post(&format!("{path}/articles"), &token, &article).expect(201);
    }
    app.post(&format!("{path}/validate"), &token, &json!({ "accept_terms": true })).expect(200);
    (app, path)
}

/// The one PDF of a message, decoded.
fn enclosed_pdf(message: &str) -> Vec<u8> {
    let message = message.replace("\r\n", "\n");
    assert!(message.contains("attachment; filename=\"Liste_A2025_244_NGUYEN.pdf\""), "{message}");
    let (_, part) = message.split_once("Content-Type: application/pdf").expect("a PDF is enclosed");
    let (_, body) = part.split_once("\n\n").unwrap();
    let encoded: String = body.split("\n--").next().unwrap().split_whitespace().collect();
    STANDARD.decode(encoded).unwrap()
}

#[test]
fn the_copy_of_a_validated_list_comes_with_the_mail_another_process_sends() {
    let server = SmtpServer::start(&Manners::default());
    let (app, path) = validated(&server);
    // Cron: a program of its own over the same database.
    let now = Instant::parse(BEGINNING).unwrap();
    let cron = App::with(app.app.config.clone(), Clock::set_at(now), Random::seeded(2));
    assert_eq!(cron.send_mail(ROUND).unwrap(), Sent { sent: 1, postponed: 0, failed: 0 });
    let message = server.messages().remove(0);
    for part in ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    let pdf = enclosed_pdf(&message);
    let read = Document::load_mem(&pdf).unwrap();
    assert_eq!(read.get_pages().len(), 1);
    let token = app.log_in("nhung@example.org");
    let shown = app.get(&format!("{path}/sheet.pdf"), &token);
    assert_eq!(shown.response.body, pdf, "the same bytes as on the list's own page");
}

#[test]
fn a_list_re_opened_before_its_mail_leaves_is_not_enclosed() {
    let server = SmtpServer::start(&Manners::default());
    let (app, path) = validated(&server);
    let manager = app.token("gestion@example.org", Role::Manager);
    app.post(&format!("{path}/reopen"), &manager, &json!({ "reason": "prix à revoir" })).expect(200);
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 1);
    assert!(!server.messages()[0].contains("application/pdf"));
}
