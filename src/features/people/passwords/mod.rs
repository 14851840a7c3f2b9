//! Passwords: which are good enough, and how they are hashed without keeping others waiting.

mod argon;
mod hash;
pub mod rules;
pub mod task;
