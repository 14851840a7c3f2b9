//! Writing entries to the journal, and reading them.

use std::fmt::Display;

use diesel::prelude::*;
use serde_json::Value;

use super::chain::{Entry, GENESIS, Stored};
use super::events::Event;
use crate::ctx::Change;
use crate::db::paging::Page;
use crate::db::schema::{journal, journal_head};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::kernel::actor::Role;
use crate::kernel::trace::Trace;

impl Change<'_> {
    /// Writes that `event` happened to the thing with this `id`; comes last in a transaction.
    pub fn journal(&mut self, event: Event, id: impl Display, details: Value) -> Result<()> {
        self.journal_all(&[Entry::new(event, id, details)])
    }

    /// Writes several entries, holding the head only once.
    pub fn journal_all(&mut self, entries: &[Entry]) -> Result<()> {
        append(self.db, self.trace, entries)
    }
}

fn append(db: &mut Conn, trace: &Trace, entries: &[Entry]) -> Result<()> {
    let Ok(count) = i64::try_from(entries.len()) else { return Ok(()) };
    if count == 0 {
        return Ok(());
    }
    // Takes the row's lock, so that whoever writes next waits here and then reads what this transaction has written.
    diesel::update(journal_head::table.find(1))
        .set(journal_head::sequence.eq(journal_head::sequence + count))
        .execute(db)?;
    let (head, last): (i64, Option<String>) = journal_head::table
        .left_join(journal::table.on(journal::sequence.eq(journal_head::sequence - count)))
        .filter(journal_head::id.eq(1))
        .select((journal_head::sequence, journal::hash.nullable()))
        .first(db)?;
    let mut previous = last.unwrap_or_else(|| GENESIS.to_owned());
    let mut rows = Vec::with_capacity(entries.len());
    for (sequence, entry) in (head - count + 1..).zip(entries) {
        let mut stored = Stored {
            sequence,
            at: trace.now,
            actor_id: trace.actor.map(|actor| actor.user_id.to_string()),
            actor_role: trace.actor.map_or("", |actor| Role::as_str(&actor.role)).to_owned(),
            address: trace.address.clone(),
            agent: trace.agent.clone(),
            request_id: trace.request_id.clone(),
            event: entry.event.to_string(),
            subject: entry.subject.clone(),
            details: entry.details.to_string(),
            hash: String::new(),
        };
        stored.hash = stored.hash_after(&previous);
        previous.clone_from(&stored.hash);
        rows.push(stored);
    }
    Ok(db::insert_all!(db, journal::table, &rows)?)
}

/// A place in the journal. The hash tells it from the same place in another journal, as a restored backup brings one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    sequence: i64,
    hash: Option<String>,
}

/// Where the journal ends now.
pub fn end(db: &mut Conn) -> Result<Mark> {
    let (sequence, hash) = journal_head::table
        .left_join(journal::table.on(journal::sequence.eq(journal_head::sequence)))
        .filter(journal_head::id.eq(1))
        .select((journal_head::sequence, journal::hash.nullable()))
        .first(db)?;
    Ok(Mark { sequence, hash })
}

/// Event and details of the entries after a place, in their order. `None` when there are more than `most`, or when this
/// is not the journal in which that place was.
pub fn told_since(db: &mut Conn, place: &Mark, most: usize) -> Result<Option<Vec<(String, String)>>> {
    let wanted = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(2);
    let mut told: Vec<(i64, String, String, String)> = journal::table
        .filter(journal::sequence.ge(place.sequence))
        .order(journal::sequence)
        .limit(wanted)
        .select((journal::sequence, journal::hash, journal::event, journal::details))
        .load(db)?;
    if let Some(known) = &place.hash {
        let same = told.first().is_some_and(|(at, hash, ..)| *at == place.sequence && hash == known);
        if !same {
            return Ok(None);
        }
        told.remove(0);
    }
    let few = told.len() <= most;
    Ok(few.then(|| told.into_iter().map(|(_, _, event, details)| (event, details)).collect()))
}

/// Locks the journal until the end of this transaction, for the rare decision that has no row of its own to lock.
pub fn hold(db: &mut Conn) -> Result<()> {
    let head = journal_head::table.find(1);
    diesel::update(head).set(journal_head::sequence.eq(journal_head::sequence)).execute(db)?;
    Ok(())
}

/// A page of what happened to any of these subjects (`article:018f...`) but these events, the latest first, and how much
/// there is.
pub fn about(db: &mut Conn, subjects: &[String], but: &[Event], page: Page) -> Result<(Vec<Stored>, i64)> {
    let but: Vec<&str> = but.iter().map(Event::as_str).collect();
    let found =
        || journal::table.filter(journal::subject.eq_any(subjects)).filter(journal::event.ne_all(&but));
    let total = found().count().get_result(db)?;
    let entries = found()
        .order(journal::sequence.desc())
        .limit(page.size)
        .offset(page.offset())
        .select(Stored::as_select())
        .load(db)?;
    Ok((entries, total))
}
