//! What a password and a name must be.

mod owner;
mod weak;

pub use self::owner::Owner;
use self::weak::Personal;
use crate::error::FieldError;
use crate::kernel::text::tidy;

/// Version of the depositor rules and of the privacy page that people accept now.
pub const TERMS_VERSION: &str = "2025-09";

/// A refresh token, a reset link and an invitation live this long.
pub const RESET_MINUTES: i64 = 60;

const SHORTEST: usize = 10;
/// Argon2 takes more, but no person types more.
const LONGEST: usize = 200;

/// Everything wrong with a chosen password: length first, for length is what protects. Characters are counted as they are
/// kept ([`prepared`]).
pub fn check_password(password: &str, owner: Owner<'_>, field: &str) -> Vec<FieldError> {
    let password = prepared(password);
    let mut errors = Vec::new();
    let length = password.chars().count();
    if length < SHORTEST {
        let sentence = format!("Le mot de passe doit compter au moins {SHORTEST} caractères.");
        // What else is wrong with it can wait: it will be another one.
        return vec![FieldError::new(field, "password_too_short", sentence)];
    }
    if length > LONGEST {
        let sentence = format!("Le mot de passe ne peut pas dépasser {LONGEST} caractères.");
        errors.push(FieldError::new(field, "password_too_long", sentence));
        return errors;
    }
    if weak::is_common(&password) {
        let sentence =
            "Ce mot de passe est trop facile à deviner. Une phrase courte fait un bon mot de passe.";
        errors.push(FieldError::new(field, "password_too_common", sentence));
    } else if let Some(personal) = weak::personal(&password, owner) {
        let (code, sentence) = match personal {
            Personal::Email => {
                ("password_contains_email", "Le mot de passe ne doit pas contenir votre adresse.")
            }
            Personal::Name => ("password_contains_name", "Le mot de passe ne doit pas contenir votre nom."),
        };
        errors.push(FieldError::new(field, code, sentence));
    }
    errors
}

/// The one form in which a password is hashed and compared, whatever device it was typed on (RFC 8265): composed letters,
/// plain spaces, and plain quotes and dashes where a telephone has put its own in their place.
pub fn prepared(password: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut plain = String::with_capacity(password.len());
    for sign in password.chars() {
        match sign {
            '\u{2018}' | '\u{2019}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2013}' => plain.push('-'),
            '\u{2014}' => plain.push_str("--"),
            '\u{2026}' => plain.push_str("..."),
            space if space.is_whitespace() && !space.is_control() => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain.nfc().collect()
}

/// Whether a name can be printed on a label sheet: something, not too long, no control characters.
pub fn check_name(name: &str, field: &str) -> Option<FieldError> {
    let fine = (1..=80).contains(&tidy(name).chars().count()) && !name.trim().chars().any(char::is_control);
    (!fine).then(|| FieldError::new(field, "name_length", "Ce nom doit compter de 1 à 80 caractères."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LUCIE: Owner<'_> =
        Owner { email: "lucie.nguyen@example.org", first_name: "Lucie", last_name: "Nguyễn" };

    fn codes(password: &str) -> Vec<String> {
        check_password(password, LUCIE, "password").into_iter().map(|error| error.code).collect()
    }

    #[test]
    fn weak_passwords_are_told_why() {
        for (password, code) in [
            ("kzvtq", "password_too_short"),
            ("Motdepasse2026!", "password_too_common"),
            ("11111111111", "password_too_common"),
            ("azertyuiop", "password_too_common"),
            ("1q2w3e4r5t", "password_too_common"),
            ("marseille13", "password_too_common"),
            ("Marseille-2026", "password_too_common"),
            ("M@rseille2026", "password_too_common"),
            ("doudoudoudou", "password_too_common"),
            ("abcdefghijkl", "password_too_common"),
            ("0123456789012345", "password_too_common"),
            ("poiuytreza", "password_too_common"),
            ("aaaaabbbbb", "password_too_common"),
            ("lucie.nguyen-2026", "password_contains_email"),
            ("vive nguyen 2026", "password_contains_name"),
            ("la belle LUCIE", "password_contains_name"),
        ] {
            assert_eq!(codes(password), [code], "{password}");
        }
    }

    #[test]
    fn sentences_and_drawn_passwords_are_taken() {
        for password in [
            "un cheval vert à pois",
            "Demo-2026-bourse!",
            "k7#vQ2!mZx9w",
            "quatre pommes et 2 poires",
            "une autre phrase 1",
        ] {
            assert_eq!(codes(password), Vec::<String>::new(), "{password}");
        }
    }

    #[test]
    fn what_a_telephone_makes_of_a_password_is_the_same_password() {
        let typed = "Crème-brûlée d'été \"2026\" -- oui...";
        let decomposed = "Cre\u{300}me-bru\u{302}le\u{301}e d'e\u{301}te\u{301} \"2026\" -- oui...";
        let smart = "Crème-brûlée d\u{2019}été\u{a0}\u{201c}2026\u{201d} \u{2014} oui\u{2026}";
        assert_eq!(prepared(decomposed), typed);
        assert_eq!(prepared(smart), typed);
        assert_eq!(prepared(typed), typed);
    }
}
