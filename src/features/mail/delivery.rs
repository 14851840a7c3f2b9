//! Sending what the outbox holds.

use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::messages::CIRCULARS;
use super::outbox::MailState;
use super::transport::{Letter, Outcome, Way};
use crate::app::App;
use crate::db::schema::{outbox, rate_counters, users};
use crate::db::{self, Conn};
use crate::error::{Result, lost_race};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{MailId, UserId};

/// Minutes until the next try, after each failure (mail.md).
const PATIENCE_MINUTES: [i64; 5] = [1, 5, 30, 120, 720];

/// A claim older than this was made by a process that has died.
const CLAIM_MINUTES: i64 = 10;

/// The row that orders the claims, and a window that is never over.
const CLAIMS: (&str, i64) = ("mail_claims", i64::MAX);

/// What a round of sending did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages taken by the server.
    pub sent: u32,
    /// Messages to be tried again.
    pub postponed: u32,
    /// Messages given up.
    pub failed: u32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Waiting {
    id: MailId,
    user_id: Option<UserId>,
    kind: String,
    recipient: String,
    subject: String,
    body_text: String,
    body_html: String,
    enclosure: Option<String>,
    attempts: i32,
}

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// ASCII, made by the program.
    pub file_name: String,
    /// `application/pdf`.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What later features know about mail and this one does not.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Told, within the same transaction, that the server has taken a message of this kind to this person.
    pub on_taken: fn(&mut Conn, kind: &str, user: UserId, now: Instant) -> Result<()>,
    /// Makes what a reference of the outbox stands for; nothing when that is no longer to be sent.
    pub enclose: fn(&App, &mut Conn, reference: &str) -> Result<Option<Enclosed>>,
}

/// Sends what is due, for at most `time`, within the host's quota.
pub fn flush(app: &App, time: Duration, hooks: Hooks) -> Result<Sent> {
    let started = Stopwatch::now();
    let mut round = Sent::default();
    let mut way = None;
    while started.elapsed() < time {
        let now = app.clock.now();
        let Some(mail) = app.with_db(|db| claim(db, app.config.mail.max_per_hour, now))? else { break };
        let outcome = match sealed(app, &mail, hooks) {
            Err(outcome) => outcome,
            Ok(message) => {
                if way.is_none() {
                    way = Some(Way::open(&app.config.mail));
                }
                match &way {
                    Some(Ok(way)) => way.hand_over(&message),
                    Some(Err(words)) => Outcome::Later(words.clone()),
                    None => Outcome::Later(String::new()),
                }
            }
        };
        // The server's answer is kept even when the clock has gone on since the claim.
        app.with_db(|db| db::write(db, |db| settle(db, &mail, &outcome, app.clock.now(), hooks)))?;
        match outcome {
            Outcome::Taken => round.sent += 1,
            Outcome::Later(_) => round.postponed += 1,
            Outcome::Never(_) => round.failed += 1,
        }
    }
    Ok(round)
}

/// The message in its envelope. What cannot be enclosed for now is tried again with the message.
fn sealed(app: &App, mail: &Waiting, hooks: Hooks) -> std::result::Result<lettre::Message, Outcome> {
    let enclosed = match &mail.enclosure {
        Some(reference) => app
            .with_db(|db| (hooks.enclose)(app, db, reference))
            .map_err(|problem| Outcome::Later(problem.cause().unwrap_or(problem.detail)))?,
        None => None,
    };
    let letter = Letter {
        id: mail.id.to_string(),
        recipient: &mail.recipient,
        subject: &mail.subject,
        text: &mail.body_text,
        html: &mail.body_html,
        enclosed,
        circular: CIRCULARS.contains(&mail.kind.as_str()),
    };
    letter.seal(&app.config.mail).map_err(Outcome::Never)
}

/// Claims the message that has waited longest, within the quota.
///
/// Processes claim one after the other, held back by one row: the quota counts what was sent and what is being sent, and
/// two processes that counted at the same moment would both pass at the limit.
fn claim(db: &mut Conn, max_per_hour: u32, now: Instant) -> Result<Option<Waiting>> {
    // Most calls find nothing due: they need no lock.
    if next_due(db, now)?.is_none() {
        return Ok(None);
    }
    let (hour_ago, until) = (now.plus(TimeDelta::hours(-1)), now.plus(TimeDelta::minutes(CLAIM_MINUTES)));
    db::write(db, |db| {
        hold_the_claims(db)?;
        let under_way = outbox::state.eq(MailState::Sending).and(outbox::claimed_until.gt(now));
        let spent = outbox::table.filter(outbox::sent_at.gt(hour_ago).or(under_way));
        let spent: i64 = spent.count().get_result(db)?;
        if spent >= i64::from(max_per_hour) {
            return Ok(None);
        }
        let Some(mail) = next_due(db, now)? else { return Ok(None) };
        diesel::update(outbox::table.find(mail.id))
            .set((outbox::state.eq(MailState::Sending), outbox::claimed_until.eq(until)))
            .execute(db)?;
        Ok(Some(mail))
    })
}

/// The message that has waited longest, or whose sender has died.
fn next_due(db: &mut Conn, now: Instant) -> Result<Option<Waiting>> {
    let due = outbox::state
        .eq(MailState::Queued)
        .and(outbox::next_at.le(now))
        .or(outbox::state.eq(MailState::Sending).and(outbox::claimed_until.le(now)));
    Ok(outbox::table
        .filter(due)
        .order((outbox::next_at, outbox::id))
        .select(Waiting::as_select())
        .first(db)
        .optional()?)
}

/// Takes the lock of the row that orders the claims, until the transaction ends.
fn hold_the_claims(db: &mut Conn) -> Result<()> {
    let row = rate_counters::table.find(CLAIMS);
    let next = rate_counters::count.eq(rate_counters::count + 1);
    if diesel::update(row).set(next).execute(db)? == 0 {
        let new = (
            rate_counters::bucket.eq(CLAIMS.0),
            rate_counters::window_start.eq(CLAIMS.1),
            rate_counters::count.eq(0),
        );
        diesel::insert_into(rate_counters::table).values(new).execute(db).map_err(|error| {
            // Another process was first: its row is there on the next try.
            if db::is_unique_violation(&error) { lost_race() } else { error.into() }
        })?;
    }
    Ok(())
}

fn settle(db: &mut Conn, mail: &Waiting, outcome: &Outcome, now: Instant, hooks: Hooks) -> Result<()> {
    let row = outbox::table.find(mail.id);
    let attempts = mail.attempts + 1;
    let next = usize::try_from(mail.attempts).ok().and_then(|index| PATIENCE_MINUTES.get(index));
    match (outcome, next) {
        (Outcome::Taken, _) => {
            diesel::update(row)
                .set((
                    outbox::state.eq(MailState::Sent),
                    outbox::sent_at.eq(now),
                    outbox::attempts.eq(attempts),
                ))
                .execute(db)?;
            mail.user_id.map_or(Ok(()), |user| (hooks.on_taken)(db, &mail.kind, user, now))
        }
        (Outcome::Later(words), Some(minutes)) => {
            diesel::update(row)
                .set((
                    outbox::state.eq(MailState::Queued),
                    outbox::next_at.eq(now.plus(TimeDelta::minutes(*minutes))),
                    outbox::attempts.eq(attempts),
                    outbox::last_error.eq(cut(words)),
                ))
                .execute(db)?;
            Ok(())
        }
        (Outcome::Later(words) | Outcome::Never(words), _) => {
            diesel::update(row)
                .set((
                    outbox::state.eq(MailState::Failed),
                    outbox::attempts.eq(attempts),
                    outbox::last_error.eq(cut(words)),
                ))
                .execute(db)?;
            if matches!(outcome, Outcome::Never(_))
                && let Some(user) = mail.user_id
            {
                diesel::update(users::table.find(user)).set(users::mail_blocked.eq(true)).execute(db)?;
            }
            Ok(())
        }
    }
}

fn cut(words: &str) -> String {
    words.chars().take(500).collect()
}
