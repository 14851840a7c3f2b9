//! Everything about one person in one edition: how to reach them, slot, lists, invitation, sales, payout, what happened.
//!
//! It stands after all the features that it reads. A manager corrects a depositor's details here, under the rules of the
//! profile; those of managers and admins are their own.

pub mod api;
mod rules;
mod store;
pub mod views;
