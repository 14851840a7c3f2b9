//! What the command line does: the same program, without a request.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod demo;
pub mod log;
pub mod progress;
pub mod restore;
pub mod run;
