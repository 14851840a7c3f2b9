//! The folder of backups, as far as names and sizes tell it.

use std::path::Path;
use std::{fs, io};

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::kernel::clock::Instant;

/// A backup in the folder of backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupFile {
    /// Name of the file.
    pub name: String,
    /// The instant it was made at, by its name.
    pub made_at: Instant,
    /// Its size.
    pub bytes: u64,
}

/// Name of the backup of an instant: `bourse-2026-11-22T031500Z.tar.zst`, with `.age` when it is encrypted.
pub fn name_at(now: Instant, encrypted: bool) -> String {
    let ending = if encrypted { ".tar.zst.age" } else { ".tar.zst" };
    format!("bourse-{}{ending}", now.utc().format("%Y-%m-%dT%H%M%SZ"))
}

/// The instant in the name of a backup; nothing for any other file.
pub fn made_at(name: &str) -> Option<Instant> {
    let rest = name.strip_prefix("bourse-")?;
    let (rest, encrypted) = rest.strip_suffix(".age").map_or((rest, false), |rest| (rest, true));
    let rest = rest.strip_suffix(".tar.zst")?;
    let at = Instant::new(NaiveDateTime::parse_from_str(rest, "%Y-%m-%dT%H%M%SZ").ok()?.and_utc());
    // Other spellings of the same instant were not given by this program.
    (name_at(at, encrypted) == name).then_some(at)
}

/// The backups of a folder, oldest first; none when there is no such folder.
pub fn kept(folder: &Path) -> io::Result<Vec<BackupFile>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let (Some(made_at), Ok(facts)) = (made_at(&name), entry.metadata()) else { continue };
        if facts.is_file() {
            found.push(BackupFile { name, made_at, bytes: facts.len() });
        }
    }
    found.sort_by(|one, other| (one.made_at, &one.name).cmp(&(other.made_at, &other.name)));
    Ok(found)
}
