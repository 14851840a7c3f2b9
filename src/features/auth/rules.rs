//! What a password and a name must be.

use crate::error::FieldError;

/// Version of the depositor rules and of the privacy page that people accept now.
pub const TERMS_VERSION: &str = "2025-09";

/// A refresh token, a reset link and an invitation live this long.
pub const RESET_MINUTES: i64 = 60;

const SHORTEST: usize = 10;
/// Argon2 takes more, but no person types more.
const LONGEST: usize = 200;

/// Passwords that everybody tries first.
const COMMON: [&str; 12] = [
    "motdepasse",
    "azerty",
    "qwerty",
    "123456789",
    "1234567890",
    "password",
    "plaisance",
    "bienvenue",
    "soleil",
    "doudou",
    "abcdefghij",
    "bourse",
];

/// Everything wrong with a chosen password: length first, for length is what protects.
pub fn check_password(password: &str, email: &str, field: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let length = password.chars().count();
    if length < SHORTEST {
        let sentence = format!("Le mot de passe doit compter au moins {SHORTEST} caractères.");
        errors.push(FieldError::new(field, "password_too_short", sentence));
    }
    if length > LONGEST {
        let sentence = format!("Le mot de passe ne peut pas dépasser {LONGEST} caractères.");
        errors.push(FieldError::new(field, "password_too_long", sentence));
    }
    let lower = password.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let local = email.split('@').next().unwrap_or_default();
    let one_character = lower.chars().next().is_some_and(|first| lower.chars().all(|c| c == first));
    let digits_only = lower.chars().all(|c| c.is_ascii_digit());
    if COMMON.contains(&core) || COMMON.contains(&lower.as_str()) || one_character || digits_only {
        let sentence =
            "Ce mot de passe est trop facile à deviner. Une phrase courte fait un bon mot de passe.";
        errors.push(FieldError::new(field, "password_too_common", sentence));
    } else if local.len() >= 4 && lower.contains(local) {
        let sentence = "Le mot de passe ne doit pas contenir votre adresse.";
        errors.push(FieldError::new(field, "password_contains_email", sentence));
    }
    errors
}

/// Whether a name can be printed on a label sheet: something, not too long, no control characters.
pub fn check_name(name: &str, field: &str) -> Option<FieldError> {
    let name = name.trim();
    let fine = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    (!fine).then(|| FieldError::new(field, "name_length", "Ce nom doit compter de 1 à 80 caractères."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_told_why() {
        for (password, code) in [
            ("court", "password_too_short"),
            ("Motdepasse2026!", "password_too_common"),
            ("11111111111", "password_too_common"),
            ("lucie.nguyen-2026", "password_contains_email"),
        ] {
            let errors = check_password(password, "lucie.nguyen@example.org", "password");
            assert!(errors.iter().any(|error| error.code == code), "{password}: {errors:?}");
        }
        assert_eq!(check_password("Demo-2026-bourse!", "deposant@demo.bourse", "password"), []);
        assert_eq!(check_password("un cheval vert à pois", "a@b.fr", "password"), []);
    }
}
