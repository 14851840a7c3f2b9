//! What desks decide about articles, lists and people, with or without network: the one way in, and what stands of it.

pub mod catalogue;
mod follow;
mod judge;
pub mod model;
pub mod progress;
mod store;
pub mod sync;
pub mod views;

pub use follow::{after_opening, waiting};
pub use store::{are_there, forget_words};
