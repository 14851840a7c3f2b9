//! How an edition goes on: its steps, and what people are reminded of.

pub mod steps;
pub mod reminders;
pub mod messages;
pub mod depositor_sheet;
