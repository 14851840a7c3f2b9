//! Log-ins that this process has checked lately.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::kernel::actor::Actor;
use crate::kernel::clock::Instant;
use crate::kernel::ids::SessionId;

/// How long a checked log-in is believed without asking the database again (api.md 3).
const BELIEVED_MILLIS: i64 = 30_000;

/// Log-ins checked lately. Each process has its own; the database decides within 30 seconds.
#[derive(Debug, Default)]
pub struct SessionCache(Mutex<HashMap<SessionId, (Instant, Actor)>>);

impl SessionCache {
    /// Who was checked under this log-in in the last seconds.
    pub fn get(&self, session: SessionId, now: Instant) -> Option<Actor> {
        let cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (checked, actor) = cache.get(&session)?;
        let age = now.millis() - checked.millis();
        (0..BELIEVED_MILLIS).contains(&age).then_some(*actor)
    }

    /// Remembers a log-in that was checked.
    pub fn put(&self, actor: Actor, now: Instant) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() > 500 {
            cache.clear();
        }
        cache.insert(actor.session_id, (now, actor));
    }

    /// Forgets a log-in, or all of a person's, at once.
    pub fn forget(&self, ended: impl Fn(&Actor) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (_, actor)| !ended(actor));
    }
}
