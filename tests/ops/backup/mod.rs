//! Backups: everything is in them, nothing wrong gets back out of them, and nothing is lost on the way.

mod damaged;
mod faults;
mod keeping;
mod round_trip;
mod seals;
mod selling;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bourse::db::schema::{articles, imports, payouts};
use bourse::kernel::clock::Instant;
use bourse::ops::backup::manifest::Manifest;
use bourse::ops::backup::progress::Progress;
use bourse::ops::backup::{self, Rows, Source};
use bourse::ops::restore::{Consent, Restored, restore};
use diesel::prelude::*;

use crate::support::app::{Engine, TestApp};
use crate::support::sale_seed::{OPENING, Sale, code, minute};
use crate::support::{binary, folder::Folder};

/// A sale that has something of everything: tickets, a payout, bytes, words of all scripts, files.
fn lively(engine: Engine) -> Sale {
    let sale = Sale::on(TestApp::on(engine, &[("RATE_LIMIT_PER_MINUTE", "1000000")]), 48);
    let mut till = sale.open(1);
    for index in 0..5 {
        sale.sell(&till.sells(&[2 * index, 2 * index + 1], &minute(0))).expect(201);
    }
    let at = Instant::parse(OPENING).unwrap();
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    sale.app
        .app
        .with_db(|db| {
            diesel::insert_into(imports::table)
                .values((
                    imports::id.eq("019a628d-0380-7707-8707-0000000000a1"),
                    imports::edition_id.eq(sale.edition),
                    imports::digest.eq("d".repeat(64)),
                    imports::file_name.eq("inscrits.csv"),
                    imports::content.eq(every_byte),
                    imports::created_at.eq(at),
                    imports::created_by.eq(owner(db)?),
                ))
                .execute(db)?;
            diesel::insert_into(payouts::table)
                .values((
                    payouts::id.eq("019a628d-0380-7707-8707-0000000000a2"),
                    payouts::edition_id.eq(sale.edition),
                    payouts::user_id.eq(owner(db)?),
                    payouts::gross_cents.eq(5500),
                    payouts::commission_cents.eq(1100),
                    payouts::fees_cents.eq(150),
                    payouts::net_cents.eq(4250),
                    payouts::fees_due_cents.eq(0),
                    payouts::state.eq("to_generate"),
                    payouts::computed_at.eq(at),
                    payouts::unsold_returned.eq(false),
                ))
                .execute(db)?;
            let words = "Ævar « 日本 » 🧸 \"2\" \\ l'été\n\tfin";
            diesel::update(articles::table.filter(articles::code.eq(code(30))))
                .set((articles::description.eq(words), articles::brand.eq("")))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
    write(&sale.app, "storage/etiquettes/A2025/feuille 1.pdf", "%PDF of labels");
    write(&sale.app, "storage/exports/été.csv", "a;b\n");
    sale
}

fn owner(db: &mut bourse::db::Conn) -> bourse::error::Result<String> {
    use bourse::db::schema::users;
    Ok(users::table.filter(users::email.eq("deposant@example.org")).select(users::id).first(db)?)
}

fn write(app: &TestApp, path: &str, content: &str) {
    let path = app.folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

/// Files of the storage folder by path, hidden ones included.
fn stored(app: &TestApp) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![app.folder.join("storage")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.to_string_lossy().contains(".lock") && !path.ends_with("app.log") {
                let content = std::fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(app.folder.path()).unwrap().to_owned(), content);
            }
        }
    }
    found
}

/// Makes a backup a second later than the last one.
fn back_up(app: &TestApp) -> PathBuf {
    let now = app.app.clock.now();
    app.app.clock.move_to(now.plus(chrono::TimeDelta::seconds(1)));
    backup::run(&app.app).unwrap().path
}

fn plain(path: &Path) -> Source<'_> {
    Source { path, identity: None, key: None }
}

/// What a backup says of itself, read to its end.
fn manifest_of(path: &Path) -> Manifest {
    backup::walk(plain(path), &mut Progress::silent(), &mut Rows::default()).unwrap()
}

/// Digest of every table as it stands in the database now.
fn digests(app: &TestApp) -> BTreeMap<String, (u64, String)> {
    let elsewhere = Folder::new("digests");
    let mut config = app.app.config.clone();
    elsewhere.path().clone_into(&mut config.folders.backup);
    let onlooker = bourse::app::App::new(config);
    let manifest = manifest_of(&backup::run(&onlooker).unwrap().path);
    manifest.tables.into_iter().map(|table| (table.name, (table.rows, table.sha256))).collect()
}

fn put_back(app: &TestApp, path: &Path, replace: bool) -> bourse::error::Result<Restored> {
    restore(&app.app, plain(path), Consent { replace, unsealed: true }, &mut Progress::silent())
}

/// The program itself, on the database and in the folders of a test.
fn command(app: &TestApp, arguments: &[&str]) -> Command {
    let env = app.folder.join("env");
    let settings = [
        ("DATABASE_URL", app.database_url()),
        ("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef".to_owned()),
        ("OFFLINE_HMAC_SECRET", "test-offline-secret-0123456789abcdef".to_owned()),
        ("STORAGE_PATH", app.folder.join("storage").to_string_lossy().into_owned()),
        ("BACKUP_PATH", app.folder.join("backup").to_string_lossy().into_owned()),
        ("APP_ENV", "test".to_owned()),
    ];
    std::fs::write(&env, settings.map(|(key, value)| format!("{key}='{value}'\n")).concat()).unwrap();
    let mut command = Command::new(binary());
    command.args(arguments).env("BOURSE_ENV", env);
    command
}

/// Runs the program and gives its exit code and what it wrote to both outputs.
fn said(command: &mut Command) -> (i32, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let words = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    (status.code().unwrap_or(-1), words)
}

/// Names in the folder of backups, the lock apart.
fn kept(app: &TestApp) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(app.folder.join("backup")) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != ".verrou").collect();
    names.sort();
    names
}
