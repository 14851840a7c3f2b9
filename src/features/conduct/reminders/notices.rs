//! What somebody was told, and about what.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rules::NoticeKind;
use crate::db::schema::notices;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::UserId;

/// Notes that a person is being told; false when they have been told already. `about` is an edition's id, or empty.
///
/// Written in the transaction of the mail itself: both are there, or neither.
pub fn note(
    db: &mut Conn,
    kind: NoticeKind,
    user: UserId,
    (about, day): (&str, Day),
    now: Instant,
) -> Result<bool> {
    let row = (
        notices::kind.eq(kind),
        notices::user_id.eq(user),
        notices::about.eq(about),
        notices::day.eq(day),
        notices::told_at.eq(now),
    );
    match diesel::insert_into(notices::table).values(row).execute(db) {
        Err(error) if db::is_unique_violation(&error) => Ok(false),
        other => Ok(other? == 1),
    }
}

/// Who has been told this of that.
pub fn people_notified(db: &mut Conn, kind: NoticeKind, about: &str, day: Day) -> Result<Vec<UserId>> {
    Ok(notices::table
        .filter(notices::kind.eq(kind))
        .filter(notices::about.eq(about))
        .filter(notices::day.eq(day))
        .select(notices::user_id)
        .load(db)?)
}

/// When people were last told any of this of that.
pub fn last_told(db: &mut Conn, kinds: &[NoticeKind], about: &str) -> Result<HashMap<UserId, Instant>> {
    let told: Vec<(UserId, Option<Instant>)> = notices::table
        .filter(notices::kind.eq_any(kinds))
        .filter(notices::about.eq(about))
        .group_by(notices::user_id)
        .select((notices::user_id, diesel::dsl::max(notices::told_at)))
        .load(db)?;
    Ok(told.into_iter().filter_map(|(user, at)| Some((user, at?))).collect())
}
