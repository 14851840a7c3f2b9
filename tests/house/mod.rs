//! The installation itself, and one's own data.

mod backups;
mod health;
mod maintenance;
mod personal_columns;
mod privacy;
mod system;
