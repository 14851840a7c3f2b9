//! Every check, and what makes it fail.

use super::*;
use crate::features::house::system::doctor::model::{Finding, Level};
use chrono::{DateTime, TimeDelta, Utc};

fn at(text: &str) -> DateTime<Utc> {
    crate::kernel::clock::Instant::parse(text).unwrap().utc()
}

/// Asserts a level, and that whoever is told of something wrong is told what to do.
#[track_caller]
fn is(finding: &Finding, level: Level) {
    assert_eq!(finding.level, level, "{finding:?}");
    assert_eq!(finding.advice.is_empty(), level == Level::Fine, "{finding:?}");
    assert!(!finding.message.is_empty());
}

use Level::{Failure, Fine, Warning};

#[test]
fn each_wrong_setting_is_a_failure_of_its_own() {
    let found = configuration(&["DATABASE_URL manque".to_owned(), "APP_URL manque".to_owned()]);
    assert_eq!(found.len(), 2);
    for finding in &found {
        is(finding, Failure);
    }
}

#[test]
fn the_env_file_is_for_its_owner_alone_and_never_public() {
    let file = |mode, public| EnvFile { path: "/home/a/bourse/.env".to_owned(), mode, public };
    is(&env_file(Some(&file(0o100_600, false))), Fine);
    is(&env_file(Some(&file(0o100_400, false))), Fine);
    for mode in [0o644, 0o640, 0o604, 0o660] {
        is(&env_file(Some(&file(mode, false))), Failure);
    }
    is(&env_file(Some(&file(0o600, true))), Failure);
    is(&env_file(None), Fine);
}

#[test]
fn unknown_keys_are_named() {
    is(&unknown_keys(&[]), Fine);
    let found = unknown_keys(&["SMTP_HOTS".to_owned()]);
    is(&found, Warning);
    assert!(found.message.contains("SMTP_HOTS"));
}

#[test]
fn secrets_are_long_and_two() {
    let good = SecretFacts { production: true, local: false, weak: false, same: false };
    is(&secrets(good), Fine);
    is(&secrets(SecretFacts { weak: true, ..good }), Failure);
    is(&secrets(SecretFacts { weak: true, local: true, production: false, ..good }), Failure);
    is(&secrets(SecretFacts { same: true, ..good }), Warning);
    is(&secrets(SecretFacts { production: false, ..good }), Warning);
}

#[test]
fn a_token_that_has_done_its_work_is_to_go() {
    is(&install_token(true), Warning);
    is(&install_token(false), Fine);
}

#[test]
fn databases_are_judged_by_version_charset_and_connections() {
    let maria = |version: &str| {
        Ok(DatabaseFacts {
            version: version.to_owned(),
            charset: Some("utf8mb4".to_owned()),
            max_connections: Some(0),
            wait_timeout: Some(28800),
            sqlite: false,
            elsewhere: None,
        })
    };
    for version in
        ["10.6.0-MariaDB", "10.11.6-MariaDB-0+deb12u1", "5.5.5-10.6.12-MariaDB", "11.4.2-MariaDB", "8.0.36"]
    {
        is(&database(&maria(version)), Fine);
    }
    for version in ["10.5.23-MariaDB", "5.7.44", "5.5.5-10.3.39-MariaDB", "?"] {
        is(&database(&maria(version)), Failure);
    }
    let changed = |change: &dyn Fn(&mut DatabaseFacts)| {
        let mut facts = maria("10.11.6-MariaDB").unwrap();
        change(&mut facts);
        database(&Ok::<_, String>(facts))
    };
    is(&changed(&|facts| facts.charset = Some("latin1".to_owned())), Warning);
    is(&changed(&|facts| facts.max_connections = Some(5)), Warning);
    is(&changed(&|facts| facts.max_connections = Some(30)), Fine);
    let at = |private| Some(Elsewhere { host: "db.example".to_owned(), private });
    let private = changed(&|facts| facts.elsewhere = at(true));
    is(&private, Fine);
    assert!(private.message.contains("sans chiffrement"), "{}", private.message);
    is(&changed(&|facts| facts.elsewhere = at(false)), Warning);
    is(&database(&Err("Access denied".to_owned())), Failure);
    is(
        &database(&Ok(DatabaseFacts {
            sqlite: true,
            version: "3.50".to_owned(),
            ..DatabaseFacts::default()
        })),
        Fine,
    );
}

#[test]
fn a_schema_that_is_behind_is_a_failure() {
    is(&migrations(&[]), Fine);
    is(&migrations(&["0002_more".to_owned()]), Failure);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_with_its_key() {
    let folder = |writable| Folder { key: "LOGS_PATH", path: "/home/a/logs".to_owned(), writable };
    is(&folders(&[folder(true)]), Fine);
    let found = folders(&[folder(true), folder(false)]);
    is(&found, Failure);
    assert!(found.message.contains("LOGS_PATH"));
}

#[test]
fn room_on_the_disk_gets_short_before_it_is_gone() {
    is(&disk(Some(10 << 30)), Fine);
    assert!(disk(Some(72_645 << 20)).message.starts_with("70,9\u{a0}Go libres"));
    is(&disk(Some(400 << 20)), Warning);
    is(&disk(Some(40 << 20)), Failure);
    is(&disk(None), Warning);
}

#[test]
fn a_broken_chain_is_a_failure() {
    is(&journal(1000, None), Fine);
    is(&journal(12, Some(7)), Failure);
}

#[test]
fn an_installation_without_a_seal_is_told_so_unless_it_is_somebodys_own_machine() {
    is(&seals(true, false), Fine);
    is(&seals(false, false), Warning);
    is(&seals(false, true), Fine);
}

#[test]
fn mail_that_does_not_leave_is_worse_than_mail_that_was_refused() {
    is(&outbox(&OutboxFacts::default()), Fine);
    is(&outbox(&OutboxFacts { failed: 2, ..OutboxFacts::default() }), Warning);
    let late = OutboxFacts { waiting: 5, overdue: Some(TimeDelta::hours(3)), failed: 0, refusal: None };
    is(&outbox(&late), Failure);
    let refused = OutboxFacts { refusal: Some("535 5.7.8 no".to_owned()), ..late.clone() };
    is(&outbox(&refused), Failure);
    is(&outbox(&OutboxFacts { overdue: Some(TimeDelta::minutes(20)), ..late }), Fine);
}

#[test]
fn cron_is_missed_after_two_hours_and_lost_after_a_day() {
    let now = at("2025-11-08T12:00:00Z");
    is(&cron(None, now), Failure);
    for (last, level) in [
        ("2025-11-08T11:55:00Z", Fine),
        ("2025-11-08T10:59:00Z", Fine),
        ("2025-11-08T09:50:00Z", Warning),
        ("2025-11-07T10:00:00Z", Failure),
        ("2025-11-08T12:00:30Z", Fine),
    ] {
        is(&cron(Some(at(last)), now), level);
    }
}

#[test]
fn a_task_that_failed_is_named_with_its_words() {
    is(&tasks(&[]), Fine);
    let found = tasks(&[("Sauvegarde".to_owned(), "disque plein".to_owned())]);
    is(&found, Failure);
    assert!(found.message.contains("Sauvegarde (disque plein)"));
}

#[test]
fn a_backup_is_of_last_night() {
    let now = at("2025-11-08T12:00:00Z");
    is(&backup(None, now), Failure);
    is(&backup(Some(at("2025-11-08T02:00:00Z")), now), Fine);
    is(&backup(Some(at("2025-11-07T02:00:00Z")), now), Warning);
    is(&backup(Some(at("2025-11-04T02:00:00Z")), now), Failure);
}

#[test]
fn exports_have_a_limit_and_maintenance_is_not_forgotten() {
    is(&exports(3, 400 << 20, 500 << 20), Fine);
    is(&exports(3, 501 << 20, 500 << 20), Warning);
    is(&maintenance(None), Fine);
    let up = maintenance(Some("Retour à midi."));
    is(&up, Warning);
    assert!(up.message.contains("Retour à midi."));
}
