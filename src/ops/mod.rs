//! What the command line does: the same program, without a request.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod cron;
pub mod demo;
pub mod log;
pub mod log_files;
pub mod progress;
pub mod run;
pub mod temporary;
