//! The installation itself, and one's own data.

mod backups;
mod health;
mod maintenance;
mod privacy;
mod system;
