//! Who is asking.

use super::ids::{SessionId, UserId};

/// The four roles, each with the reading rights of the one before (domain.md, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Hands in articles for sale.
    Depositor,
    /// Works at tables and tills.
    Volunteer,
    /// Sets up and steers an edition.
    Manager,
    /// Opens and closes editions, manages users.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 4] = [Self::Depositor, Self::Volunteer, Self::Manager, Self::Admin];

    /// The name used in the API, the database and the journal.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Depositor => "depositor",
            Self::Volunteer => "volunteer",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What French people call it.
    pub fn french(self) -> &'static str {
        match self {
            Self::Depositor => "déposant",
            Self::Volunteer => "bénévole",
            Self::Manager => "gestionnaire",
            Self::Admin => "administrateur",
        }
    }
}

crate::kernel::text_column::text_column!(Role);

/// A logged-in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user_id: UserId,
    /// What they may do.
    pub role: Role,
    /// The log-in they act through.
    pub session_id: SessionId,
}
