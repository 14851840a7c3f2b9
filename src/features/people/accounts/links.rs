//! The lives of links that go out by mail: they count from when the message leaves, not from when it was written.
//!
//! A link is good from the beginning, so that nothing has to wait for a server's answer to be noted; what is written here
//! is until when.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::one_time;
use super::one_time::InvitationState;
use crate::db::Conn;
use crate::db::schema::{invitations, user_tokens};
use crate::error::Result;
use crate::features::people::passwords::rules::RESET_MINUTES;
use crate::kernel::clock::Instant;

/// Days in which somebody new chooses a password.
pub const FIRST_PASSWORD_DAYS: i64 = 7;

/// How long a link lives that a message of this kind carries.
pub fn life(kind: &str) -> TimeDelta {
    match kind {
        "invitation" => TimeDelta::days(one_time::DAYS),
        "account_created" => TimeDelta::days(FIRST_PASSWORD_DAYS),
        _ => TimeDelta::minutes(RESET_MINUTES),
    }
}

/// The mail server has taken the message that carries this link: from now on its life counts. One that was used or
/// withdrawn meanwhile stays so; an invitation that ran out before anybody could read it begins anew.
pub fn begin(db: &mut Conn, kind: &str, link_hash: &str, now: Instant) -> Result<()> {
    let until = now.plus(life(kind));
    if kind == "invitation" {
        let unread = invitations::table
            .filter(invitations::token_hash.eq(link_hash))
            .filter(invitations::sent_at.is_null())
            .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Expired]));
        diesel::update(unread)
            .set((
                invitations::state.eq(InvitationState::Sent),
                invitations::sent_at.eq(now),
                invitations::expires_at.eq(until),
            ))
            .execute(db)?;
        return Ok(());
    }
    let unused = user_tokens::table.find(link_hash).filter(user_tokens::used_at.is_null());
    diesel::update(unused).set(user_tokens::expires_at.eq(until)).execute(db)?;
    Ok(())
}
