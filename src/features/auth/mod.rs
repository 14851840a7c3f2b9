//! Accounts: who is who, log-ins, passwords, invitations that activate an account.
//!
//! A log-in is a `session`. It hands out access tokens (15 minutes, signed, checked against the session) and a chain of
//! refresh tokens, each used once: whoever shows a used one later than a minute is a thief or a victim, and the whole
//! session ends. A device on which a till was opened has a session of its own, good for the routes of its scope. Tokens
//! lie in the database as SHA-256 only; passwords as Argon2id.

pub mod api;
pub mod attempts;
mod browser;
pub mod confirm;
mod guard;
pub mod install;
mod jwt;
pub mod limits;
pub mod links;
pub mod login;
pub mod mail_refused;
pub mod model;
mod new_account;
pub mod one_time;
mod password;
pub mod password_task;
mod refresh;
pub mod rules;
pub mod sessions;
pub mod store;
mod turnstile;
pub mod users;

pub use guard::{SessionCache, authenticate, record_damped, record_refusal};
pub use jwt::is_signed;
pub use new_account::NewAccount;
pub use password::Passwords;
pub use turnstile::Turnstile;
