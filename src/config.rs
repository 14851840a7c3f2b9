//! The only reader of the environment: one struct per concern, checked once at start.
//!
//! Values come from `.env` (found through `BOURSE_ENV`, else by going up from the program's own folder) and from the
//! environment, which wins. Wrong values are named all at once.

mod env_file;
mod reader;

use std::net::IpAddr;
use std::path::PathBuf;

pub use env_file::{find as find_env_file, is_public};
use reader::Reader;

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite {
        /// Its path.
        path: PathBuf,
    },
    /// A MariaDB or MySQL server.
    Maria {
        /// `mysql://user:password@host/name?...`, completed with what saves round trips.
        url: String,
    },
}

/// Secrets and lifetimes of log-ins and till signatures.
#[derive(Clone)]
pub struct Secrets {
    /// Signs access tokens.
    pub jwt: Vec<u8>,
    /// Derives the tills' signing keys.
    pub offline: Vec<u8>,
    /// Seals the journal and the backups; kept outside the database, so that whoever rewrites it cannot seal it again.
    pub journal: Option<Vec<u8>>,
    /// Opens the page that makes the first admin; at least 32 characters.
    pub install: Option<Vec<u8>>,
    /// Life of an access token, in minutes.
    pub access_minutes: i64,
    /// Life of a log-in that is used, in days.
    pub refresh_days: i64,
}

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// Writes `.eml` files to a folder: development and demonstration.
    File(PathBuf),
    /// Sends through a server.
    Smtp(Smtp),
}

/// The mail server of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    /// Name or address; plain text is spoken to loopback only.
    pub host: String,
    /// 465: TLS from the start. Else STARTTLS.
    pub port: u16,
    /// Log-in, if the server wants one.
    pub credentials: Option<(String, String)>,
}

/// Mail settings.
#[derive(Clone, Debug)]
pub struct Mail {
    /// How it leaves.
    pub transport: MailTransport,
    /// Sender's name.
    pub from_name: String,
    /// Sender's address.
    pub from_email: String,
    /// Where answers go: `SMTP_REPLY_TO`, else `CONTACT_EMAIL`.
    pub reply_to: Option<String>,
    /// Hosts cut off senders above their quota.
    pub max_per_hour: u32,
}

/// Folders of the installation.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Root of what the program writes.
    pub storage: PathBuf,
    /// Label sheets.
    pub labels: PathBuf,
    /// Payout slips.
    pub slips: PathBuf,
    /// Logs.
    pub logs: PathBuf,
    /// Backups.
    pub backup: PathBuf,
    /// Exported files.
    pub exports: PathBuf,
    /// The web application, served by the built-in server only.
    pub public: PathBuf,
}

/// Which backups are kept, and who may read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Every backup of this many days is kept.
    pub keep_days: u32,
    /// Of older ones the first of each month, for this many months.
    pub keep_months: u32,
    /// Public age key (`age1...`) that backups are encrypted to.
    pub recipient: Option<String>,
}

/// Limits against mistakes and abuse.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest body, in bytes.
    pub upload_bytes: u64,
    /// Requests a minute of one person or address.
    pub requests_per_minute: u32,
}

/// What is kept of the logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logs {
    /// Days that past logs are kept.
    pub keep_days: u32,
    /// Size, in bytes, beyond which a log is rotated before its day is over.
    pub most_bytes: u64,
}

/// What is kept of exported files, which can be made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exports {
    /// Days that a file is kept.
    pub keep_days: u32,
    /// Bytes that all of them may take; the oldest go first.
    pub most_bytes: u64,
}

/// What those who look after the host may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Opens `/api/metrics`; closed without one.
    pub metrics_token: Option<Vec<u8>>,
    /// FastCGI processes that cron keeps warm.
    pub warm_processes: u32,
}

/// What the program says of itself and whom it trusts.
#[derive(Clone, Debug)]
pub struct Site {
    /// Whether real people use it: weak secrets stop the start.
    pub production: bool,
    /// Address of the web application, without a slash at the end; links in mails begin with it.
    pub url: String,
    /// Other origins that may call the API.
    pub cors_origins: Vec<String>,
    /// Name of the association.
    pub association: String,
    /// Whom depositors write to.
    pub contact_email: String,
    /// Where the association has its seat, for the page about personal data; perhaps empty.
    pub address: String,
    /// Whose machines keep the data, for the same page; perhaps empty.
    pub host: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether the first request may migrate the database.
    pub migrate_on_start: bool,
}

/// Everything the program was told.
#[derive(Clone)]
pub struct Config {
    /// Where the data lives.
    pub database: Database,
    /// Secrets and lifetimes.
    pub secrets: Secrets,
    /// Mail.
    pub mail: Mail,
    /// Folders.
    pub folders: Folders,
    /// Backups.
    pub backup: Backup,
    /// Limits.
    pub limits: Limits,
    /// What is kept of the logs.
    pub logs: Logs,
    /// What is kept of exported files.
    pub exports: Exports,
    /// Metrics and warm processes.
    pub watch: Watch,
    /// The site.
    pub site: Site,
    /// The `.env` that was read.
    pub env_file: Option<PathBuf>,
    /// Unknown keys of `.env`, to be warned about.
    pub unknown_keys: Vec<String>,
}

/// Everything wrong with the configuration, a sentence each.
#[derive(Debug, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl std::fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "La configuration est incomplète :")?;
        for error in &self.0 {
            writeln!(f, "  - {error}")?;
        }
        write!(f, "Corrigez le fichier .env (modèle commenté : .env.example), puis relancez.")
    }
}

impl std::error::Error for ConfigErrors {}

impl ConfigErrors {
    /// Names of the settings to be mended, without their values; a line that cannot be read is said to be there.
    pub fn keys(&self) -> Vec<&str> {
        let is_key = |word: &str| word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        let words = self.0.iter().map(|error| error.split(' ').next().unwrap_or_default());
        words.map(|word| if is_key(word) { word } else { "une ligne illisible" }).collect()
    }
}

impl Config {
    /// Reads `.env` and the environment.
    pub fn load() -> Result<Self, ConfigErrors> {
        let found = find_env_file();
        let file = match &found {
            Some(path) => env_file::read(path).map_err(|error| ConfigErrors(vec![error]))?,
            None => Vec::new(),
        };
        let root = found.as_deref().and_then(env_file::installation_of).unwrap_or_default();
        let mut reader = Reader::new(file, |key| std::env::var(key).ok()).rooted(root);
        let config = Self { env_file: found, ..Self::read(&mut reader) };
        reader.finish(config)
    }

    /// Reads from the pairs of a file, which `overrides` (the environment) wins over.
    pub fn from_pairs(
        file: Vec<(String, String)>,
        overrides: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(file, overrides);
        let config = Self::read(&mut reader);
        reader.finish(config)
    }

    /// A configuration that reaches nothing, for what only describes the program.
    pub fn for_documents() -> Self {
        let mut reader = Reader::new(Vec::new(), |_| None);
        Self::read(&mut reader)
    }

    fn read(r: &mut Reader<'_>) -> Self {
        let production =
            r.choice("APP_ENV", "production", &["production", "development", "test"]) == "production";
        let storage = r.path("STORAGE_PATH", "storage");
        let folders = Folders {
            labels: r.path("ETIQUETTES_PATH", storage.join("etiquettes")),
            slips: r.path("BORDEREAUX_PATH", storage.join("bordereaux")),
            logs: r.path("LOGS_PATH", storage.join("logs")),
            backup: r.path("BACKUP_PATH", "backup"),
            exports: storage.join("exports"),
            public: r.path("PUBLIC_PATH", "public_html"),
            storage: storage.clone(),
        };
        r.choice("JWT_ALGORITHM", "HS256", &["HS256"]);
        Self {
            database: r.database("DATABASE_URL"),
            secrets: Secrets {
                jwt: r.secret("JWT_SECRET_KEY", production),
                offline: r.secret("OFFLINE_HMAC_SECRET", production),
                journal: r.token("JOURNAL_KEY"),
                install: r.token("INSTALL_TOKEN"),
                access_minutes: r.number("ACCESS_TOKEN_EXPIRE_MINUTES", 15, 1..=1440).into(),
                refresh_days: r.number("REFRESH_TOKEN_EXPIRE_DAYS", 7, 1..=90).into(),
            },
            mail: Mail {
                transport: r.mail_transport(&storage),
                from_name: r.text("SMTP_FROM_NAME", "Bourse ALPE"),
                from_email: r.text("SMTP_FROM_EMAIL", "bourse@localhost"),
                reply_to: r.optional("SMTP_REPLY_TO").or_else(|| r.optional("CONTACT_EMAIL")),
                max_per_hour: r.number("SMTP_MAX_PER_HOUR", 200, 1..=100_000),
            },
            folders,
            backup: Backup {
                keep_days: r.number("BACKUP_KEEP_DAYS", 30, 1..=3650),
                keep_months: r.number("BACKUP_KEEP_MONTHS", 12, 0..=120),
                recipient: r.age_recipient("BACKUP_RECIPIENT"),
            },
            limits: Limits {
                upload_bytes: u64::from(r.number("MAX_UPLOAD_SIZE_MB", 10, 1..=100)) * 1024 * 1024,
                requests_per_minute: r.number("RATE_LIMIT_PER_MINUTE", 300, 1..=1_000_000),
            },
            logs: Logs {
                keep_days: r.number("LOGS_KEEP_DAYS", 30, 1..=3650),
                most_bytes: u64::from(r.number("LOGS_MAX_SIZE_MB", 10, 1..=1000)) * 1024 * 1024,
            },
            exports: Exports {
                keep_days: r.number("EXPORTS_KEEP_DAYS", 30, 1..=3650),
                most_bytes: u64::from(r.number("EXPORTS_MAX_SIZE_MB", 500, 1..=100_000)) * 1024 * 1024,
            },
            watch: Watch {
                metrics_token: r.token("METRICS_TOKEN"),
                warm_processes: r.number("WARM_PROCESSES", 0, 0..=20),
            },
            site: Site {
                production,
                url: r.url("APP_URL", "http://localhost:8000", production),
                cors_origins: r.list("CORS_ORIGINS"),
                association: r.text("ASSOCIATION_NAME", "ALPE"),
                contact_email: r.text("CONTACT_EMAIL", "contact@localhost"),
                address: r.text("ASSOCIATION_ADDRESS", ""),
                host: r.text("HOST_NAME", ""),
                trusted_proxies: r.list("TRUSTED_PROXIES").iter().filter_map(|ip| ip.parse().ok()).collect(),
                migrate_on_start: r.flag("MIGRATE_ON_START", false),
            },
            env_file: None,
            unknown_keys: Vec::new(),
        }
    }
}
