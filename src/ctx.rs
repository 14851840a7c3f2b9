//! What a handler receives beside its input: the database, who asks, when, and what the process keeps.

pub mod claim;

use crate::config::Config;
use crate::db::{self, Conn};
use crate::error::{Result, unauthenticated};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Instant;
use crate::kernel::random::Random;
use crate::kernel::trace::Trace;
use crate::program::Services;

use claim::Claim;

/// The surroundings of one request.
pub struct Ctx<'a> {
    /// What the process keeps.
    pub services: &'a Services,
    /// The database.
    pub db: &'a mut Conn,
    /// Who, when, from where.
    pub trace: Trace,
    /// The `Idempotency-Key` under which this is done.
    pub claim: Option<Claim>,
}

impl Ctx<'_> {
    /// When the request came in.
    pub fn now(&self) -> Instant {
        self.trace.now
    }

    /// Who is logged in. Routes with a least role always have somebody.
    pub fn actor(&self) -> Result<Actor> {
        self.trace.actor.ok_or_else(|| unauthenticated("unauthenticated", "Connectez-vous pour continuer."))
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.services.config
    }

    /// Randomness.
    pub fn random(&self) -> &Random {
        &self.services.random
    }

    /// Changes something, in one transaction: see [`db::write`].
    pub fn write<T>(&mut self, mut change: impl FnMut(&mut Change<'_>) -> Result<T>) -> Result<T> {
        let (services, trace, claim) = (self.services, &self.trace, &self.claim);
        let mut mailed = false;
        let outcome = db::write(self.db, |db| {
            let mut inside = Change { db, random: &services.random, trace, mailed: false };
            let outcome = change(&mut inside);
            mailed = inside.mailed;
            if let (Ok(_), Some(claim)) = (&outcome, claim) {
                claim.done(db)?;
            }
            outcome
        })?;
        if mailed {
            services.mail_waits();
        }
        Ok(outcome)
    }
}

/// The inside of a transaction.
pub struct Change<'a> {
    /// The database, in a transaction.
    pub db: &'a mut Conn,
    /// Randomness, for new ids.
    pub random: &'a Random,
    /// Who, when, from where.
    pub trace: &'a Trace,
    mailed: bool,
}

impl<'a> Change<'a> {
    /// The inside of a transaction that no request asked for.
    pub fn outside_requests(db: &'a mut Conn, random: &'a Random, trace: &'a Trace) -> Self {
        Self { db, random, trace, mailed: false }
    }

    /// Notes that the outbox holds something to be sent once this is committed.
    pub fn mail_waiting(&mut self) {
        self.mailed = true;
    }

    /// When the request came in.
    pub fn now(&self) -> Instant {
        self.trace.now
    }

    /// A fresh UUIDv7, to be wrapped into an id type.
    pub fn uuid(&self) -> uuid::Uuid {
        self.random.uuid(self.trace.now)
    }
}
