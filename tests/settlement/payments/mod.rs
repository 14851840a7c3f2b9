//! Paying, adjusting, giving back.

mod adjusting;
mod migrating;
mod paying;
mod returning;
