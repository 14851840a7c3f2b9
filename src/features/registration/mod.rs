//! Who takes part in an edition.

pub mod depositors;
