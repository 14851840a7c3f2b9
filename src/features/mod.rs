//! The product's features, in reading order: each may use those above it only.

pub mod lists;

pub mod labels;

pub mod payouts;
