//! The folder of backups, as far as names and sizes tell it.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::{fs, io};

use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::Serialize;

use crate::kernel::clock::Instant;

/// A backup in the folder of backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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

/// Lies in the folder of backups while one is asked for that nobody has begun: whoever comes by next makes it.
const ASKED: &str = ".demandee";

/// Asks for a backup outside its hour.
pub fn ask(folder: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    fs::write(folder.join(ASKED), "")
}

/// Whether a backup is asked for.
pub fn is_asked(folder: &Path) -> bool {
    folder.join(ASKED).is_file()
}

/// Notes that the one that was asked for is begun.
pub fn take_up(folder: &Path) {
    // What cannot be removed brings one backup too many, which is better than none.
    drop(fs::remove_file(folder.join(ASKED)));
}

/// A piece of a backup of the folder, from a place on and no longer than `most`; nothing when there is no such backup.
pub fn piece(folder: &Path, name: &str, from: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
    // Only a name that the folder has itself is ever opened.
    let Some(known) = kept(folder)?.into_iter().find(|known| known.name == name) else { return Ok(None) };
    let mut file = fs::File::open(folder.join(known.name))?;
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_backup_make_the_whole_and_nothing_else_is_ever_opened() {
        let folder = std::env::temp_dir().join(format!("bourse-pieces-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let name = "bourse-2026-11-22T031500Z.tar.zst";
        fs::write(folder.join(name), b"0123456789").unwrap();
        fs::write(folder.join(".env"), b"secret").unwrap();
        let read = |name: &str, from| piece(&folder, name, from, 4).unwrap();
        let whole = [0, 4, 8, 12].map(|from| read(name, from).unwrap()).concat();
        assert_eq!(whole, b"0123456789");
        for other in [".env", "../passwd", "bourse-2026-11-23T031500Z.tar.zst", ""] {
            assert_eq!(read(other, 0), None, "{other}");
        }
        assert!(!is_asked(&folder));
        ask(&folder).unwrap();
        assert!(is_asked(&folder));
        take_up(&folder);
        assert!(!is_asked(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}
