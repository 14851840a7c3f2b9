//! An account made by hand, active at once: from the command line, and at the first run of an installation.

use serde_json::json;

use super::model::{NewUser, UserState};
use super::store;
use crate::ctx::Change;
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Problem, Result, conflict, invalid};
use crate::features::base::journal::Event;
use crate::features::people::passwords::rules::{Owner, check_name, check_password};
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::normalise_email;

/// A new account that can log in at once.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// Address, as typed.
    pub email: &'a str,
    /// Given name.
    pub first_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// What the person may do.
    pub role: Role,
    /// Password, to be checked.
    pub password: &'a str,
}

impl NewAccount<'_> {
    /// The address as it is stored, or everything that is wrong with the account.
    pub fn check(&self) -> Result<String> {
        let email = normalise_email(self.email);
        let mut errors = Vec::new();
        if let Err(error) = &email {
            errors.push(FieldError::new("email", "email_invalid", error.to_string()));
        }
        errors.extend(check_name(self.first_name, "first_name"));
        errors.extend(check_name(self.last_name, "last_name"));
        let owner = Owner {
            email: email.as_deref().unwrap_or_default(),
            first_name: self.first_name,
            last_name: self.last_name,
        };
        errors.extend(check_password(self.password, owner, "password"));
        email.ok().filter(|_| errors.is_empty()).ok_or_else(|| invalid(errors))
    }

    /// Writes the account. `email` comes from [`Self::check`], `hash` is the password's.
    pub fn insert(&self, change: &mut Change<'_>, email: &str, hash: &str) -> Result<UserId> {
        let user = NewUser {
            password_hash: Some(hash.to_owned()),
            state: UserState::Active,
            ..NewUser::invited(change, self.role, email, (self.first_name, self.last_name))
        };
        store::insert(change.db, &user).on_unique(address_taken)?;
        store::remember_password(change, user.id, hash)?;
        change.journal(Event::AccountCreated, user.id, json!({ "role": self.role }))?;
        Ok(user.id)
    }
}

fn address_taken() -> Problem {
    conflict("email_taken", "Un compte existe déjà avec cette adresse.")
}
