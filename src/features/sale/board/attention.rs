//! Telling managers that sales wait for their decision: at most one message in a quarter of an hour (mail.md 5).

use chrono::TimeDelta;
use diesel::prelude::*;

use super::live::Waiting;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::schema::editions;
use crate::error::Result;
use crate::features::base::journal::{Calls, Entry};
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::edition::editions::store as edition_store;
use crate::features::people::accounts::model::User;
use crate::features::people::accounts::store as accounts;
use crate::features::sale::states::LineStatus;
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;

/// Kind of the message.
const SALES_TO_SETTLE: &str = "sales_to_settle";

/// Minutes between two messages.
const QUIET_MINUTES: i64 = 15;

/// Whether what was just recorded leaves something to decide: a claim displaced by an earlier one, a line in conflict, at
/// a price that is nobody's or without an article, a ticket kept apart.
pub fn is_needed(entries: &[Entry], statuses: impl IntoIterator<Item = LineStatus>) -> bool {
    let undecided =
        [LineStatus::Conflict, LineStatus::PriceDiffers, LineStatus::UnknownCode, LineStatus::NotOnSale];
    entries.iter().any(|entry| entry.event.calls() == Calls::Managers)
        || statuses.into_iter().any(|status| undecided.contains(&status))
}

/// Tells the managers, now or when a quarter of an hour has gone by since they were last told. The tickets are recorded
/// already: that a mail cannot be written is no reason for the till to send them again.
pub fn tell_managers(ctx: &mut Ctx<'_>, edition: EditionId) {
    let services = ctx.services;
    let told = ctx.write(|change| {
        let Some(at) = due(change, edition)? else { return Ok(()) };
        let name: String = editions::table.find(edition).select(editions::name).first(change.db)?;
        let waiting = in_words(&Waiting::read(change.db, edition)?);
        for manager in managers(change.db)? {
            let message = messages::SalesToSettle::new(
                &manager.first_name,
                &services.config.site,
                (edition, &name),
                waiting.clone(),
            );
            let later = mail::Posting { not_before: Some(at), ..mail::Posting::default() };
            mail::queue_as(change, &services.config, manager.mailbox(), &message, later)?;
        }
        Ok(())
    });
    if let Err(problem) = told {
        log::warn!("managers are not told: {}", problem.cause().unwrap_or(problem.detail));
    }
}

/// Takes back what managers were to be told as soon as nothing waits for them any more. That a message goes all the same is
/// no reason for a decision to fail.
pub fn withdraw_if_settled(ctx: &mut Ctx<'_>, edition: EditionId) {
    let withdrawn = ctx.write(|change| {
        if !Waiting::read(change.db, edition)?.is_empty() {
            return Ok(());
        }
        edition_store::forget_managers_told(change.db, edition)?;
        mail::withdraw(change.db, SALES_TO_SETTLE)
    });
    if let Err(problem) = withdrawn {
        log::warn!("a message to managers stays: {}", problem.cause().unwrap_or(problem.detail));
    }
}

/// The managers, or the admins of an association that has no manager of its own.
fn managers(db: &mut Conn) -> Result<Vec<User>> {
    let all = accounts::active_at_least(db, Role::Manager)?;
    let (managers, admins): (Vec<User>, Vec<User>) =
        all.into_iter().partition(|user| user.role == Role::Manager);
    Ok(if managers.is_empty() { admins } else { managers })
}

/// When the next message may leave; none when one waits to leave already, or for invented sales. Of two tills that cause
/// one at the same moment, the conditional update lets one.
fn due(change: &mut Change<'_>, edition: EditionId) -> Result<Option<Instant>> {
    let now = change.now();
    let row = editions::table.find(edition);
    let (training, last): (bool, Option<Instant>) =
        row.select((editions::is_training, editions::managers_told_at)).first(change.db)?;
    let at = last.map_or(now, |last| now.max(last.plus(TimeDelta::minutes(QUIET_MINUTES))));
    if training || last.is_some_and(|last| last > now) {
        return Ok(None);
    }
    let won = edition_store::note_managers_told(change.db, edition, last, Some(at))?;
    Ok(won.then_some(at))
}

/// What waits, in words: `1 article vendu plusieurs fois et 2 tickets mis de côté`.
fn in_words(waiting: &Waiting) -> String {
    let parts = [
        (waiting.conflicts, "article vendu plusieurs fois", "articles vendus plusieurs fois"),
        (waiting.quarantined, "ticket mis de côté", "tickets mis de côté"),
        (waiting.prices_to_decide, "prix à décider", "prix à décider"),
        (waiting.without_owner, "vente sans article", "ventes sans article"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count > 1 { many } else { one }))
        .collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} et {last}", before.join(", ")),
        _ => words.concat(),
    }
}
