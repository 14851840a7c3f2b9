//! What is owed, whatever happens in whatever order.

mod owed;
mod property;
mod races;
