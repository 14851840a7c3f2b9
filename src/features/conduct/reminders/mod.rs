//! Mails that a date brings (mail.md 5): deadlines, slots, the end of the sale, invitations about to run out.
//!
//! A row of `notices`, written in the transaction of the mail, says who was reminded of which day. No process sends a
//! reminder twice, wherever another was killed; a date that has moved gets a reminder of its own.

pub mod api;
pub mod notices;
pub mod rules;
mod store;
mod writing;

pub use self::writing::write_due;
