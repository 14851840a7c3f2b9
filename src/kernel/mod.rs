//! Pure building blocks: no I/O, no clock, no database. Everything above may use them.

pub mod money;
