//! The installation itself: privacy, upkeep, the system's own pages.

pub mod privacy;
pub mod upkeep;
pub mod system;
