//! What an admin sees of the installation: tasks, findings, figures.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::doctor;
use super::doctor::model::{Finding, Level, worst};
use crate::ctx::Ctx;
use crate::db::schema::{outbox, tasks};
use crate::error::Result;
use crate::features::base::mail::MailState;
use crate::features::house::upkeep::model::{Task, TaskView};
use crate::features::house::upkeep::store;
use crate::http::Json;
use crate::kernel::clock::Instant;
use crate::program::FrontDoor;

/// `GET /system`
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SystemView {
    /// Version of the program.
    pub version: &'static str,
    /// Through which door this request came.
    pub door: FrontDoor,
    /// The clock of this machine.
    pub now: Instant,
    /// The worst of the findings.
    pub level: Level,
    /// What was found: what is quick to see just now, the rest by cron.
    pub findings: Vec<Finding>,
    /// When cron last looked at what is not quick to see; never when missing.
    pub examined_at: Option<Instant>,
    /// Everything that cron does, with its last run.
    pub tasks: Vec<TaskView>,
    /// Mail.
    pub outbox: OutboxFigures,
}

/// Mail by its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OutboxFigures {
    /// To be sent when its time comes.
    pub queued: i64,
    /// Being sent.
    pub sending: i64,
    /// Taken by the mail server in the last month.
    pub sent: i64,
    /// Given up.
    pub failed: i64,
}

impl OutboxFigures {
    /// Counts them.
    pub fn count(db: &mut crate::db::Conn) -> Result<Self> {
        let rows: Vec<(MailState, i64)> = outbox::table
            .group_by(outbox::state)
            .select((outbox::state, diesel::dsl::count_star()))
            .load(db)?;
        let of = |state| rows.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
        Ok(Self {
            queued: of(MailState::Queued),
            sending: of(MailState::Sending),
            sent: of(MailState::Sent),
            failed: of(MailState::Failed),
        })
    }
}

/// `GET /system`
pub fn show(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<SystemView>> {
    let mut findings = doctor::examine(ctx.services);
    let (seen, examined_at) = seen_by_cron(ctx)?;
    let quick = |finding: &Finding| findings.iter().any(|known| known.check == finding.check);
    let from_outside: Vec<Finding> = seen.into_iter().filter(|finding| !quick(finding)).collect();
    findings.extend(from_outside);
    findings.sort_by_key(|finding| finding.check);
    Ok(Json(SystemView {
        version: env!("CARGO_PKG_VERSION"),
        door: ctx.services.door,
        now: ctx.now(),
        level: worst(&findings),
        findings,
        examined_at,
        tasks: store::views(ctx.db)?,
        outbox: OutboxFigures::count(ctx.db)?,
    }))
}

/// What cron's last examination found, and when it ended.
fn seen_by_cron(ctx: &mut Ctx<'_>) -> Result<(Vec<Finding>, Option<Instant>)> {
    let row: Option<(Option<String>, Option<Instant>)> = tasks::table
        .find(Task::Doctor)
        .select((tasks::report, tasks::succeeded_at))
        .first(ctx.db)
        .optional()?;
    let (report, at) = row.unwrap_or_default();
    // A report of an older version that cannot be read any more is replaced at the next examination.
    let findings = report.and_then(|report| serde_json::from_str(&report).ok()).unwrap_or_default();
    Ok((findings, at))
}
