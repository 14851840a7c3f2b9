//! What volunteers may do with their own sessions and sales only, and managers with any (domain.md 3); when tickets are taken in.

use crate::ctx::Ctx;
use crate::error::{Problem, Result, refused};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::people::sessions;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::ids::UserId;

/// Refuses unless the thing is the actor's own or the actor a manager.
pub fn must_own(actor: Actor, owner: UserId, sentence: &str) -> Result<()> {
    if actor.user_id == owner || actor.is_at_least(Role::Manager) { Ok(()) } else { Err(not_yours(sentence)) }
}

/// 403 that says whom to ask.
pub fn not_yours(sentence: &str) -> Problem {
    refused("forbidden", sentence)
}

/// Writes a refusal that a transaction came to into the journal, where every refusal is.
pub fn journalled<T>(ctx: &mut Ctx<'_>, route: &str, outcome: Result<T>) -> Result<T> {
    if let Err(problem) = &outcome
        && problem.status == 403
    {
        sessions::record_refusal(ctx, route)?;
    }
    outcome
}

/// States in which paid tickets are taken in: also while payouts are made, since tills may have been off-line.
pub const TAKING_IN: [EditionStatus; 2] = [EditionStatus::Sale, EditionStatus::Settlement];

/// Refuses unless paid tickets are taken in. The caller holds the edition.
pub fn must_take_in(status: EditionStatus) -> Result<()> {
    let sentence = "Cette édition ne prend pas de tickets : sa vente n'a pas commencé.";
    status.must_be(&TAKING_IN, "edition_not_in_sale", sentence)
}
