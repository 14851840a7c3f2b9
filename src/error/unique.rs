//! What a unique key refused: how races show that the database decides.

use super::{Problem, Result, lost_race};

/// Says what it means that a unique key refused a row.
pub trait UniqueKey<T> {
    /// The refusal has this name. Other failures stay what they are.
    fn on_unique(self, named: impl FnOnce() -> Problem) -> Result<T>;

    /// Somebody else was first: the transaction is tried again, and finds what they wrote.
    fn or_lost_race(self) -> Result<T>;
}

impl<T, E: Into<Problem>> UniqueKey<T> for Result<T, E> {
    fn on_unique(self, named: impl FnOnce() -> Problem) -> Result<T> {
        self.map_err(|error| {
            let problem = error.into();
            if problem.is_unique_violation() { named() } else { problem }
        })
    }

    fn or_lost_race(self) -> Result<T> {
        self.on_unique(lost_race)
    }
}
