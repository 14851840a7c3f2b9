//! Who is asking.

use super::ids::{SessionId, UserId};

crate::text_enum! {
    /// The four roles, each with the reading rights of the one before (domain.md 3).
    pub enum Role {
        /// Hands in articles for sale.
        Depositor => "depositor",
        /// Works at tables and tills.
        Volunteer => "volunteer",
        /// Sets up and steers an edition.
        Manager => "manager",
        /// Opens and closes editions, manages users.
        Admin => "admin",
    }
}

crate::text_enum! {
    /// What a log-in may be used for (api.md 4).
    pub enum Scope {
        /// Everything that its owner may.
        Person => "person",
        /// One register session, on the device that holds its pair.
        Till => "till",
    }
}

/// A logged-in person, or a device that acts for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user_id: UserId,
    /// What they may do.
    pub role: Role,
    /// The log-in they act through.
    pub session_id: SessionId,
    /// What that log-in may be used for.
    pub scope: Scope,
}

impl Actor {
    /// Whether the person has at least this role.
    pub fn is_at_least(&self, role: Role) -> bool {
        self.role >= role
    }
}
