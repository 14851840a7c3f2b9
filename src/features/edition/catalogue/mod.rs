//! The catalogue: categories, limits, refused kinds and their sentences, as data.
//!
//! Invariant (catalogue.md 1): an edition enforces the copy that it froze when its registrations opened, whatever a later
//! version of the program ships.

pub mod states;
pub mod model;
