//! What the program says of itself: alive, ready, its interface, its figures, what is wrong with it.

pub mod api;
pub mod doctor;
pub mod maintenance;
pub mod metrics;
pub mod backups;
pub mod overview;
pub mod page;
