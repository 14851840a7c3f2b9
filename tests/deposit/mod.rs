//! The days on which articles are brought: labels, desks.

mod desks;
mod labels;
mod paper;
