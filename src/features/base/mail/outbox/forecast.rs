//! When everything that waits will have left.

use chrono::TimeDelta;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::answers::Fault;
use super::MailState;
use super::lanes::all_out_at;
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::error::Result;
use crate::kernel::clock::Instant;

/// When messages will have left, from the queue as it stands and the host's quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// Messages that wait now.
    pub waiting: i64,
    /// Messages that would join them.
    pub more: usize,
    /// When the last of all will have left; absent when there is none or the server refuses our account.
    pub all_out_at: Option<Instant>,
    /// The quota.
    pub max_per_hour: u32,
}

/// The forecast with `more` messages behind those that wait for now or for a place in the quota.
pub fn forecast(db: &mut Conn, more: usize, max_per_hour: u32, now: Instant) -> Result<Forecast> {
    let unsent = || outbox::table.filter(outbox::state.eq_any([MailState::Queued, MailState::Sending]));
    let soon = now.plus(TimeDelta::hours(1));
    let waiting: i64 = unsent().filter(outbox::next_at.le(soon)).count().get_result(db)?;
    let refused: i64 = unsent().filter(outbox::fault.eq(Fault::Account)).count().get_result(db)?;
    let all_out_at = if refused > 0 {
        None
    } else {
        let sent: Vec<Option<Instant>> = outbox::table
            .filter(outbox::sent_at.gt(now.plus(TimeDelta::hours(-1))))
            .order(outbox::sent_at.desc())
            .limit(i64::from(max_per_hour))
            .select(outbox::sent_at)
            .load(db)?;
        let sent: Vec<Instant> = sent.into_iter().flatten().collect();
        all_out_at(usize::try_from(waiting).unwrap_or_default() + more, &sent, max_per_hour, now)
    };
    Ok(Forecast { waiting, more, all_out_at, max_per_hour })
}
