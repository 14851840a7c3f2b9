//! Writing messages down.

pub(super) mod claiming;
pub(super) mod forecast;
pub(super) mod lanes;

use chrono::TimeDelta;
use diesel::prelude::*;

use self::lanes::Lane;
use super::answers::Fault;
use super::messages::Message;
use crate::config::Config;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::error::{Result, internal};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{MailId, UserId};

crate::text_enum! {
    /// Where a message stands.
    pub enum MailState {
        /// To be sent when its time comes.
        Queued => "queued",
        /// Claimed by a process.
        Sending => "sending",
        /// Taken by the mail server.
        Sent => "sent",
        /// Given up, with the server's words.
        Failed => "failed",
    }
}

/// Whom a message goes to.
#[derive(Clone, Debug)]
pub struct To {
    user_id: Option<UserId>,
    email: String,
}

impl To {
    /// A person with an account.
    pub fn account(user_id: UserId, email: impl Into<String>) -> Self {
        Self { user_id: Some(user_id), email: email.into() }
    }
}

/// What is special about sending a message; nothing is, by default.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    /// Not to be sent earlier.
    pub not_before: Option<Instant>,
    /// Reference of what goes with it, as `list_copy:<id>`: made by [`super::Hooks::enclose`] when it is sent, so that
    /// the outbox stays small and any process can send it.
    pub enclosure: Option<String>,
    /// Leave it to the next round, whoever makes it. For answers that must not tell by how long they take, or make the
    /// next one take, whether anything was written.
    pub without_haste: bool,
}

/// Writes a message to the outbox, in the transaction of what causes it.
pub fn queue(change: &mut Change<'_>, config: &Config, to: To, message: &impl Message) -> Result<()> {
    queue_as(change, config, to, message, Posting::default())
}

/// Has a message that waits or was given up leave at once, to this address.
pub fn send_again(db: &mut Conn, id: MailId, recipient: &str, now: Instant) -> Result<()> {
    let waiting = outbox::table.find(id).filter(outbox::state.eq_any([MailState::Failed, MailState::Queued]));
    diesel::update(waiting)
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::recipient.eq(recipient),
            outbox::fault.eq(None::<Fault>),
            outbox::attempts.eq(0),
            outbox::next_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Has everything leave at once that was tried and has not left. What a server refused because nobody has that address, and
/// what a restore holds back, stays. Gives how many.
pub fn send_all_again(db: &mut Conn, now: Instant) -> Result<usize> {
    let tried = outbox::state.eq(MailState::Queued).and(outbox::fault.is_not_null()).or(outbox::state
        .eq(MailState::Failed)
        .and(outbox::fault.is_null().or(outbox::fault.ne_all([Fault::Recipient, Fault::Held]))));
    let again = outbox::table.filter(tried.assume_not_null()).filter(outbox::body_text.ne(""));
    Ok(diesel::update(again)
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::fault.eq(None::<Fault>),
            outbox::attempts.eq(0),
            outbox::next_at.eq(now),
        ))
        .execute(db)?)
}

/// As much work as [`queue`], of which nothing stays: for answers that must not tell whether somebody is written to.
pub fn rehearse(change: &mut Change<'_>, config: &Config, email: &str, message: &impl Message) -> Result<()> {
    let to = To { user_id: None, email: email.chars().take(254).collect() };
    let id = write(change, config, to, message, Posting::default())?;
    diesel::delete(outbox::table.find(id)).execute(change.db)?;
    Ok(())
}

/// The same as [`queue`] with something special about it.
pub fn queue_as(
    change: &mut Change<'_>,
    config: &Config,
    to: To,
    message: &impl Message,
    posting: Posting,
) -> Result<()> {
    let without_haste = posting.without_haste;
    write(change, config, to, message, posting)?;
    if !without_haste {
        change.mail_waiting();
    }
    Ok(())
}

fn write(
    change: &mut Change<'_>,
    config: &Config,
    to: To,
    message: &impl Message,
    posting: Posting,
) -> Result<MailId> {
    let rendered = message.render(&config.site).map_err(internal)?;
    let (now, id) = (change.now(), MailId::new(change.uuid()));
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(id),
            outbox::kind.eq(message.kind()),
            outbox::user_id.eq(to.user_id),
            outbox::recipient.eq(to.email),
            outbox::subject.eq(rendered.subject),
            outbox::body_text.eq(rendered.text),
            outbox::body_html.eq(rendered.html),
            outbox::enclosure.eq(posting.enclosure),
            outbox::state.eq(MailState::Queued),
            outbox::attempts.eq(0),
            outbox::next_at.eq(posting.not_before.unwrap_or(now)),
            outbox::created_at.eq(now),
            outbox::lane.eq(Lane::of(message.kind()).number()),
            outbox::link_hash.eq(message.secret().map(hex::sha256)),
        ))
        .execute(change.db)?;
    Ok(id)
}

/// Takes back the messages of a kind that have not left and need not any more.
pub fn withdraw(db: &mut Conn, kind: &str) -> Result<()> {
    let waiting = outbox::table.filter(outbox::kind.eq(kind)).filter(outbox::state.eq(MailState::Queued));
    diesel::delete(waiting).execute(db)?;
    Ok(())
}

/// Days a sent message is kept to answer "did you write to me?"; its link has long run out by then.
const SENT_DAYS: i64 = 30;

/// Days a message that was given up is kept.
const FAILED_DAYS: i64 = 90;

/// Forgets old messages: they name people. Gives how many.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let (sent, failed) = (now.plus(TimeDelta::days(-SENT_DAYS)), now.plus(TimeDelta::days(-FAILED_DAYS)));
    let old = outbox::state
        .eq(MailState::Sent)
        .and(outbox::sent_at.lt(sent))
        .or(outbox::state.eq(MailState::Failed).and(outbox::created_at.lt(failed)));
    Ok(diesel::delete(outbox::table.filter(old)).execute(db)?)
}
