//! Whose a backup is: sealed, without a seal, somebody else's; and what no backup holds.

use std::io::{BufRead, Read};

use bourse::error::Result;
use bourse::kernel::actor::Role;
use bourse::ops::backup::manifest::{FileEntry, Manifest, TableEntry};
use bourse::ops::backup::progress::Progress;
use bourse::ops::backup::{self, SealState, Visitor};
use bourse::ops::restore::{Consent, restore};
use diesel::prelude::*;
use serde_json::json;

use super::{back_up, manifest_of, plain};
use crate::support::app::TestApp;

const KEY: &str = "a journal key of the tests, 0123456789";
const OTHER: &str = "another journal key, 0123456789abcdef";

fn with_key(key: &str) -> TestApp {
    TestApp::with(&[("JOURNAL_KEY", key)])
}

fn try_restore(app: &TestApp, path: &std::path::Path, unsealed: bool) -> Result<()> {
    let source = backup::Source { key: app.app.config.secrets.journal.as_deref(), ..plain(path) };
    restore(&app.app, source, Consent { replace: true, unsealed }, &mut Progress::silent()).map(drop)
}

#[test]
fn only_a_backup_of_our_own_key_is_restored_without_being_asked_twice() {
    let ours = with_key(KEY);
    ours.account("zacharie@example.org", Role::Admin);
    let sealed = back_up(&ours);
    let keyless = TestApp::new();
    keyless.account("zacharie@example.org", Role::Admin);
    let unsealed = back_up(&keyless);

    try_restore(&with_key(KEY), &sealed, false).unwrap();
    for (app, path, code) in [
        (with_key(KEY), &unsealed, "backup_unsealed"),
        (with_key(OTHER), &sealed, "backup_forged"),
        (TestApp::new(), &sealed, "backup_unchecked"),
    ] {
        app.account("present@example.org", Role::Admin);
        assert_eq!(try_restore(&app, path, false).unwrap_err().code, code);
        app.log_in("present@example.org");
        try_restore(&app, path, true).unwrap();
        app.log_in("zacharie@example.org");
    }
}

#[test]
fn a_manifest_changed_and_added_up_again_is_known_by_its_seal() {
    let app = with_key(KEY);
    let mut manifest = manifest_of(&back_up(&app));
    let key = Some(KEY.as_bytes());
    assert_eq!(manifest.seal_state(key), SealState::Sealed);
    manifest.tables[0].sha256 = "0".repeat(64);
    assert_eq!(manifest.seal_state(key), SealState::Forged);
    manifest.seal = None;
    assert_eq!(manifest.seal_state(key), SealState::Unsealed);
    assert_eq!(manifest.sealed(OTHER.as_bytes()).unwrap().seal_state(key), SealState::Forged);
}

/// Keeps the lines of every table.
#[derive(Default)]
struct Lines(std::collections::BTreeMap<String, String>);

impl Visitor for Lines {
    fn begin(&mut self, _: &Manifest) -> Result<()> {
        Ok(())
    }

    fn table(&mut self, table: &TableEntry, lines: &mut dyn BufRead) -> Result<()> {
        let mut text = String::new();
        lines.read_to_string(&mut text).unwrap();
        self.0.insert(table.name.clone(), text);
        Ok(())
    }

    fn file(&mut self, _: &FileEntry, content: &mut dyn Read) -> Result<()> {
        std::io::copy(content, &mut std::io::sink()).unwrap();
        Ok(())
    }
}

#[test]
fn whoever_reads_a_backup_finds_no_link_and_no_kept_answer() {
    use bourse::db::schema::{idempotency_keys, users};
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let user =
        json!({ "email": "new@example.org", "first_name": "Ana", "last_name": "Roi", "role": "admin" });
    app.post("/api/v1/users", &admin, &user).expect(201);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": "admin@example.org" })).expect(202);
    let tokens: Vec<String> = app.mails().iter().map(crate::support::app::Mail::link_token).collect();
    assert_eq!(tokens.len(), 2);
    app.app
        .with_db(|db| {
            let id: String = users::table.select(users::id).first(db)?;
            diesel::insert_into(idempotency_keys::table)
                .values((
                    idempotency_keys::user_id.eq(id),
                    idempotency_keys::idempotency_key.eq("once"),
                    idempotency_keys::request_hash.eq("0".repeat(64)),
                    idempotency_keys::status.eq(200),
                    idempotency_keys::body.eq("kept answer"),
                    idempotency_keys::created_at.eq(app.app.clock.now()),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    let path = back_up(&app);
    let mut lines = Lines::default();
    backup::walk(plain(&path), &mut Progress::silent(), &mut lines).unwrap();
    assert_eq!(lines.0["idempotency_keys"], "");
    assert_eq!(lines.0["outbox"].lines().count(), 2, "that there was a message is kept");
    for (table, text) in &lines.0 {
        assert!(tokens.iter().all(|token| !text.contains(token.as_str())), "{table}");
    }

    let other = TestApp::new();
    try_restore(&other, &path, true).unwrap();
    let admin = other.log_in("admin@example.org");
    let held = other.get("/api/v1/mails?state=failed", &admin).expect(200);
    assert_eq!(held["items"][0]["fault"], "held", "{held}");
    let again = format!("/api/v1/mails/{}/retry", held["items"][0]["id"].as_str().unwrap());
    other.post(&again, &admin, &json!({})).refused(409, "mail_emptied");
    let resent = other.post("/api/v1/mails/resend", &admin, &json!({})).expect(200);
    assert_eq!(resent["messages"], 0, "what was held back stays");
    other.post("/api/v1/auth/password/forgot", "", &json!({ "email": "new@example.org" })).expect(202);
}
