//! Sending what the outbox holds.

use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::messages::CIRCULARS;
use super::outbox::MailState;
use super::transport::{Letter, Outcome, Way};
use crate::app::App;
use crate::db::schema::{outbox, users};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{MailId, UserId};

/// Minutes until the next try, after each failure (mail.md).
const PATIENCE_MINUTES: [i64; 5] = [1, 5, 30, 120, 720];

/// A claim older than this was made by a process that has died.
const CLAIM_MINUTES: i64 = 10;

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

/// Claims the message that has waited longest. Of two processes that try, the conditional update lets one have it.
fn claim(db: &mut Conn, max_per_hour: u32, now: Instant) -> Result<Option<Waiting>> {
    let hour_ago = now.plus(TimeDelta::hours(-1));
    let sent: i64 = outbox::table.filter(outbox::sent_at.gt(hour_ago)).count().get_result(db)?;
    if sent >= i64::from(max_per_hour) {
        return Ok(None);
    }
    let due = outbox::state
        .eq(MailState::Queued)
        .and(outbox::next_at.le(now))
        .or(outbox::state.eq(MailState::Sending).and(outbox::claimed_until.le(now)));
    let candidates: Vec<Waiting> = outbox::table
        .filter(due)
        .order((outbox::next_at, outbox::id))
        .limit(20)
        .select(Waiting::as_select())
        .load(db)?;
    for mail in candidates {
        let claimed_until = now.plus(TimeDelta::minutes(CLAIM_MINUTES));
        let won = db::write(db, |db| {
            let unclaimed = outbox::state
                .eq(MailState::Queued)
                .or(outbox::state.eq(MailState::Sending).and(outbox::claimed_until.le(now)));
            let changes = (outbox::state.eq(MailState::Sending), outbox::claimed_until.eq(claimed_until));
            let row =
                outbox::table.find(mail.id).filter(outbox::attempts.eq(mail.attempts)).filter(unclaimed);
            Ok(diesel::update(row).set(changes).execute(db)?)
        })?;
        if won == 1 {
            return Ok(Some(mail));
        }
    }
    Ok(None)
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
