//! What comes out is what went in, whichever engine it comes from and goes to.

use std::collections::BTreeMap;

use bourse::db::schema::{outbox, payments, payouts, tickets};
use bourse::features::base::journal;
use bourse::kernel::actor::Role;
use diesel::dsl::sum;
use diesel::prelude::*;
use serde_json::json;

use super::{back_up, digests, lively, put_back, stored};
use crate::support::app::{Engine, TestApp};
use crate::support::sale_seed::Sale;

/// Rows of these tables are not added or removed, but ended: log-ins, links, mails that waited.
const SETTLED: [&str; 3] = ["sessions", "user_tokens", "outbox"];

type Digests = BTreeMap<String, (u64, String)>;

fn assert_same(before: &Digests, after: &Digests) {
    let rows =
        |all: &Digests| -> Vec<_> { all.iter().map(|(name, (rows, _))| (name.clone(), *rows)).collect() };
    assert_eq!(rows(before), rows(after), "row counts");
    for (name, digest) in before {
        assert!(SETTLED.contains(&name.as_str()) || after[name] == *digest, "{name} has changed");
    }
}

/// Sums and journal head, asked of the database itself.
fn figures(app: &TestApp) -> (Option<i64>, Option<i64>, Option<i64>, journal::Verdict) {
    let ask = |db: &mut bourse::db::Conn| {
        Ok((
            tickets::table.select(sum(tickets::total_cents)).first(db)?,
            payments::table.select(sum(payments::amount_cents)).first(db)?,
            payouts::table.select(sum(payouts::net_cents)).first(db)?,
            journal::verify(db)?,
        ))
    };
    app.app.with_db(ask).unwrap()
}

#[test]
fn a_backup_goes_to_the_other_engine_and_back_unchanged() {
    let here = Engine::of_this_run();
    let sale = lively(here);
    let (first, money) = (digests(&sale.app), figures(&sale.app));
    assert_eq!((money.0, money.1, money.2), (Some(5500), Some(5500), Some(4250)));
    assert!(money.3.intact);

    let there = TestApp::on(here.other(), &[]);
    put_back(&there, &back_up(&sale.app), false).unwrap();
    assert_same(&first, &digests(&there));
    assert_eq!(figures(&there), money);

    let back = TestApp::on(here, &[]);
    put_back(&back, &back_up(&there), false).unwrap();
    assert_same(&digests(&there), &digests(&back));
    assert_eq!(figures(&back), money);
    assert_eq!(stored(&back), stored(&sale.app));
    assert_eq!(stored(&back).len(), 2);
}

#[test]
fn last_nights_backup_opens_on_a_laptop_and_the_sale_goes_on() {
    let sale = lively(Engine::of_this_run());
    let before = sale.live();
    let backup = back_up(&sale.app);

    let laptop = TestApp::on(Engine::Sqlite, &[]);
    laptop.at(&sale.app.app.clock.now().to_string());
    put_back(&laptop, &backup, false).unwrap();
    let token = laptop.log_in("gestion@example.org");
    assert_eq!(laptop.get(&sale.path("live"), &token).expect(200), before);
    let volunteer = laptop.log_in("benevole@example.org");
    let body = json!({ "register_number": 2, "opening_float_cents": 5000 });
    laptop.post(&sale.path("register-sessions"), &volunteer, &body).expect(201);
    assert!(laptop.app.with_db(journal::verify).unwrap().intact);
}

#[test]
fn what_was_ended_since_the_backup_does_not_come_to_life_again() {
    let sale = lively(Engine::of_this_run());
    sale.app
        .post("/api/v1/auth/password/forgot", "", &json!({ "email": "benevole@example.org" }))
        .expect(202);
    let link = sale.app.mails().last().unwrap().link_token();
    let waiting = sale.app.mails().len();
    let backup = back_up(&sale.app);

    let restored = put_back(&sale.app, &backup, true).unwrap();
    assert_eq!(restored.mails_held, waiting);
    let states: Vec<String> =
        sale.app.app.with_db(|db| Ok(outbox::table.select(outbox::state).load(db)?)).unwrap();
    assert_eq!(states, vec!["failed"; waiting]);
    sale.app.at("2025-11-08T09:05:00.000Z");
    sale.app.get(&sale.path("live"), &sale.manager).refused(401, "unauthenticated");
    let body = json!({ "token": link, "password": "une autre phrase 1" });
    sale.app.post("/api/v1/auth/password/reset", "", &body).refused(410, "reset_link_invalid");
    sale.app.log_in("gestion@example.org");
}

#[test]
fn a_database_that_is_in_use_is_replaced_only_when_asked() {
    let backup_of = lively(Engine::of_this_run());
    let backup = back_up(&backup_of.app);
    let used = TestApp::new();
    used.account("admin@example.org", Role::Admin);
    super::write(&used, "storage/etiquettes/old.pdf", "old labels");
    let (before, files) = (digests(&used), stored(&used));

    let refusal = put_back(&used, &backup, false).unwrap_err();
    assert_eq!(refusal.code, "database_not_empty");
    assert!(refusal.detail.contains("--replace"), "{}", refusal.detail);
    assert_eq!((digests(&used), stored(&used)), (before, files));

    put_back(&used, &backup, true).unwrap();
    assert_same(&digests(&backup_of.app), &digests(&used));
    assert_eq!(stored(&used), stored(&backup_of.app));
}

#[test]
fn files_of_the_host_stay_where_they_are() {
    let sale = lively(Engine::of_this_run());
    let backup = back_up(&sale.app);
    for path in ["storage/logs/app.log.1", "storage/mails/1.eml", "storage/.env"] {
        super::write(&sale.app, path, "of this host");
    }
    put_back(&sale.app, &backup, true).unwrap();
    let files = stored(&sale.app);
    for path in ["storage/logs/app.log.1", "storage/mails/1.eml", "storage/.env"] {
        assert_eq!(files.get(std::path::Path::new(path)).map(String::as_str), Some("of this host"), "{path}");
    }
    let second = super::manifest_of(&back_up(&sale.app));
    let saved: Vec<_> = second.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(saved, ["exports/été.csv", "A2025/feuille 1.pdf"]);
}

#[test]
fn a_database_beside_the_files_is_not_a_file_to_be_saved() {
    let app = TestApp::on(Engine::Sqlite, &[]);
    let mut config = app.app.config.clone();
    config.folders.storage = app.folder.path().to_owned();
    super::write(&app, "note.txt", "kept");
    app.account("admin@example.org", Role::Admin);
    let inside = bourse::app::App::new(config);
    let report = bourse::ops::backup::run(&inside).unwrap();
    let manifest = super::manifest_of(&report.path);
    let names: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert!(names.contains(&"note.txt"), "{names:?}");
    assert!(names.iter().all(|name| !name.contains("sqlite") && !name.contains("backup")), "{names:?}");
}

#[test]
fn a_backup_without_a_schema_is_not_made() {
    let app = TestApp::new();
    let mut config = app.app.config.clone();
    config.database = bourse::config::Database::Sqlite { path: app.folder.join("empty.sqlite") };
    let empty = bourse::app::App::new(config);
    assert_eq!(bourse::ops::backup::run(&empty).unwrap_err().code, "not_migrated");
}

/// Keeps the sale's own checks at hand for what was restored.
#[test]
fn a_restored_sale_still_holds_its_invariants() {
    let sale: Sale = lively(Engine::of_this_run());
    let before = sale.invariants();
    put_back(&sale.app, &back_up(&sale.app), true).unwrap();
    assert_eq!(sale.invariants(), before);
}
