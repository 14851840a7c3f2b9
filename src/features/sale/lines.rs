//! The lines of tickets in the database: every change of one is a verb here.
//!
//! Nothing is ever deleted: a line is recorded once, takes effect or not, is settled by a manager, given to an article, or
//! cancelled by whom, when and why.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::states::{CancelReason, ConflictSettlement, LineStatus};
use crate::db::schema::ticket_lines;
use crate::db::{self, Conn};
use crate::error::{Result, lost_race};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId, UserId};

/// A line to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = ticket_lines, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct NewLine<'a> {
    pub id: TicketLineId,
    pub ticket_id: TicketId,
    pub edition_id: EditionId,
    /// Place in the ticket, from 1.
    pub line: i32,
    pub code: &'a str,
    pub article_id: Option<ArticleId>,
    /// The article again, when this line is its sale.
    pub effective_article_id: Option<ArticleId>,
    pub price_cents: i32,
    /// The price of a genuine label that differs from the catalogue; else for a manager to say where prices differ.
    pub payout_price_cents: Option<i32>,
    pub status: LineStatus,
    pub price_differs: bool,
    pub sold_at: Instant,
}

impl NewLine<'_> {
    /// Makes it the sale of its article.
    pub fn take_effect(&mut self) {
        self.effective_article_id = self.article_id;
        self.status = LineStatus::Sold;
    }

    /// What became of it, for the till.
    pub fn final_status(&self) -> LineStatus {
        shown_status(self.status, self.price_differs, self.payout_price_cents)
    }
}

/// The status of a line as tills are told: a sale whose price waits for a manager is `price_differs`.
pub fn shown_status(status: LineStatus, price_differs: bool, payout_price_cents: Option<i32>) -> LineStatus {
    if status == LineStatus::Sold && price_differs && payout_price_cents.is_none() {
        LineStatus::PriceDiffers
    } else {
        status
    }
}

/// Adds lines.
pub fn record(db: &mut Conn, lines: &[NewLine<'_>]) -> Result<()> {
    Ok(db::insert_all!(db, ticket_lines::table, lines)?)
}

/// Takes effect away from lines. Comes before any other takes effect: the unique key knows one effective line of an article.
pub fn displace(db: &mut Conn, ids: &[TicketLineId]) -> Result<()> {
    diesel::update(ticket_lines::table.filter(ticket_lines::id.eq_any(ids)))
        .set((
            ticket_lines::effective_article_id.eq(None::<ArticleId>),
            ticket_lines::status.eq(LineStatus::Conflict),
        ))
        .execute(db)?;
    Ok(())
}

/// Lets recorded lines take effect.
pub fn promote(db: &mut Conn, ids: &[TicketLineId]) -> Result<()> {
    diesel::update(ticket_lines::table.filter(ticket_lines::id.eq_any(ids)))
        .set((
            ticket_lines::effective_article_id.eq(ticket_lines::article_id),
            ticket_lines::status.eq(LineStatus::Sold),
        ))
        .execute(db)?;
    Ok(())
}

/// By whom and why something is cancelled.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// Who.
    pub by: UserId,
    /// Why.
    pub reason: CancelReason,
    /// In words.
    pub comment: Option<&'a str>,
}

/// A line and what it was seen to claim.
pub type Claiming = (TicketLineId, Option<ArticleId>);

/// Cancels lines. Loses the race when one of them is cancelled already, or has been given to another article since it was
/// read: the articles that the caller holds would not be those that the lines leave.
pub fn cancel(db: &mut Conn, seen: &[Claiming], why: &Why<'_>, now: Instant) -> Result<()> {
    let ids: Vec<TicketLineId> = seen.iter().map(|(id, _)| *id).collect();
    let standing = ticket_lines::table
        .filter(ticket_lines::id.eq_any(&ids))
        .filter(ticket_lines::cancelled_at.is_null());
    let cancelled = diesel::update(standing)
        .set((
            ticket_lines::effective_article_id.eq(None::<ArticleId>),
            ticket_lines::cancelled_at.eq(now),
            ticket_lines::cancelled_by.eq(why.by),
            ticket_lines::cancel_reason.eq(why.reason),
            ticket_lines::cancel_comment.eq(why.comment),
        ))
        .execute(db)?;
    // From here on the rows are this transaction's.
    let claims: BTreeMap<TicketLineId, Option<ArticleId>> = ticket_lines::table
        .filter(ticket_lines::id.eq_any(&ids))
        .select((ticket_lines::id, ticket_lines::article_id))
        .load::<Claiming>(db)?
        .into_iter()
        .collect();
    let as_seen = seen.iter().all(|(id, article)| claims.get(id) == Some(article));
    if cancelled == seen.len() && as_seen { Ok(()) } else { Err(lost_race()) }
}

/// A manager's decision about lines.
#[derive(Clone, Copy, Debug)]
pub struct Settlement<'a> {
    /// Who decided.
    pub by: UserId,
    /// What.
    pub how: ConflictSettlement,
    /// Why.
    pub reason: &'a str,
}

/// Notes a decision about standing lines that claim `article`, or none. Loses the race when one of them is decided about or
/// cancelled already, or claims something else by now.
pub fn settle(
    db: &mut Conn,
    ids: &[TicketLineId],
    article: Option<ArticleId>,
    settlement: &Settlement<'_>,
    now: Instant,
) -> Result<()> {
    let open = ticket_lines::table
        .filter(ticket_lines::id.eq_any(ids))
        .filter(ticket_lines::cancelled_at.is_null())
        .filter(ticket_lines::settled_at.is_null());
    let decision = (
        ticket_lines::settled_at.eq(now),
        ticket_lines::settled_by.eq(settlement.by),
        ticket_lines::settled_how.eq(settlement.how),
        ticket_lines::settled_reason.eq(settlement.reason),
    );
    let settled = match article {
        Some(article) => {
            diesel::update(open.filter(ticket_lines::article_id.eq(article))).set(decision).execute(db)?
        }
        None => diesel::update(open.filter(ticket_lines::article_id.is_null())).set(decision).execute(db)?,
    };
    if settled == ids.len() { Ok(()) } else { Err(lost_race()) }
}

/// Gives a standing line to another article: a claim that is weighed against the others next. `false`, and nothing has
/// changed, when the line is no longer of the article `from`.
pub fn reassign(
    db: &mut Conn,
    id: TicketLineId,
    from: Option<ArticleId>,
    (to, price_differs): (ArticleId, bool),
) -> Result<bool> {
    let standing = ticket_lines::table.find(id).filter(ticket_lines::cancelled_at.is_null());
    let changes = (
        ticket_lines::article_id.eq(to),
        ticket_lines::effective_article_id.eq(None::<ArticleId>),
        ticket_lines::status.eq(LineStatus::Conflict),
        ticket_lines::price_differs.eq(price_differs),
        ticket_lines::payout_price_cents.eq(None::<i32>),
        ticket_lines::settled_at.eq(None::<Instant>),
        ticket_lines::settled_by.eq(None::<String>),
        ticket_lines::settled_how.eq(None::<ConflictSettlement>),
        ticket_lines::settled_reason.eq(None::<String>),
    );
    let moved = match from {
        Some(before) => {
            diesel::update(standing.filter(ticket_lines::article_id.eq(before))).set(changes).execute(db)?
        }
        None => {
            diesel::update(standing.filter(ticket_lines::article_id.is_null())).set(changes).execute(db)?
        }
    };
    Ok(moved == 1)
}

/// Says what the depositor's share of a standing line is computed from, where its price differs. `false` when there is no
/// such line.
pub fn set_payout_price(db: &mut Conn, ticket: TicketId, line: i32, cents: i32) -> Result<bool> {
    let standing = ticket_lines::table
        .filter(ticket_lines::ticket_id.eq(ticket))
        .filter(ticket_lines::line.eq(line))
        .filter(ticket_lines::price_differs.eq(true))
        .filter(ticket_lines::cancelled_at.is_null());
    Ok(diesel::update(standing).set(ticket_lines::payout_price_cents.eq(cents)).execute(db)? == 1)
}
