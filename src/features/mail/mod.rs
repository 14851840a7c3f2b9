//! Mail: written to the outbox in the transaction that causes it, sent afterwards.
//!
//! No request waits for a mail server. What is due is claimed by a conditional update, so that two processes never send
//! the same message; a process that dies while sending leaves a claim that lapses.

pub mod api;
mod delivery;
pub mod messages;
mod outbox;
mod transport;

pub use delivery::{Enclosed, Hooks, Sent, flush};
pub use outbox::{MailState, Posting, To, clean_up, queue, queue_as};
pub use transport::greet;
