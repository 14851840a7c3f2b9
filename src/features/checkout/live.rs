//! The sale as it goes: polled every ten seconds by managers and volunteers (till.md 10). A fixed number of statements, and few while nothing
//! happens: each process keeps what it has added up.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use diesel::dsl::{count, count_star, sql, sum};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::session_store;
use super::states::{LineStatus, PaymentMethod, QuarantineState};
use super::takings::PerMethod;
use super::views::{HourSales, ListSales, LiveView, TillLive, seller};
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::{articles, payments, quarantine, register_sessions, ticket_lines, tickets};
use crate::error::Result;
use crate::features::editions::store;
use crate::features::journal;
use crate::features::lists::states::ArticleStatus;
use crate::http::{Path, Tagged};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId};

/// The hour of a sale, `2025-11-08T09`: instants are stored as text of fixed width.
const HOUR: &str = "substr(ticket_lines.sold_at, 1, 13)";

/// The list of a line, `A2025-L245`: printed codes end in a letter and two digits (till.md 3). Asking the articles would
/// read each of them.
const LIST: &str = "substr(ticket_lines.code, 1, length(ticket_lines.code) - 4)";

/// How many lists are shown as those that sold most.
const TOP: i64 = 10;

/// States of articles that were put on sale.
const OFFERED: [ArticleStatus; 7] = [
    ArticleStatus::OnSale,
    ArticleStatus::Sold,
    ArticleStatus::Unsold,
    ArticleStatus::Returned,
    ArticleStatus::Donated,
    ArticleStatus::Withdrawn,
    ArticleStatus::Lost,
];

/// What is added up, per edition, as of a sequence of the journal: nothing that counts here changes without an entry.
#[derive(Debug, Default)]
pub struct Memo(Mutex<HashMap<EditionId, (i64, Sums)>>);

impl Memo {
    fn get(&self, edition: EditionId, sequence: i64) -> Option<Sums> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&edition).filter(|(as_of, _)| *as_of == sequence).map(|(_, sums)| sums.clone())
    }

    fn keep(&self, edition: EditionId, sequence: i64, sums: &Sums) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(edition, (sequence, sums.clone()));
    }
}

#[derive(Clone, Debug)]
struct Sums {
    articles_offered: i64,
    articles_sold: i64,
    takings: BTreeMap<RegisterSessionId, PerMethod>,
    tickets: BTreeMap<RegisterSessionId, i64>,
    private_sale_tickets: i64,
    hours: Vec<HourSales>,
    top_lists: Vec<ListSales>,
    conflicts: i64,
    quarantined: i64,
    prices_to_decide: i64,
}

/// `GET /editions/{id}/live`
pub fn live(ctx: &mut Ctx<'_>, Path(edition_id): Path<EditionId>) -> Result<Tagged<LiveView>> {
    let (id, memo) = (store::by_id(ctx.db, edition_id)?.id, &ctx.app.live);
    // Before the sums: what happens meanwhile has a later sequence, and is added up the next time.
    let sequence = journal::head(ctx.db)?;
    let sums = match memo.get(id, sequence) {
        Some(sums) => sums,
        None => Sums::read(ctx.db, id).inspect(|sums| memo.keep(id, sequence, sums))?,
    };
    let (sold, offered) = (sums.articles_sold, sums.articles_offered);
    Ok(Tagged(LiveView {
        articles_sold: sold,
        articles_offered: offered,
        sold_bp: if offered == 0 { 0 } else { sold * 10_000 / offered },
        tickets: sums.tickets.values().sum(),
        private_sale_tickets: sums.private_sale_tickets,
        takings_cents: sums.takings.values().map(PerMethod::total).sum(),
        takings: together(sums.takings.values()),
        // Tills report themselves without an entry in the journal.
        tills: tills(ctx.db, id, &sums.takings, &sums.tickets)?,
        hours: sums.hours,
        top_lists: sums.top_lists,
        conflicts: sums.conflicts,
        quarantined: sums.quarantined,
        prices_to_decide: sums.prices_to_decide,
    }))
}

impl Sums {
    fn read(db: &mut Conn, id: EditionId) -> Result<Self> {
        let statuses: Vec<(ArticleStatus, i64)> = articles::table
            .filter(articles::edition_id.eq(id))
            .filter(articles::status.eq_any(OFFERED))
            .group_by(articles::status)
            .select((articles::status, count_star()))
            .load(db)?;
        let sold = statuses.iter().find(|(status, _)| *status == ArticleStatus::Sold);
        let (tickets, private_sale_tickets) = ticket_counts(db, id)?;
        Ok(Self {
            articles_offered: statuses.iter().map(|(_, count)| count).sum(),
            articles_sold: sold.map_or(0, |(_, count)| *count),
            takings: takings(db, id)?,
            tickets,
            private_sale_tickets,
            hours: hours(db, id)?,
            top_lists: top_lists(db, id)?,
            conflicts: conflicts(db, id)?,
            quarantined: quarantine::table
                .filter(quarantine::edition_id.eq(id))
                .filter(quarantine::state.eq(QuarantineState::Waiting))
                .count()
                .get_result(db)?,
            prices_to_decide: ticket_lines::table
                .filter(ticket_lines::edition_id.eq(id))
                .filter(ticket_lines::price_differs.eq(true))
                .filter(ticket_lines::payout_price_cents.is_null())
                .filter(ticket_lines::effective_article_id.is_not_null())
                .count()
                .get_result(db)?,
        })
    }
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

fn together<'a>(takings: impl Iterator<Item = &'a PerMethod>) -> PerMethod {
    takings.flat_map(|sums| PaymentMethod::ALL.iter().map(|method| (*method, sums.of(*method)))).collect()
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

fn hours(db: &mut Conn, id: EditionId) -> Result<Vec<HourSales>> {
    let hour = || sql::<Text>(HOUR);
    let rows: Vec<(String, i64, Option<i64>)> = ticket_lines::table
        .filter(ticket_lines::edition_id.eq(id))
        .filter(ticket_lines::effective_article_id.is_not_null())
        .group_by(hour())
        .select((hour(), count_star(), sum(ticket_lines::price_cents)))
        .order(hour())
        .load(db)?;
    let sales = |(hour, articles, cents): (String, i64, Option<i64>)| {
        let from = Instant::parse(&format!("{hour}:00:00.000Z"))?;
        Some(HourSales { from, articles, sales_cents: cents.unwrap_or(0) })
    };
    Ok(rows.into_iter().filter_map(sales).collect())
}

fn tills(
    db: &mut Conn,
    id: EditionId,
    takings: &BTreeMap<RegisterSessionId, PerMethod>,
    tickets: &BTreeMap<RegisterSessionId, i64>,
) -> Result<Vec<TillLive>> {
    let sessions = session_store::of_edition(db, id, None)?;
    Ok(sessions
        .into_iter()
        .map(|(session, (first_name, last_name))| TillLive {
            session_id: session.id,
            register_number: session.register_number,
            seller: seller(&first_name, &last_name),
            state: session.state(),
            opened_at: session.opened_at,
            last_seen_at: session.last_seen_at,
            report: session.report(),
            tickets: tickets.get(&session.id).copied().unwrap_or(0),
            takings_cents: takings.get(&session.id).map_or(0, PerMethod::total),
        })
        .collect())
}

fn top_lists(db: &mut Conn, id: EditionId) -> Result<Vec<ListSales>> {
    let (list, sold) = (|| sql::<Text>(LIST), || sum(ticket_lines::price_cents));
    let rows: Vec<(String, i64, Option<i64>)> = ticket_lines::table
        .filter(ticket_lines::edition_id.eq(id))
        .filter(ticket_lines::effective_article_id.is_not_null())
        .group_by(list())
        .select((list(), count_star(), sold()))
        .order((sold().desc(), sql::<Integer>("min(length(ticket_lines.code))"), list()))
        .limit(TOP)
        .load(db)?;
    let list = |(list, articles, cents): (String, i64, Option<i64>)| {
        let (_, list_number) = list.rsplit_once('L')?;
        Some(ListSales { list_number: list_number.parse().ok()?, articles, sales_cents: cents.unwrap_or(0) })
    };
    Ok(rows.into_iter().filter_map(list).collect())
}

fn conflicts(db: &mut Conn, id: EditionId) -> Result<i64> {
    Ok(ticket_lines::table
        .filter(ticket_lines::edition_id.eq(id))
        .filter(ticket_lines::status.eq(LineStatus::Conflict))
        .filter(ticket_lines::cancelled_at.is_null())
        .filter(ticket_lines::settled_at.is_null())
        .select(count(ticket_lines::article_id).aggregate_distinct())
        .first(db)?)
}
