//! The ways in: installing, logging in, activating an account, a forgotten password, accounts that admins make.

pub mod api;
pub mod install;
pub mod login;
pub mod users;
