//! An edition: its catalogue, its dates, its slots, its settings.

pub mod catalogue;
pub mod editions;
