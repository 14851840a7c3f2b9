//! Passwords: Argon2id, at most two at work at once, and not in the process that serves.
//!
//! The 19 MiB that Argon2id fills would stay with a process that checks one password: a shared host counts them for each of
//! the processes that Apache keeps. Doors whose process lives on therefore have the work done by a process of its own.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use super::password_task::{self, Done, Task};
use super::turnstile::Turnstile;
use crate::error::{Result, internal};
use crate::kernel::random::Random;

/// Stands in for the hash of an account that does not exist.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3NzYWx0IQ$QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI";

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    turnstile: Turnstile,
    apart: bool,
}

impl Passwords {
    /// Passwords worked on in this process.
    pub const fn new(turnstile: Turnstile) -> Self {
        Self { turnstile, apart: false }
    }

    /// Has them worked on by a process that ends with each, which must be this very program.
    pub const fn work_apart(&mut self) {
        self.apart = true;
    }

    /// Hashes a password for the database.
    pub fn hash(&self, random: &Random, password: &str) -> Result<String> {
        match self.carry_out(&Task::Hash { password: password.to_owned(), salt: random.bytes() })? {
            Done::Hashed(hash) => Ok(hash),
            Done::Checked(_) => Err(internal("a password to be hashed was checked")),
        }
    }

    /// Whether the password is the one hashed. Without a hash the same work is done for nothing, so that the time taken
    /// does not tell which addresses have an account.
    pub fn opens(&self, password: &str, stored: Option<&str>) -> bool {
        let task = Task::Check { password: password.to_owned(), hash: stored.unwrap_or(NOBODY).to_owned() };
        matches!(self.carry_out(&task), Ok(Done::Checked(true))) && stored.is_some()
    }

    fn carry_out(&self, task: &Task) -> Result<Done> {
        let _turn = self.turnstile.enter();
        if self.apart {
            match password_task::hand_over(task) {
                Ok(done) => return Ok(done),
                // A host that allows no further process would otherwise let nobody in.
                Err(error) => log::warn!("a password is worked on in this process: {error}"),
            }
        }
        work(task)
    }
}

/// OWASP's least: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Does the work, here.
pub(super) fn work(task: &Task) -> Result<Done> {
    match task {
        Task::Hash { password, salt } => {
            let hash = argon2().hash_password_with_salt(password.as_bytes(), salt).map_err(internal)?;
            Ok(Done::Hashed(hash.to_string()))
        }
        Task::Check { password, hash } => {
            let hash = PasswordHash::new(hash).map_err(internal)?;
            Ok(Done::Checked(argon2().verify_password(password.as_bytes(), &hash).is_ok()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let passwords = Passwords::new(Turnstile::new(std::env::temp_dir()));
        let hash = passwords.hash(&Random::System, "Mots-de-passe-2026").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.opens("Mots-de-passe-2026", Some(&hash)));
        assert!(!passwords.opens("mots-de-passe-2026", Some(&hash)));
        assert!(!passwords.opens("Mots-de-passe-2026", None));
        assert!(!passwords.opens("Mots-de-passe-2026", Some("not a hash")));
    }
}
