//! Managers are told when sales wait for a decision: soon, and not too often.

use bourse::db::schema::outbox;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use diesel::prelude::*;
use serde_json::json;

use crate::support::sale_seed::{Sale, minute};

/// Recipients and times of the messages about sales to settle, oldest first.
fn told(sale: &Sale) -> Vec<(String, String)> {
    let rows: Vec<(String, Instant)> = sale
        .app
        .app
        .with_db(|db| {
            let about = outbox::table.filter(outbox::kind.eq("sales_to_settle"));
            Ok(about
                .order((outbox::next_at, outbox::recipient))
                .select((outbox::recipient, outbox::next_at))
                .load(db)?)
        })
        .unwrap();
    rows.into_iter().map(|(recipient, at)| (recipient, at.to_string())).collect()
}

fn manager_at(minute_of_hour: u32) -> (String, String) {
    ("gestion@example.org".to_owned(), minute(minute_of_hour))
}

#[test]
fn a_conflict_is_told_to_the_managers_at_most_once_in_a_quarter_of_an_hour() {
    let mut sale = Sale::with_articles(6);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sync(&[one.sells(&[0], &minute(0))]);
    assert_eq!(told(&sale), [], "an ordinary sale is no news");
    sale.sync(&[two.sells(&[0], &minute(0))]);
    assert_eq!(told(&sale), [manager_at(0)]);
    let text = sale.app.mails().pop().unwrap().text;
    assert!(text.contains("1 article vendu plusieurs fois") && text.contains("/ventes"), "{text}");

    sale.app.at(&minute(3));
    sale.sync(&[one.sells(&[1], &minute(2)), two.sells(&[1], &minute(3))]);
    sale.sync(&[one.sells(&[2], &minute(3)), two.sells(&[2], &minute(3))]);
    assert_eq!(
        told(&sale),
        [manager_at(0), manager_at(15)],
        "the next one leaves when it may, and tells of both"
    );

    sale.app.at(&minute(40));
    sale.volunteer = sale.app.log_in("benevole@example.org");
    sale.sync(&[one.sells(&[3], &minute(39)), two.sells(&[3], &minute(39))]);
    assert_eq!(told(&sale).last(), Some(&manager_at(40)));
}

#[test]
fn what_was_decided_before_the_message_left_is_not_told_any_more() {
    let sale = Sale::with_articles(2);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sync(&[one.sells(&[0], &minute(0)), one.sells(&[1], &minute(0))]);
    let settle = |sale: &Sale, article: i32| {
        let path = format!("/api/v1/conflicts/{}/settle", sale.article(article));
        let body = json!({ "how": "keep", "reason": "les deux clients sont partis" });
        sale.app.post(&path, &sale.manager, &body).expect(200);
    };
    sale.sync(&[two.sells(&[0], &minute(0))]);
    assert_eq!(told(&sale), [manager_at(0)]);
    settle(&sale, 0);
    assert_eq!(told(&sale), []);
    sale.app.at(&minute(2));
    sale.sync(&[two.sells(&[1], &minute(1))]);
    assert_eq!(told(&sale), [manager_at(2)], "the next one is told at once");
}

#[test]
fn an_earlier_sale_that_displaces_another_and_a_ticket_kept_apart_are_told_too() {
    let mut sale = Sale::with_articles(2);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    let early = two.sells(&[0], &minute(0));
    sale.sync(&[one.sells(&[0], &minute(1))]);
    sale.sync(&[early]);
    assert_eq!(told(&sale).len(), 1);
    sale.app.at(&minute(20));
    sale.volunteer = sale.app.log_in("benevole@example.org");
    let mut forged = one.sells(&[1], &minute(20));
    forged["signature"] = json!("0".repeat(64));
    sale.sync(&[forged]);
    assert_eq!(told(&sale).len(), 2);
    let text = sale.app.mails().pop().unwrap().text;
    assert!(text.contains("1 article vendu plusieurs fois et 1 ticket mis de côté"), "{text}");
}

#[test]
fn admins_stand_in_where_nobody_is_a_manager_and_training_sends_no_mail() {
    let sale = Sale::with_articles(2);
    sale.app.account("admin@example.org", Role::Admin);
    let change = |sql: &str| {
        sale.app.app.with_db(|db| Ok(diesel::sql_query(sql).execute(db)?)).unwrap();
    };
    change("UPDATE editions SET is_training = TRUE");
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sync(&[one.sells(&[0], &minute(0)), two.sells(&[0], &minute(0))]);
    assert_eq!(told(&sale), []);
    change("UPDATE editions SET is_training = FALSE");
    change("UPDATE users SET state = 'disabled' WHERE role = 'manager'");
    sale.sync(&[one.sells(&[1], &minute(0)), two.sells(&[1], &minute(0))]);
    assert_eq!(told(&sale), [("admin@example.org".to_owned(), minute(0))]);
}
