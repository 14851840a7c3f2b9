//! Articles that several tickets claim, and what a manager decides about the claims that do not count (till.md 5).

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::db::schema::{articles, register_sessions, ticket_lines, tickets, users};
use crate::error::{Result, conflict, internal, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::store;
use crate::features::lists;
use crate::features::sale::board::attention;
use crate::features::sale::lines;
use crate::features::sale::lines::{Settlement, Why};
use crate::features::sale::permission;
use crate::features::sale::states::{CancelReason, ConflictSettlement, LineStatus};
use crate::features::sale::tickets::cancel;
use crate::features::sale::tickets::cancel::Line;
use crate::features::sale::tickets::refunds;
use crate::features::sale::tickets::refunds::{Drawer, Wanted};
use crate::features::sale::views::{ClaimView, ConflictView, GivenBack, Settle, Settled};
use crate::http::{Json, Path, Query};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId, UserId};
use crate::kernel::text::PersonName;

/// `GET /editions/{id}/conflicts`: those that wait for a decision first.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(page)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<ConflictView>>> {
    store::by_id(ctx.db, edition_id)?;
    let page = Page::from(page);
    // An article is listed for its claims in conflict and for those that were settled.
    let disputed = || {
        ticket_lines::table
            .filter(ticket_lines::edition_id.eq(edition_id))
            .filter(ticket_lines::status.eq(LineStatus::Conflict))
            .filter(ticket_lines::cancelled_at.is_null().or(ticket_lines::settled_at.is_not_null()))
    };
    let total =
        disputed().select(diesel::dsl::count(ticket_lines::article_id).aggregate_distinct()).first(ctx.db)?;
    let ids: Vec<Option<ArticleId>> = disputed()
        .group_by(ticket_lines::article_id)
        .select(ticket_lines::article_id)
        .order((diesel::dsl::max(ticket_lines::settled_at).asc(), diesel::dsl::min(ticket_lines::sold_at)))
        .limit(page.size)
        .offset(page.offset())
        .load(ctx.db)?;
    let ids: Vec<ArticleId> = ids.into_iter().flatten().collect();
    Ok(Json(Paged::new(views(ctx.db, &ids)?, page, total)))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ticket_lines)]
struct ClaimRow {
    id: TicketLineId,
    ticket_id: TicketId,
    line: i32,
    #[diesel(select_expression = ticket_lines::article_id.assume_not_null())]
    article_id: ArticleId,
    effective_article_id: Option<ArticleId>,
    price_cents: i32,
    status: LineStatus,
    sold_at: Instant,
    cancelled_at: Option<Instant>,
    settled_at: Option<Instant>,
    settled_by: Option<UserId>,
    settled_how: Option<ConflictSettlement>,
    settled_reason: Option<String>,
}

impl ClaimRow {
    fn waits(&self) -> bool {
        self.status == LineStatus::Conflict && self.cancelled_at.is_none() && self.settled_at.is_none()
    }
}

type Sold = (i32, i32, PersonName);

/// Conflicts on these articles, in this order, in three statements.
fn views(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<ConflictView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let labels: Vec<(ArticleId, String, String)> = articles::table
        .filter(articles::id.eq_any(ids))
        .select((articles::id, articles::code.assume_not_null(), articles::description))
        .load(db)?;
    let rows: Vec<(ClaimRow, Sold)> = ticket_lines::table
        .inner_join(tickets::table.inner_join(register_sessions::table.inner_join(users::table)))
        .filter(ticket_lines::article_id.eq_any(ids))
        .order((ticket_lines::sold_at, ticket_lines::ticket_id, ticket_lines::line))
        .select((
            ClaimRow::as_select(),
            (tickets::number, register_sessions::register_number, (users::first_name, users::last_name)),
        ))
        .load(db)?;
    let deciders: Vec<UserId> = rows.iter().filter_map(|(row, _)| row.settled_by).collect();
    let deciders: BTreeMap<UserId, String> = names(db, &deciders)?;
    let mut claims: BTreeMap<ArticleId, Vec<(ClaimRow, Sold)>> = BTreeMap::new();
    for row in rows {
        claims.entry(row.0.article_id).or_default().push(row);
    }
    let labels: BTreeMap<ArticleId, (String, String)> =
        labels.into_iter().map(|(id, code, description)| (id, (code, description))).collect();
    let view = |id: &ArticleId| {
        let (code, description) = labels.get(id)?.clone();
        Some(conflict_view(*id, code, description, claims.get(id)?, &deciders))
    };
    Ok(ids.iter().filter_map(view).collect())
}

fn conflict_view(
    id: ArticleId,
    code: String,
    description: String,
    claims: &[(ClaimRow, Sold)],
    deciders: &BTreeMap<UserId, String>,
) -> ConflictView {
    let others = claims.iter().filter(|(row, _)| row.status == LineStatus::Conflict);
    let waits = claims.iter().any(|(row, _)| row.waits());
    let last = claims.iter().filter_map(|(row, _)| settled(row, deciders)).max_by_key(|settled| settled.at);
    ConflictView {
        id,
        code,
        article_id: id,
        description,
        effective: claims.iter().find(|(row, _)| row.effective_article_id.is_some()).map(claim_view),
        others: others.map(claim_view).collect(),
        settled: last.filter(|_| !waits),
        given_back: Vec::new(),
    }
}

fn claim_view((row, (ticket_number, register_number, name)): &(ClaimRow, Sold)) -> ClaimView {
    ClaimView {
        ticket_id: row.ticket_id,
        ticket_number: *ticket_number,
        line: row.line,
        sold_at: row.sold_at,
        register_number: *register_number,
        seller: name.short(),
        price_cents: row.price_cents,
        cancelled: row.cancelled_at.is_some(),
    }
}

fn settled(row: &ClaimRow, deciders: &BTreeMap<UserId, String>) -> Option<Settled> {
    Some(Settled {
        how: row.settled_how?,
        reason: row.settled_reason.clone()?,
        at: row.settled_at?,
        by: deciders.get(&row.settled_by?).cloned().unwrap_or_default(),
    })
}

/// How people are named to others at the tills.
pub fn names(db: &mut Conn, ids: &[UserId]) -> Result<BTreeMap<UserId, String>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(UserId, PersonName)> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, (users::first_name, users::last_name)))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, name)| (id, name.short())).collect())
}

/// `POST /conflicts/{id}/settle`: decides about every claim on the article that does not count and was not settled yet.
pub fn settle(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<ArticleId>, Json<Settle>),
) -> Result<Json<ConflictView>> {
    let by = ctx.actor()?.user_id;
    let reason = body.reason.as_str();
    let edition_id: EditionId = articles::table
        .find(id)
        .select(articles::edition_id)
        .first(ctx.db)
        .optional()?
        .ok_or_else(not_found)?;
    let given_back = ctx.write(|change| {
        let now = change.now();
        let edition = store::held_status(change.db, edition_id)?;
        permission::must_take_in(edition)?;
        lists::articles::hold(change.db, &[id], now)?;
        let rows: Vec<ClaimRow> = ticket_lines::table
            .filter(ticket_lines::article_id.eq(id))
            .select(ClaimRow::as_select())
            .load(change.db)?;
        let waiting: Vec<&ClaimRow> = rows.iter().filter(|row| row.waits()).collect();
        if waiting.is_empty() {
            return Err(conflict("nothing_to_settle", "Ce conflit est déjà réglé."));
        }
        let refund = body.how == ConflictSettlement::Refund;
        let wanted = Wanted { method: body.refund_method, session_id: body.refund_session_id };
        let drawers: Vec<Drawer> = if refund {
            waiting.iter().map(|row| refunds::drawer(change, row.ticket_id, wanted)).collect::<Result<_>>()?
        } else {
            Vec::new()
        };
        let ids: Vec<TicketLineId> = waiting.iter().map(|row| row.id).collect();
        lines::settle(change.db, &ids, Some(id), &Settlement { by, how: body.how, reason }, now)?;
        let mut given_back: Vec<GivenBack> = Vec::new();
        if refund {
            let lines: Vec<Line> = waiting.iter().map(|row| line(row)).collect();
            let why = Why { by, reason: CancelReason::Other, comment: Some(reason) };
            cancel::cancel_lines(change, edition, &lines, &why)?;
            for (line, drawer) in lines.iter().zip(drawers) {
                given_back.push(refunds::give(change, drawer, i64::from(line.price_cents), wanted.method)?);
            }
        }
        let claims: Vec<_> =
            waiting.iter().map(|row| json!({ "ticket_id": row.ticket_id, "line": row.line })).collect();
        let details =
            json!({ "claims": claims, "how": body.how, "reason": reason, "given_back": given_back });
        change.journal(Event::ConflictSettled, id, details)?;
        Ok(given_back)
    })?;
    attention::withdraw_if_settled(ctx, edition_id);
    let mut view = views(ctx.db, &[id])?.pop().ok_or_else(|| internal("a settled conflict is not there"))?;
    view.given_back = given_back;
    Ok(Json(view))
}

fn line(row: &ClaimRow) -> Line {
    Line {
        id: row.id,
        ticket_id: row.ticket_id,
        line: row.line,
        article_id: Some(row.article_id),
        price_cents: row.price_cents,
        cancelled: false,
    }
}
