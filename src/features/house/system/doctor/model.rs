//! What the doctor looks at and what it finds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What is looked at, in the order in which it is told.
    pub enum Check {
        /// Whether `.env` can be read at all.
        Configuration => "configuration",
        /// Where `.env` lies and who may read it.
        EnvFile => "env_file",
        /// Keys that nobody knows.
        UnknownKeys => "unknown_keys",
        /// Secrets.
        Secrets => "secrets",
        /// The first admin's token.
        InstallToken => "install_token",
        /// The database and its version.
        Database => "database",
        /// The schema.
        Migrations => "migrations",
        /// Folders that the program writes to.
        Folders => "folders",
        /// Room on the disk.
        Disk => "disk",
        /// Exported files.
        Exports => "exports",
        /// Whether a notice of maintenance is up.
        Maintenance => "maintenance",
        /// The journal's chain.
        Journal => "journal",
        /// The key that seals journal and backups.
        Seals => "seals",
        /// Mail that waits or was refused.
        Outbox => "outbox",
        /// Cron.
        Cron => "cron",
        /// Tasks that failed.
        Tasks => "tasks",
        /// The last backup.
        Backup => "backup",
        /// The mail server.
        Smtp => "smtp",
        /// The way in, through the public address.
        FrontDoor => "front_door",
        /// Encryption of the public address.
        Https => "https",
        /// The `Authorization` header.
        Authorization => "authorization",
        /// Large uploads.
        Upload => "upload",
        /// The clock.
        Clock => "clock",
    }
}

crate::text_enum! {
    /// How bad it is.
    pub enum Level {
        /// Nothing to do.
        Fine => "fine",
        /// It works, but not for long or not well.
        Warning => "warning",
        /// It does not work.
        Failure => "failure",
    }
}

impl Check {
    /// What people call it.
    pub const fn in_french(self) -> &'static str {
        match self {
            Self::Configuration => "Configuration",
            Self::EnvFile => "Fichier .env",
            Self::UnknownKeys => "Réglages inconnus",
            Self::Secrets => "Secrets",
            Self::InstallToken => "Jeton d'installation",
            Self::Database => "Base de données",
            Self::Migrations => "Structure de la base",
            Self::Folders => "Dossiers",
            Self::Disk => "Espace disque",
            Self::Exports => "Exports",
            Self::Maintenance => "Maintenance",
            Self::Journal => "Journal",
            Self::Seals => "Sceaux",
            Self::Outbox => "Courrier en attente",
            Self::Cron => "Tâche planifiée",
            Self::Tasks => "Travaux réguliers",
            Self::Backup => "Sauvegardes",
            Self::Smtp => "Serveur d'envoi",
            Self::FrontDoor => "Porte d'entrée",
            Self::Https => "HTTPS",
            Self::Authorization => "En-tête Authorization",
            Self::Upload => "Envois de fichiers",
            Self::Clock => "Horloge",
        }
    }
}

/// One finding: what is so, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// How bad it is.
    pub level: Level,
    /// What people call it.
    pub title: String,
    /// French sentence: what is so.
    pub message: String,
    /// French sentence: what to do; empty when nothing.
    pub advice: String,
}

impl Finding {
    /// Nothing to do.
    pub fn fine(check: Check, message: impl Into<String>) -> Self {
        Self::new(check, Level::Fine, message.into(), String::new())
    }

    /// It works, but.
    pub fn warning(check: Check, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(check, Level::Warning, message.into(), advice.into())
    }

    /// It does not work.
    pub fn failure(check: Check, message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(check, Level::Failure, message.into(), advice.into())
    }

    fn new(check: Check, level: Level, message: String, advice: String) -> Self {
        Self { check, level, title: check.in_french().to_owned(), message, advice }
    }
}

/// The worst of several findings.
pub fn worst(findings: &[Finding]) -> Level {
    findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Fine)
}
