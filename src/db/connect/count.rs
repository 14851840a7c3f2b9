//! Counts the statements of a request and their time, for the log and for the tests that bound them.

use std::cell::Cell;
use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// What the database was asked since the last [`statements`] call on this thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    /// How many statements ran, transactions' own included.
    pub count: u32,
    /// How many of them succeeded.
    pub succeeded: u32,
    /// How long they took together.
    pub time: Duration,
}

thread_local! {
    static SEEN: Cell<Statements> = const { Cell::new(Statements { count: 0, succeeded: 0, time: Duration::ZERO }) };
    static STARTED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Reads the counter of this thread and sets it back to zero.
pub fn statements() -> Statements {
    SEEN.take()
}

pub(in crate::db) struct Counter;

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => STARTED.set(Some(Instant::now())),
            InstrumentationEvent::FinishQuery { error, .. } => {
                let mut seen = SEEN.get();
                seen.count += 1;
                seen.succeeded += u32::from(error.is_none());
                seen.time += STARTED.take().map_or(Duration::ZERO, |started| started.elapsed());
                SEEN.set(seen);
            }
            _ => {}
        }
    }
}
