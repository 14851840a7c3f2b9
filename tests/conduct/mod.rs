//! The steps of an edition, and what dates bring.

mod reminders;
mod steps;
