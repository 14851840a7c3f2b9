//! Lets two password checks through at a time, over all processes of the host, and few wait.
//!
//! Argon2 is slow on purpose; thirty people logging in at once must not slow the tills, nor may the waiting ones take every
//! worker there is. Files are locked, not counted in memory, because every process of Apache's has a memory of its own.

use std::fs::{File, OpenOptions};
use std::path::PathBuf;

use rustix::fs::{FlockOperation, flock};

/// Checks at work at once.
const PLACES: u8 = 2;

/// Processes that may wait; the web server starts further ones for whoever comes meanwhile.
const WAITING: u8 = 16;

/// Those who look like guessing and may wait: each takes most of a second.
const SLOW_WAITING: u8 = 4;

/// Where the lock files lie.
#[derive(Clone, Debug)]
pub struct PasswordSlots {
    folder: PathBuf,
    waiting: u8,
}

/// Held while a password is checked; dropping it lets the next one in.
#[must_use]
pub struct Turn {
    _lock: Option<File>,
}

impl PasswordSlots {
    /// Slots whose lock files lie in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), waiting: WAITING }
    }

    /// Sets how many may wait.
    pub const fn let_wait(&mut self, waiting: u8) {
        self.waiting = waiting;
    }

    /// Waits for one of the places; nothing when enough others wait already. Where files cannot be locked everybody
    /// passes: a slow log-in beats none.
    pub fn enter(&self) -> Option<Turn> {
        self.turn(("password", PLACES), ("password-waiting", self.waiting))
    }

    /// The one place for what looks like guessing, and a few who wait for it in turn: whoever keeps it busy must not be the
    /// only one who ever gets it.
    pub fn slow_lane(&self) -> Option<Turn> {
        self.turn(("password-slow", 1), ("password-slow-waiting", self.waiting.min(SLOW_WAITING)))
    }

    fn turn(&self, (name, places): (&str, u8), (queue, waiting): (&str, u8)) -> Option<Turn> {
        let Some(first) = self.file(name, 0) else { return Some(Turn { _lock: None }) };
        if let Some(place) = self.free(name, places) {
            return Some(Turn { _lock: Some(place) });
        }
        let _waiting = self.free(queue, waiting)?;
        let lock = flock(&first, FlockOperation::LockExclusive).is_ok().then_some(first);
        Some(Turn { _lock: lock })
    }

    fn free(&self, name: &str, places: u8) -> Option<File> {
        (0..places)
            .filter_map(|place| self.file(name, place))
            .find(|place| flock(place, FlockOperation::NonBlockingLockExclusive).is_ok())
    }

    fn file(&self, name: &str, place: u8) -> Option<File> {
        let path = self.folder.join(format!(".{name}-{place}.lock"));
        OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_at_work_and_whoever_finds_enough_waiting_is_sent_away() {
        let folder = std::env::temp_dir().join(format!("password-slots-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut slots = PasswordSlots::new(&folder);
        slots.let_wait(0);
        let (one, two) = (slots.enter().unwrap(), slots.enter().unwrap());
        assert!(slots.enter().is_none(), "nobody may wait");
        drop(one);
        let three = slots.enter().unwrap();
        assert!(slots.enter().is_none());
        drop((two, three));
        let slow = slots.slow_lane().unwrap();
        assert!(slots.slow_lane().is_none() && slots.enter().is_some(), "each lane by itself");
        drop(slow);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn whoever_waits_in_the_slow_lane_gets_the_next_turn() {
        let folder = std::env::temp_dir().join(format!("password-slow-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let slots = PasswordSlots::new(&folder);
        let first = slots.slow_lane().unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| slots.slow_lane().is_some());
            drop(first);
            assert!(waiting.join().unwrap());
        });
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
