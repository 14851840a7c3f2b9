//! Register sessions in the database: opening, closing, and the sums of their drawers.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{RegisterSession, next_ordinal};
use crate::ctx::Change;
use crate::db::hold::{self, Held};
use crate::db::schema::{editions, payments, register_sessions, ticket_lines, tickets, users};
use crate::db::{self, Conn};
use crate::error::{Result, not_found};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::sale::states::{LineStatus, PaymentMethod};
use crate::features::sale::takings::{PerMethod, Pieces};
use crate::features::sale::ticket::NO_PREVIOUS;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, UserId};
use crate::kernel::text::PersonName;

/// What holds a register number while its session is open; unique.
pub fn open_key(edition: EditionId, register_number: i32) -> String {
    format!("{edition}:{register_number}")
}

/// A session with its volunteer's names; 404 when there is none.
pub fn by_id(db: &mut Conn, id: RegisterSessionId) -> Result<(RegisterSession, PersonName)> {
    register_sessions::table
        .inner_join(users::table)
        .filter(register_sessions::id.eq(id))
        .select((RegisterSession::as_select(), (users::first_name, users::last_name)))
        .first(db)
        .optional()?
        .ok_or_else(not_found)
}

/// The session that holds a register number.
pub fn holder(db: &mut Conn, open_key: &str) -> Result<Option<(RegisterSession, PersonName)>> {
    Ok(register_sessions::table
        .inner_join(users::table)
        .filter(register_sessions::open_key.eq(open_key))
        .select((RegisterSession::as_select(), (users::first_name, users::last_name)))
        .first(db)
        .optional()?)
}

/// The sessions of an edition, or one volunteer's of them: by number, latest first.
pub fn of_edition(
    db: &mut Conn,
    edition: EditionId,
    only: Option<UserId>,
) -> Result<Vec<(RegisterSession, PersonName)>> {
    let mut query = register_sessions::table
        .inner_join(users::table)
        .filter(register_sessions::edition_id.eq(edition))
        .order((register_sessions::register_number, register_sessions::ordinal.desc()))
        .select((RegisterSession::as_select(), (users::first_name, users::last_name)))
        .into_boxed::<db::Backend>();
    if let Some(user) = only {
        query = query.filter(register_sessions::user_id.eq(user));
    }
    Ok(query.load(db)?)
}

/// To which editions in one of these states sessions belong.
pub fn editions_of(
    db: &mut Conn,
    ids: &BTreeSet<RegisterSessionId>,
    states: &[EditionStatus],
) -> Result<BTreeMap<RegisterSessionId, EditionId>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(RegisterSessionId, EditionId)> = register_sessions::table
        .inner_join(editions::table)
        .filter(register_sessions::id.eq_any(ids))
        .filter(editions::status.eq_any(states))
        .select((register_sessions::id, register_sessions::edition_id))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The sequence of the last ticket of sessions, by id.
pub fn last_sequences(
    db: &mut Conn,
    ids: &BTreeSet<RegisterSessionId>,
) -> Result<Vec<(RegisterSessionId, i32)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(register_sessions::table
        .filter(register_sessions::id.eq_any(ids))
        .order(register_sessions::id)
        .select((register_sessions::id, register_sessions::last_sequence))
        .load(db)?)
}

/// A session of an edition; 404 when there is none.
pub fn of_edition_by_id(db: &mut Conn, edition: EditionId, id: RegisterSessionId) -> Result<RegisterSession> {
    register_sessions::table
        .filter(register_sessions::id.eq(id))
        .filter(register_sessions::edition_id.eq(edition))
        .select(RegisterSession::as_select())
        .first(db)
        .optional()?
        .ok_or_else(not_found)
}

/// The numbers of sessions, and who had them.
pub fn numbers(
    db: &mut Conn,
    ids: &[RegisterSessionId],
) -> Result<Vec<(RegisterSessionId, i32, PersonName)>> {
    Ok(register_sessions::table
        .inner_join(users::table)
        .filter(register_sessions::id.eq_any(ids))
        .select((
            register_sessions::id,
            register_sessions::register_number,
            (users::first_name, users::last_name),
        ))
        .load(db)?)
}

/// A new session. A unique violation means that somebody else opened one at the same moment.
pub fn insert(
    change: &mut Change<'_>,
    edition: EditionId,
    user: UserId,
    register_number: i32,
    opening_float_cents: i32,
) -> Result<RegisterSessionId> {
    let (id, now) = (RegisterSessionId::new(change.uuid()), change.now());
    // Holds the edition until the commit, so that tills opened at the same moment get their ordinals one after the other.
    hold::exclusive(change.db, Held::Edition, edition.as_str())?;
    let before: Vec<(i32, i32)> = register_sessions::table
        .filter(register_sessions::edition_id.eq(edition))
        .select((register_sessions::register_number, register_sessions::ordinal))
        .load(change.db)?;
    diesel::insert_into(register_sessions::table)
        .values((
            register_sessions::id.eq(id),
            register_sessions::edition_id.eq(edition),
            register_sessions::ordinal.eq(next_ordinal(&before, register_number)),
            register_sessions::register_number.eq(register_number),
            register_sessions::user_id.eq(user),
            register_sessions::open_key.eq(open_key(edition, register_number)),
            register_sessions::opening_float_cents.eq(opening_float_cents),
            register_sessions::opened_at.eq(now),
            register_sessions::last_sequence.eq(0),
            register_sessions::last_signature.eq(NO_PREVIOUS),
            register_sessions::last_seen_at.eq(now),
        ))
        .execute(change.db)?;
    Ok(id)
}

/// Moves the end of a session's chain; `false`, and nothing has changed, when the session is no longer as it was read.
pub fn advance(
    db: &mut Conn,
    session: &RegisterSession,
    (sequence, signature): (i32, &str),
    now: Instant,
) -> Result<bool> {
    let unchanged = register_sessions::table
        .filter(register_sessions::id.eq(session.id))
        .filter(register_sessions::last_sequence.eq(session.last_sequence))
        .filter(register_sessions::last_signature.eq(&session.last_signature))
        .filter(register_sessions::closed_at.is_null().eq(session.closed_at.is_none()));
    let moved = diesel::update(unchanged)
        .set((
            register_sessions::last_sequence.eq(sequence),
            register_sessions::last_signature.eq(signature),
            register_sessions::last_seen_at.eq(now),
        ))
        .execute(db)?;
    Ok(moved == 1)
}

/// Closes an open session and frees its number; `false` when it was closed already. Holds the row until the commit.
pub fn close(db: &mut Conn, id: RegisterSessionId, by: UserId, now: Instant) -> Result<bool> {
    let open = register_sessions::table
        .filter(register_sessions::id.eq(id))
        .filter(register_sessions::closed_at.is_null());
    let closed = diesel::update(open)
        .set((
            register_sessions::closed_at.eq(now),
            register_sessions::closed_by.eq(by),
            register_sessions::open_key.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(closed == 1)
}

/// Whether a session ended without anybody counting its drawer: it was taken over. Holds the row.
pub fn is_uncounted(db: &mut Conn, id: RegisterSessionId) -> Result<bool> {
    hold::exclusive(db, Held::RegisterSession, id.as_str())?;
    let uncounted = uncounted().filter(register_sessions::id.eq(id));
    Ok(diesel::select(exists(uncounted)).get_result(db)?)
}

/// Sessions that ended without anybody counting their drawers.
#[diesel::dsl::auto_type]
pub(crate) fn uncounted() -> _ {
    register_sessions::table
        .filter(register_sessions::closed_at.is_not_null())
        .filter(register_sessions::counted.is_null())
}

/// Keeps what was counted.
pub fn keep_count(db: &mut Conn, id: RegisterSessionId, counted: &str, comment: Option<&str>) -> Result<()> {
    diesel::update(register_sessions::table.find(id))
        .set((register_sessions::counted.eq(counted), register_sessions::comment.eq(comment)))
        .execute(db)?;
    Ok(())
}

/// Keeps what a till said of itself.
pub fn keep_report(db: &mut Conn, id: RegisterSessionId, report: &str, now: Instant) -> Result<()> {
    diesel::update(register_sessions::table.find(id))
        .set((register_sessions::report.eq(report), register_sessions::last_seen_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Money that went through a drawer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawer {
    /// Taken from customers.
    pub takings: PerMethod,
    /// Given back, as positive amounts.
    pub refunds: PerMethod,
}

impl Drawer {
    /// What the drawer should hold, `float_cents` of cash included.
    pub fn expected(&self, float_cents: i32) -> PerMethod {
        let mut expected = self.takings.minus(&self.refunds);
        expected.add(PaymentMethod::Cash, i64::from(float_cents));
        expected
    }
}

/// Sums the payments of a session.
pub fn drawer(db: &mut Conn, id: RegisterSessionId) -> Result<Drawer> {
    let sums = || {
        payments::table
            .filter(payments::session_id.eq(id))
            .group_by(payments::method)
            .select((payments::method, diesel::dsl::sum(payments::amount_cents)))
    };
    let taken: Vec<(PaymentMethod, Option<i64>)> = sums().filter(payments::amount_cents.gt(0)).load(db)?;
    let given_back: Vec<(PaymentMethod, Option<i64>)> =
        sums().filter(payments::amount_cents.lt(0)).load(db)?;
    let per_method = |sums: Vec<(PaymentMethod, Option<i64>)>| {
        sums.into_iter().map(|(method, cents)| (method, cents.unwrap_or(0).abs())).collect()
    };
    Ok(Drawer { takings: per_method(taken), refunds: per_method(given_back) })
}

/// Counts the papers of a session's drawer. A ticket of which all went back, in this drawer or by a counter-ticket of it, has
/// none left.
pub fn pieces(db: &mut Conn, id: RegisterSessionId) -> Result<Pieces> {
    let kept: Vec<(PaymentMethod, Option<i64>)> = payments::table
        .filter(payments::session_id.eq(id))
        .group_by((payments::method, payments::ticket_id))
        .select((payments::method, diesel::dsl::sum(payments::amount_cents)))
        .load(db)?;
    let count = |wanted: PaymentMethod| {
        kept.iter()
            .filter(|(method, _)| *method == wanted)
            .map(|(_, cents)| cents.unwrap_or(0).signum())
            .sum()
    };
    Ok(Pieces { card: count(PaymentMethod::Card), cheque: count(PaymentMethod::Cheque) })
}

/// How many lines of a session are cancelled, and how many stand in each state.
pub fn line_counts(db: &mut Conn, id: RegisterSessionId) -> Result<(i64, Vec<(LineStatus, i64)>)> {
    let of_session = || ticket_lines::table.inner_join(tickets::table).filter(tickets::session_id.eq(id));
    let cancelled = of_session().filter(ticket_lines::cancelled_at.is_not_null()).count().get_result(db)?;
    let standing = of_session()
        .filter(ticket_lines::cancelled_at.is_null())
        .group_by(ticket_lines::status)
        .select((ticket_lines::status, diesel::dsl::count_star()))
        .load(db)?;
    Ok((cancelled, standing))
}

/// Signatures of the first and last ticket, and how many sales there are.
pub fn chain_ends(db: &mut Conn, id: RegisterSessionId) -> Result<(Option<String>, Option<String>, i64)> {
    let of_session = || tickets::table.filter(tickets::session_id.eq(id));
    let signature = tickets::signature;
    let first = of_session().order(tickets::sequence).select(signature).first(db).optional()?;
    let last = of_session().order(tickets::sequence.desc()).select(signature).first(db).optional()?;
    let sales = of_session().filter(tickets::cancels.is_null()).count().get_result(db)?;
    Ok((first, last, sales))
}
