//! The one test binary: a file per feature.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod accounts;
mod apache;
mod architecture;
mod backup;
mod checkout;
mod demonstration;
mod documents;
mod editions;
mod enclosures;
mod first_run;
mod imports;
mod invitations;
mod labels;
mod lists;
mod mail;
mod main_path;
mod registrations;
mod openapi;
mod privacy;
mod roles;
mod settings;
mod steps;
mod support;
mod users;
