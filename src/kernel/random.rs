//! Where chance comes from: the system, or a seed that a test sets.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng as _, TryRng as _};
use uuid::Uuid;

use super::clock::Instant;

/// A source of random bytes.
#[derive(Debug)]
pub enum Random {
    /// The operating system: the only one fit for secrets.
    System,
    /// A repeatable sequence, for tests and demonstrations.
    Seeded(Box<Mutex<StdRng>>),
}

impl Random {
    /// A repeatable sequence.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Box::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// Fills an array.
    ///
    /// # Panics
    ///
    /// When the operating system has no randomness to give: going on would make guessable secrets.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => {
                #[allow(clippy::expect_used, reason = "a guessable secret is worse than a refused request")]
                SysRng.try_fill_bytes(&mut bytes).expect("the operating system has no randomness");
            }
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A number below `end` (0 when `end` is 0), fair enough for choices that are no secrets.
    pub fn below(&self, end: u32) -> u32 {
        if end == 0 { 0 } else { u32::from_le_bytes(self.bytes()) % end }
    }

    /// A UUIDv7: sorts by the time it was made.
    pub fn uuid(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A secret of 256 bits for a link or a cookie, as 43 URL-safe characters.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_later_sort_later() {
        let random = Random::System;
        let early = random.uuid(Instant::from_millis(1_000));
        let late = random.uuid(Instant::from_millis(1_001));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }

    #[test]
    fn tokens_differ_and_need_no_escaping() {
        let (one, two) = (Random::System.token(), Random::System.token());
        assert_ne!(one, two);
        assert!(one.len() == 43 && one.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    }
}
