//! What the board adds up from the tables, afresh.

use std::collections::BTreeMap;

use diesel::dsl::{count, count_star, sql, sum};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::Conn;
use crate::db::schema::{articles, payments, quarantine, register_sessions, ticket_lines, tickets};
use crate::error::Result;
use crate::features::lists::states::ArticleStatus;
use crate::features::sale::claims;
use crate::features::sale::states::{LineStatus, PaymentMethod, QuarantineState};
use crate::features::sale::takings::PerMethod;
use crate::kernel::ids::{EditionId, RegisterSessionId};

/// The hour of a sale, `2025-11-08T09`: instants are stored as text of fixed width.
const HOUR: &str = "substr(ticket_lines.sold_at, 1, 13)";

/// The list of a line, `A2025-L245`: printed codes end in a letter and two digits (till.md 3). Asking the articles would
/// read each of them.
const LIST: &str = "substr(ticket_lines.code, 1, length(ticket_lines.code) - 4)";

/// States of articles that have not been put on sale. Few articles are in them once a sale is on, so that counting these
/// and all reads less than counting the others.
const NEVER_OFFERED: [ArticleStatus; 5] = [
    ArticleStatus::Draft,
    ArticleStatus::Declared,
    ArticleStatus::Accepted,
    ArticleStatus::Refused,
    ArticleStatus::NotBrought,
];

/// Everything that an edition's board adds up.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Articles that are or were on sale.
    pub articles_offered: i64,
    /// Money per register session.
    pub takings: BTreeMap<RegisterSessionId, PerMethod>,
    /// Sales per register session.
    pub tickets: BTreeMap<RegisterSessionId, i64>,
    /// How many of these belong to the private sale.
    pub private_sale_tickets: i64,
    /// What was sold per hour, `2025-11-08T09`.
    pub hours: BTreeMap<String, Sold>,
    /// What was sold per list number.
    pub lists: BTreeMap<i32, Sold>,
    /// What somebody has to decide.
    pub waiting: Waiting,
}

/// Articles that were sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sold {
    /// How many.
    pub articles: i64,
    /// Their prices together.
    pub cents: i64,
}

impl Sold {
    /// One more.
    pub fn add(&mut self, price_cents: i32) {
        self.articles += 1;
        self.cents += i64::from(price_cents);
    }
}

/// What waits for a manager.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// Articles that several tickets claim.
    pub conflicts: i64,
    /// Tickets in quarantine.
    pub quarantined: i64,
    /// Lines whose price is neither the catalogue's nor a label's.
    pub prices_to_decide: i64,
    /// Lines that belong to no article.
    pub without_owner: i64,
}

impl Sums {
    /// Adds everything up.
    pub fn read(db: &mut Conn, id: EditionId) -> Result<Self> {
        let (tickets, private_sale_tickets) = ticket_counts(db, id)?;
        Ok(Self {
            articles_offered: offered(db, id)?,
            takings: takings(db, id)?,
            tickets,
            private_sale_tickets,
            hours: sold_by(db, id, HOUR)?.into_iter().collect(),
            lists: sold_by(db, id, LIST)?.into_iter().filter_map(of_list).collect(),
            waiting: Waiting::read(db, id)?,
        })
    }
}

impl Waiting {
    /// Whether nothing waits.
    pub const fn is_empty(&self) -> bool {
        self.conflicts == 0 && self.quarantined == 0 && self.prices_to_decide == 0 && self.without_owner == 0
    }

    /// Counts them. Indexes make this cheap: few wait, however much was sold.
    pub fn read(db: &mut Conn, id: EditionId) -> Result<Self> {
        let lines = |status| {
            ticket_lines::table
                .filter(ticket_lines::edition_id.eq(id))
                .filter(ticket_lines::status.eq(status))
        };
        Ok(Self {
            conflicts: lines(LineStatus::Conflict)
                .filter(ticket_lines::cancelled_at.is_null())
                .filter(ticket_lines::settled_at.is_null())
                .select(count(ticket_lines::article_id).aggregate_distinct())
                .first(db)?,
            quarantined: quarantine::table
                .filter(quarantine::edition_id.eq(id))
                .filter(quarantine::state.eq(QuarantineState::Waiting))
                .count()
                .get_result(db)?,
            prices_to_decide: lines(LineStatus::Sold)
                .filter(ticket_lines::price_differs.eq(true))
                .filter(ticket_lines::payout_price_cents.is_null())
                .filter(ticket_lines::effective_article_id.is_not_null())
                .count()
                .get_result(db)?,
            without_owner: claims::without_owner(id).count().get_result(db)?,
        })
    }
}

fn offered(db: &mut Conn, id: EditionId) -> Result<i64> {
    let all: i64 = articles::table.filter(articles::edition_id.eq(id)).count().get_result(db)?;
    let never: i64 = articles::table
        .filter(articles::edition_id.eq(id))
        .filter(articles::status.eq_any(NEVER_OFFERED))
        .count()
        .get_result(db)?;
    Ok(all - never)
}

/// Money per register session and method.
fn takings(db: &mut Conn, id: EditionId) -> Result<BTreeMap<RegisterSessionId, PerMethod>> {
    let rows: Vec<(RegisterSessionId, PaymentMethod, Option<i64>)> = payments::table
        .inner_join(register_sessions::table)
        .filter(register_sessions::edition_id.eq(id))
        .group_by((payments::session_id, payments::method))
        .select((payments::session_id, payments::method, sum(payments::amount_cents)))
        .load(db)?;
    let mut takings: BTreeMap<RegisterSessionId, PerMethod> = BTreeMap::new();
    for (session, method, cents) in rows {
        takings.entry(session).or_default().add(method, cents.unwrap_or(0));
    }
    Ok(takings)
}

/// Sales per register session, and how many belong to the private sale.
fn ticket_counts(db: &mut Conn, id: EditionId) -> Result<(BTreeMap<RegisterSessionId, i64>, i64)> {
    let rows: Vec<(RegisterSessionId, bool, i64)> = tickets::table
        .filter(tickets::edition_id.eq(id))
        .filter(tickets::cancels.is_null())
        .group_by((tickets::session_id, tickets::private_sale))
        .select((tickets::session_id, tickets::private_sale, count_star()))
        .load(db)?;
    let private = rows.iter().filter(|(_, private, _)| *private).map(|(.., count)| count).sum();
    let mut counts: BTreeMap<RegisterSessionId, i64> = BTreeMap::new();
    for (session, _, count) in rows {
        *counts.entry(session).or_default() += count;
    }
    Ok((counts, private))
}

/// Lines that are sales, put together by an expression over them.
fn sold_by(db: &mut Conn, id: EditionId, key: &'static str) -> Result<Vec<(String, Sold)>> {
    let key = || sql::<Text>(key);
    let rows: Vec<(String, i64, Option<i64>)> = ticket_lines::table
        .filter(ticket_lines::edition_id.eq(id))
        .filter(ticket_lines::status.eq(LineStatus::Sold))
        .filter(ticket_lines::effective_article_id.is_not_null())
        .group_by(key())
        .select((key(), count_star(), sum(ticket_lines::price_cents)))
        .load(db)?;
    let sold =
        |(key, articles, cents): (_, _, Option<i64>)| (key, Sold { articles, cents: cents.unwrap_or(0) });
    Ok(rows.into_iter().map(sold).collect())
}

fn of_list((list, sold): (String, Sold)) -> Option<(i32, Sold)> {
    let (_, number) = list.rsplit_once('L')?;
    Some((number.parse().ok()?, sold))
}
