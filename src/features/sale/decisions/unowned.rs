//! Recorded lines that belong to no article (till.md 5).
//!
//! The money of such a line is in a drawer: a manager says whose it is, or that the association keeps it, or gives it back.

use diesel::prelude::*;
use serde_json::json;

use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, PageQuery, Paged};
use crate::db::schema::{articles, ticket_lines};
use crate::error::{Result, conflict, lost_race, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store;
use crate::features::lists;
use crate::features::sale::board::attention;
use crate::features::sale::claims;
use crate::features::sale::lines;
use crate::features::sale::lines::{Settlement, Why};
use crate::features::sale::permission;
use crate::features::sale::states::{CancelReason, ConflictSettlement};
use crate::features::sale::tickets::cancel;
use crate::features::sale::tickets::cancel::Line;
use crate::features::sale::tickets::reading;
use crate::features::sale::tickets::reading::sellers;
use crate::features::sale::tickets::refunds;
use crate::features::sale::tickets::refunds::Wanted;
use crate::features::sale::views::{Assign, Settle, SettledLine, TicketView, UnownedLine};
use crate::http::{Json, Path, Query};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId};

type Row = (TicketLineId, TicketId, i32, String, i32, Instant);

/// `GET /editions/{id}/lines-without-owner`: those that wait for a manager, the oldest first.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(page)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<UnownedLine>>> {
    store::by_id(ctx.db, edition_id)?;
    let page = Page::from(page);
    let total = claims::without_owner(edition_id).count().get_result(ctx.db)?;
    let rows: Vec<Row> = claims::without_owner(edition_id)
        .order((ticket_lines::sold_at, ticket_lines::id))
        .limit(page.size)
        .offset(page.offset())
        .select((
            ticket_lines::id,
            ticket_lines::ticket_id,
            ticket_lines::line,
            ticket_lines::code,
            ticket_lines::price_cents,
            ticket_lines::sold_at,
        ))
        .load(ctx.db)?;
    let ids: Vec<TicketId> = rows.iter().map(|row| row.1).collect();
    let sellers = sellers(ctx.db, &ids)?;
    let view = |(id, ticket_id, line, code, price_cents, sold_at): Row| {
        let (_, number, register_number, name) = sellers.iter().find(|(its, ..)| *its == ticket_id)?;
        Some(UnownedLine {
            id,
            ticket_id,
            ticket_number: *number,
            line,
            code,
            price_cents,
            sold_at,
            register_number: *register_number,
            seller: name.short(),
        })
    };
    Ok(Json(Paged::new(rows.into_iter().filter_map(view).collect(), page, total)))
}

/// A line under a manager's hands.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = ticket_lines)]
struct Found {
    id: TicketLineId,
    ticket_id: TicketId,
    edition_id: EditionId,
    line: i32,
    article_id: Option<ArticleId>,
    price_cents: i32,
    cancelled_at: Option<Instant>,
    settled_at: Option<Instant>,
}

/// The line and where its edition stands, held.
fn find(change: &mut Change<'_>, id: TicketLineId) -> Result<(Found, EditionStatus)> {
    let row = || ticket_lines::table.find(id).select(Found::as_select());
    let edition = row().first(change.db).optional()?.ok_or_else(not_found)?.edition_id;
    let status = store::held_status(change.db, edition)?;
    permission::must_take_in(status)?;
    let line = row().first(change.db)?;
    if line.cancelled_at.is_some() {
        return Err(conflict("already_cancelled", "Cette ligne est déjà annulée."));
    }
    Ok((line, status))
}

/// `POST /lines/{id}/assign`: gives a line its article: an unknown code, or the label of another article. It claims that
/// article from the time at which it was sold.
pub fn assign(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<TicketLineId>, Json<Assign>),
) -> Result<Json<TicketView>> {
    let reason = body.reason.as_str();
    let (ticket, edition) = ctx.write(|change| {
        let (line, status) = find(change, id)?;
        let price_cents: i32 = articles::table
            .find(body.article_id)
            .filter(articles::edition_id.eq(line.edition_id))
            .filter(articles::code.is_not_null())
            .select(articles::price_cents)
            .first(change.db)
            .optional()?
            .ok_or_else(not_found)?;
        if line.article_id == Some(body.article_id) {
            return Err(conflict("already_assigned", "Cette ligne est déjà la vente de cet article."));
        }
        let mut claimed: Vec<ArticleId> = line.article_id.into_iter().chain([body.article_id]).collect();
        claimed.sort_unstable();
        lists::articles::hold(change.db, &claimed, change.now())?;
        let (to, differs) = (body.article_id, line.price_cents != price_cents);
        if !lines::reassign(change.db, line.id, line.article_id, (to, differs))? {
            return Err(lost_race());
        }
        claims::pass_on(change.db, &claimed, status, change.now())?;
        let details = json!({
            "ticket_id": line.ticket_id, "line": line.line, "from": line.article_id, "to": body.article_id, "reason": reason,
        });
        change.journal(Event::SaleLineAssigned, body.article_id, details)?;
        Ok((line.ticket_id, line.edition_id))
    })?;
    attention::withdraw_if_settled(ctx, edition);
    reading::view(ctx.db, ticket).map(Json)
}

/// `POST /lines/{id}/settle`: decides about a line without an article: the association keeps its money, or gives it back.
pub fn settle(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<TicketLineId>, Json<Settle>),
) -> Result<Json<SettledLine>> {
    let by = ctx.actor()?.user_id;
    let reason = body.reason.as_str();
    let (ticket, edition, given_back) = ctx.write(|change| {
        let (line, status) = find(change, id)?;
        let wanted = Wanted { method: body.refund_method, session_id: body.refund_session_id };
        let refund = body.how == ConflictSettlement::Refund;
        let drawer = refund.then(|| refunds::drawer(change, line.ticket_id, wanted)).transpose()?;
        let settlement = Settlement { by, how: body.how, reason };
        if line.article_id.is_some() || line.settled_at.is_some() {
            return Err(conflict("nothing_to_settle", "Cette ligne a un article, ou est déjà réglée."));
        }
        lines::settle(change.db, &[id], None, &settlement, change.trace.now)?;
        let given_back = match drawer {
            Some(drawer) => {
                let why = Why { by, reason: CancelReason::Other, comment: Some(reason) };
                let cents = cancel::cancel_lines(change, status, &[as_cancelled(&line)], &why)?;
                Some(refunds::give(change, drawer, cents, wanted.method)?)
            }
            None => None,
        };
        let details = json!({
            "ticket_id": line.ticket_id, "line": line.line, "how": body.how, "reason": reason, "given_back": given_back,
        });
        change.journal(Event::SaleLineSettled, line.ticket_id, details)?;
        Ok((line.ticket_id, line.edition_id, given_back))
    })?;
    attention::withdraw_if_settled(ctx, edition);
    Ok(Json(SettledLine { ticket: reading::view(ctx.db, ticket)?, given_back }))
}

fn as_cancelled(line: &Found) -> Line {
    Line {
        id: line.id,
        ticket_id: line.ticket_id,
        line: line.line,
        article_id: line.article_id,
        price_cents: line.price_cents,
        cancelled: false,
    }
}
