//! The verdicts: gathered facts in, a finding out. Nothing here asks a file, a server or a clock.

mod database;
mod host;
#[cfg(test)]
mod tests;

pub use database::{DatabaseFacts, Elsewhere, database};
pub use host::{
    EnvFile, Folder, OutboxFacts, SecretFacts, backup, configuration, cron, disk, env_file, exports, folders,
    install_token, journal, maintenance, migrations, outbox, seals, secrets, tasks, unknown_keys,
};
