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
mod documents;
mod labels;
mod lists;
mod mail;
mod main_path;
mod roles;
mod settings;
mod support;
