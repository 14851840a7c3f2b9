//! Accounts: who is who, log-ins, passwords, invitations that activate an account.
//!
//! A log-in is a `session`. It hands out access tokens (15 minutes, signed, checked against the session) and a chain of
//! refresh tokens, each used once: whoever shows a used one later than a minute is a thief or a victim, and the whole
//! session ends. A device on which a till was opened has a session of its own, good for the routes of its scope. Tokens
//! lie in the database as SHA-256 only; passwords as Argon2id.

pub mod passwords;
pub mod accounts;
pub mod sessions;
pub mod entrance;
