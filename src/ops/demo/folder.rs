//! Where the demonstration lives, and its configuration.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigErrors};
use crate::kernel::hex;
use crate::kernel::random::Random;

/// Secrets of this demonstration, drawn once and kept beside its data.
pub fn secrets(folder: &Path) -> io::Result<String> {
    let path = folder.join("secret");
    if let Ok(secret) = fs::read_to_string(&path) {
        return Ok(secret);
    }
    let secret = hex::encode(&Random::System.bytes::<32>());
    fs::write(&path, &secret)?;
    Ok(secret)
}

/// The configuration of a demonstration in `folder`, on SQLite unless the environment names a database.
pub fn open(folder: &Path, listen: &str, secret: &str) -> Result<Config, ConfigErrors> {
    let place = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let port = listen.rsplit(':').next().unwrap_or("8000");
    let pairs = [
        ("DATABASE_URL", format!("sqlite:{}", place("bourse.sqlite"))),
        ("JWT_SECRET_KEY", secret.to_owned()),
        ("OFFLINE_HMAC_SECRET", secret.to_owned()),
        ("STORAGE_PATH", place("storage")),
        ("BACKUP_PATH", place("backup")),
        ("PUBLIC_PATH", public_folder().to_string_lossy().into_owned()),
        ("APP_URL", format!("http://localhost:{port}")),
        ("MAIL_TRANSPORT", "file".to_owned()),
        ("MAIL_PATH", place("mails")),
        ("ASSOCIATION_NAME", "ALPE (démonstration)".to_owned()),
        ("CONTACT_EMAIL", "contact@demo.bourse".to_owned()),
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
