//! `GET /api/metrics`: figures for those who watch the host with Prometheus.
//!
//! With many FastCGI processes, what one of them has counted means nothing: every figure comes from the database.

use std::fmt::Write as _;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::overview::OutboxFigures;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::{editions, journal_head, quarantine, sessions, tickets, users};
use crate::error::{Result, internal, not_found, unauthenticated};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::house::upkeep::model::TaskState;
use crate::features::house::upkeep::{backups, store};
use crate::features::people::accounts::model::UserState;
use crate::http::{Bearer, PlainText};
use crate::kernel::clock::Instant;
use crate::kernel::mac;
use crate::program::Services;

/// `GET /api/metrics`: 404 where no token is set, 401 without the right one.
pub fn show(ctx: &mut Ctx<'_>, Bearer(presented): Bearer) -> Result<PlainText> {
    let token = ctx.config().watch.metrics_token.as_ref().ok_or_else(not_found)?;
    // Compared as MACs: the time that it takes does not reveal how much is right.
    let shown = mac::hmac_sha256(presented.unwrap_or_default().as_bytes(), b"metrics");
    if !mac::verifies(token, b"metrics", &shown) {
        return Err(unauthenticated("unauthenticated", "Le jeton METRICS_TOKEN est attendu."));
    }
    let (services, now) = (ctx.services, ctx.now());
    gather(services, ctx.db, now).map(PlainText)
}

/// The text format of Prometheus: a family at a time, each with its help and type.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, help: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "# HELP bourse_{name} {help}\n# TYPE bourse_{name} gauge\n");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> = labels.iter().map(|(key, value)| format!("{key}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "bourse_{name}{labels} {value}");
    }

    fn single(&mut self, name: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, help);
        self.sample(name, &[], value);
    }
}

fn gather(services: &Services, db: &mut Conn, now: Instant) -> Result<String> {
    let mut page = Page::default();
    page.family("build_info", "Version of the program and the door it answers through.");
    let labels = [("version", env!("CARGO_PKG_VERSION")), ("door", services.door.as_str())];
    page.sample("build_info", &labels, 1);

    let mail = OutboxFigures::count(db)?;
    page.family("outbox_messages", "Messages by state.");
    for (state, count) in
        [("queued", mail.queued), ("sending", mail.sending), ("sent", mail.sent), ("failed", mail.failed)]
    {
        page.sample("outbox_messages", &[("state", state)], count);
    }
    tasks(&mut page, db)?;

    page.family("editions", "Editions by status.");
    let rows: Vec<(EditionStatus, i64)> =
        editions::table.group_by(editions::status).select((editions::status, count_star())).load(db)?;
    for (status, count) in rows {
        page.sample("editions", &[("status", status.as_str())], count);
    }
    page.family("users", "Accounts by state.");
    let rows: Vec<(UserState, i64)> =
        users::table.group_by(users::state).select((users::state, count_star())).load(db)?;
    for (state, count) in rows {
        page.sample("users", &[("state", state.as_str())], count);
    }

    let live = sessions::table.filter(sessions::revoked_at.is_null()).filter(sessions::expires_at.gt(now));
    page.single("sessions", "Log-ins that still stand.", live.count().get_result::<i64>(db)?);
    let all: i64 = tickets::table.count().get_result(db)?;
    page.single("tickets", "Tickets recorded.", all);
    let hour_ago = now.plus(chrono::TimeDelta::hours(-1));
    let recent = tickets::table.filter(tickets::recorded_at.gt(hour_ago));
    page.single(
        "tickets_last_hour",
        "Tickets recorded within the hour.",
        recent.count().get_result::<i64>(db)?,
    );
    let waiting = quarantine::table.filter(quarantine::state.eq("waiting"));
    page.single(
        "quarantine_waiting",
        "Tickets that a manager must decide about.",
        waiting.count().get_result::<i64>(db)?,
    );
    let head: i64 = journal_head::table.find(1).select(journal_head::sequence).first(db)?;
    page.single("journal_entries", "Entries of the journal.", head);
    let kept = backups::kept(&services.config.folders.backup).map_err(internal)?;
    if let Some(newest) = kept.into_iter().map(|kept| kept.made_at).max() {
        page.single("backup_newest_timestamp_seconds", "When the newest backup was made.", seconds(newest));
    }
    Ok(page.0)
}

fn tasks(page: &mut Page, db: &mut Conn) -> Result<()> {
    let runs = store::last_runs(db)?;
    page.family("task_last_success_timestamp_seconds", "When a task last went well.");
    for run in &runs {
        if let Some(at) = run.succeeded_at {
            page.sample("task_last_success_timestamp_seconds", &[("task", run.name.as_str())], seconds(at));
        }
    }
    page.family("task_failed", "1 when a task's last run failed.");
    for run in &runs {
        let failed = i32::from(run.state == TaskState::Failed);
        page.sample("task_failed", &[("task", run.name.as_str())], failed);
    }
    page.family("task_duration_seconds", "How long a task's last run took.");
    for run in &runs {
        if let Some(millis) = run.duration_ms {
            let took = f64::from(millis) / 1000.0;
            page.sample("task_duration_seconds", &[("task", run.name.as_str())], took);
        }
    }
    Ok(())
}

fn seconds(at: Instant) -> i64 {
    at.millis() / 1000
}
