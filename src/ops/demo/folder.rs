//! Where the demonstration lives, and its configuration.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigErrors};
use crate::kernel::hex;
use crate::kernel::random::Random;

/// What signs tokens, what signs off-line sales and what seals the journal.
pub struct Secrets {
    tokens: String,
    offline: String,
    journal: String,
}

/// Secrets of this demonstration, drawn once and kept beside its data.
pub fn secrets(folder: &Path) -> io::Result<Secrets> {
    let path = folder.join("secret");
    let both = if let Ok(kept) = fs::read_to_string(&path) {
        kept
    } else {
        let drawn = hex::encode(&Random::System.bytes::<64>());
        fs::write(&path, &drawn)?;
        drawn
    };
    let journal = hex::sha256(format!("journal {both}"));
    let (tokens, offline) = both.split_at(both.len() / 2);
    Ok(Secrets { tokens: tokens.to_owned(), offline: offline.to_owned(), journal })
}

/// The configuration of a demonstration in `folder`, on SQLite unless the environment names a database.
pub fn open(folder: &Path, listen: &str, secrets: &Secrets) -> Result<Config, ConfigErrors> {
    let place = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let port = listen.rsplit(':').next().unwrap_or("8000");
    let pairs = [
        ("APP_ENV", "development".to_owned()),
        ("DATABASE_URL", format!("sqlite:{}", place("bourse.sqlite"))),
        ("JWT_SECRET_KEY", secrets.tokens.clone()),
        ("OFFLINE_HMAC_SECRET", secrets.offline.clone()),
        ("JOURNAL_KEY", secrets.journal.clone()),
        ("STORAGE_PATH", place("storage")),
        ("BACKUP_PATH", place("backup")),
        ("PUBLIC_PATH", public_folder().to_string_lossy().into_owned()),
        ("APP_URL", format!("http://localhost:{port}")),
        ("MAIL_TRANSPORT", "file".to_owned()),
        ("MAIL_PATH", place("mails")),
        ("ASSOCIATION_NAME", "ALPE (démonstration)".to_owned()),
        ("CONTACT_EMAIL", "contact@demo.bourse".to_owned()),
        ("ASSOCIATION_ADDRESS", "1 place de la Mairie, 31830 Plaisance-du-Touch".to_owned()),
        ("HOST_NAME", "cet ordinateur".to_owned()),
        ("RATE_LIMIT_PER_MINUTE", "3000".to_owned()),
    ];
    Config::from_pairs(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(), |_| None)
}

/// The built web application: below the current folder, else beside the project that the program was built in.
fn public_folder() -> PathBuf {
    let here = PathBuf::from("public_html");
    let exe = std::env::current_exe().unwrap_or_default();
    let built = exe
        .ancestors()
        .map(|folder| folder.join("public_html"))
        .find(|folder| folder.join("index.html").is_file());
    if here.join("index.html").is_file() { here } else { built.unwrap_or(here) }
}
