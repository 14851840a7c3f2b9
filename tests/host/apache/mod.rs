//! The program behind a real Apache with the shipped `.htaccess` files, unpacked as an administrator would.

mod deploy;
mod doctor;
mod doors;
mod mail;
mod readiness;
mod release;
mod routing;
mod site;

use crate::support::apache::{Apache, Host, server_owner};
use crate::support::binary;
use crate::support::home::Home;
use crate::support::http::Response;

/// A host with the program on it, ready for its first visitor.
struct Site {
    // Declared first, so that it is stopped before its files go.
    apache: Apache,
    home: Home,
}

impl Site {
    /// Installs the program on such a host.
    fn on(host: Host) -> Self {
        Self::prepared(host, |_| {})
    }

    /// The same, after the administrator has changed something in the home folder.
    fn prepared(host: Host, change: impl FnOnce(&Home)) -> Self {
        let home = Home::unpack(&binary(), server_owner(), &[]);
        let migrated = home.command(&["migrate", "up"]).output().expect("the program starts");
        assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
        change(&home);
        Self { apache: Apache::start(host, &home), home }
    }
}

/// Fails unless the program itself answered, not Apache with a page of its own.
fn assert_from_program(answer: &Response, what: &str) {
    let kind = answer.header("content-type").unwrap_or_default();
    let json = kind.starts_with("application/json") || kind.starts_with("application/problem+json");
    assert!(json && answer.status < 500, "{what}: {answer:?}");
}

/// Fails unless the visitor got the application's page.
fn assert_is_application(answer: &Response, what: &str) {
    assert_eq!(answer.status, 200, "{what}: {answer:?}");
    assert!(answer.text().contains("<title>Bourse</title>"), "{what}: {answer:?}");
}
