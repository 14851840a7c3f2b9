//! Tills: opening, scanning, handing over, counting, closing.

pub mod model;
pub mod store;
pub mod sessions;
pub mod devices;
pub mod catalogue;
pub mod scan;
pub mod handover;
pub mod closing;
pub mod outstanding;
