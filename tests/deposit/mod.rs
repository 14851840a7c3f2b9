//! Labels.

mod labels;
