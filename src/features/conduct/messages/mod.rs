//! The outbox as managers see it: what waits, what was refused and why, sending again, and what each message says.

pub mod queue;
pub mod reading;
pub mod standing;
