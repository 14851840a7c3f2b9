//! What may not be kept any longer (quality.md 4): accounts nobody uses, contents of old journal entries.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::ctx::Change;
use crate::db::schema::{notices, registrations, users};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::journal;
use crate::features::base::journal::{Event, Retention};
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::conduct::reminders::notices::note;
use crate::features::conduct::reminders::rules::NoticeKind;
use crate::features::house::privacy::erase;
use crate::features::people::accounts::model::{User, UserState};
use crate::kernel::actor::Role;
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::UserId;
use crate::kernel::trace::Trace;
use crate::program::Services;

/// Days without a log-in or a registration after which an account is no longer needed: three years.
const INACTIVE_DAYS: i64 = 3 * 365 + 1;

/// Days between the warning and the end.
const NOTICE_DAYS: i64 = 30;

/// A warning older than this has been forgotten: it is given again.
const STALE_DAYS: i64 = 90;

/// Accounts looked at in one round; the rest follow tomorrow.
const ACCOUNTS: i64 = 100;

/// What became of accounts nobody uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inactive {
    /// Told that they will be erased.
    pub warned: usize,
    /// Erased, a month after they were told.
    pub erased: usize,
}

/// Warns the owners of accounts that were not used for three years, and erases those warned a month ago. Admins are left
/// alone; an account that a running edition still needs is erased after it.
pub fn end_inactive(services: &Services, trace: &Trace) -> Result<Inactive> {
    let now = trace.now;
    let accounts = services.with_db(|db| inactive(db, now))?;
    let mut done = Inactive::default();
    for user in accounts {
        let told = services.with_db(|db| told_at(db, user.id, now))?;
        let month_ago = now.plus(TimeDelta::days(-NOTICE_DAYS));
        match told {
            None => done.warned += usize::from(warn(services, trace, &user)?),
            Some(told) if told <= month_ago => done.erased += usize::from(end(services, trace, &user)?),
            Some(_) => {}
        }
    }
    Ok(done)
}

fn inactive(db: &mut Conn, now: Instant) -> Result<Vec<User>> {
    let then = now.plus(TimeDelta::days(-INACTIVE_DAYS));
    let unused =
        users::last_login_at.lt(then).or(users::last_login_at.is_null().and(users::created_at.lt(then)));
    let registered = registrations::table.filter(registrations::created_at.ge(then));
    Ok(users::table
        .filter(users::state.eq_any([UserState::Active, UserState::Invited, UserState::Disabled]))
        .filter(users::role.ne(Role::Admin))
        .filter(unused)
        .filter(users::id.ne_all(registered.select(registrations::user_id)))
        .order(users::id)
        .limit(ACCOUNTS)
        .select(User::as_select())
        .load(db)?)
}

/// When somebody was last warned; nothing when that is long ago.
fn told_at(db: &mut Conn, user: UserId, now: Instant) -> Result<Option<Instant>> {
    Ok(notices::table
        .filter(notices::kind.eq(NoticeKind::AccountInactive))
        .filter(notices::user_id.eq(user))
        .filter(notices::told_at.gt(now.plus(TimeDelta::days(-STALE_DAYS))))
        .select(diesel::dsl::min(notices::told_at))
        .first(db)?)
}

fn warn(services: &Services, trace: &Trace, user: &User) -> Result<bool> {
    let today = Day::new(paris::local_date(trace.now.utc()));
    let end = paris::local_date(trace.now.plus(TimeDelta::days(NOTICE_DAYS)).utc());
    services.with_db(|db| {
        db::write(db, |db| {
            let mut change = Change::outside_requests(db, &services.random, trace);
            if !note(change.db, NoticeKind::AccountInactive, user.id, ("", today), trace.now)? {
                return Ok(false);
            }
            let message = messages::AccountInactive::new(
                &user.first_name,
                &services.config.site,
                &paris::long_date(end),
            );
            mail::queue(&mut change, &services.config, user.mailbox(), &message)?;
            Ok(true)
        })
    })
}

/// False when the account is still needed.
fn end(services: &Services, trace: &Trace, user: &User) -> Result<bool> {
    let outcome = services.with_db(|db| {
        db::write(db, |db| {
            let mut change = Change::outside_requests(db, &services.random, trace);
            erase::erase(&mut change, user)?;
            let details = json!({ "reason": "inactive" });
            change.journal(Event::AccountErased, user.id, details)
        })
    });
    match outcome {
        Err(problem) if problem.status == 409 => Ok(false),
        other => other.map(|()| true),
    }
}

/// Entries emptied in one transaction, which holds up whoever writes to the journal meanwhile.
const AT_ONCE: i64 = 5_000;

/// Empties journal entries whose time is over, a few thousand at most; the rest follows tomorrow. Gives how many.
pub fn prune_journal(change: &mut Change<'_>) -> Result<i64> {
    let mut emptied = 0;
    for kept in [Retention::Audit, Retention::Money] {
        if let Some(days) = kept.days() {
            let limit = change.now().plus(TimeDelta::days(-days));
            emptied += journal::prune(change, kept, limit, AT_ONCE)?;
        }
    }
    Ok(emptied)
}
