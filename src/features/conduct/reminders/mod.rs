//! Mails that a date brings (mail.md 5): deadlines, slots, the end of the sale, invitations about to run out.
//!
//! What somebody was told, and about which day, is a row of `notices` written together with the mail: whatever process
//! writes them, however often, and wherever it is killed, nobody is told twice. A date that is moved is told of anew.

pub mod notices;
pub mod rules;
mod store;
mod writing;

pub use self::writing::write_due;
