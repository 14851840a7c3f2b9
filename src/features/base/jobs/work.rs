//! One step of a job: claimed, done, noted.

use chrono::TimeDelta;

use super::model::{Job, JobState, Progress};
use super::store;
use crate::ctx::Ctx;
use crate::error::{Result, not_found};

/// How long a step may take before another process believes that this one has died.
const CLAIM_SECONDS: i64 = 30;

/// What works off one kind of job.
pub trait Worker: Sync {
    /// The kind.
    fn kind(&self) -> &'static str;
    /// Does the step after `job.done`, in less than a second. It may be done again after a crash.
    fn step(&self, ctx: &mut Ctx<'_>, job: &Job) -> Result<Progress>;
}

/// Does one step unless another process is at it; gives the job as it is afterwards.
///
/// A fault in the step ends the job, for it would come again; when only the database is away, the step is left to be done
/// later.
pub fn advance(ctx: &mut Ctx<'_>, worker: &dyn Worker, job: Job) -> Result<Job> {
    let now = ctx.now();
    let until = now.plus(TimeDelta::seconds(CLAIM_SECONDS));
    if matches!(job.state, JobState::Done | JobState::Failed)
        || !ctx.write(|change| store::claim(change.db, job.id, now, until))?
    {
        return Ok(job);
    }
    // Read again: another process may have done a step since.
    let job = store::by_id(ctx.db, job.id)?.ok_or_else(not_found)?;
    match worker.step(ctx, &job) {
        Ok(progress) => ctx.write(|change| store::record(change.db, &job, &progress, now))?,
        Err(problem) if problem.status == 500 => {
            log::error!(target: "fault", job = job.id.as_str(); "{}", problem.cause().unwrap_or_default());
            let sentence =
                "Le travail s'est interrompu. Relancez-le ; si cela recommence, prévenez l'administrateur.";
            ctx.write(|change| store::fail(change.db, job.id, sentence, now))?;
        }
        Err(problem) => {
            ctx.write(|change| store::release(change.db, job.id))?;
            return Err(problem);
        }
    }
    store::by_id(ctx.db, job.id)?.ok_or_else(not_found)
}
