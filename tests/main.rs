//! The one test binary: a folder per area of the features, and what concerns all of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]

mod architecture;
mod base;
mod conduct;
mod deposit;
mod documents;
mod edition;
mod fuzz;
mod guides;
mod host;
mod house;
mod lists;
mod main_path;
mod openapi;
mod ops;
mod people;
mod registration;
mod roles;
mod sale;
mod seen;
mod settlement;
mod support;
