//! What looks after the installation: backups, cron, doctor, migrations, logs.

mod backup;
mod cron;
mod demonstration;
mod doctor;
mod logs;
mod migrations;
mod schema;
mod settings;
