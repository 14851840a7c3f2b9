//! Writing and checking the journal.

use diesel::prelude::*;

use super::chain::{Entry, GENESIS, Stored};
use crate::db::paging::Page;
use crate::db::schema::{journal, journal_head};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::kernel::actor::Role;
use crate::kernel::trace::Trace;

/// Writes one entry. The last thing a transaction does.
pub fn record(db: &mut Conn, trace: &Trace, entry: &Entry) -> Result<()> {
    record_all(db, trace, std::slice::from_ref(entry))
}

/// Writes several entries, holding the head only once.
pub fn record_all(db: &mut Conn, trace: &Trace, entries: &[Entry]) -> Result<()> {
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
            event: entry.event.to_owned(),
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

/// Sequence of the last entry; 0 before the first.
pub fn head(db: &mut Conn) -> Result<i64> {
    Ok(journal_head::table.find(1).select(journal_head::sequence).first(db)?)
}

/// Event and details of the entries after `sequence`, in their order, at most `most` of them.
pub fn told_since(db: &mut Conn, sequence: i64, most: i64) -> Result<Vec<(String, String)>> {
    let later = journal::table.filter(journal::sequence.gt(sequence)).order(journal::sequence);
    Ok(later.limit(most).select((journal::event, journal::details)).load(db)?)
}

/// Makes whoever else wants to write the journal wait until the end of this transaction: for the rare decision that no
/// row of its own serialises.
pub fn hold(db: &mut Conn) -> Result<()> {
    let head = journal_head::table.find(1);
    diesel::update(head).set(journal_head::sequence.eq(journal_head::sequence)).execute(db)?;
    Ok(())
}

/// A page of what happened to any of these subjects (`article:018f...`), the latest first, and how much there is.
pub fn about(db: &mut Conn, subjects: &[String], page: Page) -> Result<(Vec<Stored>, i64)> {
    let found = || journal::table.filter(journal::subject.eq_any(subjects));
    let total = found().count().get_result(db)?;
    let entries = found()
        .order(journal::sequence.desc())
        .limit(page.size)
        .offset(page.offset())
        .select(Stored::as_select())
        .load(db)?;
    Ok((entries, total))
}
