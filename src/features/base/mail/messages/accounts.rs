//! Messages about somebody's own account.

use askama::Template;

use super::message::{Message, Rendered, framed, greeting, messages};
use crate::config::Site;

messages! {
    /// The account has just been activated.
    AccountActivated = "mail/account_activated.txt", "account_activated" {}
        subject |_| "Votre compte est activé".to_owned();
        button |_| None;
    /// An admin has opened an account for somebody who works at the sale.
    AccountCreated = "mail/account_created.txt", "account_created" { role: String, link: String }
        subject |_| "Un compte vous est ouvert".to_owned();
        button |m| Some((m.link.clone(), "Choisir mon mot de passe"));
    /// Somebody asked for a new password.
    PasswordReset = "mail/password_reset.txt", "password_reset" { link: String }
        subject |_| "Choisir un nouveau mot de passe".to_owned();
        button |m| Some((m.link.clone(), "Choisir un mot de passe"));
    /// The password is a new one.
    PasswordChanged = "mail/password_changed.txt", "password_changed" {}
        subject |_| "Votre mot de passe a été changé".to_owned();
        button |_| None;
}

impl AccountActivated {
    /// For the owner of the account.
    pub fn new(first_name: &str) -> Self {
        Self { greeting: greeting(first_name) }
    }
}

impl AccountCreated {
    /// With the link that sets the first password; `role` is French.
    pub fn new(first_name: &str, site: &Site, role: &str, token: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            role: role.to_owned(),
            link: format!("{}/mot-de-passe/nouveau#{token}", site.url),
        }
    }
}

impl PasswordReset {
    /// With the link that sets a new password. The token lies behind `#`, so that it reaches no server's log.
    pub fn new(first_name: &str, site: &Site, token: &str) -> Self {
        let link = format!("{}/mot-de-passe/nouveau#{token}", site.url);
        Self { greeting: greeting(first_name), link }
    }
}

impl PasswordChanged {
    /// For the owner of the account.
    pub fn new(first_name: &str) -> Self {
        Self { greeting: greeting(first_name) }
    }
}
