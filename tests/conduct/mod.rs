//! The steps of an edition, its depositors one by one, and what dates bring.

mod depositor_sheet;
mod reminders;
mod steps;
