//! Pure building blocks: no I/O, no database, and no clock but the one handed in. Everything above may use them.

pub mod actor;
pub mod clock;
pub mod ids;
pub mod text_column;
