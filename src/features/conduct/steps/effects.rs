//! What a step does to lists, articles and payouts. Every change is one statement, whatever the size of the edition.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{editions, lists, payout_adjustments, payout_payments, payouts};
use crate::error::Result;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::articles;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::settlement::payouts::states::PayoutState;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ListId, PayoutId, UserId};

/// Moves every list of an edition from one of some states to another. Gives how many.
fn move_lists(db: &mut Conn, edition: EditionId, from: &[ListState], to: ListState) -> Result<usize> {
    let found = lists::table.filter(lists::edition_id.eq(edition)).filter(lists::state.eq_any(from));
    Ok(diesel::update(found).set((lists::state.eq(to), lists::version.eq(lists::version + 1))).execute(db)?)
}

/// Every article of an edition follows it into another state. Gives how many have come into `counted`.
fn follow(
    db: &mut Conn,
    (id, to): (EditionId, EditionStatus),
    counted: ArticleStatus,
    now: Instant,
) -> Result<usize> {
    let moved = articles::follow_step(db, (id, to), now)?;
    Ok(moved.get(&counted).copied().unwrap_or(0))
}

/// The deposit opens: lists that were not declared in time are left out.
pub(super) fn freeze_drafts(db: &mut Conn, edition: EditionId) -> Result<usize> {
    move_lists(db, edition, &[ListState::Draft], ListState::NotFinalised)
}

/// Back to declaring: lists that had been left out can be filled in again.
pub(super) fn thaw_drafts(db: &mut Conn, edition: EditionId) -> Result<usize> {
    move_lists(db, edition, &[ListState::NotFinalised], ListState::Draft)
}

/// Accepts validated lists as a whole: all of them, or those named. Gives lists and articles.
pub(super) fn accept_lists(
    db: &mut Conn,
    edition: EditionId,
    only: Option<&[ListId]>,
    now: Instant,
) -> Result<(usize, usize)> {
    let mut validated = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq(ListState::Validated))
        .select(lists::id)
        .into_boxed::<crate::db::Backend>();
    if let Some(ids) = only {
        validated = validated.filter(lists::id.eq_any(ids));
    }
    let ids: Vec<ListId> = validated.load(db)?;
    let changes = (lists::state.eq(ListState::Reviewed), lists::version.eq(lists::version + 1));
    let count = diesel::update(lists::table.filter(lists::id.eq_any(&ids))).set(changes).execute(db)?;
    Ok((count, articles::accept_lists(db, EditionStatus::Deposit, &ids, now)?))
}

/// Takes back the acceptance of whole lists. What was refused by hand stays refused.
pub(super) fn undo_acceptance(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    articles::take_acceptance_back(db, (edition, EditionStatus::RegistrationsOpen), now)?;
    move_lists(db, edition, &[ListState::Reviewed], ListState::Validated)
}

/// Accepted articles go into the racks.
pub(super) fn put_on_sale(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    follow(db, (edition, EditionStatus::Sale), ArticleStatus::OnSale, now)
}

/// Out of the racks again, before anything was sold.
pub(super) fn take_off_sale(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    follow(db, (edition, EditionStatus::Deposit), ArticleStatus::Accepted, now)
}

/// The sale is over: what is left is unsold.
pub(super) fn mark_unsold(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    follow(db, (edition, EditionStatus::Settlement), ArticleStatus::Unsold, now)
}

/// The sale goes on: what was not handed back is in the racks again, and payouts will be computed anew. Those that keep
/// the trace of money, of a payment taken back or of an adjustment, stay.
pub(super) fn resume_sale(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    let paid = payout_payments::table.select(payout_payments::payout_id);
    let adjusted = payout_adjustments::table.select(payout_adjustments::payout_id);
    let of_edition = || payouts::table.filter(payouts::edition_id.eq(edition));
    let kept: Vec<PayoutId> = of_edition()
        .filter(payouts::id.eq_any(paid).or(payouts::id.eq_any(adjusted)))
        .select(payouts::id)
        .load(db)?;
    diesel::delete(of_edition().filter(payouts::id.ne_all(kept))).execute(db)?;
    diesel::update(of_edition())
        .set((payouts::state.eq(PayoutState::ToGenerate), payouts::slip_digest.eq(None::<String>)))
        .execute(db)?;
    follow(db, (edition, EditionStatus::Sale), ArticleStatus::OnSale, now)
}

/// The end: lists are closed, paid payouts too. Who is still owed something may still be paid.
pub(super) fn close(db: &mut Conn, edition: EditionId, by: UserId, now: Instant) -> Result<()> {
    move_lists(db, edition, &[ListState::Validated, ListState::Reviewed], ListState::Closed)?;
    let paid =
        payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::state.eq(PayoutState::Paid));
    diesel::update(paid).set(payouts::state.eq(PayoutState::Closed)).execute(db)?;
    diesel::update(editions::table.find(edition))
        .set((editions::running.eq(None::<i32>), editions::closed_at.eq(now), editions::closed_by.eq(by)))
        .execute(db)?;
    Ok(())
}

/// No longer counted among the running editions.
pub(super) fn stop_running(db: &mut Conn, edition: EditionId) -> Result<()> {
    diesel::update(editions::table.find(edition)).set(editions::running.eq(None::<i32>)).execute(db)?;
    Ok(())
}
