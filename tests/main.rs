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
mod cron;
mod devices;
mod demonstration;
mod docker;
mod documents;
mod doctor;
mod editions;
mod enclosures;
mod first_run;
mod fuzz;
mod guides;
mod health;
mod imports;
mod invitations;
mod labels;
mod limits;
mod links;
mod lists;
mod logs;
mod mail;
mod maintenance;
mod migrations;
mod main_path;
mod registrations;
mod nginx;
mod openapi;
mod password_again;
mod passwords;
mod payouts;
mod privacy;
mod reminders;
mod roles;
mod schema;
mod seals;
mod seen;
mod settings;
mod signs;
mod steps;
mod strangers;
mod support;
mod system;
mod tokens;
mod users;
