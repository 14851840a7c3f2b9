//! Synchronise the tills in any order, twice, or in pieces: the state is the same (till.md 5).

use std::cell::RefCell;

use bourse::db::schema::{articles, payments, quarantine, register_sessions, ticket_lines, tickets};
use bourse::features::lists::states::ArticleStatus;
use bourse::features::sale::states::QuarantineState;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::support::sale_seed::{Sale, Till, code, minute};

const ARTICLES: i32 = 6;
const TILLS: usize = 3;

/// One till's sale or taking back: minute, articles, and whether the ticket before is taken back instead.
type Deed = (u32, Vec<i32>, bool);

fn deeds() -> impl Strategy<Value = Vec<Vec<Deed>>> {
    let articles = proptest::collection::vec(0..ARTICLES, 1..4);
    let deed = (0..5_u32, articles, proptest::bool::weighted(0.2));
    proptest::collection::vec(proptest::collection::vec(deed, 0..5), TILLS)
}

/// What was decided about the articles before the tickets come in.
fn decisions() -> impl Strategy<Value = Vec<ArticleStatus>> {
    use ArticleStatus::{Donated, Lost, NotBrought, OnSale, Refused, Returned, Withdrawn};
    let decided = vec![OnSale, OnSale, OnSale, NotBrought, Refused, Returned, Donated, Withdrawn, Lost];
    proptest::collection::vec(prop::sample::select(decided), usize::try_from(ARTICLES).unwrap())
}

/// The tickets of all tills.
fn tickets_of(tills: &[Till], deeds: &[Vec<Deed>]) -> Vec<Value> {
    let mut all = Vec::new();
    for (till, deeds) in tills.iter().zip(deeds) {
        let mut till = till.clone();
        let mut last: Option<Value> = None;
        for (at, articles, takes_back) in deeds {
            let ticket = match last.take().filter(|_| *takes_back) {
                Some(sold) => till.takes_back(&sold, &minute(*at)),
                None => till.sells(articles, &minute(*at)),
            };
            last = ticket.get("cancels").is_none().then(|| ticket.clone());
            all.push(ticket);
        }
    }
    all
}

/// What must not depend on the order.
#[derive(Debug, PartialEq)]
struct State {
    articles: Vec<(Option<String>, ArticleStatus)>,
    lines: Vec<(String, i32, Option<String>, String, bool)>,
    tickets: Vec<(String, i32, i32, i32)>,
    money: Option<i64>,
    waiting: i64,
}

fn state(sale: &Sale) -> State {
    sale.app
        .app
        .with_db(|db| {
            type Line = (String, i32, Option<String>, String, Option<String>);
            let lines: Vec<Line> = ticket_lines::table
                .order((ticket_lines::ticket_id, ticket_lines::line))
                .select((
                    ticket_lines::ticket_id,
                    ticket_lines::line,
                    ticket_lines::effective_article_id,
                    ticket_lines::status,
                    ticket_lines::cancelled_at,
                ))
                .load(db)?;
            // What a cancelled line had become by then is history, not state.
            let line = |(ticket, line, effective, status, cancelled): Line| match cancelled {
                Some(_) => (ticket, line, effective, String::new(), true),
                None => (ticket, line, effective, status, false),
            };
            Ok(State {
                articles: articles::table
                    .order(articles::code)
                    .select((articles::code, articles::status))
                    .load(db)?,
                lines: lines.into_iter().map(line).collect(),
                tickets: tickets::table
                    .order(tickets::id)
                    .select((tickets::id, tickets::number, tickets::sequence, tickets::total_cents))
                    .load(db)?,
                money: payments::table.select(diesel::dsl::sum(payments::amount_cents)).first(db)?,
                waiting: quarantine::table
                    .filter(quarantine::state.eq(QuarantineState::Waiting))
                    .count()
                    .get_result(db)?,
            })
        })
        .unwrap()
}

/// Back to articles about which this was decided, and tills that have sold nothing.
fn forget(sale: &Sale, decided: &[ArticleStatus]) {
    sale.app
        .app
        .with_db(|db| {
            diesel::delete(payments::table).execute(db)?;
            diesel::delete(ticket_lines::table).execute(db)?;
            diesel::delete(tickets::table).execute(db)?;
            diesel::delete(quarantine::table).execute(db)?;
            for (index, status) in (0..).zip(decided) {
                let article = articles::table.filter(articles::code.eq(code(index)));
                diesel::update(article).set(crate::support::seed::in_state(*status)).execute(db)?;
            }
            diesel::update(register_sessions::table)
                .set((
                    register_sessions::last_sequence.eq(0),
                    register_sessions::last_signature.eq("0".repeat(64)),
                ))
                .execute(db)?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_order_repetition_and_splitting_of_syncs_gives_one_state() {
    let sale = Sale::with_articles(ARTICLES);
    let tills: Vec<Till> = (1..=TILLS).map(|number| sale.open(i32::try_from(number).unwrap())).collect();
    sale.app.at(&minute(5));
    let cases = if cfg!(debug_assertions) { 24 } else { 200 };
    let random = RefCell::new(TestRunner::deterministic());
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner
        .run(&(deeds(), decisions()), |(deeds, decided)| {
            forget(&sale, &decided);
            let tickets = tickets_of(&tills, &deeds);
            sale.sync(&tickets);
            let expected = state(&sale);
            prop_assert_eq!(expected.waiting, 0);
            prop_assert_eq!(expected.tickets.len(), tickets.len());

            forget(&sale, &decided);
            let twice: Vec<Value> = tickets.iter().chain(tickets.iter().step_by(2)).cloned().collect();
            let shuffled = Just(twice).prop_shuffle().new_tree(&mut random.borrow_mut()).unwrap().current();
            for piece in shuffled.chunks(1 + tickets.len() % 4) {
                sale.sync(piece);
            }
            prop_assert_eq!(state(&sale), expected);
            Ok(())
        })
        .unwrap();
    assert!(sale.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}
