//! What the program says of itself: alive, ready, its interface.

pub mod api;
pub mod maintenance;
mod page;
