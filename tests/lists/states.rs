//! An article's state: one rule, one writer, the same whatever the order of what happens.

use std::cell::RefCell;
use std::collections::BTreeMap;

use bourse::db::Conn;
use bourse::db::schema::{articles, editions, payments, ticket_lines, tickets};
use bourse::error::Result;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::articles as facts;
use bourse::features::lists::states::{ArticleStatus, Mark, Outcome, Verdict};
use bourse::kernel::clock::Instant;
use bourse::kernel::ids::{ArticleId, EditionId};
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::support::sale_seed::{Sale, Till, code, minute};
use crate::support::seed::in_state;

const ARTICLES: i32 = 4;

/// Where the edition stands and what each article is; every stored state is the computed one.
fn stored(db: &mut Conn, edition: EditionId) -> Result<(EditionStatus, Vec<ArticleStatus>)> {
    let status: EditionStatus = editions::table.find(edition).select(editions::status).first(db)?;
    let ids: Vec<ArticleId> = articles::table.order(articles::code).select(articles::id).load(db)?;
    let known: BTreeMap<ArticleId, ArticleStatus> = facts::facts_of(db, &ids)?
        .into_iter()
        .map(|(id, facts, stored)| {
            assert_eq!(stored, facts::rules::state(&facts, status), "{facts:?} in {status}");
            (id, stored)
        })
        .collect();
    Ok((status, ids.iter().map(|id| known[id]).collect()))
}

/// What happens to an article or to the edition; each of its kind once at most per article, so that the last word is the only
/// one whatever the order.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Verdict(i32, Verdict),
    Mark(i32, Mark),
    Outcome(i32, Outcome),
    Step(EditionStatus),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let one = |article: i32| {
        (
            proptest::option::of(prop::sample::select(Verdict::ALL)),
            proptest::option::weighted(0.3, prop::sample::select(Mark::ALL)),
            proptest::option::weighted(0.3, prop::sample::select(Outcome::ALL)),
        )
            .prop_map(move |(verdict, mark, outcome)| {
                let verdict = verdict.map(|verdict| Deed::Verdict(article, verdict));
                let mark = mark.map(|mark| Deed::Mark(article, mark));
                let outcome = outcome.map(|outcome| Deed::Outcome(article, outcome));
                [verdict, mark, outcome].into_iter().flatten().collect::<Vec<_>>()
            })
    };
    let articles: Vec<_> = (0..ARTICLES).map(one).collect();
    let step = prop::sample::select(vec![EditionStatus::Sale, EditionStatus::Settlement]);
    (articles, step).prop_map(|(deeds, step)| deeds.into_iter().flatten().chain([Deed::Step(step)]).collect())
}

fn happens(db: &mut Conn, edition: EditionId, deed: Deed) -> Result<()> {
    let now = Instant::parse("2025-11-08T09:30:00.000Z").unwrap();
    let status: EditionStatus = editions::table.find(edition).select(editions::status).first(db)?;
    let mut id = |article: i32| -> Result<[ArticleId; 1]> {
        let found = articles::table.filter(articles::code.eq(code(article)));
        Ok([found.select(articles::id).first(db)?])
    };
    match deed {
        Deed::Verdict(article, verdict) => {
            let id = id(article)?;
            facts::set_verdict(db, status, &id, Some(verdict), None, now)
        }
        Deed::Mark(article, mark) => {
            let id = id(article)?;
            facts::set_mark(db, status, &id, Some(mark), None, now)
        }
        Deed::Outcome(article, outcome) => {
            let id = id(article)?;
            facts::set_outcome(db, status, &id, Some(outcome), now)
        }
        Deed::Step(to) => {
            diesel::update(editions::table.find(edition)).set(editions::status.eq(to)).execute(db)?;
            facts::follow_step(db, (edition, to), now).map(drop)
        }
    }
}

/// Back to declared articles nobody has claimed, in an open sale.
fn forget(db: &mut Conn, sale: &Sale) -> Result<()> {
    diesel::delete(payments::table).execute(db)?;
    diesel::delete(ticket_lines::table).execute(db)?;
    diesel::delete(tickets::table).execute(db)?;
    diesel::update(bourse::db::schema::register_sessions::table)
        .set((
            bourse::db::schema::register_sessions::last_sequence.eq(0),
            bourse::db::schema::register_sessions::last_signature.eq("0".repeat(64)),
        ))
        .execute(db)?;
    diesel::update(editions::table.find(sale.edition))
        .set(editions::status.eq(EditionStatus::Sale))
        .execute(db)?;
    diesel::update(articles::table).set(in_state(ArticleStatus::Declared)).execute(db)?;
    let now = Instant::parse(&minute(0)).unwrap();
    facts::follow_step(db, (sale.edition, EditionStatus::Sale), now).map(drop)
}

#[test]
fn any_order_of_tickets_decisions_and_steps_gives_one_state() {
    let sale = Sale::with_articles(ARTICLES);
    let till = sale.open(1);
    sale.app.at(&minute(5));
    let cases = if cfg!(debug_assertions) { 24 } else { 200 };
    let random = RefCell::new(TestRunner::deterministic());
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let sold = proptest::collection::vec(0..ARTICLES, 0..3);
    runner
        .run(&(deeds(), sold), |(deeds, sold)| {
            let mut ends = Vec::new();
            for _ in 0..3 {
                sale.app.app.with_db(|db| forget(db, &sale)).unwrap();
                let mut till: Till = till.clone();
                let tickets: Vec<_> =
                    sold.iter().map(|article| till.sells(&[*article], &minute(1))).collect();
                let order: Vec<usize> = (0..deeds.len() + tickets.len()).collect();
                let order = Just(order).prop_shuffle().new_tree(&mut random.borrow_mut()).unwrap().current();
                for index in order {
                    match deeds.get(index) {
                        Some(deed) => {
                            sale.app.app.with_db(|db| happens(db, sale.edition, *deed)).unwrap();
                            sale.app.app.with_db(|db| happens(db, sale.edition, *deed)).unwrap();
                        }
                        None => drop(sale.sync(&tickets[..=index - deeds.len()])),
                    }
                }
                ends.push(sale.app.app.with_db(|db| stored(db, sale.edition)).unwrap());
            }
            prop_assert_eq!(&ends[0], &ends[1]);
            prop_assert_eq!(&ends[0], &ends[2]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_edition_is_followed_in_few_statements_whatever_its_size() {
    let count = |articles: i32| {
        let sale = Sale::with_articles(articles);
        sale.set_status(0, ArticleStatus::Refused);
        sale.set_status(1, ArticleStatus::Withdrawn);
        sale.app
            .app
            .with_db(|db| {
                bourse::db::statements();
                let now = Instant::parse(&minute(0)).unwrap();
                let moved = facts::follow_step(db, (sale.edition, EditionStatus::Settlement), now)?;
                let expected = usize::try_from(articles - 2).unwrap();
                assert_eq!(moved, BTreeMap::from([(ArticleStatus::Unsold, expected)]));
                Ok(bourse::db::statements().count)
            })
            .unwrap()
    };
    let few = count(3);
    assert_eq!(few, count(120));
    assert!(few <= 4, "{few}");
}

#[test]
fn what_was_sold_is_sold_whatever_was_decided_about_it_since() {
    let sale = Sale::with_articles(8);
    let mut till = sale.open(1);
    let decided = [
        ArticleStatus::Declared,
        ArticleStatus::Refused,
        ArticleStatus::NotBrought,
        ArticleStatus::Unsold,
        ArticleStatus::Returned,
        ArticleStatus::Donated,
        ArticleStatus::Withdrawn,
        ArticleStatus::Lost,
    ];
    for (index, status) in (0..).zip(decided) {
        sale.set_status(index, status);
    }
    crate::support::seed::Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    let results = sale.sync(&[till.sells(&[0, 1, 2, 3, 4, 5, 6, 7], &minute(0))]);
    let lines = results[0]["lines"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["status"] == "sold"), "{lines:?}");
    for (index, status) in (0..).zip(decided) {
        assert_eq!(sale.scan(index)["status"], "sold", "{status}");
    }
    let ticket = sale.app.get(&sale.path("tickets"), &sale.manager).expect(200)["items"][0]["id"].clone();
    let path = format!("/api/v1/tickets/{}/cancel", ticket.as_str().unwrap());
    sale.app.post(&path, &sale.manager, &serde_json::json!({ "reason": "scan_error" })).expect(200);
    for (index, status) in (0..).zip(decided) {
        // Nobody had decided about the first one when the sale opened.
        let expected = if index == 0 { ArticleStatus::NotBrought } else { status };
        assert_eq!(sale.scan(index)["status"], expected.as_str(), "back to what was decided");
    }
}
