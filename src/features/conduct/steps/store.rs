//! What the steps depend on, counted by the database.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    articles, editions, invitations, lists, quarantine, register_sessions, registrations, ticket_lines,
};
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::rules::{StepFacts, check_schedule};
use crate::features::edition::editions::store::slots;
use crate::features::lists::states::ArticleStatus;
use crate::features::sale::claims;
use crate::features::sale::states::{LineStatus, QuarantineState};
use crate::features::sale::tills::{outstanding, store};
use crate::features::settlement::payouts;
use crate::features::settlement::payouts::states::PayoutState;
use crate::features::settlement::payouts::warnings::prices_undecided;
use crate::kernel::clock::{Day, Instant};
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
        last_sale_day: edition.sale_days()?.into_iter().map(Day::date).max(),
        closed_at: edition.closed_at.map(Instant::utc),
        ..StepFacts::default()
    })
}

/// What tills may still bring: for the end of the sale and for the closing.
pub(super) fn till_facts(db: &mut Conn, edition: &Edition, facts: StepFacts) -> Result<StepFacts> {
    Ok(StepFacts {
        open_sessions: open_sessions(db, edition.id)?,
        tickets_unsent: outstanding::tickets_unsent(db, edition.id)?,
        ..facts
    })
}

/// Everything that the closing depends on beside that.
pub(super) fn closing_facts(db: &mut Conn, edition: &Edition, facts: StepFacts) -> Result<StepFacts> {
    let id = edition.id;
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let mut facts = StepFacts {
        uncounted_sessions: uncounted_sessions(db, id)?,
        unexplained_cents: payouts::summary::unexplained_cents(db, id)?.abs(),
        quarantined: quarantined(db, id)?,
        conflicts: conflicts(db, id)?,
        lines_without_owner: claims::without_owner(id).count().get_result(db)?,
        prices_undecided: prices_undecided(db, id)?,
        payouts_missing: count(payouts::missing(db, edition)?),
        unsold: articles_in(db, id, &[ArticleStatus::Unsold])?,
        ..till_facts(db, edition, facts)?
    };
    for state in payouts::hold::states(db, edition)? {
        match state {
            PayoutState::ToGenerate | PayoutState::SlipReady | PayoutState::Supplement => facts.to_pay += 1,
            PayoutState::Overpaid => facts.overpaid += 1,
            PayoutState::Paid | PayoutState::Absent | PayoutState::Closed => {}
        }
    }
    Ok(facts)
}

/// What keeps an edition from being taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hanging {
    pub(super) registrations: i64,
    pub(super) invitations: i64,
    pub(super) lists: i64,
    pub(super) tills: i64,
}

/// Everything that hangs on an edition and that is more than its dates. Tickets and payouts hang on tills and lists.
pub(super) fn hanging(db: &mut Conn, id: EditionId) -> Result<Hanging> {
    Ok(Hanging {
        registrations: registrations::table
            .filter(registrations::edition_id.eq(id))
            .count()
            .get_result(db)?,
        invitations: invitations::table.filter(invitations::edition_id.eq(id)).count().get_result(db)?,
        lists: lists::table.filter(lists::edition_id.eq(id)).count().get_result(db)?,
        tills: register_sessions::table
            .filter(register_sessions::edition_id.eq(id))
            .count()
            .get_result(db)?,
    })
}

/// Articles of an edition in some states.
pub(super) fn articles_in(db: &mut Conn, edition: EditionId, states: &[ArticleStatus]) -> Result<i64> {
    let found =
        articles::table.filter(articles::edition_id.eq(edition)).filter(articles::status.eq_any(states));
    Ok(found.count().get_result(db)?)
}

/// Tills that are still open.
pub(super) fn open_sessions(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let open = register_sessions::table
        .filter(register_sessions::edition_id.eq(edition))
        .filter(register_sessions::closed_at.is_null());
    Ok(open.count().get_result(db)?)
}

/// Tills that were taken over and not counted since.
fn uncounted_sessions(db: &mut Conn, edition: EditionId) -> Result<i64> {
    let left = store::uncounted().filter(register_sessions::edition_id.eq(edition));
    Ok(left.count().get_result(db)?)
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
