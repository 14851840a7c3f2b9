//! What admins and managers see of the installation: tasks, findings, mail; and what Prometheus reads.

use bourse::db::schema::{outbox, users};
use bourse::http::{Method, Request};
use bourse::kernel::actor::Role;
use bourse::ops::cron::{self, Asked, Teller};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp};
use crate::support::edition::Autumn;

const TOKEN: &str = "0123456789abcdef0123456789abcdef-metrics";

fn with_token(path: &str, token: &str) -> Request {
    let mut request = Request::new(Method::Get, path);
    request.headers.push(("authorization".into(), format!("Bearer {token}")));
    request
}

#[test]
fn an_admin_sees_each_task_with_its_last_run_and_what_is_wrong() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let before = app.get("/api/v1/system", &admin).expect(200);
    assert_eq!((before["level"].as_str(), &before["tasks"][0]["state"]), (Some("failure"), &Value::Null));
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    let after = app.get("/api/v1/system", &admin).expect(200);
    let tasks = after["tasks"].as_array().unwrap();
    assert!(tasks.len() > 8 && tasks.iter().all(|task| task["state"] == "done"), "{after}");
    let of = |name: &str| tasks.iter().find(|task| task["name"] == name).unwrap();
    assert!(of("backup")["detail"].as_str().unwrap().contains("Ko"), "{}", of("backup"));
    let checks: Vec<&str> =
        after["findings"].as_array().unwrap().iter().map(|one| one["check"].as_str().unwrap()).collect();
    for check in ["database", "cron", "backup", "front_door", "https", "smtp"] {
        assert_eq!(checks.iter().filter(|known| **known == check).count(), 1, "{check} in {checks:?}");
    }
    assert!(after["examined_at"].is_string() && after["door"] == "server", "{after}");
}

#[test]
fn a_probe_tells_what_arrived_without_echoing_it() {
    let app = TestApp::new();
    let nothing = app.get("/api/v1/probe", "").expect(200);
    assert_eq!(nothing, json!({ "door": "server", "authorization": false, "bytes": 0, "https": false }));
    let answer = app.upload("/api/v1/probe", "anything", &vec![b'x'; 204_800]).expect(200);
    assert_eq!((&answer["authorization"], &answer["bytes"]), (&json!(true), &json!(204_800)));
}

#[test]
fn metrics_open_to_their_token_only_and_come_from_the_database() {
    TestApp::new().get("/api/metrics", "").refused(404, "not_found");
    let app = TestApp::with(&[("METRICS_TOKEN", TOKEN)]);
    app.get("/api/metrics", "").refused(401, "unauthenticated");
    app.send(with_token("/api/metrics", "guess")).refused(401, "unauthenticated");
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    app.account("admin@example.org", Role::Admin);
    let answer = app.send(with_token("/api/metrics", TOKEN));
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert!(answer.response.header("content-type").unwrap().starts_with("text/plain; version=0.0.4"));
    let text = String::from_utf8(answer.response.body).unwrap();
    for line in [
        "bourse_build_info{version=",
        "bourse_outbox_messages{state=\"queued\"} 0",
        "bourse_users{state=\"active\"} 1",
        "bourse_task_last_success_timestamp_seconds{task=\"backup\"} 1757923200",
        "bourse_task_failed{task=\"mail\"} 0",
        "bourse_tickets 0",
        "bourse_backup_newest_timestamp_seconds 1757923200",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("bourse_") && value.parse::<f64>().is_ok(), "{line}");
    }
}

/// The mail of one depositor, given up with the server's words.
fn refused(autumn: &Autumn, email: &str) -> String {
    autumn
        .app
        .app
        .with_db(|db| {
            let mail = outbox::table.filter(outbox::recipient.eq(email));
            diesel::update(mail)
                .set((
                    outbox::state.eq("failed"),
                    outbox::attempts.eq(1),
                    outbox::last_error.eq("550 No such mailbox"),
                ))
                .execute(db)?;
            diesel::update(users::table.filter(users::email.eq(email)))
                .set(users::mail_blocked.eq(true))
                .execute(db)?;
            Ok(outbox::table.filter(outbox::recipient.eq(email)).select(outbox::id).first(db)?)
        })
        .unwrap()
}

const EMAIL: &str = "lucie.nguyen@example.org";

#[test]
fn a_refused_mail_shows_the_servers_words_and_goes_again_to_a_corrected_address() {
    let autumn = Autumn::with_everybody();
    let (app, manager) = (&autumn.app, &autumn.manager);
    let id = refused(&autumn, EMAIL);
    let failed = app.get("/api/v1/mails?state=failed", manager).expect(200);
    assert_eq!(
        (failed["total"].as_i64(), &failed["items"][0]["last_error"]),
        (Some(1), &json!("550 No such mailbox"))
    );
    assert!(failed["items"][0].get("body_text").is_none(), "it holds the link that activates the account");
    let path = format!("/api/v1/mails/{id}/retry");
    app.post(&path, manager, &json!({ "recipient": "not an address" })).refused(422, "invalid");
    app.post(&path, manager, &json!({ "recipient": "gestion@example.org" })).refused(409, "email_taken");
    let sent = app.post(&path, manager, &json!({ "recipient": "Lucie.Nguyen@Example.com" })).expect(200);
    assert_eq!((&sent["state"], &sent["recipient"]), (&json!("queued"), &json!("lucie.nguyen@example.com")));
    let changed: (String, bool) = app
        .app
        .with_db(|db| {
            let row = users::table.filter(users::email.eq("lucie.nguyen@example.com"));
            Ok(row.select((users::email, users::mail_blocked)).first(db)?)
        })
        .unwrap();
    assert!(!changed.1);
    app.app.send_mail(std::time::Duration::from_secs(20)).unwrap();
    app.post(&path, manager, &json!({})).refused(409, "mail_gone");
}

#[test]
fn a_link_is_never_sent_to_another_address_than_that_of_an_account_in_use() {
    let autumn = Autumn::configured();
    let app = &autumn.app;
    app.account("camille@example.org", Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": "camille@example.org" })).expect(202);
    let id = refused(&autumn, "camille@example.org");
    let path = format!("/api/v1/mails/{id}/retry");
    let elsewhere = json!({ "recipient": "thief@example.org" });
    app.post(&path, &autumn.admin, &elsewhere).refused(409, "account_active");
    let again = app.post(&path, &autumn.manager, &json!({})).expect(200);
    assert_eq!(again["recipient"], "camille@example.org");

    let invite = json!({ "email": "chef@example.org", "role": "admin", "first_name": "A", "last_name": "B" });
    app.post("/api/v1/users", &autumn.admin, &invite).expect(201);
    let id = refused(&autumn, "chef@example.org");
    let path = format!("/api/v1/mails/{id}/retry");
    app.post(&path, &autumn.manager, &elsewhere).refused(403, "forbidden");
    app.post(&path, &autumn.admin, &elsewhere).expect(200);
}

#[test]
fn every_template_can_be_looked_at() {
    let app = TestApp::new();
    let manager = app.token("gestion@example.org", Role::Manager);
    let templates = app.get("/api/v1/mails/templates", &manager).expect(200);
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/mail")).unwrap();
    let mut words: Vec<String> = files
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .filter(|name| name != "frame")
        .collect();
    words.sort();
    let mut named: Vec<String> =
        templates.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    named.sort();
    assert_eq!(named, words);
    for name in named {
        let preview = app.get(&format!("/api/v1/mails/templates/{name}/preview"), &manager).expect(200);
        let text = preview["text"].as_str().unwrap();
        assert!(text.starts_with("Bonjour Camille") && !text.contains("{{"), "{text}");
        assert!(preview["html"].as_str().unwrap().contains("<!doctype html>"));
    }
    app.get("/api/v1/mails/templates/nothing/preview", &manager).refused(404, "not_found");
}

#[test]
fn templates_are_shown_with_the_name_place_and_dates_of_an_edition() {
    let autumn = Autumn::configured();
    autumn.patch("", &json!({ "name": "Bourse de Noël", "place": "Gymnase" })).expect(200);
    let about = format!("edition_id={}", autumn.id);
    let shown = |name: &str| {
        let path = format!("/api/v1/mails/templates/{name}/preview?{about}");
        let preview = autumn.app.get(&path, &autumn.manager).expect(200);
        preview["text"].as_str().unwrap().replace('\u{a0}', " ")
    };
    let near = shown("slot_near");
    assert!(near.contains("Bourse de Noël") && near.contains("Gymnase"), "{near}");
    assert!(near.contains("mercredi 5 novembre 2025 à 9 h 30"), "{near}");
    assert!(shown("sale_ended").contains("lundi 10 novembre 2025, de 18 h 30 à 19 h 30"));
    let named = autumn.app.get(&format!("/api/v1/mails/templates?{about}"), &autumn.manager).expect(200);
    assert!(named.to_string().contains("Bourse de Noël : votre dépôt approche"), "{named}");
    let draft = Autumn::draft();
    let path = format!("/api/v1/mails/templates/deadline_near/preview?edition_id={}", draft.id);
    let undated = draft.app.get(&path, &draft.manager).expect(200);
    assert!(undated["text"].as_str().unwrap().contains("(date à fixer)"), "{undated}");
    let nowhere = "/api/v1/mails/templates?edition_id=01900000-0000-7000-8000-000000000000";
    draft.app.get(nowhere, &draft.manager).refused(404, "not_found");
}

#[test]
fn a_message_is_read_as_long_as_it_waits_unless_it_logs_somebody_in() {
    let autumn = Autumn::configured();
    autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let body = json!({ "current": PASSWORD, "new": "encore une autre phrase longue" });
    autumn.app.post("/api/v1/auth/password/change", &autumn.manager, &body).expect(204);
    let manager = autumn.app.post(
        "/api/v1/auth/login",
        "",
        &json!({
            "email": "gestion@example.org", "password": "encore une autre phrase longue",
        }),
    );
    let manager = manager.expect(200)["access_token"].as_str().unwrap().to_owned();
    let mails = autumn.app.get("/api/v1/mails", &manager).expect(200)["items"].clone();
    let of = |kind: &str| {
        let mail = mails.as_array().unwrap().iter().find(|mail| mail["kind"] == kind).unwrap();
        format!("/api/v1/mails/{}", mail["id"].as_str().unwrap())
    };
    let invitation = autumn.app.get(&of("invitation"), &manager).expect(200);
    assert_eq!((&invitation["kept"], &invitation["text"]), (&json!("personal"), &Value::Null));
    let changed = autumn.app.get(&of("password_changed"), &manager).expect(200);
    assert_eq!(changed["kept"], "here");
    assert!(changed["text"].as_str().unwrap().contains("mot de passe"), "{changed}");
    assert!(changed["html"].as_str().unwrap().contains("<!doctype html>"));
    autumn
        .app
        .app
        .with_db(|db| {
            Ok(diesel::update(outbox::table)
                .set((outbox::body_text.eq(""), outbox::body_html.eq("")))
                .execute(db)?)
        })
        .unwrap();
    assert_eq!(autumn.app.get(&of("password_changed"), &manager).expect(200)["kept"], "emptied");
    autumn.app.get("/api/v1/mails/01900000-0000-7000-8000-000000000000", &manager).refused(404, "not_found");
}
