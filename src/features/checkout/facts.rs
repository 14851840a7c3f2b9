//! What the database knows of tickets that arrive, and what it answers for those that it has (till.md 4).

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::RegisterSession;
use super::record::Admitted;
use super::shelf::told;
use super::states::{LineStatus, TicketOrigin};
use super::ticket::Ticket;
use super::verdict::{Judge, KnownTicket, SessionFacts};
use crate::db::Conn;
use crate::db::schema::{editions, register_sessions, ticket_lines, tickets};
use crate::error::Result;
use crate::features::editions::states::EditionStatus;
use crate::features::editions::store;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, TicketId};

/// What is known when tickets arrive.
#[derive(Debug)]
pub struct Facts {
    /// The edition.
    pub edition_id: EditionId,
    /// Where it stands.
    pub status: EditionStatus,
    /// What its labels are checked with.
    pub label_key: String,
    /// Sessions and tickets.
    pub judge: Judge,
}

/// A recorded ticket as it is answered.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Number within the edition.
    pub number: i32,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What became of its lines, in order.
    pub lines: Vec<LineStatus>,
}

impl Facts {
    /// Reads what there is to know about these tickets, in two statements (three when one is a counter-ticket).
    pub fn read<'a>(
        db: &mut Conn,
        edition_id: EditionId,
        secret: &[u8],
        now: Instant,
        arrived: impl Iterator<Item = &'a Ticket> + Clone,
    ) -> Result<Self> {
        let sessions: BTreeSet<RegisterSessionId> = arrived.clone().map(|ticket| ticket.session_id).collect();
        let rows: Vec<(RegisterSession, (EditionStatus, String))> = register_sessions::table
            .inner_join(editions::table)
            .filter(register_sessions::id.eq_any(sessions))
            .filter(register_sessions::edition_id.eq(edition_id))
            .select((RegisterSession::as_select(), (editions::status, editions::label_key)))
            .load(db)?;
        let (status, label_key) = match rows.first() {
            Some((_, edition)) => edition.clone(),
            None => store::by_id(db, edition_id).map(|edition| (edition.status, edition.label_key))?,
        };
        let sessions =
            rows.into_iter().map(|(session, _)| (session.id, SessionFacts::new(session, secret))).collect();
        // After the sessions: whoever records a ticket meanwhile has then moved a chain that was read before.
        let known = known_tickets(db, arrived)?;
        Ok(Self { edition_id, status, label_key, judge: Judge { now, sessions, known } })
    }

    fn ordinal(&self, session: RegisterSessionId) -> i32 {
        self.judge.sessions.get(&session).map_or(0, |facts| facts.session.ordinal)
    }

    /// A sound ticket, to be written.
    pub fn admit<'a>(&self, ticket: &'a Ticket, origin: TicketOrigin) -> Admitted<'a> {
        Admitted::new(ticket, self.ordinal(ticket.session_id), origin)
    }
}

fn known_tickets<'a>(
    db: &mut Conn,
    arrived: impl Iterator<Item = &'a Ticket> + Clone,
) -> Result<BTreeMap<TicketId, KnownTicket>> {
    let cancelled: BTreeSet<TicketId> = arrived.clone().filter_map(|ticket| ticket.cancels).collect();
    let ids: BTreeSet<TicketId> =
        arrived.map(|ticket| ticket.ticket_id).chain(cancelled.iter().copied()).collect();
    let rows: Vec<(TicketId, RegisterSessionId, String)> = tickets::table
        .filter(tickets::id.eq_any(ids))
        .select((tickets::id, tickets::session_id, tickets::signature))
        .load(db)?;
    let standing: BTreeMap<TicketId, Option<i64>> = if cancelled.is_empty() {
        BTreeMap::new()
    } else {
        let sums: Vec<(TicketId, Option<i64>)> = ticket_lines::table
            .filter(ticket_lines::ticket_id.eq_any(cancelled))
            .filter(ticket_lines::cancelled_at.is_null())
            .group_by(ticket_lines::ticket_id)
            .select((ticket_lines::ticket_id, diesel::dsl::sum(ticket_lines::price_cents)))
            .load(db)?;
        sums.into_iter().collect()
    };
    let known = |(id, session_id, signature): (TicketId, RegisterSessionId, String)| {
        let standing_cents = standing.get(&id).copied().flatten().unwrap_or(0);
        (id, KnownTicket { session_id, signature, standing_cents })
    };
    Ok(rows.into_iter().map(known).collect())
}

/// What was answered for tickets that are recorded.
pub fn receipts(db: &mut Conn, ids: &[TicketId]) -> Result<BTreeMap<TicketId, Receipt>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(TicketId, i32, Instant)> = tickets::table
        .filter(tickets::id.eq_any(ids))
        .select((tickets::id, tickets::number, tickets::recorded_at))
        .load(db)?;
    let lines: Vec<(TicketId, LineStatus, bool, Option<i32>)> = ticket_lines::table
        .filter(ticket_lines::ticket_id.eq_any(ids))
        .order((ticket_lines::ticket_id, ticket_lines::line))
        .select((
            ticket_lines::ticket_id,
            ticket_lines::status,
            ticket_lines::price_differs,
            ticket_lines::payout_price_cents,
        ))
        .load(db)?;
    let receipt = |(id, number, recorded_at)| (id, Receipt { number, recorded_at, lines: Vec::new() });
    let mut receipts: BTreeMap<TicketId, Receipt> = rows.into_iter().map(receipt).collect();
    for (id, status, price_differs, payout_price_cents) in lines {
        if let Some(receipt) = receipts.get_mut(&id) {
            receipt.lines.push(told(status, price_differs, payout_price_cents));
        }
    }
    Ok(receipts)
}
