//! Mail: written to the outbox in the transaction that causes it, sent afterwards.
//!
//! No request waits for a mail server. What is due is claimed by a conditional update, so that two processes never send
//! the same message; a process that dies while sending leaves a claim that lapses. Messages leave by lanes, within the host's
//! quota, and what they said is forgotten once they have left.

mod answers;
mod delivery;
mod hooks;
mod letter;
pub mod messages;
mod outbox;
mod settling;
mod transport;

pub use self::answers::Fault;
pub use self::delivery::{Sent, flush};
pub use self::hooks::Hooks;
pub use self::letter::Enclosed;
pub use self::outbox::forecast::{Forecast, forecast};
pub use self::outbox::lanes::Lane;
pub use self::outbox::{
    MailState, Posting, To, clean_up, queue, queue_as, rehearse, send_again, send_all_again, withdraw,
};
pub use self::transport::greet;
