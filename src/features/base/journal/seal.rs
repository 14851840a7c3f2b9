//! Seals: what the chain was, signed with a key that is not in the database.
//!
//! The chain alone shows that somebody has changed an entry; whoever rewrites all of it from there on leaves no trace. A seal
//! is an entry that carries HMAC-SHA256 of the head before it: it cannot be written again without `JOURNAL_KEY`. The first one
//! covers all that was there.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::chain::Stored;
use super::events::Event;
use super::store::hold;
use crate::ctx::Change;
use crate::db::schema::{journal, journal_head};
use crate::error::Result;
use crate::kernel::{hex, mac};

/// Where the journal stands: its last entry and that entry's hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Sequence of the last entry; 0 in an empty journal.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
}

#[derive(Serialize, Deserialize)]
struct Seal {
    through: i64,
    head: String,
    mac: String,
}

fn signed(through: i64, head: &str) -> String {
    format!("bourse journal\n{through}\n{head}")
}

/// Seals everything up to now, in the transaction that it ends. Nothing is written when nothing came since the last seal.
/// Gives the head as it then is.
pub fn seal(change: &mut Change<'_>, key: &[u8]) -> Result<Head> {
    hold(change.db)?;
    let (before, event) = head(change)?;
    if event.is_none_or(|event| event == Event::JournalSealed.as_str()) {
        return Ok(before);
    }
    let mac = hex::encode(&mac::hmac_sha256(key, signed(before.sequence, &before.hash).as_bytes()));
    let details = json!({ "through": before.sequence, "head": before.hash, "mac": mac });
    change.journal(Event::JournalSealed, before.sequence, details)?;
    Ok(head(change)?.0)
}

/// Where the journal stands, without sealing it.
pub fn standing(change: &mut Change<'_>) -> Result<Head> {
    Ok(head(change)?.0)
}

fn head(change: &mut Change<'_>) -> Result<(Head, Option<String>)> {
    let (sequence, last): (i64, Option<(String, String)>) = journal_head::table
        .left_join(journal::table.on(journal::sequence.eq(journal_head::sequence)))
        .filter(journal_head::id.eq(1))
        .select((journal_head::sequence, (journal::hash, journal::event).nullable()))
        .first(change.db)?;
    let (hash, event) = last.map_or((String::new(), None), |(hash, event)| (hash, Some(event)));
    Ok((Head { sequence, hash }, event))
}

/// What a walk found about an entry that says it is a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It fits the chain, and the key has made it.
    Genuine,
    /// It fits the chain; nobody has said which key.
    Unchecked,
    /// Another key has made it, or nobody.
    Forged,
}

/// Looks at a seal; `previous` is the hash of the entry before it.
pub(super) fn examine(entry: &Stored, previous: &str, key: Option<&[u8]>) -> Found {
    let Ok(seal) = serde_json::from_str::<Seal>(&entry.details) else { return Found::Forged };
    if seal.through != entry.sequence - 1 || seal.head != previous {
        return Found::Forged;
    }
    match (key, hex::decode(&seal.mac)) {
        (None, _) => Found::Unchecked,
        (Some(key), Some(tag)) if mac::verifies(key, signed(seal.through, &seal.head).as_bytes(), &tag) => {
            Found::Genuine
        }
        _ => Found::Forged,
    }
}
