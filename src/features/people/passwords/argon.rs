//! The work itself: Argon2id over one password.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::error::{Result, internal};

/// What to do.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Task {
    /// Hash this password with this salt.
    Hash {
        /// As typed.
        password: String,
        /// Drawn for it.
        salt: [u8; 16],
    },
    /// Compare this password with this hash.
    Check {
        /// As typed.
        password: String,
        /// From the database.
        hash: String,
    },
}

/// What came of it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    /// The hash, for the database.
    Hashed(String),
    /// Whether they belong together.
    Checked(bool),
}

/// Does the work in this process. The default parameters are OWASP's least: 19 MiB, 2 passes, 1 lane.
pub(crate) fn work(task: &Task, params: &Params) -> Result<Done> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    match task {
        Task::Hash { password, salt } => {
            let hash = argon2.hash_password_with_salt(password.as_bytes(), salt).map_err(internal)?;
            Ok(Done::Hashed(hash.to_string()))
        }
        Task::Check { password, hash } => {
            // What is no hash opens nothing; that is found out where it lies, not by whoever logs in.
            let Ok(hash) = PasswordHash::new(hash) else { return Ok(Done::Checked(false)) };
            Ok(Done::Checked(argon2.verify_password(password.as_bytes(), &hash).is_ok()))
        }
    }
}
