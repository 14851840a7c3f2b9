//! Reading tickets, and deciding what depositors get where prices differ (till.md 5).

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use super::search::{TicketQuery, matching};
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, Paged};
use crate::db::schema::{articles, payments, register_sessions, ticket_lines, tickets, users};
use crate::error::{FieldError, Problem, Result, conflict, invalid, lost_race, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::store as editions;
use crate::features::sale::board::attention;
use crate::features::sale::lines;
use crate::features::sale::lines::shown_status;
use crate::features::sale::permission;
use crate::features::sale::states::{CancelReason, LineStatus, PaymentMethod, TicketOrigin};
use crate::features::sale::views::{LineView, PaymentView, PayoutPrice, TicketView};
use crate::http::{Json, Path, Query};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, RegisterSessionId, TicketId, TicketLineId};
use crate::kernel::money;
use crate::kernel::text::PersonName;

#[derive(Queryable, Selectable)]
#[diesel(table_name = tickets)]
struct Row {
    id: TicketId,
    session_id: RegisterSessionId,
    number: i32,
    sequence: i32,
    sold_at: Instant,
    recorded_at: Instant,
    private_sale: bool,
    total_cents: i32,
    signature: String,
    cancels: Option<TicketId>,
    origin: TicketOrigin,
}

type Found = (Row, i32, PersonName);

/// `GET /editions/{id}/tickets`: the latest first.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(query)): (Path<EditionId>, Query<TicketQuery>),
) -> Result<Json<Paged<TicketView>>> {
    editions::by_id(ctx.db, edition_id)?;
    let page = Page::new(query.page, query.per_page);
    let total = matching(edition_id, &query).count().get_result(ctx.db)?;
    let rows: Vec<TicketId> = matching(edition_id, &query)
        .select(tickets::id)
        .order((tickets::recorded_at.desc(), tickets::id.desc()))
        .limit(page.size)
        .offset(page.offset())
        .load(ctx.db)?;
    Ok(Json(Paged::new(views(ctx.db, &rows)?, page, total)))
}

/// `GET /tickets/{id}`
pub fn get(ctx: &mut Ctx<'_>, Path(id): Path<TicketId>) -> Result<Json<TicketView>> {
    view(ctx.db, id).map(Json)
}

/// One ticket with everything that became of it.
pub fn view(db: &mut Conn, id: TicketId) -> Result<TicketView> {
    views(db, &[id])?.pop().ok_or_else(not_found)
}

/// Tickets in this order, in three statements.
fn views(db: &mut Conn, ids: &[TicketId]) -> Result<Vec<TicketView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Found> = tickets::table
        .inner_join(register_sessions::table.inner_join(users::table))
        .filter(tickets::id.eq_any(ids))
        .select((Row::as_select(), register_sessions::register_number, (users::first_name, users::last_name)))
        .load(db)?;
    let mut lines = lines(db, ids)?;
    let mut paid = paid_with(db, ids)?;
    let mut found: BTreeMap<TicketId, TicketView> = BTreeMap::new();
    for (row, register_number, name) in rows {
        let view = TicketView {
            id: row.id,
            number: row.number,
            session_id: row.session_id,
            register_number,
            seller: name.short(),
            sequence: row.sequence,
            sold_at: row.sold_at,
            recorded_at: row.recorded_at,
            private_sale: row.private_sale,
            total_cents: row.total_cents,
            cancels: row.cancels,
            origin: row.origin,
            signature: row.signature,
            payments: paid.remove(&row.id).unwrap_or_default(),
            lines: lines.remove(&row.id).unwrap_or_default(),
        };
        found.insert(row.id, view);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ticket_lines)]
struct LineRow {
    id: TicketLineId,
    ticket_id: TicketId,
    line: i32,
    code: String,
    article_id: Option<ArticleId>,
    price_cents: i32,
    payout_price_cents: Option<i32>,
    status: LineStatus,
    price_differs: bool,
    cancelled_at: Option<Instant>,
    cancel_reason: Option<CancelReason>,
    cancel_comment: Option<String>,
}

fn lines(db: &mut Conn, ids: &[TicketId]) -> Result<BTreeMap<TicketId, Vec<LineView>>> {
    let rows: Vec<(LineRow, Option<(String, i32)>)> = ticket_lines::table
        .left_join(articles::table.on(ticket_lines::article_id.eq(articles::id.nullable())))
        .filter(ticket_lines::ticket_id.eq_any(ids))
        .order((ticket_lines::ticket_id, ticket_lines::line))
        .select((LineRow::as_select(), (articles::description, articles::price_cents).nullable()))
        .load(db)?;
    let mut lines: BTreeMap<TicketId, Vec<LineView>> = BTreeMap::new();
    for (row, article) in rows {
        let (description, catalogue_price_cents) = article.unzip();
        lines.entry(row.ticket_id).or_default().push(LineView {
            id: row.id,
            line: row.line,
            code: row.code,
            article_id: row.article_id,
            description,
            price_cents: row.price_cents,
            catalogue_price_cents,
            status: shown_status(row.status, row.price_differs, row.payout_price_cents),
            price_differs: row.price_differs,
            payout_price_cents: row.payout_price_cents,
            cancelled_at: row.cancelled_at,
            cancel_reason: row.cancel_reason,
            cancel_comment: row.cancel_comment,
        });
    }
    Ok(lines)
}

fn paid_with(db: &mut Conn, ids: &[TicketId]) -> Result<BTreeMap<TicketId, Vec<PaymentView>>> {
    let rows: Vec<(TicketId, PaymentMethod, i32)> = payments::table
        .filter(payments::ticket_id.eq_any(ids))
        .order((payments::ticket_id, payments::id))
        .select((payments::ticket_id, payments::method, payments::amount_cents))
        .load(db)?;
    let mut paid: BTreeMap<TicketId, Vec<PaymentView>> = BTreeMap::new();
    for (id, method, amount_cents) in rows {
        paid.entry(id).or_default().push(PaymentView { method, amount_cents });
    }
    Ok(paid)
}

/// `POST /tickets/{id}/lines/{n}/payout-price`: what the depositor's share is reckoned from, where the price paid is
/// neither the catalogue's nor a genuine label's.
pub fn set_payout_price(
    ctx: &mut Ctx<'_>,
    (Path((id, line)), Json(body)): (Path<(TicketId, i32)>, Json<PayoutPrice>),
) -> Result<Json<TicketView>> {
    if !(0..=1_000_000).contains(&body.payout_price_cents) {
        let sentence = "Un prix va de 0 à 10 000 €.";
        return Err(invalid(vec![FieldError::new("payout_price_cents", "out_of_range", sentence)]));
    }
    let ticket = view(ctx.db, id)?;
    let known = ticket.lines.iter().find(|known| known.line == line).ok_or_else(not_found)?;
    if !known.price_differs {
        return Err(conflict("price_not_in_question", "Le prix de cette ligne est celui du catalogue."));
    }
    let edition_id: EditionId = tickets::table.find(id).select(tickets::edition_id).first(ctx.db)?;
    ctx.write(|change| {
        permission::must_take_in(editions::held_status(change.db, edition_id)?)?;
        let standing = ticket_lines::table
            .filter(ticket_lines::ticket_id.eq(id))
            .filter(ticket_lines::line.eq(line))
            .filter(ticket_lines::price_differs.eq(true))
            .filter(ticket_lines::cancelled_at.is_null());
        let now: Option<Option<i32>> =
            standing.select(ticket_lines::payout_price_cents).first(change.db).optional()?;
        match now {
            None => return Err(conflict("already_cancelled", "Cette ligne est déjà annulée.")),
            Some(now) if now != body.was_cents => return Err(decided_meanwhile(now)),
            Some(_) => {}
        }
        if !lines::set_payout_price(change.db, id, line, body.payout_price_cents)? {
            return Err(lost_race());
        }
        let details =
            json!({ "line": line, "payout_price_cents": body.payout_price_cents, "reason": body.reason });
        change.journal(Event::PayoutPriceSet, id, details)
    })?;
    attention::withdraw_if_settled(ctx, edition_id);
    view(ctx.db, id).map(Json)
}

fn decided_meanwhile(price_cents: Option<i32>) -> Problem {
    let known = price_cents.map_or_else(
        || "Personne n'a encore décidé de ce prix".to_owned(),
        |cents| format!("Ce prix vient d'être décidé : {}", money::euros(cents.into())),
    );
    conflict("price_decided", format!("{known}. Regardez le ticket, puis recommencez."))
        .with("payout_price_cents", price_cents)
}

/// A ticket with its number, the till it was sold at, and the names of who sold it.
pub type Seller = (TicketId, i32, i32, PersonName);

/// Who sold these tickets, and where.
pub fn sellers(db: &mut Conn, ids: &[TicketId]) -> Result<Vec<Seller>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(tickets::table
        .inner_join(register_sessions::table.inner_join(users::table))
        .filter(tickets::id.eq_any(ids))
        .select((
            tickets::id,
            tickets::number,
            register_sessions::register_number,
            (users::first_name, users::last_name),
        ))
        .load(db)?)
}
