//! Tasks and their last runs.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::rules::{LastRun, Schedule};
use crate::db::schema;
use crate::kernel::clock::Instant;

crate::text_enum! {
    /// Everything that cron does, in the order in which it does it.
    pub enum Task {
        /// Keep a few FastCGI processes running.
        Warmth => "warmth",
        /// Mark links that were not used in time.
        Invitations => "invitations",
        /// Write the mails that a date brings.
        Reminders => "reminders",
        /// Seal the journal on the evenings of a sale.
        Seal => "seal",
        /// Save everything.
        Backup => "backup",
        /// Send what waits.
        Mail => "mail",
        /// Forget counters of rate limits and kept answers.
        Counters => "counters",
        /// Forget log-ins that ended, links, sent mails, previewed files.
        Sessions => "sessions",
        /// Remove files that can be made again.
        Files => "files",
        /// Turn the log's page.
        Logs => "logs",
        /// Erase what may not be kept any longer.
        Retention => "retention",
        /// Look after the installation's health.
        Doctor => "doctor",
    }
}

crate::text_enum! {
    /// How a task's last run went.
    pub enum TaskState {
        /// It has not ended, or was killed.
        Running => "running",
        /// It did what it should.
        Done => "done",
        /// It did not.
        Failed => "failed",
    }
}

impl Task {
    /// When it is to run.
    pub const fn schedule(self) -> Schedule {
        match self {
            Self::Warmth | Self::Mail => Schedule::EachTime,
            Self::Invitations | Self::Logs => Schedule::Every { minutes: 15 },
            Self::Reminders | Self::Counters => Schedule::Every { minutes: 60 },
            Self::Seal => Schedule::DailyAfter { hour: 20 },
            Self::Backup => Schedule::DailyAfter { hour: 3 },
            Self::Sessions | Self::Files => Schedule::DailyAfter { hour: 4 },
            Self::Retention => Schedule::DailyAfter { hour: 5 },
            Self::Doctor => Schedule::Every { minutes: 360 },
        }
    }

    /// Minutes after which a run that has not ended is believed dead. Longer than any run that is not.
    pub const fn lease_minutes(self) -> i64 {
        match self {
            Self::Backup => 60,
            Self::Mail | Self::Reminders | Self::Retention => 15,
            _ => 5,
        }
    }

    /// Whether it only takes away what nobody needs any more: `bourse cleanup`.
    pub const fn is_cleaning(self) -> bool {
        matches!(
            self,
            Self::Invitations | Self::Counters | Self::Sessions | Self::Files | Self::Logs | Self::Retention
        )
    }

    /// What people call it.
    pub const fn in_french(self) -> &'static str {
        match self {
            Self::Warmth => "Processus tenus prêts",
            Self::Invitations => "Invitations périmées",
            Self::Reminders => "Messages de rappel",
            Self::Seal => "Sceau du journal",
            Self::Backup => "Sauvegarde",
            Self::Mail => "Envoi du courrier",
            Self::Counters => "Compteurs",
            Self::Sessions => "Connexions et liens anciens",
            Self::Files => "Fichiers temporaires",
            Self::Logs => "Journaux techniques",
            Self::Retention => "Durées de conservation",
            Self::Doctor => "Examen de l'installation",
        }
    }
}

/// A task's last run as it lies in the database.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::tasks)]
#[allow(missing_docs)]
pub struct TaskRun {
    pub name: Task,
    /// Changes with each run: what two crons race for.
    pub run_id: String,
    pub state: TaskState,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
    pub succeeded_at: Option<Instant>,
    pub duration_ms: Option<i32>,
    pub detail: String,
    /// What the run found, as JSON, where it found something.
    pub report: Option<String>,
    pub claimed_until: Option<Instant>,
}

impl TaskRun {
    /// The run as the rules see it.
    pub fn facts(&self) -> LastRun {
        let at = |instant: Instant| -> DateTime<Utc> { instant.utc() };
        LastRun {
            started_at: at(self.started_at),
            failed: self.state == TaskState::Failed,
            claimed_until: self.claimed_until.map(at).filter(|_| self.state == TaskState::Running),
        }
    }
}

/// One task on the system page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TaskView {
    /// Which.
    pub name: Task,
    /// What people call it.
    pub title: &'static str,
    /// When it is to run, as a French phrase.
    pub schedule: String,
    /// How the last run went; none yet when missing.
    pub state: Option<TaskState>,
    /// When the last run began.
    pub started_at: Option<Instant>,
    /// When the last run ended.
    pub ended_at: Option<Instant>,
    /// When it last went well.
    pub succeeded_at: Option<Instant>,
    /// How long the last run took.
    pub duration_ms: Option<i32>,
    /// What it did, or what went wrong.
    pub detail: String,
}

impl TaskView {
    /// A task with its last run, if any.
    pub fn new(name: Task, run: Option<TaskRun>) -> Self {
        let schedule = name.schedule().in_french();
        let empty = Self {
            name,
            title: name.in_french(),
            schedule,
            state: None,
            started_at: None,
            ended_at: None,
            succeeded_at: None,
            duration_ms: None,
            detail: String::new(),
        };
        match run {
            None => empty,
            Some(run) => Self {
                state: Some(run.state),
                started_at: Some(run.started_at),
                ended_at: run.ended_at,
                succeeded_at: run.succeeded_at,
                duration_ms: run.duration_ms,
                detail: run.detail,
                ..empty
            },
        }
    }
}
