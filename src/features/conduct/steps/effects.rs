//! What a step does to lists, articles and payouts: each by the verbs of who writes them, in a few statements, whatever the
//! size of the edition.

use crate::db::Conn;
use crate::error::Result;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::lists::articles;
use crate::features::lists::declared::store as lists;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::settlement::payouts::store as payouts;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ListId, UserId};

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
    lists::move_all(db, edition, &[ListState::Draft], ListState::NotFinalised)
}

/// Back to declaring: lists that had been left out can be filled in again.
pub(super) fn thaw_drafts(db: &mut Conn, edition: EditionId) -> Result<usize> {
    lists::move_all(db, edition, &[ListState::NotFinalised], ListState::Draft)
}

/// Accepts validated lists as a whole: all of them, or those named. Gives lists and articles.
pub(super) fn accept_lists(
    db: &mut Conn,
    edition: EditionId,
    only: Option<&[ListId]>,
    now: Instant,
) -> Result<(usize, usize)> {
    let ids = lists::review(db, edition, only)?;
    Ok((ids.len(), articles::accept_lists(db, EditionStatus::Deposit, &ids, now)?))
}

/// Takes back the acceptance of whole lists. What was refused by hand stays refused.
pub(super) fn undo_acceptance(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    articles::take_acceptance_back(db, (edition, EditionStatus::RegistrationsOpen), now)?;
    lists::move_all(db, edition, &[ListState::Reviewed], ListState::Validated)
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
/// the trace of money stay.
pub(super) fn resume_sale(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    payouts::start_anew(db, edition)?;
    follow(db, (edition, EditionStatus::Sale), ArticleStatus::OnSale, now)
}

/// The end: lists are closed, paid payouts too. Who is still owed something may still be paid.
pub(super) fn close(db: &mut Conn, edition: EditionId, by: UserId, now: Instant) -> Result<()> {
    lists::move_all(db, edition, &[ListState::Validated, ListState::Reviewed], ListState::Closed)?;
    payouts::close_paid(db, edition)?;
    editions::stop_running(db, edition)?;
    editions::note_closing(db, edition, by, now)
}
