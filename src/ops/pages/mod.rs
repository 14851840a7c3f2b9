//! What the program tells of itself: the system page and the metrics.

pub mod metrics;
pub mod system;
