//! A ticket's way in: read, judged by what is known, recorded.

pub mod arrival;
pub mod known;
pub mod paid_out;
pub mod record;
pub mod refusals;
pub mod shelf;
pub mod verdict;
