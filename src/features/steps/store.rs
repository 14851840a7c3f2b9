//! What the steps depend on, counted by the database.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    articles, editions, invitations, payouts, quarantine, register_sessions, registrations, ticket_lines,
};
use crate::error::Result;
use crate::features::checkout::states::{LineStatus, QuarantineState};
use crate::features::editions::model::Edition;
use crate::features::editions::rules::{StepFacts, check_schedule};
use crate::features::editions::store::slots;
use crate::features::lists::states::ArticleStatus;
use crate::features::payouts::outdated;
use crate::features::payouts::states::PayoutState;
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;

/// Everything that a step of this edition may depend on. A dozen statements, whatever its size.
pub(super) fn facts(db: &mut Conn, edition: &Edition, overridden: bool, now: Instant) -> Result<StepFacts> {
    let id = edition.id;
    let unchanged = edition.declaration_deadline.map(Instant::utc);
    let registered: i64 =
        registrations::table.filter(registrations::edition_id.eq(id)).count().get_result(db)?;
    let invited: i64 = invitations::table.filter(invitations::edition_id.eq(id)).count().get_result(db)?;
    let others = editions::table.filter(editions::id.ne(id)).filter(editions::running.is_not_null());
    Ok(StepFacts {
        schedule_sound: check_schedule(&edition.schedule()?, unchanged, now.utc()).is_empty(),
        slots: slots::count(db, id)?,
        registrations: registered + invited,
        is_training: edition.is_training,
        another_active: others.count().get_result::<i64>(db)? > 0,
        declaration_deadline: edition.declaration_deadline.map(Instant::utc),
        deadline_overridden: overridden,
        accepted_articles: articles_in(db, id, &[ArticleStatus::Accepted])?,
        payouts_computed: outdated(db, edition)? == 0,
        unpaid_payouts: unpaid(db, id)?,
        open_sessions: open_sessions(db, id)?,
        conflicts: conflicts(db, id)?,
        quarantined: quarantined(db, id)?,
        unsold: articles_in(db, id, &[ArticleStatus::Unsold, ArticleStatus::OnSale])?,
        closed_at: edition.closed_at.map(Instant::utc),
    })
}

/// Articles of an edition in some states.
pub(super) fn articles_in(db: &mut Conn, edition: EditionId, states: &[ArticleStatus]) -> Result<i64> {
    let found =
        articles::table.filter(articles::edition_id.eq(edition)).filter(articles::status.eq_any(states));
    Ok(found.count().get_result(db)?)
}

fn unpaid(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let settled = [PayoutState::Paid, PayoutState::Absent, PayoutState::Closed];
    let open = payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::state.ne_all(settled));
    Ok(open.count().get_result(db)?)
}

/// Tills that are still open.
pub(super) fn open_sessions(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let open = register_sessions::table
        .filter(register_sessions::edition_id.eq(edition))
        .filter(register_sessions::closed_at.is_null());
    Ok(open.count().get_result(db)?)
}

/// Claims in conflict that nobody has settled.
fn conflicts(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let open = ticket_lines::table
        .filter(ticket_lines::edition_id.eq(edition))
        .filter(ticket_lines::status.eq(LineStatus::Conflict))
        .filter(ticket_lines::settled_at.is_null())
        .filter(ticket_lines::cancelled_at.is_null());
    Ok(open.count().get_result(db)?)
}

fn quarantined(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let waiting = quarantine::table
        .filter(quarantine::edition_id.eq(edition))
        .filter(quarantine::state.eq(QuarantineState::Waiting));
    Ok(waiting.count().get_result(db)?)
}

/// Payouts that have left the house.
pub(super) fn paid(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let paid =
        payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::state.eq(PayoutState::Paid));
    Ok(paid.count().get_result(db)?)
}

/// How many payouts of an edition were paid, and how much together, in cents.
pub(super) fn paid_out(db: &mut Conn, edition: EditionId) -> Result<(i64, i64)> {
    let paid = payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::paid_at.is_not_null());
    let sums: (i64, Option<i64>) =
        paid.select((diesel::dsl::count_star(), diesel::dsl::sum(payouts::net_cents))).first(db)?;
    Ok((sums.0, sums.1.unwrap_or(0)))
}
