//! The doctor on real things: a file's mode, a stopped database, a mail server that wants another password.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Output;

use bourse::db::schema::{journal, outbox};
use bourse::features::house::system::doctor::examine as examine_locally;
use bourse::features::house::system::doctor::model::{Check, Finding, Level};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::ops::cron::{self, Asked, Teller};
use bourse::ops::doctor::examine_from_outside;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::leash::free_port;
use crate::support::server::{self, Process};
use crate::support::smtp::{Manners, SmtpServer};

fn level(findings: &[Finding], check: Check) -> Level {
    findings
        .iter()
        .find(|finding| finding.check == check)
        .unwrap_or_else(|| panic!("{check}: {findings:?}"))
        .level
}

fn locally(app: &TestApp, check: Check) -> Level {
    level(&examine_locally(&app.app), check)
}

/// `bourse doctor --json` with these settings: exit code and findings.
fn doctor(app: &TestApp, further: &[(&str, &str)], mode: u32) -> (Option<i32>, Vec<Value>) {
    let folder = app.folder.join("doctor");
    let mut command = server::command(app, &folder, further);
    std::fs::set_permissions(folder.join("env"), std::fs::Permissions::from_mode(mode)).unwrap();
    let Output { status, stdout, .. } = command.args(["doctor", "--json"]).output().unwrap();
    let told: Value = serde_json::from_slice(&stdout).unwrap();
    (status.code(), told["findings"].as_array().unwrap().clone())
}

fn told(findings: &[Value], check: &str) -> String {
    let finding = findings.iter().find(|finding| finding["check"] == check);
    finding.unwrap_or_else(|| panic!("{check}: {findings:?}"))["level"].as_str().unwrap().to_owned()
}

#[test]
fn an_env_file_that_others_may_read_is_found_out() {
    let app = TestApp::new();
    let local = ("APP_URL", format!("http://127.0.0.1:{}", free_port()));
    let settings = [(local.0, local.1.as_str())];
    assert_eq!(told(&doctor(&app, &settings, 0o600).1, "env_file"), "fine");
    let (code, findings) = doctor(&app, &settings, 0o644);
    assert_eq!((code, told(&findings, "env_file").as_str()), (Some(2), "failure"));
}

#[test]
fn a_setting_nobody_knows_and_a_database_that_is_away_are_told() {
    let app = TestApp::new();
    let local = format!("http://127.0.0.1:{}", free_port());
    let settings = [
        ("APP_URL", local.as_str()),
        ("SMTP_HOTS", "x"),
        ("DATABASE_URL", "mysql://nobody:secret-word@127.0.0.1:1/none"),
    ];
    let (code, findings) = doctor(&app, &settings, 0o600);
    assert_eq!(code, Some(2));
    assert_eq!(told(&findings, "unknown_keys"), "warning");
    assert_eq!(told(&findings, "database"), "failure");
    assert_eq!(told(&findings, "front_door"), "failure", "nobody listens there");
    assert!(!json!(findings).to_string().contains("secret-word"));
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_setting_by_setting() {
    let app = TestApp::new();
    let settings = [("APP_ENV", "production"), ("JWT_SECRET_KEY", "short"), ("SMTP_PORT", "mail")];
    let (code, findings) = doctor(&app, &settings, 0o600);
    assert_eq!(code, Some(2));
    assert!(
        findings.len() >= 3 && findings.iter().all(|finding| finding["check"] == "configuration"),
        "{findings:?}"
    );
}

#[test]
fn an_empty_database_wants_its_migrations() {
    let app = TestApp::new();
    let empty = format!("sqlite:{}", app.folder.join("empty.sqlite").display());
    let (_, findings) = doctor(&app, &[("DATABASE_URL", &empty)], 0o600);
    assert_eq!(told(&findings, "migrations"), "failure");
}

#[test]
fn weak_secrets_and_a_token_left_over_are_told_without_being_shown() {
    let app =
        TestApp::with(&[("JWT_SECRET_KEY", "short"), ("INSTALL_TOKEN", "0123456789abcdef0123456789abcdef")]);
    assert_eq!(locally(&app, Check::Secrets), Level::Failure);
    assert_eq!(locally(&app, Check::InstallToken), Level::Fine, "it has not been used");
    app.account("admin@example.org", Role::Admin);
    assert_eq!(locally(&app, Check::InstallToken), Level::Warning);
    let same = TestApp::with(&[("OFFLINE_HMAC_SECRET", "0123456789abcdef0123456789abcdef")]);
    assert_eq!(locally(&same, Check::Secrets), Level::Warning);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let app = TestApp::new();
    assert_eq!(locally(&app, Check::Folders), Level::Fine);
    assert_eq!(locally(&app, Check::Disk), Level::Fine);
    std::fs::remove_dir_all(app.folder.join("storage/etiquettes")).unwrap();
    std::fs::write(app.folder.join("storage/etiquettes"), "in the way").unwrap();
    assert_eq!(locally(&app, Check::Folders), Level::Failure);
}

#[test]
fn cron_and_backups_are_missed_at_first_and_again_when_they_stop() {
    let app = TestApp::new();
    assert_eq!((locally(&app, Check::Cron), locally(&app, Check::Backup)), (Level::Failure, Level::Failure));
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    assert_eq!((locally(&app, Check::Cron), locally(&app, Check::Backup)), (Level::Fine, Level::Fine));
    app.at("2025-09-16T20:00:00.000Z");
    assert_eq!((locally(&app, Check::Cron), locally(&app, Check::Backup)), (Level::Failure, Level::Warning));
}

#[test]
fn a_task_that_failed_is_told_until_it_goes_well_again() {
    let app = TestApp::new();
    let logs = app.folder.join("storage/logs");
    std::fs::write(&logs, "in the way").unwrap();
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    assert_eq!(locally(&app, Check::Tasks), Level::Failure);
    std::fs::remove_file(&logs).unwrap();
    app.at("2025-09-15T08:20:00.000Z");
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    assert_eq!(locally(&app, Check::Tasks), Level::Fine);
}

#[test]
fn a_journal_somebody_wrote_into_is_told() {
    let app = TestApp::new();
    app.account("admin@example.org", Role::Admin);
    app.log_in("admin@example.org");
    assert_eq!(locally(&app, Check::Journal), Level::Fine);
    app.app
        .with_db(|db| Ok(diesel::update(journal::table).set(journal::event.eq("nothing")).execute(db)?))
        .unwrap();
    assert_eq!(locally(&app, Check::Journal), Level::Failure);
}

#[test]
fn mail_that_was_refused_or_does_not_leave_is_told() {
    let app = TestApp::new();
    app.account("camille@example.org", Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": "camille@example.org" })).expect(202);
    assert_eq!(locally(&app, Check::Outbox), Level::Fine);
    app.at("2025-09-15T11:00:00.000Z");
    assert_eq!(locally(&app, Check::Outbox), Level::Failure, "three hours late");
    app.app
        .with_db(|db| Ok(diesel::update(outbox::table).set(outbox::state.eq("failed")).execute(db)?))
        .unwrap();
    assert_eq!(locally(&app, Check::Outbox), Level::Warning);
}

#[test]
fn a_mail_server_is_asked_for_its_opinion_of_our_password() {
    let mut server = SmtpServer::start(&Manners { login: Some(("bourse", "secret")), ..Manners::default() });
    let port = server.port().to_string();
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let opinion = |password: &str| {
        let settings = [
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", port.as_str()),
            ("SMTP_USER", "bourse"),
            ("SMTP_PASSWORD", password),
            ("APP_URL", nobody.as_str()),
        ];
        level(&examine_from_outside(&TestApp::with(&settings).app), Check::Smtp)
    };
    assert_eq!(opinion("secret"), Level::Fine);
    assert_eq!(opinion("guess"), Level::Failure);
    server.kill();
    assert_eq!(opinion("secret"), Level::Failure);
}

#[test]
fn the_built_in_server_lets_everything_through_and_a_clock_of_last_year_shows() {
    let behind = TestApp::new();
    let process = Process::start(&behind);
    let app = TestApp::with(&[("APP_URL", &process.door.url())]);
    let findings = examine_from_outside(&app.app);
    for check in [Check::FrontDoor, Check::Https, Check::Authorization, Check::Upload] {
        assert_eq!(level(&findings, check), Level::Fine, "{findings:?}");
    }
    assert_eq!(level(&findings, Check::Clock), Level::Failure, "this test lives in 2025");
    app.app.clock.move_to(Instant::new(std::time::SystemTime::now().into()));
    assert_eq!(level(&examine_from_outside(&app.app), Check::Clock), Level::Fine);
}
