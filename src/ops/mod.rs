//! What looks after the installation: the command line, cron, and what an admin sees of it.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod cron;
pub mod demo;
pub mod doctor;
pub mod health;
pub mod log;
pub mod paper;
pub mod restore;
pub mod run;
