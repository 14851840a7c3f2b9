//! What every other area stands on: who did what, messages, work in steps, limits.

pub mod journal;
pub mod limits;
pub mod mail;
pub mod jobs;
