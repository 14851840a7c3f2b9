//! What leaves first, what is kept for accounts, and from when a link's life counts.

use bourse::db::schema::{invitations, outbox, user_tokens};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use diesel::prelude::*;
use serde_json::json;

use super::{EMAIL, ROUND, app_with, ask_for_a_password};
use crate::support::app::TestApp;
use crate::support::edition::Autumn;
use crate::support::smtp::{Manners, SmtpServer};

/// Writes so many messages of a kind, as an import does.
fn bulk(app: &TestApp, kind: &str, lane: i32, count: usize) {
    let rows: Vec<_> = (0..count)
        .map(|number| {
            (
                outbox::id.eq(app.app.random.uuid(app.app.clock.now()).to_string()),
                outbox::kind.eq(kind.to_owned()),
                outbox::recipient.eq(format!("{kind}{number}@example.org")),
                outbox::subject.eq("Bourse"),
                outbox::body_text.eq("Bonjour"),
                outbox::body_html.eq("<p>Bonjour</p>"),
                outbox::state.eq("queued"),
                outbox::attempts.eq(0),
                outbox::next_at.eq(app.app.clock.now()),
                outbox::created_at.eq(app.app.clock.now()),
                outbox::lane.eq(lane),
            )
        })
        .collect();
    app.app
        .with_db(|db| {
            for row in rows {
                diesel::insert_into(outbox::table).values(row).execute(db)?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_password_does_not_wait_behind_a_mass_mailing() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("SMTP_MAX_PER_HOUR", "20")]);
    bulk(&app, "campaign", 3, 5);
    bulk(&app, "deadline_near", 2, 5);
    bulk(&app, "invitation", 1, 10);
    app.at("2025-09-15T08:00:01.000Z");
    ask_for_a_password(&app, EMAIL);
    app.app.send_mail(ROUND).unwrap();
    let order: Vec<String> =
        server.envelopes().iter().map(|one| one["to"][0].as_str().unwrap().to_owned()).collect();
    assert_eq!(order.len(), 16, "a fifth of the hour is kept for accounts: {order:?}");
    assert_eq!(order[0], EMAIL);
    assert!(order[1..11].iter().all(|to| to.starts_with("invitation")), "{order:?}");
    assert!(order[11..16].iter().all(|to| to.starts_with("deadline_near")), "{order:?}");
    ask_for_a_password(&app, "late@example.org");
    app.app.send_mail(ROUND).unwrap();
    let order = server.envelopes();
    assert_eq!((order.len(), order[16]["to"][0].as_str()), (17, Some("late@example.org")), "the reserve");
}

#[test]
fn a_reset_links_hour_counts_from_its_sending() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[]);
    ask_for_a_password(&app, EMAIL);
    let token = app.mails().pop().unwrap().link_token();
    app.at("2025-09-15T13:00:00.000Z");
    assert_eq!(app.app.send_mail(ROUND).unwrap().sent, 1, "the host was full for five hours");
    let until: Instant =
        app.app.with_db(|db| Ok(user_tokens::table.select(user_tokens::expires_at).first(db)?)).unwrap();
    assert_eq!(until.to_string(), "2025-09-15T14:00:00.000Z");
    app.at("2025-09-15T13:59:59.000Z");
    let body = json!({ "token": token, "password": "trois petits chats bleus" });
    app.post("/api/v1/auth/password/reset", "", &body).expect(204);
}

#[test]
fn a_used_link_does_not_come_back_when_its_message_is_sent_late() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[]);
    ask_for_a_password(&app, EMAIL);
    let token = app.mails().pop().unwrap().link_token();
    let body = json!({ "token": token, "password": "trois petits chats bleus" });
    app.post("/api/v1/auth/password/reset", "", &body).expect(204);
    app.app.send_mail(ROUND).unwrap();
    app.post("/api/v1/auth/password/reset", "", &body).refused(410, "reset_link_invalid");
}

#[test]
fn an_invitations_week_counts_from_its_sending_even_when_that_was_late() {
    let autumn = Autumn::with_everybody();
    let app = &autumn.app;
    let token = app.mails().into_iter().find(|mail| mail.kind == "invitation").unwrap().link_token();
    // Eight days in which nothing could leave, and in which cron marked what had run out.
    app.at("2025-09-23T09:00:00.000Z");
    app.app
        .with_db(|db| {
            bourse::db::write(db, |db| {
                bourse::features::people::accounts::one_time::expire(db, app.app.clock.now())
            })
        })
        .unwrap();
    app.app.send_mail(ROUND).unwrap();
    let all: Vec<(String, Instant)> = app
        .app
        .with_db(|db| {
            Ok(invitations::table.select((invitations::state, invitations::expires_at)).load(db)?)
        })
        .unwrap();
    for (state, until) in all {
        assert_eq!((state.as_str(), until.to_string().as_str()), ("sent", "2025-09-30T09:00:00.000Z"));
    }
    app.get(&format!("/api/v1/auth/invitations/{token}"), "").expect(200);
}

#[test]
fn the_messages_page_says_when_it_will_all_be_out() {
    let server = SmtpServer::start(&Manners::default());
    let app = app_with(server.port(), &[("SMTP_MAX_PER_HOUR", "20")]);
    let manager = app.token("manager@example.org", Role::Manager);
    assert!(app.get("/api/v1/mails/standing", &manager).expect(200)["all_out_at"].is_null());
    bulk(&app, "campaign", 3, 40);
    app.app.send_mail(ROUND).unwrap();
    let seen = app.get("/api/v1/mails/standing", &manager).expect(200);
    // 16 have left, 24 wait: 16 of them in an hour, the last 8 in two.
    assert_eq!(
        (&seen["waiting"], &seen["all_out_at"]),
        (&json!(24), &json!("2025-09-15T10:00:00.000Z")),
        "{seen}"
    );
}
