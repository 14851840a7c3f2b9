//! Seals of the journal: made on the evenings of a sale and at each step, told to two people, and found out when forged.

use bourse::db::schema::{journal as entries, outbox};
use bourse::features::base::journal;
use bourse::features::base::journal::Stored;
use bourse::kernel::actor::Role;
use bourse::ops::audit;
use bourse::ops::cron::{self, Asked, Teller};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::sale_seed::Sale;

const KEY: &str = "a journal key of the tests, 0123456789";
const OTHER: &[u8] = b"another journal key, 0123456789abcdef";

/// A sale with a key; nobody takes its mail, so that one can read what was written.
fn sealed_sale() -> Sale {
    let settings = [
        ("JOURNAL_KEY", KEY),
        ("SMTP_HOST", "127.0.0.1"),
        ("SMTP_PORT", "1"),
        ("RATE_LIMIT_PER_MINUTE", "100000"),
    ];
    Sale::on(TestApp::with(&settings), 3)
}

fn round(app: &TestApp) {
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
}

fn seals(app: &TestApp) -> i64 {
    app.app
        .with_db(|db| {
            Ok(entries::table.filter(entries::event.eq("journal_sealed")).count().get_result(db)?)
        })
        .unwrap()
}

fn verified(app: &TestApp, key: Option<&[u8]>) -> journal::Verdict {
    app.app.with_db(|db| journal::verify_sealed(db, key)).unwrap()
}

/// Who was sent a head, and the heads.
fn told(app: &TestApp) -> Vec<(String, String)> {
    let heads = app.mails().into_iter().filter(|mail| mail.kind == "journal_head");
    heads.map(|mail| (mail.recipient, mail.text)).collect()
}

#[test]
fn each_evening_of_a_sale_is_sealed_and_told_to_two_people() {
    let sale = sealed_sale();
    for (name, role) in [("a", Role::Admin), ("b", Role::Admin), ("c", Role::Manager)] {
        sale.app.account(&format!("{name}@keepers.example"), role);
    }
    sale.app.at("2025-11-08T18:00:00.000Z");
    round(&sale.app);
    let before = seals(&sale.app);
    sale.app.log_in("c@keepers.example");
    sale.app.at("2025-11-08T19:05:00.000Z");
    round(&sale.app);
    assert_eq!(seals(&sale.app), before + 1, "eight in the evening in Paris");
    let verdict = verified(&sale.app, Some(KEY.as_bytes()));
    assert!(verdict.intact && verdict.sealed_through.is_some(), "{verdict:?}");
    let heads: Vec<_> = told(&sale.app).into_iter().rev().take(2).collect();
    assert!(heads.iter().all(|(to, _)| to == "a@keepers.example" || to == "b@keepers.example"), "{heads:?}");
    let last: String = sale
        .app
        .app
        .with_db(|db| {
            let made =
                entries::table.filter(entries::event.eq("journal_sealed")).order(entries::sequence.desc());
            Ok(made.select(entries::hash).first(db)?)
        })
        .unwrap();
    assert!(heads[0].1.contains(&last), "the head that the seal itself has: {}", heads[0].1);
    round(&sale.app);
    assert_eq!(seals(&sale.app), before + 1, "once an evening");
}

#[test]
fn a_journal_rewritten_with_everything_but_the_key_is_found_out() {
    let sale = sealed_sale();
    sale.app.at("2025-11-08T19:05:00.000Z");
    round(&sale.app);
    let genuine = verified(&sale.app, Some(KEY.as_bytes()));
    assert!(genuine.intact && genuine.seals >= 1, "{genuine:?}");
    let not_ours = verified(&sale.app, Some(OTHER));
    assert!(
        !not_ours.intact && not_ours.broken_at.is_none() && not_ours.forged_seal_at.is_some(),
        "{not_ours:?}"
    );

    // Whoever can write to the database changes an entry and makes every later hash anew, those in the seals as well.
    sale.app
        .app
        .with_db(|db| {
            let mut all: Vec<Stored> =
                entries::table.order(entries::sequence).select(Stored::as_select()).load(db)?;
            all[0].details = r#"{"changed":true}"#.to_owned();
            let mut previous = journal::GENESIS.to_owned();
            for entry in &mut all {
                if entry.event == "journal_sealed" {
                    let mut seal: Value = serde_json::from_str(&entry.details).unwrap();
                    seal["head"] = json!(previous);
                    entry.details = seal.to_string();
                }
                entry.hash = entry.hash_after(&previous);
                previous.clone_from(&entry.hash);
                diesel::update(entries::table.find(entry.sequence))
                    .set((entries::details.eq(&entry.details), entries::hash.eq(&entry.hash)))
                    .execute(db)?;
            }
            Ok(())
        })
        .unwrap();
    assert!(verified(&sale.app, None).intact, "the chain alone shows nothing");
    let verdict = verified(&sale.app, Some(KEY.as_bytes()));
    assert!(!verdict.intact && verdict.forged_seal_at.is_some(), "{verdict:?}");
    assert!(!audit::verify(&sale.app.app, None, true).unwrap());
    // The head that somebody was sent that evening is not there any more.
    assert!(
        !audit::verify(&sale.app.app, Some(&format!("{}:{}", genuine.entries, genuine.head)), true).unwrap()
    );
}

#[test]
fn a_step_of_an_edition_seals_what_was_before() {
    let sale = sealed_sale();
    let before = seals(&sale.app);
    let early = json!({ "overrides": ["sale_not_over", "register_session_open"], "reason": "fin avancée" });
    sale.app.post(&sale.path("end-sale"), &sale.manager, &early).expect(200);
    assert_eq!(seals(&sale.app), before + 1);
    let verdict = verified(&sale.app, Some(KEY.as_bytes()));
    assert_eq!(verdict.sealed_through, Some(verdict.entries - 1), "only the seal itself is chained only");
    let head = format!("{}:{}", verdict.entries, verdict.head);
    assert!(audit::verify(&sale.app.app, Some(&head), true).unwrap());
    assert_eq!(audit::verify(&sale.app.app, Some("nonsense"), true).unwrap_err().code, "malformed");
}

#[test]
fn without_a_key_the_head_is_told_and_nothing_is_sealed() {
    let sale = Sale::with_articles(1);
    sale.app.account("a@keepers.example", Role::Admin);
    sale.app.at("2025-11-08T19:05:00.000Z");
    round(&sale.app);
    assert_eq!(seals(&sale.app), 0);
    assert!(told(&sale.app).iter().any(|(to, _)| to == "a@keepers.example"));
    let waiting: i64 = sale
        .app
        .app
        .with_db(|db| Ok(outbox::table.filter(outbox::kind.eq("journal_head")).count().get_result(db)?))
        .unwrap();
    assert_eq!(waiting, 2);
}
