//! Accounts: who is who, and the links that let somebody in for the first time.

pub mod contact;
pub mod invited_people;
pub mod links;
pub mod mail_refused;
pub mod model;
mod new_account;
pub mod one_time;
pub mod store;

pub use new_account::NewAccount;
