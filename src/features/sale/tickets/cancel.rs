//! Cancelling lines and tickets: never deleted, always by somebody and for a reason (till.md 6).

use diesel::prelude::*;
use serde_json::json;

use super::incoming::paid_out;
use super::incoming::record::Admitted;
use super::reading;
use super::refunds;
use super::refunds::Wanted;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::schema::{register_sessions, ticket_lines, tickets};
use crate::error::{FieldError, Result, conflict, internal, invalid, lost_race, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::lists::articles;
use crate::features::sale::lines::{Claiming, Why};
use crate::features::sale::states::{CancelReason, TicketOrigin};
use crate::features::sale::views::{Cancel, CancelledTicket};
use crate::features::sale::{claims, lines, permission, rules};
use crate::http::{Json, Path};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId, UserId};
use crate::kernel::text::Comment;

/// `POST /tickets/{id}/cancel`
pub fn ticket(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<TicketId>, Json<Cancel>),
) -> Result<Json<CancelledTicket>> {
    cancel(ctx, id, None, &body, "tickets/cancel")
}

/// `POST /tickets/{id}/lines/{n}/cancel`: lines count from 1.
pub fn line(
    ctx: &mut Ctx<'_>,
    (Path((id, line)), Json(body)): (Path<(TicketId, i32)>, Json<Cancel>),
) -> Result<Json<CancelledTicket>> {
    cancel(ctx, id, Some(line), &body, "tickets/lines/cancel")
}

fn cancel(
    ctx: &mut Ctx<'_>,
    id: TicketId,
    line: Option<i32>,
    body: &Cancel,
    route: &str,
) -> Result<Json<CancelledTicket>> {
    let (actor, now) = (ctx.actor()?, ctx.now());
    let comment = comment(body)?;
    let sale = sale(ctx.db, id)?;
    let allowed = may_cancel(actor, &sale, now);
    permission::journalled(ctx, route, allowed)?;
    if sale.cancels.is_some() {
        return Err(conflict("not_cancellable", "Un ticket d'annulation ne s'annule pas."));
    }
    let wanted = Wanted { method: body.refund_method, session_id: body.refund_session_id };
    let given_back = ctx.write(|change| {
        let edition = editions::held_status(change.db, sale.edition_id)?;
        permission::must_take_in(edition)?;
        let drawer = refunds::drawer(change, id, wanted)?;
        let all = lines_of(change.db, &[id])?;
        let chosen: Vec<Line> =
            all.iter().filter(|one| line.is_none_or(|n| one.line == n)).copied().collect();
        if chosen.is_empty() {
            return Err(not_found());
        }
        let standing: Vec<Line> = chosen.into_iter().filter(|one| !one.cancelled).collect();
        if standing.is_empty() {
            return Err(conflict("already_cancelled", "C'est déjà annulé."));
        }
        let ids: Vec<TicketLineId> = standing.iter().map(|one| one.id).collect();
        // What a manager decides after the payment shows as a difference to be settled with the depositor.
        if !actor.is_at_least(Role::Manager) {
            paid_out::refuse(change.db, &ids)?;
        }
        let why = Why { by: actor.user_id, reason: body.reason, comment };
        let cents = cancel_lines(change, edition, &standing, &why)?;
        let given_back = refunds::give(change, drawer, cents, wanted.method)?;
        let numbers: Vec<i32> = standing.iter().map(|one| one.line).collect();
        let details =
            json!({ "lines": numbers, "reason": body.reason, "comment": comment, "given_back": given_back });
        change.journal(Event::SaleCancelled, id, details)?;
        Ok(given_back)
    })?;
    Ok(Json(CancelledTicket { ticket: reading::view(ctx.db, id)?, given_back }))
}

/// What was said; needed where no other reason fits.
fn comment(body: &Cancel) -> Result<Option<&str>> {
    let comment = body.comment.as_ref().map(Comment::as_str);
    if comment.is_none() && body.reason == CancelReason::Other {
        let sentence = "Dites en quelques mots pourquoi.";
        return Err(invalid(vec![FieldError::new("comment", "missing", sentence)]));
    }
    Ok(comment)
}

/// What decides whether a ticket may be cancelled.
pub struct Sale {
    seller: UserId,
    sold_at: Instant,
    cancels: Option<TicketId>,
    edition_id: EditionId,
}

/// Reads that of a ticket; 404 when there is none.
pub fn sale(db: &mut Conn, id: TicketId) -> Result<Sale> {
    let (seller, sold_at, cancels, edition_id) = tickets::table
        .inner_join(register_sessions::table)
        .filter(tickets::id.eq(id))
        .select((register_sessions::user_id, tickets::sold_at, tickets::cancels, tickets::edition_id))
        .first(db)
        .optional()?
        .ok_or_else(not_found)?;
    Ok(Sale { seller, sold_at, cancels, edition_id })
}

/// Refuses unless it is a volunteer's own sale of the last minutes, or a manager asks.
pub fn may_cancel(actor: Actor, sale: &Sale, now: Instant) -> Result<()> {
    let own = actor.user_id == sale.seller && rules::may_cancel_own(sale.sold_at, now);
    if own || actor.is_at_least(Role::Manager) {
        return Ok(());
    }
    Err(permission::not_yours(
        "Vous pouvez annuler vos propres ventes pendant 5 minutes. Ensuite, demandez à un gestionnaire.",
    ))
}

/// A line as far as cancelling it goes.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The line.
    pub id: TicketLineId,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Place in the ticket, from 1.
    pub line: i32,
    /// What it claims.
    pub article_id: Option<ArticleId>,
    /// Price paid.
    pub price_cents: i32,
    /// Whether it is cancelled.
    pub cancelled: bool,
}

/// The lines of tickets, in order.
pub fn lines_of(db: &mut Conn, ids: &[TicketId]) -> Result<Vec<Line>> {
    type Row = (TicketLineId, TicketId, i32, Option<ArticleId>, i32, Option<Instant>);
    let rows: Vec<Row> = ticket_lines::table
        .filter(ticket_lines::ticket_id.eq_any(ids))
        .order((ticket_lines::ticket_id, ticket_lines::line))
        .select((
            ticket_lines::id,
            ticket_lines::ticket_id,
            ticket_lines::line,
            ticket_lines::article_id,
            ticket_lines::price_cents,
            ticket_lines::cancelled_at,
        ))
        .load(db)?;
    let line = |(id, ticket_id, line, article_id, price_cents, cancelled_at): Row| Line {
        id,
        ticket_id,
        line,
        article_id,
        price_cents,
        cancelled: cancelled_at.is_some(),
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Cancels lines: the next claims on their articles take effect, or the articles are free again. Returns what the lines
/// cost together, in cents.
pub fn cancel_lines(
    change: &mut Change<'_>,
    edition: EditionStatus,
    cancelled: &[Line],
    why: &Why<'_>,
) -> Result<i64> {
    let mut claimed: Vec<ArticleId> = cancelled.iter().filter_map(|line| line.article_id).collect();
    claimed.sort_unstable();
    claimed.dedup();
    articles::hold(change.db, &claimed, change.now())?;
    let seen: Vec<Claiming> = cancelled.iter().map(|line| (line.id, line.article_id)).collect();
    lines::cancel(change.db, &seen, why, change.trace.now)?;
    claims::pass_on(change.db, &claimed, edition, change.now())?;
    Ok(cancelled.iter().map(|line| i64::from(line.price_cents)).sum())
}

/// Cancels what counter-tickets cancel; they carry the money themselves.
pub fn by_counter_tickets(
    change: &mut Change<'_>,
    edition: EditionStatus,
    admitted: &[Admitted<'_>],
) -> Result<()> {
    let counters: Vec<(TicketId, &Admitted<'_>)> =
        admitted.iter().filter_map(|one| Some((one.cancels?, one))).collect();
    if counters.is_empty() {
        return Ok(());
    }
    let by =
        change.trace.actor.map(|actor| actor.user_id).ok_or_else(|| internal("nobody sent this ticket"))?;
    let ids: Vec<TicketId> = counters.iter().map(|(id, _)| *id).collect();
    let lines = lines_of(change.db, &ids)?;
    for (id, counter) in counters {
        let standing: Vec<Line> =
            lines.iter().filter(|line| line.ticket_id == id && !line.cancelled).copied().collect();
        let cents: i64 = standing.iter().map(|line| i64::from(line.price_cents)).sum();
        // A line was cancelled since the counter-ticket was judged: it is judged again. What a manager accepts is recorded
        // as it is.
        if counter.origin != TicketOrigin::Quarantine && cents != -counter.ticket.paid_cents() {
            return Err(lost_race());
        }
        let comment = format!("Ticket d'annulation {}", counter.number());
        let why = Why { by, reason: CancelReason::Other, comment: Some(&comment) };
        cancel_lines(change, edition, &standing, &why)?;
    }
    Ok(())
}
