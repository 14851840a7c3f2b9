//! Backups: a consistent snapshot of every table and of the storage folder, in one file that either engine can restore.
//!
//! `bourse-2026-11-22T031500Z.tar.zst`: a manifest, a member of newline-delimited JSON per table, the files. It is an
//! ordinary tar, so that the data can be had without this program (`tar --zstd -xf`, after `age -d` when encrypted).

mod archive;
mod check;
pub mod command;
mod figures;
pub mod manifest;
pub mod progress;
mod retention;
mod storage;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use serde::Serialize;

use self::progress::Progress;
use crate::app::App;
use crate::error::{Problem, Result, conflict, internal, unprocessable};
use crate::features::house::upkeep::backups;

pub use self::archive::reading::{Source, Visitor, fault, walk};
pub use check::{Contents, Rows, verify};
pub use figures::Figures;
pub use manifest::SealState;
pub use storage::Storage;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// What is in it.
    #[serde(flatten)]
    pub contents: Contents,
    /// Names of older backups that were removed.
    pub removed: Vec<String>,
}

/// Makes a backup and removes those that need no longer be kept: the daily task.
pub fn run(app: &App) -> Result<Report> {
    run_showing(app, &mut Progress::silent())
}

/// The same, telling how far it is.
pub fn run_showing(app: &App, progress: &mut Progress) -> Result<Report> {
    let folder = &app.config.folders.backup;
    let _lock = lock(folder)?;
    let mut report = make(app, folder, progress)?;
    report.removed = retain(app)?;
    Ok(report)
}

fn make(app: &App, folder: &Path, progress: &mut Progress) -> Result<Report> {
    progress.begin("Sauvegarde");
    remove_halves(folder).map_err(trouble(UNUSABLE))?;
    let now = app.clock.now();
    let encrypted = app.config.backup.recipient.is_some();
    let path = folder.join(backups::name_at(now, encrypted));
    if path.exists() {
        return Err(conflict("backup_exists", "Une sauvegarde vient d'être faite à cette seconde."));
    }
    let manifest = archive::writing::write(app, now, &path, progress)?;
    let bytes = fs::metadata(&path).map_err(trouble(UNUSABLE))?.len();
    Ok(Report {
        path,
        bytes,
        encrypted,
        contents: Contents::of(&manifest, app.config.secrets.journal.as_deref()),
        removed: Vec::new(),
    })
}

/// Removes backups that are neither recent nor the first of their month, and names them.
pub fn retain(app: &App) -> Result<Vec<String>> {
    let folder = &app.config.folders.backup;
    let names: Vec<_> =
        backups::kept(folder).map_err(trouble(UNUSABLE))?.into_iter().map(|kept| kept.name).collect();
    let gone = retention::superfluous(app.clock.now(), &app.config.backup, &names);
    for name in &gone {
        fs::remove_file(folder.join(name))
            .map_err(trouble("Une ancienne sauvegarde ne peut pas être effacée."))?;
    }
    Ok(gone)
}

const UNUSABLE: &str = "Le dossier des sauvegardes (BACKUP_PATH) ne peut pas être utilisé.";

/// Held while a backup is made or restored, by one process at a time.
#[must_use]
pub struct Lock {
    _file: File,
}

/// Takes the folder for this process, making it first when it is not there.
pub fn lock(folder: &Path) -> Result<Lock> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    let file = made
        .and_then(|()| {
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(".verrou"))
        })
        .map_err(trouble(UNUSABLE))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock { _file: file }),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(conflict(
            "backup_running",
            "Une sauvegarde ou une restauration est déjà en cours. Réessayez dans un instant.",
        )),
        Err(error) => Err(trouble(UNUSABLE)(error.into())),
    }
}

/// What a process that died has left. The lock is ours, so nobody is writing it.
fn remove_halves(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("bourse-") && name.to_string_lossy().ends_with(".part") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// 422: what is wrong with a file that is to be restored. Nothing has been touched.
fn flaw(code: &'static str, words: impl Into<String>) -> Problem {
    unprocessable(code, words)
}

fn truncated() -> Problem {
    flaw(
        "backup_truncated",
        "La sauvegarde est tronquée : il en manque la fin. Reprenez le fichier d'origine.",
    )
}

/// 500 in words that help, for what the disk refuses.
pub fn trouble(words: &'static str) -> impl Fn(io::Error) -> Problem {
    move |error| {
        let mut problem = internal(&error);
        words.clone_into(&mut problem.detail);
        problem
    }
}
