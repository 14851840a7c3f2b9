//! Log rotation: yesterday's `app.log`, or one that has grown too large, is renamed, later compressed, and in the end
//! removed.
//!
//! Many processes write to `app.log` at the same time. It is renamed, and each of them notices before its next line that
//! its file has another name now (see `ops::log`). Only a later round compresses what was rotated, so that a line written
//! in between is not lost. Called by one process at a time: cron holds the task.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{NaiveDate, TimeDelta};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::config::Logs;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;

/// The file that is written to.
pub const NAME: &str = "app.log";

/// A rotated file is left alone for so long: somebody may be writing the last line.
const SETTLES: Duration = Duration::from_mins(1);

/// More logs than this are not rotated in a day: the last one is then written over.
const MOST_A_DAY: u32 = 1000;

/// Puts aside, compresses, removes. Gives how many files were touched.
pub fn turn(folder: &Path, limit: &Logs, now: Instant) -> io::Result<usize> {
    let today = paris::local_date(now.utc());
    // What was rotated in earlier rounds, before this one adds to it.
    let mut touched = compress_settled(folder)?;
    touched += usize::from(put_aside(folder, limit, today)?);
    touched += remove_old(folder, limit, today)?;
    Ok(touched)
}

/// Renames the log when it began on another day or has grown too large.
fn put_aside(folder: &Path, limit: &Logs, today: NaiveDate) -> io::Result<bool> {
    let current = folder.join(NAME);
    let Ok(about) = fs::metadata(&current) else { return Ok(false) };
    let began = first_day(&current).unwrap_or(today);
    if about.len() == 0 || (began == today && about.len() < limit.most_bytes) {
        return Ok(false);
    }
    let free = (0..MOST_A_DAY)
        .map(|number| aside(folder, began, number))
        .find(|path| !path.exists() && !path.with_extension("log.gz").exists());
    fs::rename(&current, free.unwrap_or_else(|| aside(folder, began, MOST_A_DAY)))?;
    Ok(true)
}

/// `app-2025-11-08.log`, `app-2025-11-08-1.log`...
fn aside(folder: &Path, day: NaiveDate, number: u32) -> PathBuf {
    let again = if number == 0 { String::new() } else { format!("-{number}") };
    folder.join(format!("app-{day}{again}.log"))
}

/// The day in Paris of a log's first line.
fn first_day(path: &Path) -> Option<NaiveDate> {
    let mut line = String::new();
    BufReader::new(File::open(path).ok()?).read_line(&mut line).ok()?;
    let line: serde_json::Value = serde_json::from_str(&line).ok()?;
    let at = Instant::parse(line["time"].as_str()?)?;
    Some(paris::local_date(at.utc()))
}

fn compress_settled(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for path in logs(folder)?.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "log")) {
        let age = SystemTime::now().duration_since(fs::metadata(&path)?.modified()?).unwrap_or_default();
        if age < SETTLES {
            continue;
        }
        // Under a temporary name first: a process that is killed leaves the log as it was.
        let beside = path.with_extension("log.new");
        let mut packed = GzEncoder::new(File::create(&beside)?, Compression::default());
        io::copy(&mut File::open(&path)?, &mut packed)?;
        packed.finish()?.sync_all()?;
        fs::rename(&beside, path.with_extension("log.gz"))?;
        fs::remove_file(&path)?;
        count += 1;
    }
    Ok(count)
}

fn remove_old(folder: &Path, limit: &Logs, today: NaiveDate) -> io::Result<usize> {
    let oldest = today - TimeDelta::days(i64::from(limit.keep_days));
    let mut count = 0;
    for path in logs(folder)? {
        if day_of(&path).is_some_and(|day| day < oldest) {
            fs::remove_file(&path)?;
            count += 1;
        }
    }
    Ok(count)
}

/// The rotated logs: `app-...`.
fn logs(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    found.retain(|path| day_of(path).is_some());
    found.sort();
    Ok(found)
}

fn day_of(path: &Path) -> Option<NaiveDate> {
    let name = path.file_name()?.to_str()?;
    NaiveDate::parse_from_str(name.strip_prefix("app-")?.get(..10)?, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("bourse-logs-{name}-{}", std::process::id()));
            drop(fs::remove_dir_all(&path));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<_> = fs::read_dir(&self.0)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        }

        /// Makes a file as old as a round that was earlier today.
        fn settle(&self, name: &str) {
            let file = File::options().write(true).open(self.0.join(name)).unwrap();
            file.set_modified(SystemTime::now() - 2 * SETTLES).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    const LIMIT: Logs = Logs { keep_days: 30, most_bytes: 200 };
    const LINE: &str = "{\"time\":\"2025-11-08T09:31:22.123Z\",\"level\":\"INFO\"}\n";

    #[test]
    fn a_log_of_today_stays_and_one_of_yesterday_is_put_aside_then_compressed() {
        let folder = Folder::new("day");
        fs::write(folder.0.join(NAME), LINE).unwrap();
        assert_eq!(turn(&folder.0, &LIMIT, at("2025-11-08T22:59:00Z")).unwrap(), 0);
        assert_eq!(turn(&folder.0, &LIMIT, at("2025-11-08T23:00:00Z")).unwrap(), 1);
        assert_eq!(folder.names(), ["app-2025-11-08.log"]);
        assert_eq!(turn(&folder.0, &LIMIT, at("2025-11-08T23:00:00Z")).unwrap(), 0, "it settles first");
        folder.settle("app-2025-11-08.log");
        assert_eq!(turn(&folder.0, &LIMIT, at("2025-11-08T23:15:00Z")).unwrap(), 1);
        assert_eq!(folder.names(), ["app-2025-11-08.log.gz"]);
        let mut text = String::new();
        let packed = File::open(folder.0.join("app-2025-11-08.log.gz")).unwrap();
        io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).unwrap();
        assert_eq!(text, LINE);
    }

    #[test]
    fn a_log_that_grows_too_large_is_put_aside_the_same_day_under_a_further_number() {
        let folder = Folder::new("size");
        for _ in 0..2 {
            fs::write(folder.0.join(NAME), LINE.repeat(9)).unwrap();
            turn(&folder.0, &LIMIT, at("2025-11-08T12:00:00Z")).unwrap();
        }
        assert_eq!(folder.names(), ["app-2025-11-08-1.log", "app-2025-11-08.log"]);
    }

    #[test]
    fn logs_beyond_their_time_go_and_nothing_else_does() {
        let folder = Folder::new("old");
        for name in ["app-2025-10-08.log.gz", "app-2025-10-09.log.gz", "notes.txt", "app-x.log"] {
            fs::write(folder.0.join(name), "x").unwrap();
        }
        assert_eq!(turn(&folder.0, &LIMIT, at("2025-11-08T12:00:00Z")).unwrap(), 1);
        assert_eq!(folder.names(), ["app-2025-10-09.log.gz", "app-x.log", "notes.txt"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_fault() {
        assert_eq!(turn(Path::new("/nonexistent/logs"), &LIMIT, at("2025-11-08T12:00:00Z")).unwrap(), 0);
    }
}
