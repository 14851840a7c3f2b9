//! How entries are bound to each other.

use std::fmt::Display;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::events::{Event, Subject};
use crate::kernel::clock::Instant;

/// Hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What happened, to what. Who and when comes from the request.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What.
    pub event: Event,
    /// To what: `ticket:018f...`.
    pub subject: String,
    /// Facts, never secrets.
    pub details: Value,
}

impl Entry {
    /// An entry about what has this id.
    pub fn new(event: Event, id: impl Display, details: Value) -> Self {
        Self { event, subject: event.subject().with(id), details }
    }

    /// An entry about somebody whose account nobody knows: the network they came from stands for it.
    pub fn without_account(event: Event, network: &str, details: Value) -> Self {
        Self { event, subject: Subject::Address.with(network), details }
    }
}

/// An entry as it lies in the database.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = crate::db::schema::journal, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct Stored {
    pub sequence: i64,
    pub at: Instant,
    pub actor_id: Option<String>,
    pub actor_role: String,
    pub address: String,
    pub agent: String,
    pub request_id: String,
    pub event: String,
    pub subject: String,
    pub details: String,
    pub hash: String,
}

impl Stored {
    /// Whether its content was taken out after its time.
    pub fn is_emptied(&self) -> bool {
        self.details.is_empty()
    }

    /// SHA-256 over the hash before and the entry's canonical JSON: keys sorted, no white space.
    pub fn hash_after(&self, previous: &str) -> String {
        // Written in the order of the alphabet, which is what makes it canonical.
        let canonical = json!({
            "actor_id": self.actor_id,
            "actor_role": self.actor_role,
            "address": self.address,
            "agent": self.agent,
            "at": self.at,
            "details": self.details,
            "event": self.event,
            "request_id": self.request_id,
            "sequence": self.sequence,
            "subject": self.subject,
        });
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(canonical.to_string());
        crate::kernel::hex::encode(&hash.finalize())
    }
}
