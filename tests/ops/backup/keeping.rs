//! Which backups stay, who may read them, and what the commands answer.

use std::os::unix::fs::PermissionsExt as _;

use age::secrecy::ExposeSecret as _;
use bourse::features::house::upkeep::backups;
use bourse::ops::backup::progress::Progress;
use bourse::ops::backup::{self, Source};
use bourse::ops::restore::{Consent, restore};
use serde_json::Value;

use super::{back_up, command, kept, lively, plain, put_back, said};
use crate::support::app::{Engine, TestApp};

#[test]
fn old_backups_go_and_the_first_of_each_month_stays() {
    let app = TestApp::with(&[("BACKUP_KEEP_DAYS", "30"), ("BACKUP_KEEP_MONTHS", "2")]);
    app.at("2026-03-02T02:15:00.000Z");
    let name = |day: &str| format!("bourse-{day}T021500Z.tar.zst");
    for day in ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-29", "2026-01-31", "2026-02-15"] {
        super::write(&app, &format!("backup/{}", name(day)), "older");
    }
    super::write(&app, "backup/lisez-moi.txt", "not ours");
    super::write(&app, "backup/bourse-2026-02-20T021500Z.tar.zst.part", "half of one");

    let report = backup::run(&app.app).unwrap();
    assert_eq!(report.removed, ["2025-12-31", "2026-01-02", "2026-01-29"].map(name));
    let stay = ["2026-01-01", "2026-01-31", "2026-02-15", "2026-03-02"].map(name);
    assert_eq!(kept(&app), [&stay[..], &["lisez-moi.txt".to_owned()]].concat());
    let listed = backups::kept(&app.app.config.folders.backup).unwrap();
    assert_eq!(listed.iter().map(|kept| kept.name.clone()).collect::<Vec<_>>(), stay);
    assert_eq!(listed[3].bytes, report.bytes);
}

#[test]
fn only_its_owner_may_read_a_backup() {
    let app = TestApp::new();
    let path = back_up(&app);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn two_at_once_are_one_too_many() {
    let app = TestApp::new();
    let backup = back_up(&app);
    let held = backup::lock(&app.app.config.folders.backup).unwrap();
    assert_eq!(backup::run(&app.app).unwrap_err().code, "backup_running");
    assert_eq!(put_back(&app, &backup, true).unwrap_err().code, "backup_running");
    drop(held);
    back_up(&app);
}

#[test]
fn an_encrypted_backup_opens_with_its_key_only() {
    let (own, others) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let app = TestApp::with(&[("BACKUP_RECIPIENT", &own.to_public().to_string())]);
    app.account("zacharie@example.org", bourse::kernel::actor::Role::Admin);
    let path = back_up(&app);
    assert_eq!(path.extension().unwrap(), "age");
    let key = |name: &str, identity: &age::x25519::Identity| {
        let path = app.folder.join(name);
        let words =
            format!("# a comment, as age-keygen writes it\n{}\n", identity.to_string().expose_secret());
        std::fs::write(&path, words).unwrap();
        path
    };
    let (right, wrong) = (key("right", &own), key("wrong", &others));
    let silent = || Progress::silent();
    let check = |identity| backup::verify(Source { path: &path, identity, key: None }, &mut silent());

    assert_eq!(check(None).unwrap_err().code, "backup_encrypted");
    assert_eq!(check(Some(&wrong)).unwrap_err().code, "backup_other_key");
    assert_eq!(check(Some(&path)).unwrap_err().code, "identity_invalid");
    assert!(check(Some(&right)).is_ok());
    let other = TestApp::new();
    restore(
        &other.app,
        Source { path: &path, identity: Some(&right), key: None },
        Consent { replace: false, unsealed: true },
        &mut silent(),
    )
    .unwrap();
    other.log_in("zacharie@example.org");

    let mut bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(9).any(|part| part == b"zacharie@"));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(check(Some(&right)).unwrap_err().status, 422);
    std::fs::write(&path, &bytes[..middle]).unwrap();
    assert_eq!(check(Some(&right)).unwrap_err().status, 422);
}

#[test]
fn a_wrong_recipient_is_told_at_the_start() {
    let pairs = [
        ("APP_ENV", "test"),
        ("DATABASE_URL", "sqlite:x"),
        ("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef"),
        ("OFFLINE_HMAC_SECRET", "0123456789abcdef0123456789abcdef"),
        ("BACKUP_RECIPIENT", "age1wrong"),
    ];
    let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let errors = bourse::config::Config::from_pairs(pairs, |_| None).err().unwrap();
    assert!(errors.0.len() == 1 && errors.0[0].contains("BACKUP_RECIPIENT"), "{errors}");
}

#[test]
fn the_commands_tell_people_in_french_and_scripts_in_json() {
    let sale = lively(Engine::of_this_run());
    let (code, words) = said(&mut command(&sale.app, &["backup"]));
    assert_eq!(code, 0, "{words}");
    for expected in ["Sauvegarde : tickets", "Sauvegarde faite :", "5 pour 55\u{a0}€", "1 pour 42,50\u{a0}€"]
    {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    let name = kept(&sale.app).pop().unwrap();
    let path = sale.app.folder.join("backup").join(name);
    let file = path.to_str().unwrap();

    let (code, words) = said(&mut command(&sale.app, &["backup", "verify", file, "--json"]));
    let answer: Value = serde_json::from_str(&words).unwrap();
    assert_eq!(
        (code, &answer["sound"], &answer["figures"]["tickets_cents"]),
        (0, &true.into(), &5500.into())
    );
    let (code, words) = said(&mut command(&sale.app, &["restore", file, "--unsealed"]));
    assert!(code == 2 && words.contains("--replace"), "{words}");
    let (code, words) = said(&mut command(&sale.app, &["restore", file, "--replace", "--unsealed"]));
    assert!(code == 0 && words.contains("Restauration faite"), "{words}");

    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
    let (code, words) = said(&mut command(&sale.app, &["backup", "verify", file]));
    assert!(code == 1 && words.contains("tronquée"), "{words}");
    let (code, words) = said(&mut command(&sale.app, &["backup", "verify", file, "--json"]));
    let answer: Value = serde_json::from_str(&words).unwrap();
    assert_eq!((code, &answer["sound"], &answer["code"]), (1, &false.into(), &"backup_truncated".into()));
    let (code, words) = said(&mut command(&sale.app, &["backup", "verify", "/nowhere"]));
    assert!(code == 2 && words.contains("/nowhere"), "{words}");
    assert!(backup::verify(plain(&path), &mut Progress::silent()).is_err());
}
