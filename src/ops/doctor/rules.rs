//! The verdicts: gathered facts in, a finding out. Nothing here asks a file, a server or a clock.

mod host;
mod network;
#[cfg(test)]
mod tests;

pub use host::{
    DatabaseFacts, EnvFile, Folder, OutboxFacts, SecretFacts, backup, configuration, cron, database, disk,
    env_file, folders, install_token, journal, migrations, outbox, seals, secrets, tasks, unknown_keys,
};
pub use network::{
    ClockFacts, Door, Doors, HttpsFacts, Mailer, authorization, clock, front_door, https, smtp, upload,
};
