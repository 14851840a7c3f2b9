//! Editions.

mod editions;
