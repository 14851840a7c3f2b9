//! Sending what the outbox holds.

use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::answers::{Fault, Stage};
use super::letter::Letter;
use super::messages::CIRCULARS;
use super::outbox::MailState;
use super::outbox::lanes::{Lane, open_lane};
use super::settling::settle;
use super::transport::{Refused, Way};
use crate::db::schema::outbox;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::limits;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{MailId, UserId};
use crate::program::Services;

/// A claim older than this was made by a process that has died.
const CLAIM_MINUTES: i64 = 10;

/// The row that orders the claims.
const CLAIMS: &str = "mail_claims";

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
pub(super) struct Waiting {
    pub(super) id: MailId,
    pub(super) user_id: Option<UserId>,
    pub(super) kind: String,
    recipient: String,
    subject: String,
    body_text: String,
    body_html: String,
    enclosure: Option<String>,
    pub(super) attempts: i32,
    pub(super) link_hash: Option<String>,
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
    /// Told, within the same transaction, that the server has taken a message of this kind that carries this link (its
    /// token's SHA-256): the link's life begins.
    pub on_link_sent: fn(&mut Conn, kind: &str, link_hash: &str, now: Instant) -> Result<()>,
    /// Told, within the same transaction, that nobody has the address of a person.
    pub on_address_refused: fn(&mut Conn, UserId) -> Result<()>,
    /// Told, within the same transaction, that the server refuses our account, with its words.
    pub on_account_refused: fn(&Services, &mut Conn, words: &str) -> Result<()>,
    /// Makes what a reference of the outbox stands for; nothing when that is no longer to be sent.
    pub enclose: fn(&Services, &mut Conn, reference: &str) -> Result<Option<Enclosed>>,
}

/// Sends what is due, for at most `time`, within the host's quota.
///
/// A server that does not let us in, or that refuses our account, ends the round: asking again for each message would only
/// make it refuse for longer.
pub fn flush(services: &Services, time: Duration, hooks: Hooks) -> Result<Sent> {
    let started = Stopwatch::now();
    let mut round = Sent::default();
    let mut way = None;
    while started.elapsed() < time {
        let now = services.clock.now();
        let Some(mail) = services.with_db(|db| claim(db, services.config.mail.max_per_hour, now))? else {
            break;
        };
        let outcome = match sealed(services, &mail, hooks) {
            Err(refused) => Err(refused),
            Ok(message) => way
                .get_or_insert_with(|| Way::open(&services.config.mail))
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|way| way.hand_over(&message)),
        };
        // The server's answer is kept even when the clock has gone on since the claim.
        let given_up = services.with_db(|db| {
            db::write(db, |db| settle(services, db, &mail, &outcome, services.clock.now(), hooks))
        })?;
        match &outcome {
            Ok(()) => round.sent += 1,
            Err(_) if given_up => round.failed += 1,
            Err(_) => round.postponed += 1,
        }
        if outcome.is_err_and(|refused| refused.concerns_all() || refused.fault == Fault::Account) {
            break;
        }
    }
    Ok(round)
}

/// The message in its envelope. What cannot be enclosed for now is tried again with the message.
fn sealed(
    services: &Services,
    mail: &Waiting,
    hooks: Hooks,
) -> std::result::Result<lettre::Message, Refused> {
    if mail.body_text.is_empty() {
        let words = "Le texte de ce message n'est pas dans la sauvegarde restaurée.".to_owned();
        return Err(Refused::here(Stage::Content, Fault::Message, words));
    }
    let enclosed = match &mail.enclosure {
        Some(reference) => {
            services.with_db(|db| (hooks.enclose)(services, db, reference)).map_err(|problem| {
                let words = problem.cause().unwrap_or(problem.detail);
                Refused::here(Stage::Content, Fault::Passing, words)
            })?
        }
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
    letter.seal(&services.config.mail)
}

/// Claims the message that goes first, within the quota.
///
/// Processes claim one after the other, held back by one row: the quota counts what was sent and what is being sent, and
/// two processes that counted at the same moment would both pass at the limit.
fn claim(db: &mut Conn, max_per_hour: u32, now: Instant) -> Result<Option<Waiting>> {
    // Most calls find nothing due: they need no lock.
    if next_due(db, now, Lane::Campaign)?.is_none() {
        return Ok(None);
    }
    let until = now.plus(TimeDelta::minutes(CLAIM_MINUTES));
    db::write(db, |db| {
        limits::hold(db, CLAIMS)?;
        let Some(lane) = open_lane(spent(db, now)?, max_per_hour) else { return Ok(None) };
        let Some(mail) = next_due(db, now, lane)? else { return Ok(None) };
        diesel::update(outbox::table.find(mail.id))
            .set((outbox::state.eq(MailState::Sending), outbox::claimed_until.eq(until)))
            .execute(db)?;
        Ok(Some(mail))
    })
}

/// What counts against the hour's quota: what has left, and what is leaving.
fn spent(db: &mut Conn, now: Instant) -> Result<i64> {
    let hour_ago = now.plus(TimeDelta::hours(-1));
    let under_way = outbox::state.eq(MailState::Sending).and(outbox::claimed_until.gt(now));
    let spent = outbox::table.filter(outbox::sent_at.gt(hour_ago).or(under_way));
    Ok(spent.count().get_result(db)?)
}

/// The message of the first lane that has waited longest, or whose sender has died; none beyond lane `last`.
fn next_due(db: &mut Conn, now: Instant, last: Lane) -> Result<Option<Waiting>> {
    let due = outbox::state
        .eq(MailState::Queued)
        .and(outbox::next_at.le(now))
        .or(outbox::state.eq(MailState::Sending).and(outbox::claimed_until.le(now)));
    Ok(outbox::table
        .filter(due)
        .filter(outbox::lane.le(last.number()))
        .order((outbox::lane, outbox::next_at, outbox::id))
        .select(Waiting::as_select())
        .first(db)
        .optional()?)
}
