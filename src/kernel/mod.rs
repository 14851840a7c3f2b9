//! Pure building blocks: no I/O, no clock, no database. Everything above may use them.

pub mod contact;
pub mod hex;
pub mod mac;
pub mod money;
pub mod paris;
pub mod text;
pub mod text_enum;
