//! Tickets kept apart, in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::incoming::arrival::Arrival;
use crate::ctx::Change;
use crate::db::paging::Page;
use crate::db::schema::{quarantine, register_sessions, tickets};
use crate::db::{self, Conn};
use crate::error::unique::UniqueKey;
use crate::error::{Result, internal, not_found};
use crate::features::sale::states::{QuarantineState, TicketRefusal};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, QuarantineId, RegisterSessionId, TicketId, UserId};

/// Tickets without a true signature that are kept of one sender until a manager has decided about some.
const MOST_UNSIGNED: i64 = 20;

/// Largest ticket without a true signature that is kept, in bytes of JSON.
const MOST_UNSIGNED_BYTES: usize = 16 * 1024;

/// A ticket kept apart.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = quarantine)]
#[allow(missing_docs)]
pub struct QuarantinedTicket {
    pub id: QuarantineId,
    pub edition_id: EditionId,
    pub ticket_id: TicketId,
    pub body: String,
    pub reason: TicketRefusal,
    pub received_at: Instant,
    pub received_by: UserId,
    pub state: QuarantineState,
    pub decided_at: Option<Instant>,
    pub decision_reason: Option<String>,
    pub signed: bool,
}

/// A ticket that was kept apart before.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    /// Its entry; none when this very transaction keeps it.
    pub id: Option<QuarantineId>,
    /// Why it was kept apart.
    pub reason: TicketRefusal,
    /// What was decided about it.
    pub state: QuarantineState,
}

/// Tickets kept apart before, by id and content.
pub type Seen = BTreeMap<(TicketId, String), Before>;

/// What was decided before about tickets of these ids.
pub fn seen(db: &mut Conn, edition: EditionId, ids: &[TicketId]) -> Result<Seen> {
    let rows: Vec<(QuarantineId, TicketId, String, TicketRefusal, QuarantineState)> = quarantine::table
        .filter(quarantine::ticket_id.eq_any(ids))
        .filter(quarantine::edition_id.eq(edition))
        .select((
            quarantine::id,
            quarantine::ticket_id,
            quarantine::digest,
            quarantine::reason,
            quarantine::state,
        ))
        .load(db)?;
    let before =
        |(id, ticket, digest, reason, state)| ((ticket, digest), Before { id: Some(id), reason, state });
    Ok(rows.into_iter().map(before).collect())
}

/// Tickets of these sessions that wait for one before them: the first of each session, `most` together.
pub fn behind_gaps(
    db: &mut Conn,
    sessions: &[RegisterSessionId],
    most: usize,
) -> Result<Vec<(QuarantineId, Arrival)>> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(QuarantineId, TicketId, String)> = quarantine::table
        .inner_join(register_sessions::table.on(quarantine::session_id.eq(register_sessions::id.nullable())))
        .filter(quarantine::session_id.eq_any(sessions))
        .filter(quarantine::state.eq(QuarantineState::Waiting))
        .filter(quarantine::reason.eq(TicketRefusal::BrokenChain))
        .filter(quarantine::sequence.assume_not_null().gt(register_sessions::last_sequence))
        .order((quarantine::session_id, quarantine::sequence, quarantine::id))
        .limit(i64::try_from(most).map_err(internal)?)
        .select((quarantine::id, quarantine::ticket_id, quarantine::body))
        .load(db)?;
    rows.into_iter().map(|(id, ticket_id, body)| Ok((id, Arrival::kept(ticket_id, &body)?))).collect()
}

/// Whether the ticket that a session's chain goes on with waits among those kept apart.
pub fn next_waits(db: &mut Conn, session: RegisterSessionId) -> Result<bool> {
    let waiting: i64 = quarantine::table
        .inner_join(register_sessions::table.on(quarantine::session_id.eq(register_sessions::id.nullable())))
        .filter(register_sessions::id.eq(session))
        .filter(quarantine::state.eq(QuarantineState::Waiting))
        .filter(quarantine::reason.eq(TicketRefusal::BrokenChain))
        .filter(quarantine::sequence.assume_not_null().eq(register_sessions::last_sequence + 1))
        .count()
        .get_result(db)?;
    Ok(waiting > 0)
}

/// How many more tickets without a true signature are kept of a sender: a few may be a till's accident, many are a flood.
#[derive(Debug, Default)]
pub struct Room(Option<i64>);

impl Room {
    /// Whether this one is still kept.
    pub fn takes(&mut self, change: &mut Change<'_>, arrival: &Arrival) -> Result<bool> {
        if arrival.body.to_string().len() > MOST_UNSIGNED_BYTES {
            return Ok(false);
        }
        let left = if let Some(left) = self.0 {
            left
        } else {
            let by = sender(change)?;
            MOST_UNSIGNED - unsigned_of(change.db, by)?
        };
        self.0 = Some(left - 1);
        Ok(left > 0)
    }
}

fn unsigned_of(db: &mut Conn, sender: UserId) -> Result<i64> {
    Ok(quarantine::table
        .filter(quarantine::received_by.eq(sender))
        .filter(quarantine::state.eq(QuarantineState::Waiting))
        .filter(quarantine::signed.eq(false))
        .count()
        .get_result(db)?)
}

fn sender(change: &Change<'_>) -> Result<UserId> {
    change.trace.actor.map(|actor| actor.user_id).ok_or_else(|| internal("nobody sent this ticket"))
}

/// Keeps a ticket apart, whole, and says whether its signature is true.
pub fn keep(
    change: &mut Change<'_>,
    edition: EditionId,
    arrival: &Arrival,
    (reason, signed): (TicketRefusal, bool),
) -> Result<QuarantineId> {
    let id = QuarantineId::new(change.uuid());
    let by = sender(change)?;
    let ticket = arrival.ticket.as_ref().filter(|_| signed);
    diesel::insert_into(quarantine::table)
        .values((
            quarantine::id.eq(id),
            quarantine::edition_id.eq(edition),
            quarantine::ticket_id.eq(arrival.id),
            quarantine::digest.eq(&arrival.digest),
            quarantine::body.eq(arrival.body.to_string()),
            quarantine::reason.eq(reason),
            quarantine::received_at.eq(change.now()),
            quarantine::received_by.eq(by),
            quarantine::state.eq(QuarantineState::Waiting),
            quarantine::session_id.eq(ticket.map(|ticket| ticket.session_id)),
            quarantine::sequence.eq(ticket.map(|ticket| ticket.sequence)),
            quarantine::signed.eq(signed),
        ))
        .execute(change.db)
        // The same ticket may come in through another request at the same moment.
        .or_lost_race()?;
    Ok(id)
}

/// Decides about tickets that wait; `false` when one of them was decided already.
pub fn decide(
    change: &mut Change<'_>,
    ids: &[QuarantineId],
    state: QuarantineState,
    reason: &str,
) -> Result<bool> {
    if ids.is_empty() {
        return Ok(true);
    }
    let waiting = quarantine::table
        .filter(quarantine::id.eq_any(ids))
        .filter(quarantine::state.eq(QuarantineState::Waiting));
    let decided = diesel::update(waiting)
        .set((
            quarantine::state.eq(state),
            quarantine::decided_at.eq(change.now()),
            quarantine::decided_by.eq(change.trace.actor.map(|actor| actor.user_id)),
            quarantine::decision_reason.eq(reason),
        ))
        .execute(change.db)?;
    Ok(decided == ids.len())
}

/// Which tickets a page shows; everything where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only those in this state.
    pub state: Option<QuarantineState>,
    /// Only those that this account sent.
    pub received_by: Option<UserId>,
    /// Only those with a true signature, or without.
    pub signed: Option<bool>,
}

/// A page of an edition's tickets that were kept apart, the latest first; and how many there are.
pub fn page(
    db: &mut Conn,
    edition: EditionId,
    wanted: Wanted,
    page: Page,
) -> Result<(Vec<QuarantinedTicket>, i64)> {
    let matching = || {
        let mut found =
            quarantine::table.filter(quarantine::edition_id.eq(edition)).into_boxed::<db::Backend>();
        if let Some(state) = wanted.state {
            found = found.filter(quarantine::state.eq(state));
        }
        if let Some(sender) = wanted.received_by {
            found = found.filter(quarantine::received_by.eq(sender));
        }
        if let Some(signed) = wanted.signed {
            found = found.filter(quarantine::signed.eq(signed));
        }
        found
    };
    let total = matching().count().get_result(db)?;
    let rows = matching()
        .select(QuarantinedTicket::as_select())
        .order(quarantine::id.desc())
        .limit(page.size)
        .offset(page.offset())
        .load(db)?;
    Ok((rows, total))
}

/// One of them; 404 when there is none.
pub fn by_id(db: &mut Conn, id: QuarantineId) -> Result<QuarantinedTicket> {
    quarantine::table
        .find(id)
        .select(QuarantinedTicket::as_select())
        .first(db)
        .optional()?
        .ok_or_else(not_found)
}

/// Those of these that wait for a decision, the earliest first.
pub fn waiting_among(
    db: &mut Conn,
    edition: EditionId,
    ids: &[QuarantineId],
) -> Result<Vec<QuarantinedTicket>> {
    Ok(quarantine::table
        .filter(quarantine::edition_id.eq(edition))
        .filter(quarantine::id.eq_any(ids))
        .filter(quarantine::state.eq(QuarantineState::Waiting))
        .order(quarantine::id)
        .select(QuarantinedTicket::as_select())
        .load(db)?)
}

/// A sequence under which a session has no ticket: `own` where it is free, else one below zero.
pub fn free_sequence(db: &mut Conn, session: RegisterSessionId, own: Option<i32>) -> Result<i32> {
    let in_session = || tickets::table.filter(tickets::session_id.eq(session));
    if let Some(own) = own {
        let taken: i64 = in_session().filter(tickets::sequence.eq(own)).count().get_result(db)?;
        if taken == 0 {
            return Ok(own);
        }
    }
    let lowest: Option<i32> = in_session().select(diesel::dsl::min(tickets::sequence)).first(db)?;
    Ok(lowest.unwrap_or(0).min(0) - 1)
}
