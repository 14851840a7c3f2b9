//! Money that goes back to a customer: with what, and out of which drawer (till.md 6).

use diesel::prelude::*;
use serde_json::json;

use super::incoming::known;
use super::incoming::record;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::hold::{self, Held};
use crate::db::schema::{register_sessions, tickets, users};
use crate::error::{Problem, Result, conflict};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::sale::states::PaymentMethod;
use crate::features::sale::takings::give_back;
use crate::features::sale::views::{GivenBack, PaymentView};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, TicketId};
use crate::kernel::text::PersonName;

/// What a manager or a volunteer said about giving money back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// With what; the way the ticket was paid when nothing is said.
    pub method: Option<PaymentMethod>,
    /// Out of which open drawer; the one that took the money when nothing is said.
    pub session_id: Option<RegisterSessionId>,
}

/// The drawer that money of a ticket leaves, held so that it is not counted before the commit.
#[derive(Clone, Copy, Debug)]
pub struct Drawer {
    ticket_id: TicketId,
    session_id: RegisterSessionId,
    register_number: i32,
}

type SessionRow = (RegisterSessionId, EditionId, i32, Option<Instant>);

/// Finds the drawer. `409 refund_session_needed` when the one that took the money was counted and no open one is named:
/// a counted drawer stays as it was counted. After the sale, when no till is open any more, the money comes from the
/// association's hands and is written to the sale's own session.
pub fn drawer(change: &mut Change<'_>, ticket_id: TicketId, wanted: Wanted) -> Result<Drawer> {
    let (own, edition): (RegisterSessionId, EditionId) =
        tickets::table.find(ticket_id).select((tickets::session_id, tickets::edition_id)).first(change.db)?;
    let chosen = wanted.session_id.unwrap_or(own);
    let found = held_session(change.db, chosen)?.filter(|(_, its, ..)| *its == edition);
    let at =
        |(session_id, _, register_number, _): SessionRow| Drawer { ticket_id, session_id, register_number };
    match found {
        Some(session) if session.3.is_none() => Ok(at(session)),
        Some(session) if wanted.session_id.is_none() && is_over(change.db, edition)? => Ok(at(session)),
        _ => Err(needed(change.db, edition)?),
    }
}

fn held_session(db: &mut Conn, id: RegisterSessionId) -> Result<Option<SessionRow>> {
    hold::shared(db, Held::RegisterSession, id.as_str())?;
    Ok(register_sessions::table
        .find(id)
        .select((
            register_sessions::id,
            register_sessions::edition_id,
            register_sessions::register_number,
            register_sessions::closed_at,
        ))
        .first(db)
        .optional()?)
}

/// Whether the sale is over and every till closed.
fn is_over(db: &mut Conn, edition: EditionId) -> Result<bool> {
    let status: EditionStatus = crate::db::schema::editions::table
        .find(edition)
        .select(crate::db::schema::editions::status)
        .first(db)?;
    Ok(status > EditionStatus::Sale && open_sessions(db, edition)?.is_empty())
}

type OpenSession = (RegisterSessionId, i32, PersonName);

fn open_sessions(db: &mut Conn, edition: EditionId) -> Result<Vec<OpenSession>> {
    Ok(register_sessions::table
        .inner_join(users::table)
        .filter(register_sessions::edition_id.eq(edition))
        .filter(register_sessions::closed_at.is_null())
        .order(register_sessions::register_number)
        .select((
            register_sessions::id,
            register_sessions::register_number,
            (users::first_name, users::last_name),
        ))
        .load(db)?)
}

fn needed(db: &mut Conn, edition: EditionId) -> Result<Problem> {
    let open: Vec<_> = open_sessions(db, edition)?
        .into_iter()
        .map(|(id, number, name)| {
            json!({ "session_id": id, "register_number": number, "seller": name.short() })
        })
        .collect();
    let sentence =
        "La caisse de cette vente est fermée et comptée. Dites de quelle caisse ouverte sort l'argent rendu.";
    Ok(conflict("refund_session_needed", sentence).with("open_sessions", open))
}

/// Gives money of a ticket back out of its drawer, and says how.
pub fn give(
    change: &mut Change<'_>,
    from: Drawer,
    cents: i64,
    method: Option<PaymentMethod>,
) -> Result<GivenBack> {
    let back = if let Some(method) = method {
        vec![(method, cents)]
    } else {
        let paid = known::paid_with(change.db, &[from.ticket_id])?.remove(&from.ticket_id);
        give_back(&paid.unwrap_or_default(), cents)
    };
    record::insert_refund(change, from.ticket_id, from.session_id, &back)?;
    let payments = back
        .into_iter()
        .filter_map(|(method, cents)| Some(PaymentView { method, amount_cents: i32::try_from(cents).ok()? }));
    Ok(GivenBack {
        ticket_id: from.ticket_id,
        session_id: from.session_id,
        register_number: from.register_number,
        payments: payments.collect(),
    })
}
