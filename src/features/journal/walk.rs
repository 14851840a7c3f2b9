//! Walking along the chain: is it still what was written?

use diesel::prelude::*;

use super::chain::{GENESIS, Stored};
use super::pruning::Seals;
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
}

/// Entries read at once, so that memory stays small however long the journal is.
const STEP: i64 = 1000;

/// Walks the whole chain.
pub fn verify(db: &mut Conn) -> Result<Verdict> {
    walk(db, 0, GENESIS.to_owned())
}

/// Walks the last entries only: quick, for what is looked at every few hours.
pub fn verify_last(db: &mut Conn, entries: i64) -> Result<Verdict> {
    let head: i64 = journal_head::table.find(1).select(journal_head::sequence).first(db)?;
    let start = (head - entries).max(0);
    let before: Option<String> = journal::table.find(start).select(journal::hash).first(db).optional()?;
    walk(db, start, before.unwrap_or_else(|| GENESIS.to_owned()))
}

fn walk(db: &mut Conn, start: i64, mut previous: String) -> Result<Verdict> {
    let mut at = start;
    let mut seals = Seals::load(db)?;
    let broken = |entries: i64, at, head| Verdict {
        intact: false,
        entries: entries - start,
        broken_at: Some(at),
        head,
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
    Ok(Verdict { intact: true, entries: at - start, broken_at: None, head: previous })
}
