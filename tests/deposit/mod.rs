//! Labels.

mod labels;
mod paper;
