//! Whose details a manager may correct, and what of the journal belongs on the sheet.

use crate::error::{Result, conflict};
use crate::features::base::journal::Event;
use crate::features::people::accounts::model::{User, UserState};
use crate::features::people::accounts::store::UserChanges;
use crate::kernel::actor::Role;

/// Log-ins are between a person and the admins: what is told here is what happened to the deposit.
pub(super) const LEFT_OUT: [Event; 14] = [
    Event::LoggedIn,
    Event::LoggedOut,
    Event::LoggedOutEverywhere,
    Event::LoginFailed,
    Event::LoginLocked,
    Event::RefreshTokenReused,
    Event::SessionsRevoked,
    Event::AccountUnlocked,
    Event::OwnDataCopied,
    Event::PasswordChanged,
    Event::PasswordCheckFailed,
    Event::PasswordResetAsked,
    Event::PasswordResetUnknown,
    Event::Installed,
];

/// Whether a manager may correct this person's details.
pub(super) fn is_correctable(user: &User) -> bool {
    must_be_correctable(user).is_ok()
}

/// Refuses the details of those who manage editions, and of an account that was erased.
pub(super) fn must_be_correctable(user: &User) -> Result<()> {
    if user.state == UserState::Erased {
        return Err(conflict("account_erased", "Ce compte a été effacé."));
    }
    if user.role >= Role::Manager {
        let sentence = "Cette personne gère des éditions : elle corrige ses coordonnées dans son profil.";
        return Err(conflict("account_of_manager", sentence));
    }
    Ok(())
}

/// The fields that become another by a correction, by name.
pub(super) fn changed_fields(user: &User, changes: &UserChanges) -> Vec<&'static str> {
    let differs = |new: Option<&String>, old: &String| new.is_some_and(|new| new != old);
    let turns = |new: Option<&Option<String>>, old: &Option<String>| new.is_some_and(|new| new != old);
    let fields = [
        ("first_name", differs(changes.first_name.as_ref(), &user.first_name)),
        ("last_name", differs(changes.last_name.as_ref(), &user.last_name)),
        ("phone", turns(changes.phone.as_ref(), &user.phone)),
        ("address", turns(changes.address.as_ref(), &user.address)),
        ("postal_code", turns(changes.postal_code.as_ref(), &user.postal_code)),
        ("city", turns(changes.city.as_ref(), &user.city)),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
}
