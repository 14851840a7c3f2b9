//! Writing tickets that were found sound: the one function behind strict sales, syncs and accepted tickets.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::shelf::Shelf;
use super::verdict::SessionFacts;
use crate::ctx::Change;
use crate::db;
use crate::db::schema::{payments, tickets};
use crate::error::unique::UniqueKey;
use crate::error::{Result, internal, lost_race};
use crate::features::base::journal::{Entry, Event};
use crate::features::lists::articles;
use crate::features::sale::claims;
use crate::features::sale::claims::StandingClaim;
use crate::features::sale::lines;
use crate::features::sale::lines::NewLine;
use crate::features::sale::rules::ClaimKey;
use crate::features::sale::states::{LineStatus, PaymentMethod, TicketOrigin};
use crate::features::sale::ticket::Ticket;
use crate::features::sale::tills::store as tills;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, PaymentId, RegisterSessionId, TicketId, TicketLineId};

/// A ticket to be written, and under what.
#[derive(Clone, Copy, Debug)]
pub struct Admitted<'a> {
    /// What the till made.
    pub ticket: &'a Ticket,
    /// Its id; another than the till's when that one was taken.
    pub id: TicketId,
    /// The session whose drawer holds the money.
    pub session_id: RegisterSessionId,
    /// That session's ordinal.
    pub ordinal: i32,
    /// Place in that session; below zero when the ticket has none of its own.
    pub sequence: i32,
    /// The ticket that it cancels.
    pub cancels: Option<TicketId>,
    /// How it came in.
    pub origin: TicketOrigin,
}

impl<'a> Admitted<'a> {
    /// A ticket as its till made it.
    pub fn new(ticket: &'a Ticket, ordinal: i32, origin: TicketOrigin) -> Self {
        Self {
            ticket,
            id: ticket.ticket_id,
            session_id: ticket.session_id,
            ordinal,
            sequence: ticket.sequence,
            cancels: ticket.cancels,
            origin,
        }
    }

    /// Number within the edition: the session's ordinal, which ends in its till's number, then four digits that count up from
    /// 1, and down from 9999 for tickets without a place of their own. It depends on the till alone, so no till waits for another to get one.
    pub fn number(&self) -> i32 {
        self.ordinal * 10_000 + self.sequence.rem_euclid(10_000)
    }
}

/// Moves the ends of chains; loses the race when another request has moved one of them since they were read.
pub fn advance<'a>(
    change: &mut Change<'_>,
    sessions: impl IntoIterator<Item = &'a SessionFacts>,
) -> Result<()> {
    for facts in sessions.into_iter().filter(|facts| facts.has_advanced()) {
        let end = (facts.last_sequence, facts.last_signature.as_str());
        if !tills::advance(change.db, &facts.session, end, change.trace.now)? {
            return Err(lost_race());
        }
    }
    Ok(())
}

/// What became of the lines of each ticket, in order.
pub type Statuses = Vec<Vec<LineStatus>>;

/// Writes tickets with their lines and payments, and moves the effective claims. Returns what became of their lines, and
/// adds to the journal's `entries`.
///
/// Strict sales take articles that are on sale only, which nobody claims; tickets that are paid claim their articles whatever
/// was decided about them meanwhile.
pub fn write(
    change: &mut Change<'_>,
    edition: EditionId,
    shelf: &Shelf,
    admitted: &[Admitted<'_>],
    entries: &mut Vec<Entry>,
) -> Result<Statuses> {
    let mut baskets: Vec<Vec<NewLine<'_>>> = Vec::with_capacity(admitted.len());
    for one in admitted {
        let basket = one.ticket.lines.iter().zip(1..).map(|(line, place)| {
            let key = ClaimKey { sold_at: one.ticket.sold_at, ticket_id: one.id, line: place };
            shelf.line(TicketLineId::new(change.uuid()), edition, &key, line)
        });
        baskets.push(basket.collect());
    }
    let strict = admitted.iter().all(|one| one.origin == TicketOrigin::Strict);
    let effective = claim(change, baskets.iter().flatten(), strict, entries)?;
    for line in baskets.iter_mut().flatten().filter(|line| effective.contains(&line.id)) {
        line.take_effect();
    }
    insert_tickets(change, edition, admitted)?;
    let statuses: Statuses =
        baskets.iter().map(|basket| basket.iter().map(NewLine::final_status).collect()).collect();
    entries.extend(admitted.iter().zip(&statuses).map(|(one, became)| entry(edition, one, became)));
    let new: Vec<NewLine<'_>> = baskets.into_iter().flatten().collect();
    lines::record(change.db, &new)?;
    Ok(statuses)
}

/// Holds the articles that new lines claim, displaces claims that no longer take effect, and names the lines that do.
fn claim<'a>(
    change: &mut Change<'_>,
    lines: impl Iterator<Item = &'a NewLine<'a>>,
    strict: bool,
    entries: &mut Vec<Entry>,
) -> Result<BTreeSet<TicketLineId>> {
    let mut all: Vec<StandingClaim> = lines.filter_map(StandingClaim::of_new).collect();
    let distinct: BTreeSet<ArticleId> = all.iter().map(|claim| claim.article_id).collect();
    let ids: Vec<ArticleId> = distinct.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    if strict {
        articles::sell(change.db, &ids, change.now())?;
    } else {
        articles::claim(change.db, &ids, change.now())?;
        all.extend(claims::standing(change.db, &ids)?);
    }
    let moves = claims::decide(&all);
    claims::displace(change.db, &moves.displaced)?;
    entries.extend(moves.displaced.iter().map(|claim| {
        let details = json!({ "ticket_id": claim.key.ticket_id, "line": claim.key.line });
        Entry::new(Event::SaleDisplaced, claim.article_id, details)
    }));
    Ok(moves.promoted.into_iter().collect())
}

/// What the journal tells of a ticket; `live::since` reads it again.
fn entry(edition: EditionId, one: &Admitted<'_>, became: &[LineStatus]) -> Entry {
    let ticket = one.ticket;
    let lines: Vec<Value> = ticket
        .lines
        .iter()
        .zip(became)
        .map(|(line, status)| json!({ "code": line.code, "price_cents": line.price_cents, "status": status }))
        .collect();
    let details = json!({
        "cancels": one.cancels,
        "edition_id": edition,
        "lines": lines,
        "number": one.number(),
        "origin": one.origin,
        "payments": ticket.payments,
        "private_sale": ticket.private_sale,
        "session_id": one.session_id,
        "signature": ticket.signature,
        "sold_at": ticket.sold_at,
    });
    Entry::new(Event::TicketRecorded, one.id, details)
}

/// A ticket to be written.
#[derive(Insertable)]
#[diesel(table_name = tickets, treat_none_as_default_value = false)]
struct NewTicket<'a> {
    id: TicketId,
    edition_id: EditionId,
    session_id: RegisterSessionId,
    number: i32,
    sequence: i32,
    sold_at: Instant,
    recorded_at: Instant,
    private_sale: bool,
    total_cents: i32,
    previous: &'a str,
    signature: &'a str,
    cancels: Option<TicketId>,
    origin: TicketOrigin,
}

/// A payment to be written; money given back is negative.
#[derive(Insertable)]
#[diesel(table_name = payments)]
struct NewPayment {
    id: PaymentId,
    ticket_id: TicketId,
    session_id: RegisterSessionId,
    method: PaymentMethod,
    amount_cents: i32,
}

fn insert_tickets(change: &mut Change<'_>, edition: EditionId, admitted: &[Admitted<'_>]) -> Result<()> {
    let mut rows = Vec::with_capacity(admitted.len());
    let mut paid = Vec::with_capacity(admitted.len());
    for one in admitted {
        let ticket = one.ticket;
        let total_cents = if ticket.cancels.is_some() { ticket.paid_cents() } else { ticket.total_cents() };
        rows.push(NewTicket {
            id: one.id,
            edition_id: edition,
            session_id: one.session_id,
            number: one.number(),
            sequence: one.sequence,
            sold_at: ticket.sold_at,
            recorded_at: change.now(),
            private_sale: ticket.private_sale,
            total_cents: i32::try_from(total_cents).map_err(internal)?,
            previous: &ticket.previous,
            signature: &ticket.signature,
            cancels: one.cancels,
            origin: one.origin,
        });
        paid.extend(ticket.payments.iter().map(|payment| NewPayment {
            id: PaymentId::new(change.uuid()),
            ticket_id: one.id,
            session_id: one.session_id,
            method: payment.method,
            amount_cents: payment.amount_cents,
        }));
    }
    // Another till may have used an id since they were looked for: judged again, the second ticket is refused.
    db::insert_all!(change.db, tickets::table, &rows).or_lost_race()?;
    Ok(db::insert_all!(change.db, payments::table, &paid)?)
}

/// Gives money of a ticket back, out of the drawer of a session.
pub fn insert_refund(
    change: &mut Change<'_>,
    ticket_id: TicketId,
    session_id: RegisterSessionId,
    back: &[(PaymentMethod, i64)],
) -> Result<()> {
    for (method, cents) in back.iter().copied().filter(|(_, cents)| *cents != 0) {
        let id = PaymentId::new(change.uuid());
        let amount_cents = i32::try_from(-cents).map_err(internal)?;
        let payment = NewPayment { id, ticket_id, session_id, method, amount_cents };
        diesel::insert_into(payments::table).values(&payment).execute(change.db)?;
    }
    Ok(())
}
