//! What has to be done from time to time, whoever starts it: when each task is due, who does it, how it went last time.
//!
//! Cron may come every five minutes, once a night, twice at the same moment, or be killed half way: a task runs when the
//! rules say so, one process at a time, and a claim left by a process that died lapses. What the tasks do is the affair of
//! the features they belong to; `ops::cron` brings both together.

pub mod backups;
pub mod exports;
pub mod model;
pub mod retention;
pub mod rules;
pub mod sealing;
pub mod store;
