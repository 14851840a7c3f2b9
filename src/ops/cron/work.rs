//! What each task does: one line per feature that has something to look after.

use std::time::Duration;

use super::{readiness, temporary};
use crate::app::{App, idempotence};
use crate::ctx::Change;
use crate::db;
use crate::error::{Result, internal};
use crate::features::base::limits;
use crate::features::base::mail;
use crate::features::conduct::reminders;
use crate::features::house::upkeep::model::Task;
use crate::features::house::upkeep::retention;
use crate::features::house::upkeep::sealing;
use crate::features::house::upkeep::store::Outcome;
use crate::features::people::accounts::one_time;
use crate::features::people::sessions::log_ins;
use crate::features::registration::depositors::store::imports;
use crate::ops::log::files;
use crate::ops::{backup, doctor};

/// How long a round may spend on mail: panels stop commands after a minute or two.
const MAIL_TIME: Duration = Duration::from_secs(50);

/// Does it. What there was to do is a sentence; nothing to do is none.
pub(super) fn carry_out(app: &App, task: Task) -> Result<Outcome> {
    let now = app.clock.now();
    match task {
        // Whether it went well is the doctor's affair: cron would write a mail every five minutes.
        Task::Warmth => {
            readiness::keep(app);
            Ok(Outcome::default())
        }
        Task::Doctor => examine(app),
        Task::Seal => {
            let head = sealing::close_the_day(app, &app.trace("bourse cron"))?;
            Ok(head.map_or_else(Outcome::default, |head| {
                Outcome::with_detail(format!("empreinte après l'entrée n° {}", head.sequence))
            }))
        }
        Task::Backup => back_up(app),
        Task::Invitations => {
            let count = app.with_db(|db| db::write(db, |db| one_time::expire(db, now)))?;
            Ok(counted(count, "invitation périmée", "invitations périmées"))
        }
        Task::Reminders => {
            let written = reminders::write_due(app, &app.trace("bourse cron"))?;
            Ok(counted(written, "message écrit", "messages écrits"))
        }
        Task::Mail => send_mail(app),
        Task::Counters => {
            let count = app.with_db(|db| {
                Ok(db::write(db, |db| limits::clean_up(db, now))?
                    + db::write(db, |db| idempotence::clean_up(db, now))?)
            })?;
            Ok(counted(count, "compteur périmé effacé", "compteurs périmés effacés"))
        }
        Task::Sessions => {
            let count = app.with_db(|db| {
                Ok(db::write(db, |db| log_ins::clean_up(db, now))?
                    + db::write(db, |db| mail::clean_up(db, now))?
                    + db::write(db, |db| imports::forget_old(db, now))?)
            })?;
            Ok(counted(count, "ligne ancienne effacée", "lignes anciennes effacées"))
        }
        Task::Files => Ok(counted(temporary::remove(app)?, "fichier retiré", "fichiers retirés")),
        Task::Logs => {
            let turned = files::turn(&app.config.folders.logs, &app.config.logs, now).map_err(internal)?;
            Ok(counted(turned, "journal archivé ou retiré", "journaux archivés ou retirés"))
        }
        Task::Retention => {
            let trace = app.trace("bourse cron");
            let accounts = retention::end_inactive(app, &trace)?;
            let emptied = app.with_db(|db| {
                db::write(db, |db| {
                    retention::prune_journal(&mut Change::outside_requests(db, &app.random, &trace))
                })
            })?;
            let done = [
                counted(accounts.warned, "personne prévenue", "personnes prévenues"),
                counted(accounts.erased, "compte effacé", "comptes effacés"),
                counted(
                    usize::try_from(emptied).unwrap_or_default(),
                    "entrée vidée dans le journal",
                    "entrées vidées dans le journal",
                ),
            ];
            let told: Vec<String> =
                done.into_iter().map(|one| one.detail).filter(|detail| !detail.is_empty()).collect();
            Ok(Outcome::with_detail(told.join(", ")))
        }
    }
}

fn examine(app: &App) -> Result<Outcome> {
    let findings = doctor::examine(app);
    let detail = doctor::summary(&findings);
    let report = serde_json::to_string(&findings).map_err(internal)?;
    Ok(Outcome { detail, report: Some(report) })
}

fn back_up(app: &App) -> Result<Outcome> {
    let made = backup::run(app)?;
    let name = made.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let size = made.bytes.div_ceil(1024);
    let removed = match made.removed.len() {
        0 => String::new(),
        1 => " ; 1 ancienne retirée".to_owned(),
        count => format!(" ; {count} anciennes retirées"),
    };
    Ok(Outcome::with_detail(format!("{name}, {size} Ko{removed}")))
}

fn send_mail(app: &App) -> Result<Outcome> {
    let sent = app.send_mail(MAIL_TIME)?;
    if sent == mail::Sent::default() {
        return Ok(Outcome::default());
    }
    let words =
        format!("{} envoyés, {} remis à plus tard, {} refusés", sent.sent, sent.postponed, sent.failed);
    Ok(Outcome::with_detail(words))
}

/// `1 fichier retiré`, `3 fichiers retirés`; nothing to say of nothing.
fn counted(count: usize, one: &str, many: &str) -> Outcome {
    match count {
        0 => Outcome::default(),
        1 => Outcome::with_detail(format!("1 {one}")),
        _ => Outcome::with_detail(format!("{count} {many}")),
    }
}
