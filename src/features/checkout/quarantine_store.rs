//! Tickets kept apart, in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::arrival::Arrival;
use super::states::{QuarantineState, TicketRefusal};
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::quarantine;
use crate::error::{Result, internal, lost_race};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, QuarantineId, RegisterSessionId, TicketId, UserId};

/// Tickets behind a gap that are looked at again at once.
const MOST_BEHIND: i64 = 2_000;

/// A ticket kept apart.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = quarantine)]
#[allow(missing_docs)]
pub struct Kept {
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
}

/// What was decided before about tickets of these ids, by id and content.
pub fn seen(
    db: &mut Conn,
    edition: EditionId,
    ids: &[TicketId],
) -> Result<BTreeMap<(TicketId, String), (TicketRefusal, QuarantineState)>> {
    let rows: Vec<(TicketId, String, TicketRefusal, QuarantineState)> = quarantine::table
        .filter(quarantine::ticket_id.eq_any(ids))
        .filter(quarantine::edition_id.eq(edition))
        .select((quarantine::ticket_id, quarantine::digest, quarantine::reason, quarantine::state))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, digest, reason, state)| ((id, digest), (reason, state))).collect())
}

/// Tickets of these sessions that wait for one before them.
pub fn behind_gaps(
    db: &mut Conn,
    edition: EditionId,
    sessions: &[RegisterSessionId],
) -> Result<Vec<(QuarantineId, Arrival)>> {
    let rows: Vec<(QuarantineId, TicketId, String)> = quarantine::table
        .filter(quarantine::edition_id.eq(edition))
        .filter(quarantine::state.eq(QuarantineState::Waiting))
        .filter(quarantine::reason.eq(TicketRefusal::BrokenChain))
        .order(quarantine::id)
        .limit(MOST_BEHIND)
        .select((quarantine::id, quarantine::ticket_id, quarantine::body))
        .load(db)?;
    let mut behind = Vec::new();
    for (id, ticket_id, body) in rows {
        let arrival = Arrival::kept(ticket_id, &body)?;
        if arrival.ticket.as_ref().is_some_and(|ticket| sessions.contains(&ticket.session_id)) {
            behind.push((id, arrival));
        }
    }
    Ok(behind)
}

/// Keeps a ticket apart, whole.
pub fn keep(
    change: &mut Change<'_>,
    edition: EditionId,
    arrival: &Arrival,
    reason: TicketRefusal,
) -> Result<QuarantineId> {
    let id = QuarantineId::new(change.uuid());
    let by =
        change.trace.actor.map(|actor| actor.user_id).ok_or_else(|| internal("nobody sent this ticket"))?;
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
        ))
        .execute(change.db)
        // The same ticket came in through another request at the same moment.
        .map_err(|error| if crate::db::is_unique_violation(&error) { lost_race() } else { error.into() })?;
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
