//! How often something may be tried, counted in the database because every process must see the same count.
//!
//! Ordinary requests are reported in bundles: a till scans three times a second, and a commit for each would cost more
//! than the scan. A process reports the requests of a caller by the thirtieth of what is allowed, ten by default; a CGI
//! process, which sees one request only, reports one in ten by chance, as ten.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::db::schema::rate_counters;
use crate::db::{self, Conn};
use crate::error::{Result, too_many};
use crate::http::doors::FrontDoor;
use crate::kernel::clock::Instant;
use crate::kernel::random::Random;

/// How many bundles a limit is spent in.
const BUNDLES: i32 = 30;

/// Requests reported at once under a limit: few where few are allowed, and never so many that counting stops to count.
fn bundle(most: i32) -> i32 {
    (most / BUNDLES).clamp(1, 100)
}

/// Requests seen by this process and not yet reported, and who has spent the limit.
#[derive(Debug, Default)]
pub struct Meter {
    seen: Mutex<HashMap<String, i32>>,
    spent: Mutex<HashMap<String, i64>>,
}

/// A limit: at most `most` in `seconds`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted, as the first part of the key.
    pub name: &'static str,
    /// At most so many...
    pub most: i32,
    /// ...in so many seconds.
    pub seconds: i64,
}

/// Failed log-ins of one account.
pub const LOGIN_ACCOUNT: Limit = Limit { name: "login_account", most: 5, seconds: 900 };
/// Failed log-ins from one address.
pub const LOGIN_ADDRESS: Limit = Limit { name: "login_address", most: 20, seconds: 900 };
/// Wrong installation tokens from one address.
pub const INSTALL: Limit = Limit { name: "install", most: 5, seconds: 900 };
/// Reset mails to one account.
pub const PASSWORD_RESET: Limit = Limit { name: "password_reset", most: 3, seconds: 3600 };
/// Reset mails asked for from one address, whoever they are for: the host sends only so many an hour.
pub const PASSWORD_RESET_ADDRESS: Limit = Limit { name: "password_reset_address", most: 10, seconds: 3600 };
/// Imports and PDFs of one person.
pub const HEAVY: Limit = Limit { name: "heavy", most: 10, seconds: 60 };

impl Limit {
    fn window(self, now: Instant) -> i64 {
        now.millis() / 1000 / self.seconds * self.seconds
    }

    fn seconds_left(self, now: Instant) -> u32 {
        u32::try_from(self.window(now) + self.seconds - now.millis() / 1000).unwrap_or(1).max(1)
    }

    /// Refuses when the count has been reached; counts nothing.
    pub fn check(self, db: &mut Conn, subject: &str, now: Instant) -> Result<()> {
        let count: Option<i32> = rate_counters::table
            .find((self.key(subject), self.window(now)))
            .select(rate_counters::count)
            .first(db)
            .optional()?;
        if count.unwrap_or(0) >= self.most { Err(too_many(self.seconds_left(now))) } else { Ok(()) }
    }

    /// Counts one.
    pub fn count(self, db: &mut Conn, subject: &str, now: Instant) -> Result<()> {
        self.add(db, subject, now, 1).map(drop)
    }

    /// Counts one and refuses when that was one too many.
    pub fn spend(self, db: &mut Conn, subject: &str, now: Instant) -> Result<()> {
        if self.add(db, subject, now, 1)? > self.most {
            Err(too_many(self.seconds_left(now)))
        } else {
            Ok(())
        }
    }

    fn key(self, subject: &str) -> String {
        format!("{}:{}", self.name, subject.chars().take(90).collect::<String>())
    }

    fn add(self, db: &mut Conn, subject: &str, now: Instant, more: i32) -> Result<i32> {
        let (key, window) = (self.key(subject), self.window(now));
        let row = rate_counters::table.find((&key, window));
        let add = || diesel::update(row).set(rate_counters::count.eq(rate_counters::count + more));
        // Each statement counts by itself: a transaction around them would only add journeys to the database.
        if db::again(db, |db| Ok(add().execute(db)?))? == 0 {
            let new = (
                rate_counters::bucket.eq(&key),
                rate_counters::window_start.eq(window),
                rate_counters::count.eq(more),
            );
            db::again(db, |db| match diesel::insert_into(rate_counters::table).values(new).execute(db) {
                // Another process was first: add to its row.
                Err(error) if db::is_unique_violation(&error) => Ok(add().execute(db)?),
                other => Ok(other?),
            })?;
        }
        Ok(row.select(rate_counters::count).first(db)?)
    }
}

/// Counts a request of its caller: the person when logged in, the address otherwise.
pub fn count_request(ctx: &mut Ctx<'_>) -> Result<()> {
    let most = i32::try_from(ctx.config().limits.requests_per_minute).unwrap_or(i32::MAX);
    let limit = Limit { name: "requests", most, seconds: 60 };
    let subject =
        ctx.trace.actor.map_or_else(|| ctx.trace.address.clone(), |actor| actor.user_id.to_string());
    let now = ctx.now();
    if ctx.app.meter.is_spent(&subject, limit.window(now)) {
        return Err(too_many(limit.seconds_left(now)));
    }
    let due = if ctx.app.door == FrontDoor::Cgi {
        by_chance(ctx.random(), bundle(most))
    } else {
        ctx.app.meter.due(&subject, bundle(most))
    };
    if due == 0 {
        return Ok(());
    }
    if limit.add(ctx.db, &subject, now, due)? > most {
        ctx.app.meter.note_spent(&subject, limit.window(now));
        Err(too_many(limit.seconds_left(now)))
    } else {
        Ok(())
    }
}

fn by_chance(random: &Random, bundle: i32) -> i32 {
    if random.below(bundle.unsigned_abs()) == 0 { bundle } else { 0 }
}

impl Meter {
    /// How many requests to report now: a bundle, or none yet.
    fn due(&self, subject: &str, bundle: i32) -> i32 {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > 1000 {
            seen.clear();
        }
        let count = seen.entry(subject.to_owned()).or_insert(0);
        *count += 1;
        if *count < bundle {
            return 0;
        }
        std::mem::take(count)
    }

    /// Remembers that nothing more is allowed in this window, so that the requests between two reports are refused as well.
    fn note_spent(&self, subject: &str, window: i64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, since| *since == window);
        spent.insert(subject.to_owned(), window);
    }

    fn is_spent(&self, subject: &str, window: i64) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(subject).is_some_and(|since| *since == window)
    }
}

/// Takes out counters of windows long past.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let yesterday = now.millis() / 1000 - 86_400;
    Ok(diesel::delete(rate_counters::table.filter(rate_counters::window_start.lt(yesterday))).execute(db)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_reported_in_thirtieths_and_a_small_one_one_by_one() {
        assert_eq!([1, 40, 300, 1_000_000].map(bundle), [1, 1, 10, 100]);
        let meter = Meter::default();
        let reported: Vec<i32> = (0..25).map(|_| meter.due("somebody", bundle(300))).collect();
        assert_eq!(reported.iter().sum::<i32>(), 20);
        assert_eq!(reported.iter().filter(|due| **due > 0).count(), 2);
        assert_eq!(meter.due("somebody else", bundle(300)), 0);
    }

    #[test]
    fn who_has_spent_a_window_is_refused_until_the_next() {
        let meter = Meter::default();
        meter.note_spent("somebody", 60);
        assert!(meter.is_spent("somebody", 60) && !meter.is_spent("somebody else", 60));
        assert!(!meter.is_spent("somebody", 120));
    }
}
