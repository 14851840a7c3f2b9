//! What managers see of a running sale, and what they are told of it.

pub mod live;
pub mod attention;
