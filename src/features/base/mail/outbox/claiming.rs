//! Which message goes next, and that one process alone sends it.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::MailState;
use super::lanes::{Lane, open_lane};
use crate::db::schema::outbox;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::limits;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{MailId, UserId};

/// A claim older than this was made by a process that has died.
const CLAIM_MINUTES: i64 = 10;

/// The row that orders the claims.
const CLAIMS: &str = "mail_claims";

/// A claimed message.
#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(in crate::features::base::mail) struct Waiting {
    pub(in crate::features::base::mail) id: MailId,
    pub(in crate::features::base::mail) user_id: Option<UserId>,
    pub(in crate::features::base::mail) kind: String,
    pub(in crate::features::base::mail) recipient: String,
    pub(in crate::features::base::mail) subject: String,
    pub(in crate::features::base::mail) body_text: String,
    pub(in crate::features::base::mail) body_html: String,
    pub(in crate::features::base::mail) enclosure: Option<String>,
    pub(in crate::features::base::mail) attempts: i32,
    pub(in crate::features::base::mail) link_hash: Option<String>,
}

/// Claims the message that goes first, within the quota.
///
/// Processes claim one after the other, held back by one row: the quota counts what was sent and what is being sent, and
/// two processes that counted at the same moment would both pass at the limit.
pub(in crate::features::base::mail) fn claim(
    db: &mut Conn,
    max_per_hour: u32,
    now: Instant,
) -> Result<Option<Waiting>> {
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
