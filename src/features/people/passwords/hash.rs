//! Passwords: Argon2id, at most two at work at once, and not in the process that serves.
//!
//! The 19 MiB that Argon2id fills would stay with a process that checks one password: a shared host counts them for each of
//! the processes that Apache keeps. Doors whose process lives on therefore have the work done by a process of its own.

use super::argon::{Done, Task, work};
use super::rules::prepared;
use super::task;
use crate::error::{Result, internal, too_many};
use crate::kernel::random::Random;
use crate::program::{Passwords, Turn};

/// Stands in for the hash of an account that does not exist.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3NzYWx0IQ$QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI";

impl Passwords {
    /// The one place for log-ins that look like guessing, held until it is dropped; nothing when enough wait for it.
    pub fn slow_lane(&self) -> Option<Turn> {
        self.slots.slow_lane()
    }

    /// Hashes a password for the database.
    ///
    /// # Errors
    /// `429 too_many_requests` when too many are worked on.
    pub fn hash(&self, random: &Random, password: &str) -> Result<String> {
        match self.carry_out(&Task::Hash { password: prepared(password), salt: random.bytes() })? {
            Done::Hashed(hash) => Ok(hash),
            Done::Checked(_) => Err(internal("a password to be hashed was checked")),
        }
    }

    /// Whether the password is the one hashed. Without a hash the same work is done for nothing, so that the time taken
    /// does not tell which addresses have an account. One that was hashed as it had been typed still opens.
    ///
    /// # Errors
    /// `429 too_many_requests` when too many are worked on.
    pub fn opens(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let plain = prepared(password);
        let opens = self.checks(&plain, stored)? || (plain != password && self.checks(password, stored)?);
        Ok(opens && stored.is_some())
    }

    fn checks(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let task = Task::Check { password: password.to_owned(), hash: stored.unwrap_or(NOBODY).to_owned() };
        Ok(matches!(self.carry_out(&task)?, Done::Checked(true)))
    }

    fn carry_out(&self, task: &Task) -> Result<Done> {
        let _turn = self.slots.enter().ok_or_else(|| too_many(BUSY_SECONDS))?;
        if self.apart {
            match task::hand_over(task) {
                Ok(done) => return Ok(done),
                // A host that allows no further process would otherwise let nobody in.
                Err(error) => log::warn!("a password is worked on in this process: {error}"),
            }
        }
        work(task, &self.params)
    }
}

/// After so many seconds a turn is likely to be free.
const BUSY_SECONDS: u32 = 2;

#[cfg(test)]
mod tests {
    use argon2::Params;

    use super::*;
    use crate::program::PasswordSlots;

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let passwords = Passwords::new(PasswordSlots::new(std::env::temp_dir()));
        let hash = passwords.hash(&Random::System, "Mots-de-passe-2026").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.opens("Mots-de-passe-2026", Some(&hash)).unwrap());
        assert!(!passwords.opens("mots-de-passe-2026", Some(&hash)).unwrap());
        assert!(!passwords.opens("Mots-de-passe-2026", None).unwrap());
        assert!(!passwords.opens("Mots-de-passe-2026", Some("not a hash")).unwrap());
    }

    #[test]
    fn accents_open_however_they_are_typed_and_old_hashes_of_them_still_do() {
        let passwords = Passwords::new(PasswordSlots::new(std::env::temp_dir()));
        let (composed, decomposed) = ("Crème brûlée", "Cre\u{300}me bru\u{302}le\u{301}e");
        let hash = passwords.hash(&Random::System, decomposed).unwrap();
        assert!(passwords.opens(composed, Some(&hash)).unwrap());
        let as_typed =
            work(&Task::Hash { password: decomposed.to_owned(), salt: [7; 16] }, &Params::DEFAULT).unwrap();
        let Done::Hashed(old) = as_typed else { panic!("a hash") };
        assert!(passwords.opens(decomposed, Some(&old)).unwrap());
    }
}
