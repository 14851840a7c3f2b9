//! What the product does, in reading order: a feature may use those above it, never those below.

pub mod journal;
pub mod mail;
pub mod auth;
pub mod system;
pub mod catalogue;
pub mod editions;
pub mod jobs;
pub mod depositors;
pub mod lists;
pub mod labels;
pub mod checkout;
pub mod payouts;
pub mod steps;
pub mod privacy;
pub mod reminders;
pub mod upkeep;
