//! `bourse cron`: whatever is due, one process at a time for each task, whatever befell the last run.

mod tell;
mod work;

pub mod readiness;
pub mod temporary;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant as Stopwatch;

use serde::Serialize;

use crate::app::App;
use crate::error::{Problem, Result};
use crate::features::house::upkeep::backups;
use crate::features::house::upkeep::model::Task;
use crate::features::house::upkeep::store;
use crate::features::house::upkeep::store::{Claim, Outcome};

pub use tell::Teller;

/// Which tasks to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Those that are due, and those that somebody has asked for.
    Due,
    /// Only those that somebody has asked for.
    ByHand,
    /// Those that clean up, due or not.
    Cleaning,
}

/// How one task went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ran {
    /// Which.
    pub task: Task,
    /// Whether it did what it should.
    pub ok: bool,
    /// What it did, or what went wrong; empty when there was nothing to do.
    pub detail: String,
    /// How long it took.
    pub duration_ms: i32,
}

/// Runs what was asked for from the command line; false when a task failed.
pub fn command(app: &App, asked: Asked, as_json: bool) -> Result<bool> {
    let ran = run(app, asked, Teller::for_output(as_json))?;
    Ok(ran.iter().all(|one| one.ok))
}

/// Runs what was asked for and says so as it goes. Gives what ran; fails only when nothing can be known, because the
/// database is away.
pub fn run(app: &App, asked: Asked, teller: Teller) -> Result<Vec<Ran>> {
    let folder = &app.config.folders.backup;
    let by_hand = |task: Task| task == Task::Backup && backups::is_asked(folder);
    let chosen = Task::ALL.iter().copied().filter(|task| match asked {
        Asked::Due => true,
        Asked::ByHand => by_hand(*task),
        Asked::Cleaning => task.is_cleaning(),
    });
    let mut ran = Vec::new();
    for task in chosen {
        let run_id = app.random.uuid(app.clock.now()).to_string();
        let now = app.clock.now();
        let anyway = asked == Asked::Cleaning || by_hand(task);
        match app.with_db(|db| store::claim(db, task, &run_id, now, anyway))? {
            Claim::NotDue => {}
            Claim::Busy => teller.busy(task),
            Claim::Won => {
                teller.begins(task);
                if task == Task::Backup {
                    backups::take_up(folder);
                }
                let one = run_one(app, task, &run_id)?;
                teller.ends(&one);
                ran.push(one);
            }
        }
    }
    teller.closes(&ran);
    Ok(ran)
}

fn run_one(app: &App, task: Task, run_id: &str) -> Result<Ran> {
    let started = Stopwatch::now();
    // One task's fault must not keep the backup from being made.
    let outcome = catch_unwind(AssertUnwindSafe(|| work::carry_out(app, task)));
    let outcome: Result<Outcome, String> = match outcome {
        Ok(outcome) => outcome.map_err(|problem| words(&problem)),
        Err(_) => Err("interruption inattendue (voir le journal technique)".to_owned()),
    };
    let duration_ms = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    if let Err(words) = &outcome {
        log::error!(target: "fault", task = task.as_str(); "{words}");
    }
    let end = (app.clock.now(), duration_ms);
    app.with_db(|db| store::finish(db, task, run_id, &outcome, end))?;
    let ok = outcome.is_ok();
    let detail = outcome.map_or_else(|words| words, |done| done.detail);
    Ok(Ran { task, ok, detail, duration_ms })
}

fn words(problem: &Problem) -> String {
    match problem.cause() {
        Some(cause) => format!("{} ({cause})", problem.detail.trim_end_matches('.')),
        None => problem.detail.clone(),
    }
}
