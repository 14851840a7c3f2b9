//! What one process keeps and no feature knows: configuration, clock, randomness, connections to the database, and what it
//! remembers between two requests. Memory is plain here; whoever remembers something asks the database themselves.

mod door;
mod memo;
mod meter;
mod passwords;
mod pool;
mod sessions;
mod slots;
pub mod whole_file;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::Config;
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::clock::Clock;
use crate::kernel::random::Random;
use crate::kernel::trace::Trace;
use pool::Pool;

pub use door::FrontDoor;
pub use memo::Memo;
pub use meter::Meter;
pub use passwords::Passwords;
pub use sessions::SessionCache;
pub use slots::{PasswordSlots, Turn};

/// What features ask the process for, whoever asks them.
pub struct Services {
    /// Configuration.
    pub config: Config,
    /// Clock.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// Through which door requests come.
    pub door: FrontDoor,
    /// Log-ins checked in the last seconds.
    pub sessions: SessionCache,
    /// Requests counted but not yet reported to the database.
    pub meter: Meter,
    /// Live figures added up lately.
    pub live: Memo,
    /// Hashes and checks passwords, two at a time.
    pub passwords: Passwords,
    mail_due: AtomicBool,
    backup_due: AtomicBool,
    pool: Pool,
}

impl Services {
    /// Services with nothing remembered yet.
    pub fn new(config: Config, clock: Clock, random: Random) -> Self {
        Self {
            door: FrontDoor::Server,
            sessions: SessionCache::default(),
            meter: Meter::default(),
            live: Memo::default(),
            passwords: Passwords::new(PasswordSlots::new(&config.folders.storage)),
            mail_due: AtomicBool::new(false),
            backup_due: AtomicBool::new(false),
            pool: Pool::new(config.database.clone()),
            config,
            clock,
            random,
        }
    }

    /// Runs `work` with a database connection of the pool.
    pub fn with_db<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let mut conn = self.pool.take()?;
        let outcome = work(&mut conn);
        if !matches!(&outcome, Err(problem) if problem.is_connection_lost()) {
            self.pool.give_back(conn);
        }
        outcome
    }

    /// Gives the connections back that nobody uses at the moment: shared hosts allow few.
    pub fn disconnect(&self) {
        self.pool.forget();
    }

    /// The surroundings of work that no request asked for: cron, the command line.
    pub fn trace(&self, agent: &str) -> Trace {
        let now = self.clock.now();
        let request_id = self.random.uuid(now).to_string();
        Trace { now, actor: None, address: String::new(), agent: agent.to_owned(), request_id }
    }

    /// Notes that a request has put mail into the outbox.
    pub fn mail_waits(&self) {
        self.mail_due.store(true, Ordering::Relaxed);
    }

    /// Notes that a request has asked for a backup.
    pub fn backup_waits(&self) {
        self.backup_due.store(true, Ordering::Relaxed);
    }

    /// Whether a request has asked for a backup since this was asked last.
    pub fn backup_was_asked_for(&self) -> bool {
        self.backup_due.swap(false, Ordering::Relaxed)
    }

    /// Whether a request has put mail into the outbox since this was asked last.
    pub fn mail_was_asked_for(&self) -> bool {
        self.mail_due.swap(false, Ordering::Relaxed)
    }
}
