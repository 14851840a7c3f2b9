//! What becomes of a message after it was handed over, or was not.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::answers::{Fault, Stage};
use super::hooks::Hooks;
use super::outbox::MailState;
use super::outbox::claiming::Waiting;
use super::transport::Refused;
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::error::Result;
use crate::kernel::clock::Instant;
use crate::program::Services;

/// Minutes until the next try, after each failure (mail.md 3). What waits for its account to be mended goes on at the last.
const PATIENCE_MINUTES: [i64; 5] = [1, 5, 30, 120, 720];

/// How long, in minutes, a server that did not let one message in keeps the others waiting at most: they were not refused.
const OTHERS_WAIT_MINUTES: i64 = 30;

impl Refused {
    /// Whether the server refused before it knew which message: the next one would fare no better.
    pub(super) fn concerns_all(&self) -> bool {
        self.stage <= Stage::Sender && matches!(self.fault, Fault::Account | Fault::Passing)
    }

    /// Minutes until the next try; `None` when there is none. `attempts`: tries before this one.
    fn again_in(&self, attempts: i32) -> Option<i64> {
        let usual = usize::try_from(attempts).ok().and_then(|index| PATIENCE_MINUTES.get(index)).copied();
        match self.fault {
            Fault::Recipient | Fault::Message | Fault::Held => None,
            Fault::Passing if !self.concerns_all() => usual,
            Fault::Account | Fault::Passing => Some(usual.unwrap_or(PATIENCE_MINUTES[4])),
        }
    }
}

/// Writes down how it went; true when the message was given up.
pub(super) fn settle(
    services: &Services,
    db: &mut Conn,
    mail: &Waiting,
    outcome: &std::result::Result<(), Refused>,
    now: Instant,
    hooks: Hooks,
) -> Result<bool> {
    let row = outbox::table.find(mail.id);
    let tried = outbox::attempts.eq(mail.attempts + 1);
    let refused = match outcome {
        Ok(()) => {
            // What it said is not kept: it may hold a link that opens an account.
            diesel::update(row)
                .set((
                    tried,
                    outbox::state.eq(MailState::Sent),
                    outbox::sent_at.eq(now),
                    outbox::fault.eq(None::<Fault>),
                    outbox::body_text.eq(""),
                    outbox::body_html.eq(""),
                ))
                .execute(db)?;
            let begin = |link: &String| (hooks.on_link_sent)(db, &mail.kind, link, now);
            mail.link_hash.as_ref().map_or(Ok(()), begin)?;
            return Ok(false);
        }
        Err(refused) => refused,
    };
    let words: String = refused.words.chars().take(500).collect();
    let why = || (outbox::fault.eq(refused.fault), outbox::last_error.eq(&words));
    let Some(minutes) = refused.again_in(mail.attempts) else {
        diesel::update(row).set((tried, outbox::state.eq(MailState::Failed), why())).execute(db)?;
        if refused.fault == Fault::Recipient
            && let Some(user) = mail.user_id
        {
            (hooks.on_address_refused)(db, user)?;
        }
        return Ok(true);
    };
    let next = outbox::next_at.eq(now.plus(TimeDelta::minutes(minutes)));
    diesel::update(row).set((tried, outbox::state.eq(MailState::Queued), next, why())).execute(db)?;
    if refused.concerns_all() {
        let until = now.plus(TimeDelta::minutes(minutes.min(OTHERS_WAIT_MINUTES)));
        let others = outbox::table
            .filter(outbox::state.eq(MailState::Queued))
            .filter(outbox::id.ne(mail.id))
            .filter(outbox::next_at.lt(until));
        diesel::update(others).set((outbox::next_at.eq(until), why())).execute(db)?;
    }
    if refused.fault == Fault::Account {
        (hooks.on_account_refused)(services, db, &refused.words)?;
    }
    Ok(false)
}
