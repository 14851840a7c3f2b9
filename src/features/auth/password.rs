//! Passwords: Argon2id, at most two at work at once.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

use super::turnstile::Turnstile;
use crate::error::{Result, internal};
use crate::kernel::random::Random;

/// OWASP's least: 19 MiB, 2 passes, 1 lane.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Hashes a password for the database.
pub fn hash_password(random: &Random, turnstile: &Turnstile, password: &str) -> Result<String> {
    let _turn = turnstile.enter();
    let salt: [u8; 16] = random.bytes();
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt).map_err(internal)?;
    Ok(hash.to_string())
}

/// Whether the password is the one hashed. Without a hash the same work is done for nothing, so that the time taken does
/// not tell which addresses have an account.
pub fn verify_password(turnstile: &Turnstile, password: &str, stored: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3NzYWx0IQ$QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI";
    let _turn = turnstile.enter();
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    argon2().verify_password(password.as_bytes(), &hash).is_ok() && stored.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let turnstile = Turnstile::new(std::env::temp_dir());
        let hash = hash_password(&Random::System, &turnstile, "Mots-de-passe-2026").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify_password(&turnstile, "Mots-de-passe-2026", Some(&hash)));
        assert!(!verify_password(&turnstile, "mots-de-passe-2026", Some(&hash)));
        assert!(!verify_password(&turnstile, "Mots-de-passe-2026", None));
    }
}
