//! Editions: one sale event each, with its dates, its rules, its deposit slots and its state.
//!
//! Invariants (domain.md 4 and 5):
//! - the state moves one step at a time; every step names the conditions that it lacks;
//! - `starts_at < ends_at`; declaration deadline < first deposit day <= first sale day <= last sale day <= return day;
//! - the days of deposit, sale and return lie within the edition's own days whenever either is written;
//! - the commission lies between 0 and 100 %;
//! - at most one real edition is between `registrations_open` and `settlement`;
//! - `closed` and `archived` editions are read-only.

pub mod states;
pub mod settings;
pub mod model;
pub mod rules;
pub mod slots;
pub mod views;
pub mod store;
pub mod notices;
pub mod api;
