//! What the database knows of tickets that arrive, and what it answers for those that it has (till.md 4).

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::paid_out;
use super::record::Admitted;
use super::verdict::{Judge, KnownTicket, SessionFacts};
use crate::db::Conn;
use crate::db::hold::{self, Held};
use crate::db::schema::{editions, payments, register_sessions, ticket_lines, tickets};
use crate::error::{Result, internal, not_found};
use crate::features::edition::editions::settings::Settings;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::sale::lines::shown_status;
use crate::features::sale::states::{LineStatus, PaymentMethod, TicketOrigin};
use crate::features::sale::takings::PerMethod;
use crate::features::sale::ticket::Ticket;
use crate::features::sale::tills::model::RegisterSession;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, TicketId};

/// What is known when tickets arrive.
#[derive(Debug)]
pub struct Facts {
    /// The edition.
    pub edition_id: EditionId,
    /// State of the edition.
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
    /// Reads what there is to know about these tickets: in a few statements, more of them when one is a counter-ticket. Holds
    /// the edition, so that no step is taken before the commit.
    pub fn read<'a>(
        db: &mut Conn,
        edition_id: EditionId,
        secret: &[u8],
        now: Instant,
        arrived: impl Iterator<Item = &'a Ticket> + Clone,
    ) -> Result<Self> {
        hold::shared(db, Held::Edition, edition_id.as_str())?;
        let (status, label_key, settings): (EditionStatus, String, String) = editions::table
            .find(edition_id)
            .select((editions::status, editions::label_key, editions::settings))
            .first(db)
            .optional()?
            .ok_or_else(not_found)?;
        let settings: Settings = serde_json::from_str(&settings).map_err(internal)?;
        let ids: BTreeSet<RegisterSessionId> = arrived.clone().map(|ticket| ticket.session_id).collect();
        let rows: Vec<RegisterSession> = register_sessions::table
            .filter(register_sessions::id.eq_any(ids))
            .filter(register_sessions::edition_id.eq(edition_id))
            .select(RegisterSession::as_select())
            .load(db)?;
        let mut sessions: BTreeMap<RegisterSessionId, SessionFacts> =
            rows.into_iter().map(|session| (session.id, SessionFacts::new(session, secret))).collect();
        // Sessions are read first. A ticket recorded in between changes a session that was read here: the conditional update
        // fails then, and the transaction is tried again.
        let known = known_tickets(db, arrived.clone())?;
        for (id, latest) in latest_of_counters(db, arrived)? {
            if let Some(session) = sessions.get_mut(&id) {
                session.latest_sold_at = latest;
            }
        }
        let least_price_cents = settings.price_step_cents;
        Ok(Self { edition_id, status, label_key, judge: Judge { now, sessions, known, least_price_cents } })
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
    let rows: Vec<(TicketId, RegisterSessionId, String, Instant)> = tickets::table
        .filter(tickets::id.eq_any(ids))
        .select((tickets::id, tickets::session_id, tickets::signature, tickets::sold_at))
        .load(db)?;
    let cancelled: Vec<TicketId> = cancelled.into_iter().collect();
    let paid = paid_with(db, &cancelled)?;
    let paid_out = paid_out::among(db, &cancelled)?;
    let standing: BTreeMap<TicketId, Option<i64>> = if cancelled.is_empty() {
        BTreeMap::new()
    } else {
        let sums: Vec<(TicketId, Option<i64>)> = ticket_lines::table
            .filter(ticket_lines::ticket_id.eq_any(&cancelled))
            .filter(ticket_lines::cancelled_at.is_null())
            .group_by(ticket_lines::ticket_id)
            .select((ticket_lines::ticket_id, diesel::dsl::sum(ticket_lines::price_cents)))
            .load(db)?;
        sums.into_iter().collect()
    };
    let known = |(id, session_id, signature, sold_at): (TicketId, RegisterSessionId, String, Instant)| {
        let standing_cents = standing.get(&id).copied().flatten().unwrap_or(0);
        let (paid, is_paid_out) = (paid.get(&id).copied().unwrap_or_default(), paid_out.contains(&id));
        (id, KnownTicket { session_id, signature, sold_at, standing_cents, paid, is_paid_out })
    };
    Ok(rows.into_iter().map(known).collect())
}

/// What tickets were paid with, less what was given back.
pub fn paid_with(db: &mut Conn, ids: &[TicketId]) -> Result<BTreeMap<TicketId, PerMethod>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(TicketId, PaymentMethod, i32)> = payments::table
        .filter(payments::ticket_id.eq_any(ids))
        .select((payments::ticket_id, payments::method, payments::amount_cents))
        .load(db)?;
    let mut paid: BTreeMap<TicketId, PerMethod> = BTreeMap::new();
    for (id, method, cents) in rows {
        paid.entry(id).or_default().add(method, i64::from(cents));
    }
    Ok(paid)
}

/// Latest time of the recorded tickets of each session that sends a counter-ticket.
fn latest_of_counters<'a>(
    db: &mut Conn,
    arrived: impl Iterator<Item = &'a Ticket>,
) -> Result<Vec<(RegisterSessionId, Option<Instant>)>> {
    let sessions: BTreeSet<RegisterSessionId> =
        arrived.filter(|ticket| ticket.cancels.is_some()).map(|ticket| ticket.session_id).collect();
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    Ok(tickets::table
        .filter(tickets::session_id.eq_any(sessions))
        .group_by(tickets::session_id)
        .select((tickets::session_id, diesel::dsl::max(tickets::sold_at)))
        .load(db)?)
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
            receipt.lines.push(shown_status(status, price_differs, payout_price_cents));
        }
    }
    Ok(receipts)
}
