//! What may not be kept any longer (quality.md, privacy): the journal's contents.

use chrono::TimeDelta;

use crate::ctx::Change;
use crate::error::Result;
use crate::features::journal::{self, Kept};

/// Entries emptied in one transaction, which holds up whoever writes to the journal meanwhile.
const AT_ONCE: i64 = 5_000;

/// Empties journal entries whose time is over, a few thousand at most; the rest follows tomorrow. Gives how many.
pub fn prune_journal(change: &mut Change<'_>) -> Result<i64> {
    let mut emptied = 0;
    for kept in [Kept::Audit, Kept::Money] {
        if let Some(days) = kept.days() {
            let limit = change.now().plus(TimeDelta::days(-days));
            emptied += journal::prune(change, kept, limit, AT_ONCE)?;
        }
    }
    Ok(emptied)
}
