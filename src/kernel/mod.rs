//! Pure building blocks: no I/O, no database, and no clock but the one handed in. Everything above may use them.

pub mod actor;
pub mod clock;
pub mod contact;
pub mod hex;
pub mod ids;
pub mod mac;
pub mod money;
pub mod paris;
pub mod random;
pub mod text;
pub mod text_column;
pub mod text_enum;
pub mod trace;
