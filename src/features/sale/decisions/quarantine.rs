//! Tickets that could not be trusted: shown whole to managers, who accept or drop them. Nothing disappears (till.md 4).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::conflicts;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::paging::{Page, Paged};
use crate::error::{FieldError, Result, conflict, internal, invalid, unprocessable};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::store as editions;
use crate::features::sale::board::attention;
use crate::features::sale::permission;
use crate::features::sale::states::{QuarantineState, TicketOrigin};
use crate::features::sale::ticket::Ticket;
use crate::features::sale::tickets::incoming::arrival::Arrival;
use crate::features::sale::tickets::incoming::known::Facts;
use crate::features::sale::tickets::incoming::record;
use crate::features::sale::tickets::incoming::record::Admitted;
use crate::features::sale::tickets::incoming::refusals;
use crate::features::sale::tickets::incoming::verdict::SessionFacts;
use crate::features::sale::tickets::quarantined as store;
use crate::features::sale::tickets::quarantined::{QuarantinedTicket, Wanted};
use crate::features::sale::tickets::sync;
use crate::features::sale::tills::model::RegisterSession;
use crate::features::sale::tills::store as tills;
use crate::features::sale::views::{Decision, DropMany, DroppedMany, QuarantineView, QuarantinedSession};
use crate::http::{Json, Path, Query};
use crate::kernel::ids::{EditionId, QuarantineId, RegisterSessionId, TicketId, UserId};

/// Largest ticket that a list shows, in bytes of JSON: an ordinary basket. Others are fetched one by one.
const MOST_LISTED_BYTES: usize = 4 * 1024;

/// Most entries that are dropped together.
const MOST_DROPPED: usize = 500;

/// Query of `GET /editions/{id}/quarantine`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuarantineQuery {
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
    /// Only those in this state.
    pub state: Option<QuarantineState>,
    /// Only those that this account sent.
    pub received_by: Option<UserId>,
    /// Only those with a true signature, or without.
    pub signed: Option<bool>,
}

/// `GET /editions/{id}/quarantine`: the latest first.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(query)): (Path<EditionId>, Query<QuarantineQuery>),
) -> Result<Json<Paged<QuarantineView>>> {
    editions::by_id(ctx.db, edition_id)?;
    let page = Page::new(query.page, query.per_page);
    let wanted = Wanted { state: query.state, received_by: query.received_by, signed: query.signed };
    let (rows, total) = store::page(ctx.db, edition_id, wanted, page)?;
    let mut items = views(ctx.db, rows)?;
    for item in &mut items {
        item.ticket = item.ticket.take().filter(|ticket| ticket.to_string().len() <= MOST_LISTED_BYTES);
    }
    Ok(Json(Paged::new(items, page, total)))
}

/// `GET /quarantine/{id}`: one ticket, whole.
pub fn get(ctx: &mut Ctx<'_>, Path(id): Path<QuarantineId>) -> Result<Json<QuarantineView>> {
    one(ctx.db, id)
}

fn views(db: &mut Conn, rows: Vec<QuarantinedTicket>) -> Result<Vec<QuarantineView>> {
    let senders: Vec<UserId> = rows.iter().map(|row| row.received_by).collect();
    let senders = conflicts::names(db, &senders)?;
    let arrivals: Vec<Arrival> =
        rows.iter().map(|row| Arrival::kept(row.ticket_id, &row.body)).collect::<Result<_>>()?;
    let named: Vec<RegisterSessionId> = arrivals.iter().filter_map(named_session).collect();
    let sessions: BTreeMap<RegisterSessionId, QuarantinedSession> = tills::numbers(db, &named)?
        .into_iter()
        .map(|(id, register_number, name)| {
            (id, QuarantinedSession { id, register_number, seller: name.short() })
        })
        .collect();
    let view = |(row, arrival): (QuarantinedTicket, Arrival)| QuarantineView {
        id: row.id,
        ticket_id: row.ticket_id,
        reason: row.reason,
        message: refusals::explain(row.reason).to_owned(),
        received_at: row.received_at,
        received_by: senders.get(&row.received_by).cloned().unwrap_or_default(),
        received_by_id: row.received_by,
        signed: row.signed,
        state: row.state,
        session: named_session(&arrival).and_then(|id| sessions.get(&id).cloned()),
        total_cents: arrival.ticket.as_ref().map(Ticket::total_cents),
        ticket: Some(arrival.body),
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
    };
    Ok(rows.into_iter().zip(arrivals).map(view).collect())
}

fn named_session(arrival: &Arrival) -> Option<RegisterSessionId> {
    arrival.body["session_id"].as_str().and_then(RegisterSessionId::parse)
}

/// `POST /quarantine/{id}/accept`: records the ticket after all, and those that waited behind it.
pub fn accept(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<QuarantineId>, Json<Decision>),
) -> Result<Json<QuarantineView>> {
    let reason = body.reason.as_str();
    let row = store::by_id(ctx.db, id)?;
    let arrival = Arrival::kept(row.ticket_id, &row.body)?;
    let ticket = arrival.ticket.as_ref().ok_or_else(|| {
        let sentence = "Ce ticket n'est pas lisible : vendez ses articles à une caisse, puis écartez-le.";
        unprocessable("ticket_unreadable", sentence)
    })?;
    let secret = &ctx.services.config.secrets.offline;
    ctx.write(|change| {
        let now = change.now();
        let mut facts = Facts::read(change.db, row.edition_id, secret, now, std::iter::once(ticket))?;
        permission::must_take_in(facts.status)?;
        decide(change, id, QuarantineState::Accepted, reason)?;
        let session = drawer(change.db, &facts, ticket, body.session_id)?;
        let own_chain = session.id == ticket.session_id && is_of_its_chain(change.db, secret, &arrival)?;
        let admitted = admit(change, &facts, ticket, &session, own_chain)?;
        if own_chain && ticket.sequence > session.last_sequence {
            advance(change, &mut facts, ticket)?;
        }
        let details = json!({ "reason": reason, "ticket_id": admitted.id });
        let mut entries = vec![Entry::new(Event::QuarantineAccepted, id, details)];
        sync::write(change, &facts, &[admitted], &mut entries)?;
        change.journal_all(&entries)
    })?;
    sync::release(ctx, row.edition_id, ticket.session_id)?;
    attention::withdraw_if_settled(ctx, row.edition_id);
    one(ctx.db, id)
}

/// `POST /quarantine/{id}/drop`: leaves the ticket out; it stays on record.
pub fn drop(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<QuarantineId>, Json<Decision>),
) -> Result<Json<QuarantineView>> {
    let reason = body.reason.as_str();
    let row = store::by_id(ctx.db, id)?;
    leave_out(ctx, &row, reason)?;
    attention::withdraw_if_settled(ctx, row.edition_id);
    one(ctx.db, id)
}

/// `POST /editions/{id}/quarantine/drop`: leaves several tickets out, for one reason. What was decided meanwhile is passed over.
pub fn drop_many(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Json(body)): (Path<EditionId>, Json<DropMany>),
) -> Result<Json<DroppedMany>> {
    let reason = body.reason.as_str();
    if !(1..=MOST_DROPPED).contains(&body.ids.len()) {
        let sentence = format!("Choisissez de 1 à {MOST_DROPPED} tickets.");
        return Err(invalid(vec![FieldError::new("ids", "out_of_range", sentence)]));
    }
    permission::must_take_in(editions::by_id(ctx.db, edition_id)?.status)?;
    let mut dropped = 0;
    for row in store::waiting_among(ctx.db, edition_id, &body.ids)? {
        match leave_out(ctx, &row, reason) {
            Ok(()) => dropped += 1,
            Err(problem) if problem.code == "already_decided" => {}
            Err(problem) => return Err(problem),
        }
    }
    attention::withdraw_if_settled(ctx, edition_id);
    Ok(Json(DroppedMany { dropped }))
}

fn leave_out(ctx: &mut Ctx<'_>, row: &QuarantinedTicket, reason: &str) -> Result<()> {
    let arrival = Arrival::kept(row.ticket_id, &row.body)?;
    let secret = &ctx.services.config.secrets.offline;
    ctx.write(|change| {
        permission::must_take_in(editions::held_status(change.db, row.edition_id)?)?;
        decide(change, row.id, QuarantineState::Dropped, reason)?;
        if let Some(ticket) = &arrival.ticket
            && is_of_its_chain(change.db, secret, &arrival)?
        {
            skip(change, row.edition_id, secret, ticket)?;
        }
        let details = json!({ "reason": reason, "ticket": arrival.body });
        change.journal(Event::QuarantineDropped, row.id, details)
    })?;
    match &arrival.ticket {
        Some(ticket) => sync::release(ctx, row.edition_id, ticket.session_id),
        None => Ok(()),
    }
}

/// Whether a ticket has a place in its till's chain: the till has signed it, or signed the next one over it. One that
/// somebody else made in the till's name would break the chain of what the till sells next.
fn is_of_its_chain(db: &mut Conn, secret: &[u8], arrival: &Arrival) -> Result<bool> {
    let Some(ticket) = &arrival.ticket else { return Ok(false) };
    if arrival.is_signed(secret) {
        return Ok(true);
    }
    let behind = store::behind_gaps(db, &[ticket.session_id], 1)?;
    let follows = |next: &Ticket| {
        ticket.sequence.checked_add(1) == Some(next.sequence) && next.previous == ticket.signature
    };
    Ok(behind.iter().any(|(_, next)| next.ticket.as_ref().is_some_and(follows) && next.is_signed(secret)))
}

/// Gives a dropped ticket its place in the chain when it is the next: those that follow were signed over it, and need not
/// wait for it.
fn skip(change: &mut Change<'_>, edition_id: EditionId, secret: &[u8], ticket: &Ticket) -> Result<()> {
    let mut facts = Facts::read(change.db, edition_id, secret, change.now(), std::iter::once(ticket))?;
    let last = facts.judge.sessions.get(&ticket.session_id).map(|facts| facts.last_sequence);
    if last.is_some_and(|last| ticket.sequence == last + 1) {
        advance(change, &mut facts, ticket)?;
    }
    Ok(())
}

fn decide(change: &mut Change<'_>, id: QuarantineId, state: QuarantineState, reason: &str) -> Result<()> {
    if store::decide(change, &[id], state, reason)? {
        return Ok(());
    }
    Err(conflict("already_decided", "Ce ticket a déjà été accepté ou écarté."))
}

fn one(db: &mut Conn, id: QuarantineId) -> Result<Json<QuarantineView>> {
    let row = store::by_id(db, id)?;
    views(db, vec![row])?.pop().map(Json).ok_or_else(|| internal("a ticket kept apart is not there"))
}

/// The session whose drawer holds the money: the ticket's own, else the one that the manager names.
fn drawer(
    db: &mut Conn,
    facts: &Facts,
    ticket: &Ticket,
    named: Option<RegisterSessionId>,
) -> Result<RegisterSession> {
    if let Some(own) = facts.judge.sessions.get(&ticket.session_id) {
        return Ok(own.session.clone());
    }
    let named = named.ok_or_else(|| {
        let sentence = "Dites dans quelle session de caisse se trouve l'argent de ce ticket.";
        unprocessable("session_needed", sentence)
    })?;
    tills::of_edition_by_id(db, facts.edition_id, named)
}

/// The ticket under its own id where that is free, and under its own sequence where it is of that chain and this is free;
/// else under others.
fn admit<'a>(
    change: &mut Change<'_>,
    facts: &Facts,
    ticket: &'a Ticket,
    session: &RegisterSession,
    own_chain: bool,
) -> Result<Admitted<'a>> {
    let own = own_chain.then_some(ticket.sequence);
    let sequence = store::free_sequence(change.db, session.id, own)?;
    let id = if facts.judge.known.contains_key(&ticket.ticket_id) {
        TicketId::new(change.uuid())
    } else {
        ticket.ticket_id
    };
    // A counter-ticket cancels what still stands; otherwise only its money is recorded.
    let cancellable = |id: &TicketId| facts.judge.known.get(id).is_some_and(|known| known.standing_cents > 0);
    Ok(Admitted {
        ticket,
        id,
        session_id: session.id,
        ordinal: session.ordinal,
        sequence,
        cancels: ticket.cancels.filter(cancellable),
        origin: TicketOrigin::Quarantine,
    })
}

fn advance(change: &mut Change<'_>, facts: &mut Facts, ticket: &Ticket) -> Result<()> {
    let session = facts.judge.sessions.get_mut(&ticket.session_id);
    let moved: Option<&SessionFacts> = session.map(|session| {
        session.advance_to(ticket);
        &*session
    });
    record::advance(change, moved)
}
