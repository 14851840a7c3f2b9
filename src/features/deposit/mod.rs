//! The days on which articles are brought.

pub mod labels;

pub mod decisions;

pub mod desks;

pub mod commands;
