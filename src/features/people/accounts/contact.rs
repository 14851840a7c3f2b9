//! How somebody is reached, checked: what the person types and what a manager corrects are held to the same.

use super::model::UpdateMe;
use super::store::UserChanges;
use crate::error::{FieldError, Result, invalid};
use crate::features::people::passwords::rules;
use crate::kernel::clock::Instant;
use crate::kernel::text::contact::{normalise_phone, normalise_postal_code};
use crate::kernel::text::tidy;

/// Names, telephone and postal address, or everything wrong with them. What is not sent stays.
pub fn checked(body: UpdateMe, now: Instant) -> Result<UserChanges> {
    let mut errors = Vec::new();
    let names = (body.first_name.as_deref(), body.last_name.as_deref());
    let mut changes = names_and_phone(now, names.0, names.1, body.phone.as_deref(), &mut errors);
    let short = |text: Option<String>, most: usize, field: &str, errors: &mut Vec<FieldError>| {
        let text = text.map(|text| tidy(&text))?;
        if text.chars().count() > most {
            errors.push(FieldError::new(field, "too_long", format!("{most} caractères au plus.")));
        }
        Some(Some(text).filter(|text| !text.is_empty()))
    };
    changes.address = short(body.address, 200, "address", &mut errors);
    let postal_code = body.postal_code.map(|code| normalise_postal_code(&code));
    changes.postal_code = short(postal_code, 10, "postal_code", &mut errors);
    changes.city = short(body.city, 80, "city", &mut errors);
    if errors.is_empty() { Ok(changes) } else { Err(invalid(errors)) }
}

/// Names and telephone, checked; every mistake is added to `errors`.
pub fn names_and_phone(
    now: Instant,
    first_name: Option<&str>,
    last_name: Option<&str>,
    phone: Option<&str>,
    errors: &mut Vec<FieldError>,
) -> UserChanges {
    errors.extend(first_name.and_then(|name| rules::check_name(name, "first_name")));
    errors.extend(last_name.and_then(|name| rules::check_name(name, "last_name")));
    let phone = phone.map(str::trim).map(|phone| {
        if phone.is_empty() {
            return None;
        }
        let number = normalise_phone(phone);
        if number.is_err() {
            errors.push(FieldError::new(
                "phone",
                "phone_invalid",
                "Numéro attendu, par exemple 06 12 34 56 78.",
            ));
        }
        number.ok()
    });
    UserChanges {
        first_name: first_name.map(tidy),
        last_name: last_name.map(tidy),
        phone,
        updated_at: Some(now),
        ..UserChanges::default()
    }
}
