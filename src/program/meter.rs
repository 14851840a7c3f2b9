//! Requests that this process has counted: the limits of `features::base::limits` say what follows from it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Requests seen by this process and not yet reported, and who has spent the limit.
#[derive(Debug, Default)]
pub struct Meter {
    seen: Mutex<HashMap<String, i32>>,
    spent: Mutex<HashMap<String, i64>>,
    bare: Mutex<(i64, HashMap<String, i32>)>,
}

impl Meter {
    /// How many requests to report now: a bundle, or none yet.
    pub fn due(&self, subject: &str, bundle: i32) -> i32 {
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

    /// How many requests without the database a network has sent in this window, this one included.
    pub fn bare(&self, network: &str, window: i64) -> i32 {
        let mut bare = self.bare.lock().unwrap_or_else(PoisonError::into_inner);
        if bare.0 != window || bare.1.len() > 10_000 {
            *bare = (window, HashMap::new());
        }
        let count = bare.1.entry(network.to_owned()).or_insert(0);
        *count = count.saturating_add(1);
        *count
    }

    /// Remembers that nothing more is allowed in this window, so that the requests between two reports are refused as well.
    pub fn note_spent(&self, subject: &str, window: i64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, since| *since == window);
        spent.insert(subject.to_owned(), window);
    }

    /// Whether nothing more is allowed in this window.
    pub fn is_spent(&self, subject: &str, window: i64) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(subject).is_some_and(|since| *since == window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_spent_a_window_is_refused_until_the_next() {
        let meter = Meter::default();
        meter.note_spent("somebody", 60);
        assert!(meter.is_spent("somebody", 60) && !meter.is_spent("somebody else", 60));
        assert!(!meter.is_spent("somebody", 120));
    }
}
