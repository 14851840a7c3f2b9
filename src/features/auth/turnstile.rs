//! Lets two password checks through at a time, over all processes of the host.
//!
//! Argon2 is slow on purpose; thirty people logging in at once must not slow the tills. Files are locked, not counted in
//! memory, because every process of Apache's has a memory of its own.

use std::fs::{File, OpenOptions};
use std::path::PathBuf;

use rustix::fs::{FlockOperation, flock};

/// Where the lock files lie.
#[derive(Clone, Debug)]
pub struct Turnstile {
    folder: PathBuf,
}

/// Held while a password is checked; dropping it lets the next one in.
#[must_use]
pub struct Turn {
    _lock: Option<File>,
}

impl Turnstile {
    /// A turnstile whose lock files lie in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Waits for one of the two places. Where files cannot be locked everybody passes: a slow log-in beats none.
    pub fn enter(&self) -> Turn {
        let free = (0..2)
            .filter_map(|place| self.place(place))
            .find(|place| flock(place, FlockOperation::NonBlockingLockExclusive).is_ok());
        let lock = free.or_else(|| {
            let place = self.place(0)?;
            flock(&place, FlockOperation::LockExclusive).ok()?;
            Some(place)
        });
        Turn { _lock: lock }
    }

    fn place(&self, place: u8) -> Option<File> {
        let path = self.folder.join(format!(".password-{place}.lock"));
        OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()
    }
}
