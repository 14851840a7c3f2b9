//! The outbox: a real SMTP server on loopback, retries, quota, and every message with awkward data.

mod faults;
mod lanes;
mod secrets;

use std::time::Duration;

use bourse::config::Site;
use bourse::db::schema::outbox;
use bourse::features::base::mail::Sent;
use bourse::features::base::mail::messages;
use bourse::features::base::mail::messages::{Message, RegistrationFacts};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::EditionId;
use diesel::prelude::*;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::smtp::{Manners, SmtpServer};

const EMAIL: &str = "camille@example.org";
const ROUND: Duration = Duration::from_secs(20);

fn app_with(port: u16, more: &[(&str, &str)]) -> TestApp {
    let port = port.to_string();
    let mut settings = vec![
        ("SMTP_HOST", "127.0.0.1"),
        ("SMTP_PORT", port.as_str()),
        ("SMTP_FROM_EMAIL", "bourse@alpe.example"),
    ];
    settings.extend(more);
    TestApp::with(&settings)
}

fn ask_for_a_password(app: &TestApp, email: &str) {
    app.account(email, Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": email })).expect(202);
}

fn states(app: &TestApp) -> Vec<(String, i32, Option<String>)> {
    app.app
        .with_db(|db| {
            Ok(outbox::table
                .order(outbox::id)
                .select((outbox::state, outbox::attempts, outbox::last_error))
                .load(db)?)
        })
        .unwrap()
}

#[test]
fn a_message_reaches_a_real_server_once_in_text_and_html() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("SMTP_REPLY_TO", "contact@alpe.example")]);
    ask_for_a_password(&app, EMAIL);
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent { sent: 1, postponed: 0, failed: 0 });
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent::default());
    let messages = server.messages();
    assert_eq!(messages.len(), 1);
    for part in
        ["To: camille@example.org", "Reply-To: contact@alpe.example", "text/plain", "text/html", "Message-ID"]
    {
        assert!(messages[0].contains(part), "{part} in {}", messages[0]);
    }
    assert_eq!(states(&app)[0].0, "sent");
}

#[test]
fn a_server_that_is_away_is_tried_again_after_one_and_five_minutes() {
    let app = app_with(crate::support::leash::free_port(), &[]);
    ask_for_a_password(&app, EMAIL);
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent { sent: 0, postponed: 1, failed: 0 });
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent::default(), "not before a minute has gone by");
    app.at("2025-09-15T08:01:00.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().postponed, 1);
    app.at("2025-09-15T08:05:00.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent::default());
    app.at("2025-09-15T08:06:00.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().postponed, 1);
    let (state, attempts, error) = states(&app).remove(0);
    assert_eq!((state.as_str(), attempts), ("queued", 3));
    assert!(error.is_some());
}

#[test]
fn an_address_refused_for_good_is_given_up_with_the_servers_words() {
    let server = SmtpServer::start(&Manners { refused: &[EMAIL], ..Manners::default() });
    let app = app_with(server.port(), &[]);
    ask_for_a_password(&app, EMAIL);
    assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent { sent: 0, postponed: 0, failed: 1 });
    let (state, _, error) = states(&app).remove(0);
    assert!(
        state == "failed" && error.as_deref().is_some_and(|words| words.contains("No such mailbox")),
        "{error:?}"
    );
}

#[test]
fn the_hosts_quota_is_kept_over_the_hour() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("SMTP_MAX_PER_HOUR", "2")]);
    for name in ["a", "b", "c"] {
        ask_for_a_password(&app, &format!("{name}@example.org"));
    }
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 2);
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 0);
    app.at("2025-09-15T09:00:01.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 1);
}

#[test]
fn two_processes_never_send_the_same_message() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[]);
    for number in 0..10 {
        ask_for_a_password(&app, &format!("person{number}@example.org"));
    }
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| app.app.send_mail(ROUND).unwrap());
        }
    });
    assert_eq!(server.messages().len(), 10);
}

#[test]
fn a_claim_of_a_process_that_died_lapses() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[]);
    ask_for_a_password(&app, EMAIL);
    let until = Instant::parse("2025-09-15T08:10:00Z").unwrap();
    app.app
        .with_db(|db| {
            diesel::update(outbox::table)
                .set((outbox::state.eq("sending"), outbox::claimed_until.eq(until)))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 0);
    app.at("2025-09-15T08:10:00.001Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 1);
}

fn site() -> Site {
    Site {
        production: false,
        url: "https://bourse.example".to_owned(),
        cors_origins: Vec::new(),
        association: "ALPE & \"amis\"".to_owned(),
        contact_email: "contact@alpe.example".to_owned(),
        address: String::new(),
        host: String::new(),
        trusted_proxies: Vec::new(),
        migrate_on_start: false,
    }
}

#[test]
fn every_message_survives_awkward_names() {
    for name in ["", "<script>alert(1)</script>", "D'\"Aubigny\"", "Nguyễn-Łukasik Şahin", &"x".repeat(300)]
    {
        let facts = RegistrationFacts {
            first_name: name.to_owned(),
            edition: format!("Bourse {name}"),
            numbers: "245 et 246".to_owned(),
            slot: Instant::parse("2025-11-05T19:00:00Z"),
            deadline: Instant::parse("2025-10-15T21:59:59Z"),
            special: String::new(),
        };
        let until = Instant::parse("2025-09-22T08:00:00Z").unwrap();
        let edition = EditionId::new(uuid::Uuid::nil());
        let all: Vec<Box<dyn Message>> = vec![
            Box::new(messages::AccountActivated::new(name)),
            Box::new(messages::AccountCreated::new(name, &site(), "bénévole", "secret")),
            Box::new(messages::PasswordChanged::new(name)),
            Box::new(messages::PasswordReset::new(name, &site(), "secret")),
            Box::new(messages::Invitation::new(&facts, &site(), "secret")),
            Box::new(messages::Registered::new(&facts, &site())),
            Box::new(messages::ScheduleChanged::new(
                name,
                &site(),
                &facts.edition,
                "Jours de vente : demain",
            )),
            Box::new(messages::NotSeen::new(name, &facts.edition, 4_400)),
            Box::new(messages::SalesToSettle::new(
                name,
                &site(),
                (edition, &facts.edition),
                "2 articles vendus plusieurs fois".to_owned(),
            )),
            Box::new(messages::EditionClosed::new(
                name,
                &site(),
                (edition, &facts.edition),
                (name, until),
                (3, 0),
            )),
        ];
        for message in all {
            let rendered = message.render(&site()).unwrap();
            assert!(!rendered.html.contains("<script>"), "{}: {}", message.kind(), rendered.html);
            assert!(
                !rendered.subject.is_empty() && rendered.text.starts_with("Bonjour"),
                "{}",
                rendered.text
            );
            assert!(!rendered.text.contains("&lt;") && !rendered.text.contains("{{"), "{}", rendered.text);
        }
    }
}

#[test]
fn an_invitation_says_what_one_needs_to_know_in_french_time() {
    let facts = RegistrationFacts {
        first_name: "Lucie".to_owned(),
        edition: "Bourse d'automne 2025".to_owned(),
        numbers: "245 et 246".to_owned(),
        slot: Instant::parse("2025-11-05T19:00:00Z"),
        deadline: Instant::parse("2025-10-15T21:59:59Z"),
        special: String::new(),
    };
    let text = messages::Invitation::new(&facts, &site(), "secret").render(&site()).unwrap().text;
    for part in [
        "7 jours à partir de l'envoi",
        "Bonjour Lucie",
        "mercredi 5 novembre 2025",
        "20\u{a0}h",
        "245 et 246",
        "https://bourse.example/activation#secret",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_answer_reaches_the_association_when_only_its_contact_is_known() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("CONTACT_EMAIL", "bureau@alpe.example")]);
    ask_for_a_password(&app, EMAIL);
    app.app.send_mail(ROUND).unwrap();
    let message = &server.messages()[0];
    assert!(message.contains("Reply-To: bureau@alpe.example"), "{message}");
}

#[test]
fn what_is_not_about_ones_own_account_says_how_to_be_left_off() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("SMTP_REPLY_TO", "contact@alpe.example")]);
    ask_for_a_password(&app, EMAIL);
    app.app.send_mail(ROUND).unwrap();
    assert!(!server.messages()[0].contains("List-Unsubscribe"));
    app.app
        .with_db(|db| {
            diesel::update(outbox::table)
                .set((
                    outbox::state.eq("queued"),
                    outbox::kind.eq("edition_closed"),
                    outbox::body_text.eq("Bonjour"),
                    outbox::body_html.eq("<p>Bonjour</p>"),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    app.app.send_mail(ROUND).unwrap();
    let expected = "List-Unsubscribe: <mailto:contact@alpe.example?subject=desinscription>";
    assert!(server.messages()[1].contains(expected), "{}", server.messages()[1]);
}
