//! Tills: opened, watched, handed over, closed.

mod closing;
mod handover;
mod sessions;
mod strays;
