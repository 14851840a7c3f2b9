//! A server that refuses at each stage: whose fault that is, who is told, and how everything leaves afterwards.

use bourse::db::schema::{outbox, users};
use bourse::features::base::mail::Sent;
use bourse::kernel::actor::Role;
use diesel::prelude::*;
use serde_json::json;

use super::{EMAIL, ROUND, app_with, ask_for_a_password, states};
use crate::support::app::TestApp;
use crate::support::smtp::{Manners, SmtpServer};

const LOGIN: [(&str, &str); 2] = [("SMTP_USER", "bourse"), ("SMTP_PASSWORD", "secret")];

fn server() -> SmtpServer {
    SmtpServer::start(&Manners { login: Some(("bourse", "secret")), ..Manners::default() })
}

fn blocked(app: &TestApp) -> i64 {
    app.app
        .with_db(|db| Ok(users::table.filter(users::mail_blocked.eq(true)).count().get_result(db)?))
        .unwrap()
}

/// State and fault of the message to the depositor.
fn standing(app: &TestApp) -> (String, Option<String>) {
    app.app
        .with_db(|db| {
            let theirs = outbox::table.filter(outbox::recipient.eq(EMAIL));
            Ok(theirs.select((outbox::state, outbox::fault)).first(db)?)
        })
        .unwrap()
}

#[test]
fn a_fault_of_our_account_blocks_nobody_at_any_stage() {
    let server = server();
    for (stage, answer) in [
        ("greeting", "554 5.7.1 Service unavailable; client blocked"),
        ("hello", "550 5.5.2 name rejected"),
        ("login", "535 5.7.8 authentication failed"),
        ("sender", "550 5.4.5 daily quota exceeded"),
        ("recipient", "554 5.7.1 relay access denied"),
        ("content", "554 5.7.1 this looks like spam"),
    ] {
        let app = app_with(server.port(), &LOGIN);
        ask_for_a_password(&app, EMAIL);
        server.refuse(stage, answer);
        assert_eq!(app.app.send_mail(ROUND).unwrap(), Sent { sent: 0, postponed: 1, failed: 0 }, "{stage}");
        assert_eq!(standing(&app), ("queued".to_owned(), Some("account".to_owned())), "{stage}");
        assert_eq!(states(&app)[0].2.as_deref(), Some(answer), "the server's words, {stage}");
        assert_eq!(blocked(&app), 0, "{stage}");
        server.be_kind();
        app.at("2025-09-15T08:01:00.000Z");
        assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 1, "mended: it leaves by itself, {stage}");
    }
}

#[test]
fn only_a_server_that_does_not_know_the_recipient_marks_the_address() {
    let server = server();
    for (answer, state, fault, marked) in [
        ("550 5.1.1 user unknown", "failed", "recipient", 1),
        ("452 4.2.2 mailbox full", "queued", "passing", 0),
        ("552 5.2.2 mailbox full", "queued", "passing", 0),
    ] {
        let app = app_with(server.port(), &LOGIN);
        ask_for_a_password(&app, EMAIL);
        server.refuse("recipient", answer);
        app.app.send_mail(ROUND).unwrap();
        assert_eq!(standing(&app), (state.to_owned(), Some(fault.to_owned())), "{answer}");
        assert_eq!(blocked(&app), marked, "{answer}");
    }
}

#[test]
fn a_server_that_does_not_let_us_in_is_asked_once_a_round() {
    let server = server();
    let app = app_with(server.port(), &LOGIN);
    for number in 0..5 {
        ask_for_a_password(&app, &format!("person{number}@example.org"));
    }
    server.refuse("login", "535 5.7.8 authentication failed");
    assert_eq!(app.app.send_mail(ROUND).unwrap().postponed, 1);
    assert_eq!(app.app.send_mail(ROUND).unwrap().postponed, 0, "the others wait with it");
    assert_eq!(server.hellos().len(), 1);
    server.be_kind();
    app.at("2025-09-15T08:01:00.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 5);
}

#[test]
fn what_waits_for_the_account_waits_for_weeks() {
    let server = server();
    let app = app_with(server.port(), &LOGIN);
    ask_for_a_password(&app, EMAIL);
    server.refuse("login", "535 5.7.8 authentication failed");
    for day in 15..25 {
        app.at(&format!("2025-09-{day}T08:00:00.000Z"));
        app.app.send_mail(ROUND).unwrap();
    }
    assert_eq!(standing(&app).0, "queued");
}

#[test]
fn managers_see_the_servers_words_and_one_button_sends_all_again() {
    let server = server();
    let app = app_with(server.port(), &LOGIN);
    let manager = app.token("manager@example.org", Role::Manager);
    ask_for_a_password(&app, EMAIL);
    // What an earlier version made of such an answer: given up, and the address blocked.
    ask_for_a_password(&app, "earlier@example.org");
    ask_for_a_password(&app, "nobody@example.org");
    app.app
        .with_db(|db| {
            let of = |email: &'static str| outbox::table.filter(outbox::recipient.eq(email));
            diesel::update(of("earlier@example.org")).set(outbox::state.eq("failed")).execute(db)?;
            diesel::update(of("nobody@example.org"))
                .set((outbox::state.eq("failed"), outbox::fault.eq("recipient")))
                .execute(db)?;
            diesel::update(
                users::table.filter(users::email.eq_any(["earlier@example.org", "nobody@example.org"])),
            )
            .set(users::mail_blocked.eq(true))
            .execute(db)?;
            Ok(())
        })
        .unwrap();
    server.refuse("login", "535 5.7.8 authentication failed");
    app.app.send_mail(ROUND).unwrap();
    let seen = app.get("/api/v1/mails/standing", &manager).expect(200);
    assert_eq!(seen["refusal"]["words"], "535 5.7.8 authentication failed");
    assert_eq!((&seen["given_up"], &seen["blocked"]), (&json!(1), &json!(2)), "{seen}");
    assert!(seen["all_out_at"].is_null());
    let admin = app.token("admin@example.org", Role::Admin);
    let findings = app.get("/api/v1/system", &admin).expect(200)["findings"].clone();
    let told = findings.as_array().unwrap().iter().any(|finding| {
        finding["check"] == "outbox"
            && finding["level"] == "failure"
            && finding["message"].to_string().contains("5.7.8")
    });
    assert!(told, "{findings}");

    server.be_kind();
    let done = app.post("/api/v1/mails/resend", &manager, &json!({})).expect(200);
    assert_eq!(done["unblocked"], 1, "nobody@ was refused by a server: {done}");
    app.app.send_mail(ROUND).unwrap();
    let to: Vec<String> = server.envelopes().iter().map(|one| one["to"][0].to_string()).collect();
    assert!(
        to.iter().any(|one| one.contains(EMAIL)) && to.iter().any(|one| one.contains("earlier@")),
        "{to:?}"
    );
    assert!(!to.iter().any(|one| one.contains("nobody@")), "{to:?}");
    assert!(app.get("/api/v1/mails/standing", &manager).expect(200)["refusal"].is_null());
}

#[test]
fn admins_are_told_once_a_day_by_a_mail_that_leaves_when_it_works() {
    let server = server();
    let app = app_with(server.port(), &LOGIN);
    app.account("admin@example.org", Role::Admin);
    ask_for_a_password(&app, EMAIL);
    server.refuse("login", "535 5.7.8 authentication failed");
    let told = || app.mails().into_iter().filter(|mail| mail.kind == "mail_refused").count();
    for minute in 0..30 {
        app.at(&format!("2025-09-15T08:{minute:02}:00.000Z"));
        app.app.send_mail(ROUND).unwrap();
    }
    assert_eq!(told(), 1);
    app.at("2025-09-16T09:00:00.000Z");
    app.app.send_mail(ROUND).unwrap();
    assert_eq!(told(), 2);
    server.be_kind();
    app.at("2025-09-18T09:00:00.000Z");
    app.app.send_mail(ROUND).unwrap();
    let to_admin = server.messages().into_iter().filter(|text| text.contains("To: admin@example.org"));
    assert_eq!(to_admin.count(), 2);
}

#[test]
fn we_introduce_ourselves_by_the_host_of_the_senders_address() {
    let server = server();
    let app = app_with(server.port(), &LOGIN);
    ask_for_a_password(&app, EMAIL);
    app.app.send_mail(ROUND).unwrap();
    assert_eq!(server.hellos(), ["alpe.example"]);
}
