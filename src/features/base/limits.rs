//! How often something may be tried, counted in the database because every process must see the same count.
//!
//! Ordinary requests are reported in bundles: a till scans three times a second, and a commit for each would cost more
//! than the scan. A process reports the requests of a caller by the thirtieth of what is allowed, ten by default; a CGI
//! process, which sees one request only, reports one in ten by chance, as ten.

use std::net::IpAddr;

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::db::schema::rate_counters;
use crate::db::{self, Conn};
use crate::error::unique::UniqueKey;
use crate::error::{Result, too_many};
use crate::kernel::clock::Instant;
use crate::kernel::random::Random;
use crate::program::{FrontDoor, Services};

/// How many bundles a limit is spent in.
const BUNDLES: i32 = 30;

/// How many requests a process counts before it writes them down: a thirtieth of the limit, so that a small limit stays
/// exact, and never more than a hundred.
fn bundle(most: i32) -> i32 {
    (most / BUNDLES).clamp(1, 100)
}

/// A limit: at most `most` in any stretch of `seconds`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is counted, as the first part of the key.
    pub name: &'static str,
    /// At most so many...
    pub most: i32,
    /// ...in so many seconds.
    pub seconds: i64,
}

/// Failed log-ins of one account from one network or known browser.
pub const LOGIN_PAIR: Limit = Limit { name: "login_pair", most: 5, seconds: 900 };
/// Failed log-ins of one account from browsers nobody knows; beyond, they go one by one.
pub const LOGIN_ACCOUNT: Limit = Limit { name: "login_account", most: 20, seconds: 900 };
/// Failed log-ins from one network; beyond, they go one by one.
pub const LOGIN_ADDRESS: Limit = Limit { name: "login_address", most: 20, seconds: 900 };
/// Wrong installation tokens from one network.
pub const INSTALL: Limit = Limit { name: "install", most: 5, seconds: 900 };
/// Reset mails to one account.
pub const PASSWORD_RESET: Limit = Limit { name: "password_reset", most: 3, seconds: 3600 };
/// Reset mails asked for from one network, whoever they are for: the host sends only so many an hour.
pub const PASSWORD_RESET_ADDRESS: Limit = Limit { name: "password_reset_address", most: 10, seconds: 3600 };
/// Reset mails asked for by anybody.
pub const PASSWORD_RESET_ALL: Limit = Limit { name: "password_reset_all", most: 100, seconds: 3600 };
/// Links to set a password that turned out to be none, from one network.
pub const WRONG_LINKS: Limit = Limit { name: "wrong_links", most: 10, seconds: 900 };
/// Imports and PDFs of one person.
pub const HEAVY: Limit = Limit { name: "heavy", most: 10, seconds: 60 };
/// What is refused to one person or network and written to the journal one by one.
pub const REFUSALS: Limit = Limit { name: "refusals", most: 20, seconds: 3600 };

/// Steps that the time of a limit is counted in: the oldest one leaves as a new one begins.
const STEPS: i64 = 60;

impl Limit {
    fn step(self, now: Instant) -> i64 {
        let width = (self.seconds / STEPS).max(1);
        now.millis() / 1000 / width * width
    }

    /// Counts one and refuses when that is one too many, which is then not counted. Of several at once exactly as many
    /// pass as are left.
    ///
    /// # Errors
    /// `429 too_many_requests`, with the seconds until one is free again.
    pub fn spend(self, db: &mut Conn, subject: &str, now: Instant) -> Result<()> {
        let key = self.key(subject);
        db::again(db, |db| place(db, &key, self.step(now)))?;
        db::write(db, |db| {
            // First, for it holds the row: whoever else counts at this moment waits for the sum.
            add(db, &key, self.step(now), 1)?;
            let steps = self.steps(db, &key, now)?;
            let total: i32 = steps.iter().map(|(_, count)| count).sum();
            if total > self.most { Err(too_many(self.seconds_left(&steps, now))) } else { Ok(()) }
        })
    }

    /// Takes back one that was counted in advance and turned out well.
    pub fn give_back(self, db: &mut Conn, subject: &str, now: Instant) -> Result<()> {
        let row = (self.key(subject), self.step(now));
        db::again(db, |db| {
            let counted = rate_counters::table.find((&row.0, row.1)).filter(rate_counters::count.gt(0));
            diesel::update(counted).set(rate_counters::count.eq(rate_counters::count - 1)).execute(db)?;
            Ok(())
        })
    }

    /// Counts one, refuses nothing, and gives how many there are.
    pub fn count(self, db: &mut Conn, subject: &str, now: Instant) -> Result<i32> {
        let key = self.key(subject);
        db::again(db, |db| place(db, &key, self.step(now)))?;
        db::write(db, |db| {
            add(db, &key, self.step(now), 1)?;
            Ok(self.steps(db, &key, now)?.iter().map(|(_, count)| count).sum())
        })
    }

    /// Whether as many were counted as are allowed.
    pub fn is_reached(self, db: &mut Conn, subject: &str, now: Instant) -> Result<bool> {
        let total: i32 = self.steps(db, &self.key(subject), now)?.iter().map(|(_, count)| count).sum();
        Ok(total >= self.most)
    }

    /// Everybody who has reached it, by the part of the subject before `|`.
    pub fn reached_by(self, db: &mut Conn, now: Instant) -> Result<Vec<String>> {
        let prefix = format!("{}:", self.name);
        let counted: Vec<(String, Option<i64>)> = rate_counters::table
            .filter(rate_counters::bucket.ge(&prefix))
            .filter(rate_counters::bucket.lt(format!("{};", self.name)))
            .filter(rate_counters::window_start.gt(now.millis() / 1000 - self.seconds))
            .group_by(rate_counters::bucket)
            .select((rate_counters::bucket, diesel::dsl::sum(rate_counters::count)))
            .load(db)?;
        let reached = counted.into_iter().filter(|(_, total)| total.unwrap_or(0) >= i64::from(self.most));
        let subject = |(bucket, _): (String, _)| {
            let subject = bucket.strip_prefix(&prefix).unwrap_or_default();
            subject.split('|').next().unwrap_or_default().to_owned()
        };
        Ok(reached.map(subject).collect())
    }

    /// Forgets what was counted of a subject, and of every subject that begins with it and `|`.
    pub fn forget(self, db: &mut Conn, subject: &str) -> Result<()> {
        let key = self.key(subject);
        let pairs =
            rate_counters::bucket.ge(format!("{key}|")).and(rate_counters::bucket.lt(format!("{key}}}")));
        diesel::delete(rate_counters::table.filter(rate_counters::bucket.eq(&key).or(pairs))).execute(db)?;
        Ok(())
    }

    fn key(self, subject: &str) -> String {
        format!("{}:{}", self.name, subject.chars().take(90).collect::<String>())
    }

    fn steps(self, db: &mut Conn, key: &str, now: Instant) -> Result<Vec<(i64, i32)>> {
        Ok(rate_counters::table
            .filter(rate_counters::bucket.eq(key))
            .filter(rate_counters::window_start.gt(now.millis() / 1000 - self.seconds))
            .order(rate_counters::window_start)
            .select((rate_counters::window_start, rate_counters::count))
            .load(db)?)
    }

    /// Seconds until so many of the oldest have left that one more is allowed.
    fn seconds_left(self, steps: &[(i64, i32)], now: Instant) -> u32 {
        let mut total: i32 = steps.iter().map(|(_, count)| count).sum();
        for (start, count) in steps {
            total -= count;
            if total <= self.most {
                return u32::try_from(start + self.seconds - now.millis() / 1000).unwrap_or(1).max(1);
            }
        }
        1
    }
}

/// Adds to a counter; gives what it counts then.
fn add(db: &mut Conn, key: &str, window: i64, more: i32) -> Result<i32> {
    let row = rate_counters::table.find((key, window));
    let add = || diesel::update(row).set(rate_counters::count.eq(rate_counters::count + more));
    if add().execute(db)? == 0 {
        place(db, key, window)?;
        add().execute(db)?;
    }
    Ok(row.select(rate_counters::count).first(db)?)
}

/// Takes the lock of a row that orders something, until the transaction ends: nothing is counted in it.
pub fn hold(db: &mut Conn, name: &str) -> Result<()> {
    const FOR_EVER: i64 = i64::MAX;
    let row = rate_counters::table.find((name, FOR_EVER));
    if diesel::update(row).set(rate_counters::count.eq(rate_counters::count + 1)).execute(db)? == 0 {
        let new = (
            rate_counters::bucket.eq(name),
            rate_counters::window_start.eq(FOR_EVER),
            rate_counters::count.eq(0),
        );
        // Another process may be first: its row is there on the next try.
        diesel::insert_into(rate_counters::table).values(new).execute(db).or_lost_race()?;
    }
    Ok(())
}

/// Makes the row of a counter where there is none. Outside of any transaction: several who miss a row inside of theirs
/// hold the gap where it would stand against each other, and `MariaDB` would let one of them live at a time.
fn place(db: &mut Conn, key: &str, window: i64) -> Result<()> {
    let row = rate_counters::table.find((key, window));
    if diesel::select(exists(row)).get_result(db)? {
        return Ok(());
    }
    let new =
        (rate_counters::bucket.eq(key), rate_counters::window_start.eq(window), rate_counters::count.eq(0));
    match diesel::insert_into(rate_counters::table).values(new).execute(db) {
        Err(error) if !db::is_unique_violation(&error) => Err(error.into()),
        // Whoever was first made the same row.
        _ => Ok(()),
    }
}

/// What an address is counted under: IPv6 by its /64, of which a single customer has all addresses.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            let whole = || format!("{a:x}:{b:x}:{c:x}:{d:x}::/64");
            address.to_ipv4_mapped().map_or_else(whole, |inner| inner.to_string())
        }
        _ => address.to_owned(),
    }
}

/// Minutes in which ordinary requests are counted: reported in bundles, they need no finer steps.
const MINUTE: i64 = 60;

/// Requests that need no database and no log-in, as a multiple of the ordinary limit: tills knock every few seconds, and a
/// whole hall may stand behind one address.
const BARE_TIMES: i32 = 10;

fn most(services: &Services) -> i32 {
    i32::try_from(services.config.limits.requests_per_minute).unwrap_or(i32::MAX)
}

fn window(now: Instant) -> (i64, u32) {
    let seconds = now.millis() / 1000;
    let window = seconds / MINUTE * MINUTE;
    (window, u32::try_from(window + MINUTE - seconds).unwrap_or(1).max(1))
}

/// Counts a request of its caller: the person when logged in, the network otherwise.
pub fn count_request(ctx: &mut Ctx<'_>) -> Result<()> {
    let most = most(ctx.services);
    let subject =
        ctx.trace.actor.map_or_else(|| network(&ctx.trace.address), |actor| actor.user_id.to_string());
    let (window, seconds_left) = window(ctx.now());
    if ctx.services.meter.is_spent(&subject, window) {
        return Err(too_many(seconds_left));
    }
    let due = if ctx.services.door == FrontDoor::Cgi {
        by_chance(ctx.random(), bundle(most))
    } else {
        ctx.services.meter.due(&subject, bundle(most))
    };
    if due == 0 {
        return Ok(());
    }
    // Each statement counts by itself: a transaction around them would only add round trips to the database.
    let counted = db::again(ctx.db, |db| add(db, &format!("requests:{subject}"), window, due))?;
    if counted > most {
        ctx.services.meter.note_spent(&subject, window);
        Err(too_many(seconds_left))
    } else {
        Ok(())
    }
}

/// Counts a request to a route that answers without the database. Each process counts what it sees itself: these answers
/// are to come when the database does not, and cost little.
pub fn count_bare(services: &Services, address: &str, now: Instant) -> Result<()> {
    let (window, seconds_left) = window(now);
    if services.meter.bare(&network(address), window) > most(services).saturating_mul(BARE_TIMES) {
        return Err(too_many(seconds_left));
    }
    Ok(())
}

fn by_chance(random: &Random, bundle: i32) -> i32 {
    if random.below(bundle.unsigned_abs()) == 0 { bundle } else { 0 }
}

/// Takes out counters of windows long past.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let yesterday = now.millis() / 1000 - 86_400;
    Ok(diesel::delete(rate_counters::table.filter(rate_counters::window_start.lt(yesterday))).execute(db)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Meter;

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
    fn a_network_is_an_address_or_the_half_of_an_ipv6_one() {
        for (address, network) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8::1:0", "2001:db8:0:0::/64"),
            ("2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"),
            ("2001:db8:0:1::", "2001:db8:0:1::/64"),
        ] {
            assert_eq!(super::network(address), network);
        }
    }
}
