//! Walking along the chain: is it still what was written?

use diesel::prelude::*;

use super::chain::{GENESIS, Stored};
use super::events::Event;
use super::pruning::Seals;
use super::seal;
use super::seal::Found;
use crate::db::Conn;
use crate::db::schema::{journal, journal_head};
use crate::error::Result;

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Verdict {
    /// Whether nothing was changed, taken out or slipped in.
    pub intact: bool,
    /// How many entries were read.
    pub entries: i64,
    /// Sequence of the first entry that does not fit.
    pub broken_at: Option<i64>,
    /// Hash of the last entry.
    pub head: String,
    /// How many seals the key has made; none without a key.
    pub seals: i64,
    /// Last entry that a seal of the key covers: up to there nobody can have rewritten the journal without the key. What
    /// follows is chained only.
    pub sealed_through: Option<i64>,
    /// Sequence of the first seal that the key has not made.
    pub forged_seal_at: Option<i64>,
}

/// Entries read at once, so that memory stays small however long the journal is.
const STEP: i64 = 1000;

/// Walks the whole chain.
pub fn verify(db: &mut Conn) -> Result<Verdict> {
    verify_sealed(db, None)
}

/// Walks the whole chain and checks the seals with the key that should have made them.
pub fn verify_sealed(db: &mut Conn, key: Option<&[u8]>) -> Result<Verdict> {
    walk(db, 0, GENESIS.to_owned(), key)
}

/// Walks the last entries only: quick, for what is looked at every few hours.
pub fn verify_last(db: &mut Conn, entries: i64) -> Result<Verdict> {
    let head: i64 = journal_head::table.find(1).select(journal_head::sequence).first(db)?;
    let start = (head - entries).max(0);
    let before: Option<String> = journal::table.find(start).select(journal::hash).first(db).optional()?;
    walk(db, start, before.unwrap_or_else(|| GENESIS.to_owned()), None)
}

fn walk(db: &mut Conn, start: i64, mut previous: String, key: Option<&[u8]>) -> Result<Verdict> {
    let mut at = start;
    let mut seals = Seals::load(db)?;
    let (mut sealed, mut sealed_through, mut forged_seal_at) = (0, None, None);
    let broken = |entries: i64, at, head| Verdict {
        intact: false,
        entries: entries - start,
        broken_at: Some(at),
        head,
        seals: 0,
        sealed_through: None,
        forged_seal_at: None,
    };
    loop {
        let batch: Vec<Stored> = journal::table
            .filter(journal::sequence.gt(at))
            .order(journal::sequence)
            .limit(STEP)
            .select(Stored::as_select())
            .load(db)?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            let fits = if entry.is_emptied() {
                seals.count(&entry)
            } else {
                entry.hash == entry.hash_after(&previous)
            };
            if entry.sequence != at + 1 || !fits {
                return Ok(broken(at, at + 1, previous));
            }
            if entry.event == Event::JournalSealed.as_str() && !entry.is_emptied() {
                match seal::examine(&entry, &previous, key) {
                    Found::Genuine => (sealed, sealed_through) = (sealed + 1, Some(at)),
                    Found::Unchecked => {}
                    Found::Forged => forged_seal_at = forged_seal_at.or(Some(entry.sequence)),
                }
            }
            at = entry.sequence;
            previous = entry.hash;
        }
    }
    let head: i64 = journal_head::table.find(1).select(journal_head::sequence).first(db)?;
    if head != at {
        return Ok(broken(at, at + 1, previous));
    }
    // A seal that begins before the walk cannot be told from a part of it.
    if let Some(first) = seals.first_broken(start) {
        return Ok(broken(at, first, previous));
    }
    Ok(Verdict {
        intact: forged_seal_at.is_none(),
        entries: at - start,
        broken_at: None,
        head: previous,
        seals: sealed,
        sealed_through,
        forged_seal_at,
    })
}
