//! Editions.

mod editions;
mod terms;
