//! What the product does, in reading order: an area may use those above it, never those below, and so do the features
//! inside of an area.

pub mod base;
pub mod people;
pub mod edition;
pub mod registration;
pub mod lists;
pub mod deposit;
pub mod sale;
pub mod settlement;
pub mod conduct;
pub mod house;
