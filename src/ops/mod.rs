//! What looks after the installation: the command line, cron, and what an admin sees of it.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod cron;
pub mod demo;
pub mod doctor;
pub mod exports;
pub mod health;
pub mod log;
pub mod log_files;
pub mod metrics;
pub mod paper;
pub mod progress;
pub mod readiness;
pub mod restore;
pub mod run;
pub mod system;
pub mod temporary;
