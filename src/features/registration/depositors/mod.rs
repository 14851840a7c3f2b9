//! Depositors: who takes part in an edition, in which slot, with which list numbers, and how they got in.
//!
//! Invariants (domain.md 4 to 6, billetweb.md):
//! - one registration per depositor and edition, one slot per registration, no slot over its capacity;
//! - a slot for residents takes only depositors whose postal code is in the edition's list;
//! - a list number is unique in an edition; a member's block of four belongs to the person;
//! - an import accounts for every row of its file.

pub mod states;
pub mod numbers;
pub mod billetweb;
pub mod invited_table;
pub mod views;
pub mod model;
pub mod store;
mod registering;
pub mod api;
