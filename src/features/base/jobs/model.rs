//! A job as it lies in the database and as it is shown.

use schemars::JsonSchema;
use serde::Serialize;

use crate::db::schema;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, JobId, UserId};

crate::text_enum! {
    /// How far a job is.
    pub enum JobState {
        /// Nothing done yet.
        Waiting => "waiting",
        /// Some steps are done.
        Running => "running",
        /// All is done.
        Done => "done",
        /// Given up; the message says what to do.
        Failed => "failed",
    }
}

/// A job.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::jobs)]
#[allow(missing_docs)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub edition_id: EditionId,
    pub created_by: UserId,
    pub state: JobState,
    pub done: i32,
    pub total: i32,
    pub message: String,
    pub payload: String,
    /// Address of what was made.
    pub result_path: Option<String>,
    pub claimed_until: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// `GET /jobs/{id}`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JobView {
    /// Identifier.
    pub id: JobId,
    /// What is being done: `label_sheets`.
    pub kind: String,
    /// How far it is.
    pub state: JobState,
    /// Steps done.
    pub done: i32,
    /// Steps in all.
    pub total: i32,
    /// French sentence for the person who waits.
    pub message: String,
    /// Where the result is, once done.
    pub result_url: Option<String>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            done: job.done,
            total: job.total,
            message: job.message,
            result_url: job.result_path,
        }
    }
}

/// A job without what it was given to do, which may be long.
#[derive(Clone, Debug, diesel::Queryable)]
#[allow(missing_docs)]
pub struct JobHead {
    pub id: JobId,
    pub kind: String,
    pub created_by: UserId,
    pub state: JobState,
    pub done: i32,
    pub total: i32,
    pub message: String,
    pub result_path: Option<String>,
    pub updated_at: Instant,
    /// How what it was given begins.
    pub payload_start: String,
}

impl From<JobHead> for JobView {
    fn from(job: JobHead) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            done: job.done,
            total: job.total,
            message: job.message,
            result_url: job.result_path,
        }
    }
}

/// How far a step has brought a job.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Steps done so far.
    pub done: i32,
    /// French sentence for the person who waits; cut at 500 characters.
    pub message: String,
    /// Where the result is; given by the last step.
    pub result_url: Option<String>,
}
