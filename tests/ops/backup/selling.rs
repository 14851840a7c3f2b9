//! A backup taken while tills are selling is of one instant.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use bourse::db::schema::{articles, ticket_lines};
use bourse::features::base::journal;
use bourse::features::lists::states::ArticleStatus;
use bourse::kernel::clock::Clock;
use bourse::ops::backup::manifest::{FileEntry, Manifest, TableEntry};
use bourse::ops::backup::progress::Progress;
use bourse::ops::backup::{Visitor, walk};
use diesel::prelude::*;
use serde_json::Value;

use super::{back_up, plain, put_back};
use crate::support::app::TestApp;
use crate::support::sale_seed::{Sale, Till};
use crate::support::server::Process;

const TILLS: i32 = 3;
const ARTICLES: i32 = 360;

/// Rows of a backup by table.
#[derive(Default)]
struct Saved(BTreeMap<String, Vec<Value>>);

impl Visitor for Saved {
    fn begin(&mut self, _: &Manifest) -> bourse::error::Result<()> {
        Ok(())
    }

    fn table(&mut self, table: &TableEntry, lines: &mut dyn BufRead) -> bourse::error::Result<()> {
        let rows = lines.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        self.0.insert(table.name.clone(), rows);
        Ok(())
    }

    fn file(&mut self, _: &FileEntry, _: &mut dyn Read) -> bourse::error::Result<()> {
        Ok(())
    }
}

impl Saved {
    fn sum(&self, table: &str, column: &str) -> i64 {
        self.0[table].iter().map(|row| row[column].as_i64().unwrap()).sum()
    }

    fn count(&self, table: &str, column: &str, value: &str) -> usize {
        self.0[table].iter().filter(|row| row[column] == value).count()
    }
}

/// Tickets, their lines, their payments and their journal entries are written in one transaction each.
fn assert_of_one_instant(saved: &Saved) -> usize {
    let count = saved.0["tickets"].len();
    assert_eq!(saved.count("journal", "event", "ticket_recorded"), count);
    assert_eq!(saved.0["payments"].len(), count);
    assert_eq!(saved.0["ticket_lines"].len(), 2 * count);
    assert_eq!(saved.count("articles", "status", "sold"), 2 * count);
    let money = saved.sum("tickets", "total_cents");
    assert_eq!(saved.sum("payments", "amount_cents"), money);
    assert_eq!(saved.sum("ticket_lines", "price_cents"), money);
    let head = saved.0["journal_head"][0]["sequence"].as_i64();
    assert_eq!(saved.0["journal"].last().unwrap()["sequence"].as_i64(), head);
    count
}

#[test]
fn backups_made_while_tills_sell_are_each_of_one_instant() {
    let sale = Sale::with_articles(ARTICLES);
    let process = Process::start(&sale.app);
    let door = process.door;
    let token = door.log_in("benevole@example.org");
    let path = sale.path("tickets");
    let tills: Vec<Till> = (1..=TILLS).map(|number| sale.open_as(&token, number)).collect();
    let over = AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        let selling: Vec<_> = tills
            .into_iter()
            .zip(0..)
            .map(|(mut till, number)| {
                let (token, path) = (&token, &path);
                scope.spawn(move || {
                    let mine: Vec<i32> = (0..ARTICLES).filter(|index| index % TILLS == number).collect();
                    for pair in mine.chunks(2) {
                        let ticket = till.sells(pair, &Clock::System.now().to_string());
                        let (status, answer) = door.post(path, token, &ticket).unwrap();
                        assert_eq!(status, 201, "{answer}");
                    }
                })
            })
            .collect();
        let backups = scope.spawn(|| {
            let mut made = Vec::new();
            while !over.load(Ordering::SeqCst) {
                made.push(back_up(&sale.app));
            }
            made
        });
        for till in selling {
            till.join().unwrap();
        }
        over.store(true, Ordering::SeqCst);
        backups.join().unwrap()
    });

    let mut counts = Vec::new();
    for backup in &backups {
        let mut saved = Saved::default();
        let manifest = walk(plain(backup), &mut Progress::silent(), &mut saved).unwrap();
        counts.push(assert_of_one_instant(&saved));
        assert_eq!(manifest.figures.tickets_cents, saved.sum("tickets", "total_cents"));
        assert_eq!(
            manifest.figures.journal_head,
            saved.0["journal"].last().unwrap()["hash"].as_str().unwrap()
        );
    }
    assert!(counts.is_sorted(), "{counts:?}");
    let all = usize::try_from(ARTICLES / 2).unwrap();
    let amid = counts.iter().position(|count| (1..all).contains(count)).expect("a backup amid the sale");

    let other = TestApp::new();
    put_back(&other, &backups[amid], false).unwrap();
    let (sold, effective, verdict): (i64, i64, _) = other
        .app
        .with_db(|db| {
            let is_sold = articles::table.filter(articles::status.eq(ArticleStatus::Sold));
            let is_effective = ticket_lines::table.filter(ticket_lines::effective_article_id.is_not_null());
            Ok((is_sold.count().get_result(db)?, is_effective.count().get_result(db)?, journal::verify(db)?))
        })
        .unwrap();
    assert_eq!((sold, sold), (effective, i64::try_from(2 * counts[amid]).unwrap()));
    assert!(verdict.intact);
}
