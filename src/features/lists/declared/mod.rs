//! Lists as their depositors write them: bodies, rules, lines, until they are validated.

pub mod api;
pub mod bodies;
pub mod lines;
pub mod model;
mod open_list;
pub mod rules;
pub mod store;
pub mod views;
