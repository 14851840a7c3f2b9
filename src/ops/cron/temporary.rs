//! Files that can be made again, or that nobody will ever ask for.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::TimeDelta;

use crate::app::App;
use crate::db;
use crate::error::Result;
use crate::features::base::jobs::store as jobs;
use crate::features::house::upkeep::exports;

/// Days after which a finished job and its file are forgotten: the file can be made again.
const JOB_DAYS: i64 = 60;

/// A file that was never finished is left alone for so long: its process may still be at it.
const UNFINISHED: Duration = Duration::from_hours(48);

/// Removes them. Gives how many files went.
pub fn remove(app: &App) -> Result<usize> {
    let then = app.clock.now().plus(TimeDelta::days(-JOB_DAYS));
    // Rows first: a row without a file would offer a download that fails; a file without a row is only found again.
    let old = app.with_db(|db| db::write(db, |db| jobs::forget(db, then)))?;
    let folders = [&app.config.folders.labels, &app.config.folders.slips];
    let mut gone = 0;
    for file in folders.into_iter().flat_map(|folder| files_below(folder)) {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let of_old_job = old.iter().any(|id| name.starts_with(id.as_str()));
        if (of_old_job || is_unfinished(&file)) && std::fs::remove_file(&file).is_ok() {
            gone += 1;
        }
    }
    gone += exports::clean(&app.config.folders.exports, &app.config.exports, SystemTime::now());
    Ok(gone)
}

/// The files of a folder and of the folders in it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let found = std::fs::read_dir(folder).into_iter().flatten();
        found.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
    };
    let (folders, mut files): (Vec<_>, Vec<_>) = entries(folder).into_iter().partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| entries(folder)).filter(|path| path.is_file()));
    files
}

/// Parts of a sheet that was given up, and files that were being written when their process died.
fn is_unfinished(file: &Path) -> bool {
    let part = file.extension().is_some_and(|kind| kind == "part" || kind == "new");
    let age = || {
        let modified = file.metadata().and_then(|file| file.modified()).ok()?;
        SystemTime::now().duration_since(modified).ok()
    };
    part && age().is_some_and(|age| age > UNFINISHED)
}
