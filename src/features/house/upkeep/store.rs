//! Last runs in the database, and who may run.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::model::{Task, TaskRun, TaskState, TaskView};
use super::rules::{is_due, is_held};
use crate::db::schema::tasks;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::kernel::clock::Instant;

/// Longest detail, in characters.
const DETAIL_LENGTH: usize = 500;

/// Whether this process may run a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours.
    Won,
    /// It is not due.
    NotDue,
    /// Another process is at it.
    Busy,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// French sentence; empty when there was nothing to do.
    pub detail: String,
    /// What it found, as JSON.
    pub report: Option<String>,
}

impl Outcome {
    /// A run that only says what it did.
    pub fn with_detail(detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), report: None }
    }
}

/// Every task's last run.
pub fn last_runs(db: &mut Conn) -> Result<Vec<TaskRun>> {
    Ok(tasks::table.select(TaskRun::as_select()).load(db)?)
}

/// A task's last run, if it has ever run.
pub fn last_run(db: &mut Conn, task: Task) -> Result<Option<TaskRun>> {
    Ok(tasks::table.find(task).select(TaskRun::as_select()).first(db).optional()?)
}

/// Every task with its last run, in the order of [`Task::ALL`].
pub fn views(db: &mut Conn) -> Result<Vec<TaskView>> {
    let mut runs = last_runs(db)?;
    let mut of = |task| runs.iter().position(|run| run.name == task).map(|at| runs.swap_remove(at));
    Ok(Task::ALL.iter().map(|task| TaskView::new(*task, of(*task))).collect())
}

/// Takes a task for the run `run_id` when it is due (or `anyway`) and nobody is at it.
///
/// What was read is what the update asks for again: of two processes that see the same last run, one wins.
pub fn claim(db: &mut Conn, task: Task, run_id: &str, now: Instant, anyway: bool) -> Result<Claim> {
    let last = last_run(db, task)?;
    let facts = last.as_ref().map(TaskRun::facts);
    if is_held(facts, task.lease_minutes(), now.utc()) {
        return Ok(Claim::Busy);
    }
    if !anyway && !is_due(task.schedule(), facts, now.utc()) {
        return Ok(Claim::NotDue);
    }
    let run = TaskRun {
        name: task,
        run_id: run_id.to_owned(),
        state: TaskState::Running,
        started_at: now,
        ended_at: None,
        succeeded_at: last.as_ref().and_then(|last| last.succeeded_at),
        duration_ms: None,
        detail: String::new(),
        report: last.as_ref().and_then(|last| last.report.clone()),
        claimed_until: Some(now.plus(TimeDelta::minutes(task.lease_minutes()))),
    };
    let won = db::write(db, |db| match &last {
        None => match diesel::insert_into(tasks::table).values(&run).execute(db) {
            Err(error) if db::is_unique_violation(&error) => Ok(0),
            other => Ok(other?),
        },
        Some(last) => {
            let seen = tasks::table
                .find(task)
                .filter(tasks::run_id.eq(&last.run_id))
                .filter(tasks::state.eq(last.state));
            let changes = (
                tasks::run_id.eq(&run.run_id),
                tasks::state.eq(run.state),
                tasks::started_at.eq(run.started_at),
                tasks::ended_at.eq(run.ended_at),
                tasks::duration_ms.eq(run.duration_ms),
                tasks::detail.eq(&run.detail),
                tasks::claimed_until.eq(run.claimed_until),
            );
            Ok(diesel::update(seen).set(changes).execute(db)?)
        }
    })?;
    Ok(if won == 1 { Claim::Won } else { Claim::Busy })
}

/// Notes how a run ended, unless it was given up for dead and another has begun since. `Err` holds what went wrong.
pub fn finish(
    db: &mut Conn,
    task: Task,
    run_id: &str,
    outcome: &Result<Outcome, String>,
    (ended_at, duration_ms): (Instant, i32),
) -> Result<()> {
    let (state, detail) = match outcome {
        Ok(done) => (TaskState::Done, &done.detail),
        Err(words) => (TaskState::Failed, words),
    };
    db::write(db, |db| {
        let mine = tasks::table.find(task).filter(tasks::run_id.eq(run_id));
        let changes = (
            tasks::state.eq(state),
            tasks::ended_at.eq(ended_at),
            tasks::duration_ms.eq(duration_ms),
            tasks::detail.eq(crate::kernel::text::ellipsis(detail, DETAIL_LENGTH)),
            tasks::claimed_until.eq(None::<Instant>),
        );
        if diesel::update(mine).set(changes).execute(db)? == 0 {
            return Ok(());
        }
        if let Ok(done) = outcome {
            let mine = tasks::table.find(task).filter(tasks::run_id.eq(run_id));
            diesel::update(mine)
                .set((tasks::succeeded_at.eq(ended_at), tasks::report.eq(&done.report)))
                .execute(db)?;
        }
        Ok(())
    })
}
