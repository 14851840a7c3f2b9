//! Emptying entries whose time is over, without breaking the chain.
//!
//! Each round empties all entries of one kind between two sequences and writes their number and the digest of their hashes
//! into an entry of its own, `journal_pruned`, which is never emptied.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::chain::Stored;
use super::events::{Event, Retention};
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::journal;
use crate::error::Result;
use crate::kernel::clock::Instant;
use crate::kernel::hex;

/// What a round did: entries of this kind with `from < sequence <= through` are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Round {
    kept: Retention,
    from: i64,
    through: i64,
    entries: i64,
    digest: String,
}

/// The rounds, and what a walk has met of each.
pub(super) struct Seals(Vec<(Round, i64, Sha256)>);

impl Seals {
    pub(super) fn load(db: &mut Conn) -> Result<Self> {
        let told: Vec<String> = journal::table
            .filter(journal::event.eq(Event::JournalPruned))
            .order(journal::sequence)
            .select(journal::details)
            .load(db)?;
        // One that cannot be read seals nothing: what it covered shows as forged.
        let rounds = told.iter().filter_map(|details| serde_json::from_str::<Round>(details).ok());
        Ok(Self(rounds.map(|round| (round, 0, Sha256::new())).collect()))
    }

    /// Counts an emptied entry; false when no round has emptied it.
    pub(super) fn count(&mut self, entry: &Stored) -> bool {
        let kept = Retention::of(&entry.event);
        let mut covering = self.0.iter_mut().filter(|(round, ..)| {
            round.kept == kept && round.from < entry.sequence && entry.sequence <= round.through
        });
        let Some((_, met, hashes)) = covering.next() else { return false };
        *met += 1;
        hashes.update(&entry.hash);
        true
    }

    /// The beginning of the first round, wholly after `start`, that is not what the walk met.
    pub(super) fn first_broken(self, start: i64) -> Option<i64> {
        self.0.into_iter().filter(|(round, ..)| round.from >= start).find_map(|(round, met, hashes)| {
            let same = met == round.entries && hex::encode(&hashes.finalize()) == round.digest;
            (!same).then_some(round.from + 1)
        })
    }
}

/// Empties entries of one kind that lie wholly before `limit`, at most `most` of them. Gives how many.
///
/// Where the clock once went back, entries after the first young one stay until it is old too: what is emptied is a range.
pub fn prune(change: &mut Change<'_>, kept: Retention, limit: Instant, most: i64) -> Result<i64> {
    let first_young: Option<i64> = journal::table
        .filter(journal::at.ge(limit))
        .select(diesel::dsl::min(journal::sequence))
        .first(change.db)?;
    let last: Option<i64> = journal::table.select(diesel::dsl::max(journal::sequence)).first(change.db)?;
    let through = first_young.map_or(last.unwrap_or(0), |young| young - 1);
    let from = Seals::load(change.db)?
        .0
        .iter()
        .filter(|(round, ..)| round.kept == kept)
        .map(|(round, ..)| round.through)
        .max()
        .unwrap_or(0);
    let old: Vec<(i64, String, String)> = journal::table
        .filter(journal::sequence.gt(from))
        .filter(journal::sequence.le(through))
        .order(journal::sequence)
        .select((journal::sequence, journal::event, journal::hash))
        .load(change.db)?;
    let mut round = Round { kept, from, through, entries: 0, digest: String::new() };
    let mut hashes = Sha256::new();
    let mut emptied = Vec::new();
    for (sequence, event, hash) in old {
        if Retention::of(&event) != kept {
            continue;
        }
        if round.entries == most {
            round.through = sequence - 1;
            break;
        }
        round.entries += 1;
        hashes.update(&hash);
        emptied.push(sequence);
    }
    if emptied.is_empty() {
        return Ok(0);
    }
    for some in emptied.chunks(500) {
        diesel::update(journal::table.filter(journal::sequence.eq_any(some)))
            .set((
                journal::actor_id.eq(None::<String>),
                journal::actor_role.eq(""),
                journal::address.eq(""),
                journal::agent.eq(""),
                journal::request_id.eq(""),
                journal::subject.eq(""),
                journal::details.eq(""),
            ))
            .execute(change.db)?;
    }
    round.digest = hex::encode(&hashes.finalize());
    let details = serde_json::to_value(&round).unwrap_or_else(|_| json!({}));
    change.journal(Event::JournalPruned, round.from + 1, details)?;
    Ok(round.entries)
}
