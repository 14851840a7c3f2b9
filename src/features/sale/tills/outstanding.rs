//! What tills may still bring: those that are open, and tickets that they said they hold.

use diesel::prelude::*;

use super::model::RegisterSession;
use crate::db::Conn;
use crate::db::schema::{quarantine, register_sessions, tickets};
use crate::error::Result;
use crate::features::sale::states::QuarantineState;
use crate::features::sale::views::Closing;
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;

/// Numbers of the tills that are open, in order.
pub fn open_tills(db: &mut Conn, edition: EditionId) -> Result<Vec<i32>> {
    Ok(register_sessions::table
        .filter(register_sessions::edition_id.eq(edition))
        .filter(register_sessions::closed_at.is_null())
        .order(register_sessions::register_number)
        .select(register_sessions::register_number)
        .load(db)?)
}

/// Tickets that tills said they hold - when they were closed or in their last report, sessions taken over included - and
/// that have not come since, not even into quarantine.
pub fn tickets_unsent(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let sessions: Vec<RegisterSession> = register_sessions::table
        .filter(register_sessions::edition_id.eq(edition))
        .select(RegisterSession::as_select())
        .load(db)?;
    let mut unsent = 0;
    for session in sessions {
        let mut left = 0;
        for (held, since) in [at_closing(&session), at_last_report(&session)].into_iter().flatten() {
            left = left.max(held - came(db, &session, since)?);
        }
        unsent += left;
    }
    Ok(unsent)
}

fn at_closing(session: &RegisterSession) -> Option<(i64, Instant)> {
    let closing: Closing = serde_json::from_str(session.counted.as_deref()?).ok()?;
    Some((closing.unsent.into(), session.closed_at?)).filter(|(held, _)| *held > 0)
}

fn at_last_report(session: &RegisterSession) -> Option<(i64, Instant)> {
    let held = session.report()?.waiting_tickets.into();
    Some((held, session.last_seen_at)).filter(|(held, _)| *held > 0)
}

/// Tickets of a session that came after some moment; one that was let out of quarantine counts once.
fn came(db: &mut Conn, session: &RegisterSession, since: Instant) -> Result<i64> {
    let recorded: i64 = tickets::table
        .filter(tickets::session_id.eq(session.id))
        .filter(tickets::recorded_at.gt(since))
        .count()
        .get_result(db)?;
    // A ticket kept apart is known by its text alone, which names its session.
    let apart: i64 = quarantine::table
        .filter(quarantine::edition_id.eq(session.edition_id))
        .filter(quarantine::state.ne(QuarantineState::Accepted))
        .filter(quarantine::received_at.gt(since))
        .filter(quarantine::body.like(format!("%{}%", session.id)))
        .count()
        .get_result(db)?;
    Ok(recorded + apart)
}
