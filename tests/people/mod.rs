//! The ways in, accounts, devices.

mod accounts;
mod devices;
mod first_run;
mod limits;
mod links;
mod many_users;
mod password_again;
mod passwords;
mod tokens;
mod users;
