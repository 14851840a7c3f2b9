//! The notice of maintenance: while it is up, everybody but admins is told to come back later, and tills go on without
//! network.
//!
//! It is a file of the storage folder, so that all processes see it at once, also while the database is away.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Problem, in_maintenance};
use crate::program::whole_file;

/// What people are told when whoever put the notice up has said nothing else.
pub const USUAL_WORDS: &str =
    "L'application est en maintenance. Revenez dans quelques minutes ; les caisses continuent sans réseau.";

/// Longest notice, in bytes: it is read for each request.
const LONGEST: usize = 500;

fn file(storage: &Path) -> PathBuf {
    storage.join("maintenance")
}

/// The notice that is up. A file that cannot be read is one that is up; a folder that cannot be read keeps nobody from
/// selling, which needs no storage.
pub fn notice(storage: &Path) -> Option<String> {
    match std::fs::read(file(storage)) {
        Ok(bytes) => {
            let words = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]).trim().to_owned();
            Some(Some(words).filter(|words| !words.is_empty()).unwrap_or_else(|| USUAL_WORDS.to_owned()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(_) if file(storage).exists() => Some(USUAL_WORDS.to_owned()),
        Err(error) => {
            log::error!("the storage folder cannot be read, whether a notice is up is not known: {error}");
            None
        }
    }
}

/// The refusal that everybody but admins gets while a notice is up.
pub fn refusal(storage: &Path) -> Option<Problem> {
    notice(storage).map(in_maintenance)
}

/// Puts a notice up, or another one in its place.
pub fn put_up(storage: &Path, words: &str) -> io::Result<()> {
    whole_file::write(&file(storage), |file| file.write_all(words.trim().as_bytes()))
}

/// Takes it down; false when none was up.
pub fn take_down(storage: &Path) -> io::Result<bool> {
    match std::fs::remove_file(file(storage)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_read_is_no_notice() {
        let place = std::env::temp_dir().join(format!("bourse-notice-{}", std::process::id()));
        std::fs::write(&place, "a file where the folder should be").unwrap();
        assert_eq!(notice(&place), None);
        std::fs::remove_file(&place).unwrap();
        put_up(&place, " ").unwrap();
        assert_eq!(notice(&place).as_deref(), Some(USUAL_WORDS));
        std::fs::remove_dir_all(&place).unwrap();
    }
}
