//! What a feature has added up for an edition and keeps until the next request.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::kernel::ids::EditionId;

/// One value per edition, of whatever type the feature keeps: the program knows none of them.
#[derive(Debug, Default)]
pub struct Memo(Mutex<HashMap<EditionId, Box<dyn Any + Send>>>);

impl Memo {
    /// What was kept for an edition, if it is of this type.
    pub fn get<T: Any + Clone>(&self, edition: EditionId) -> Option<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&edition)?.downcast_ref().cloned()
    }

    /// Keeps a value in place of the one before.
    pub fn keep<T: Any + Send>(&self, edition: EditionId, value: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(edition, Box::new(value));
    }
}
