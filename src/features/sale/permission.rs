//! What volunteers may do with their own sessions and sales only, and managers with any (domain.md 3).

use crate::ctx::Ctx;
use crate::error::{Problem, Result, refused};
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
