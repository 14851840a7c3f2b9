//! Jobs in the database.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::model::{Job, JobHead, JobState, Progress};
use crate::db::Conn;
use crate::db::schema::jobs;
use crate::error::Result;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, JobId, UserId};

/// Longest message, in characters.
const MESSAGE_LENGTH: usize = 500;

/// A job by its id.
pub fn by_id(db: &mut Conn, id: JobId) -> Result<Option<Job>> {
    Ok(jobs::table.find(id).select(Job::as_select()).first(db).optional()?)
}

/// Adds a job.
pub fn insert(db: &mut Conn, job: &Job) -> Result<()> {
    diesel::insert_into(jobs::table).values(job).execute(db)?;
    Ok(())
}

/// Removes jobs that ended before `then`. Gives their ids, with which the names of their files begin.
pub fn forget(db: &mut Conn, then: Instant) -> Result<Vec<JobId>> {
    let over = jobs::table
        .filter(jobs::state.eq_any([JobState::Done, JobState::Failed]))
        .filter(jobs::updated_at.lt(then));
    let ids: Vec<JobId> = over.select(jobs::id).load(db)?;
    diesel::delete(jobs::table.filter(jobs::id.eq_any(&ids))).execute(db)?;
    Ok(ids)
}

/// Removes the jobs of an edition that is being taken away.
pub fn forget_edition(db: &mut Conn, edition: EditionId) -> Result<()> {
    diesel::delete(jobs::table.filter(jobs::edition_id.eq(edition))).execute(db)?;
    Ok(())
}

/// A person's latest job of an edition that was given exactly this to do and has not failed. The payload is JSON with a
/// member `fingerprint` that stands for all it depends on.
pub fn same(
    db: &mut Conn,
    (edition, user): (EditionId, UserId),
    kind: &str,
    fingerprint: &str,
) -> Result<Option<Job>> {
    Ok(jobs::table
        .filter(jobs::edition_id.eq(edition))
        .filter(jobs::created_by.eq(user))
        .filter(jobs::kind.eq(kind))
        .filter(jobs::state.ne(JobState::Failed))
        .filter(jobs::payload.like(format!("%\"fingerprint\":\"{fingerprint}\"%")))
        .order(jobs::id.desc())
        .select(Job::as_select())
        .first(db)
        .optional()?)
}

/// Most jobs of an edition that are looked through for its latest ones.
const LATEST: i64 = 200;
/// How much of what a job was given comes along with them, in characters.
const PAYLOAD_START: i32 = 80;

diesel::define_sql_function! {
    /// Some characters of a text, counted from 1.
    fn substr(text: Text, from: Integer, length: Integer) -> Text;
}

/// An edition's latest jobs of a kind that have not failed, the latest first.
pub fn latest(db: &mut Conn, edition: EditionId, kind: &str) -> Result<Vec<JobHead>> {
    Ok(jobs::table
        .filter(jobs::edition_id.eq(edition))
        .filter(jobs::kind.eq(kind))
        .filter(jobs::state.ne(JobState::Failed))
        .order(jobs::id.desc())
        .limit(LATEST)
        .select((
            jobs::id,
            jobs::kind,
            jobs::created_by,
            jobs::state,
            jobs::done,
            jobs::total,
            jobs::message,
            jobs::result_path,
            jobs::updated_at,
            substr(jobs::payload, 1, PAYLOAD_START),
        ))
        .load(db)?)
}

/// Takes a step for this process until the given time; false when another has it or nothing is left to do.
pub fn claim(db: &mut Conn, id: JobId, now: Instant, until: Instant) -> Result<bool> {
    let free = jobs::table
        .find(id)
        .filter(jobs::state.eq_any([JobState::Waiting, JobState::Running]))
        .filter(jobs::claimed_until.is_null().or(jobs::claimed_until.lt(now)));
    let changes = (jobs::state.eq(JobState::Running), jobs::claimed_until.eq(until));
    Ok(diesel::update(free).set(changes).execute(db)? == 1)
}

/// Notes a step that is done and releases the job.
pub fn record(db: &mut Conn, job: &Job, progress: &Progress, now: Instant) -> Result<()> {
    let state = if progress.done >= job.total { JobState::Done } else { JobState::Running };
    diesel::update(jobs::table.find(job.id))
        .set((
            jobs::state.eq(state),
            jobs::done.eq(progress.done),
            jobs::message.eq(crate::kernel::text::ellipsis(&progress.message, MESSAGE_LENGTH)),
            jobs::result_path.eq(&progress.result_url),
            jobs::claimed_until.eq(None::<Instant>),
            jobs::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Gives a job up.
pub fn fail(db: &mut Conn, id: JobId, message: &str, now: Instant) -> Result<()> {
    diesel::update(jobs::table.find(id))
        .set((
            jobs::state.eq(JobState::Failed),
            jobs::message.eq(message),
            jobs::claimed_until.eq(None::<Instant>),
            jobs::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Releases a job without anything done.
pub fn release(db: &mut Conn, id: JobId) -> Result<()> {
    diesel::update(jobs::table.find(id)).set(jobs::claimed_until.eq(None::<Instant>)).execute(db)?;
    Ok(())
}
