//! Tickets: their way in, what is read of them, how they are taken back.

pub mod incoming;
pub mod quarantined;
pub mod refunds;
pub mod search;
pub mod reading;
pub mod of_article;
pub mod cancel;
pub mod sync;
pub mod sell;
