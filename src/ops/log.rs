//! Logs: a line of JSON each, to standard error and to `LOGS_PATH/app.log`.
//!
//! Lines name people by their ids only. What a database or a mail server says of a fault may hold an address: it is
//! taken out before it is written.

pub mod files;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, Utc};
use log::kv::{Key, Value as KvValue, VisitSource};
use serde_json::{Map, Value, json};

use crate::kernel::text::without_addresses;

/// Starts logging. `RUST_LOG` chooses the level as usual; `info` by default.
pub fn start(folder: &Path, also_stderr: bool) {
    let path = folder.join(files::NAME);
    let file = std::fs::create_dir_all(folder)
        .and_then(|()| OpenFile::open(&path))
        .map_err(|error| eprintln!("le journal {} ne peut pas être écrit : {error}", folder.display()))
        .ok();
    let both = Both { path, file, also_stderr, cut: false };
    let outcome = env_logger::Builder::new()
        .filter_level(log::LevelFilter::Info)
        .parse_default_env()
        .target(env_logger::Target::Pipe(Box::new(both)))
        .format(|out, record| writeln!(out, "{}", line(record)))
        .try_init();
    if let Err(error) = outcome {
        eprintln!("les journaux ne peuvent pas démarrer : {error}");
    }
}

fn line(record: &log::Record<'_>) -> Value {
    let mut line = Map::new();
    line.insert("time".to_owned(), json!(Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)));
    line.insert("level".to_owned(), json!(record.level().as_str()));
    // The lines of requests are alike: their keys are those of operations.md 1 and no others.
    if record.target() != "request" {
        line.insert("target".to_owned(), json!(record.target()));
    }
    let message = record.args().to_string();
    if !message.is_empty() {
        line.insert("message".to_owned(), json!(without_addresses(&message)));
    }
    // A collector that only gathers cannot fail.
    drop(record.key_values().visit(&mut Pairs(&mut line)));
    Value::Object(line)
}

struct Pairs<'a>(&'a mut Map<String, Value>);

impl<'kvs> VisitSource<'kvs> for Pairs<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: KvValue<'kvs>) -> Result<(), log::kv::Error> {
        let value = value
            .to_i64()
            .map(Value::from)
            .or_else(|| value.to_f64().map(|number| json!((number * 1000.0).round() / 1000.0)))
            .unwrap_or_else(|| Value::from(without_addresses(&value.to_string())));
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}

/// The log file, and which file it was when it was opened.
struct OpenFile {
    file: File,
    inode: u64,
}

impl OpenFile {
    fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        let inode = file.metadata()?.ino();
        Ok(Self { file, inode })
    }
}

struct Both {
    path: PathBuf,
    file: Option<OpenFile>,
    also_stderr: bool,
    /// The last line may have been written in part.
    cut: bool,
}

impl Both {
    /// The file under its name: cron may have put the one we hold aside (see `log/files.rs`).
    fn current(&mut self) -> Option<&mut File> {
        let held = self.file.as_ref()?.inode;
        if std::fs::metadata(&self.path).map_or(true, |file| file.ino() != held) {
            // Should it not open, the line still goes into the rotated file.
            self.file = OpenFile::open(&self.path).ok().or(self.file.take());
        }
        self.file.as_mut().map(|open| &mut open.file)
    }
}

impl Write for Both {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full disk must not stop the till: the line is lost, the request is not.
        let cut = self.cut;
        let written = self.current().map(|file| {
            // The half of a line that a full disk left does not spoil the next one.
            if cut {
                file.write_all(b"\n").and_then(|()| file.write_all(bytes))
            } else {
                file.write_all(bytes)
            }
        });
        self.cut = written.is_some_and(|written| written.is_err());
        if self.also_stderr || self.file.is_none() {
            drop(io::stderr().write_all(bytes));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(record: &log::Record<'_>) -> Map<String, Value> {
        line(record).as_object().cloned().unwrap()
    }

    #[test]
    fn a_request_has_the_keys_of_the_specification_and_no_others() {
        let facts: &[(&str, &str)] = &[("request_id", "r"), ("user_id", "u"), ("route", "GET /api/v1/me")];
        let record = log::Record::builder()
            .target("request")
            .level(log::Level::Info)
            .args(format_args!(""))
            .key_values(&facts)
            .build();
        let line = written(&record);
        let keys: Vec<_> = line.keys().map(String::as_str).collect();
        assert_eq!(keys, ["time", "level", "request_id", "user_id", "route"]);
    }

    #[test]
    fn an_address_in_a_fault_is_not_written() {
        let facts: &[(&str, &str)] = &[("cause", "<lucie@example.org>: no such mailbox")];
        let record = log::Record::builder()
            .target("fault")
            .args(format_args!("Duplicate entry 'lucie@example.org' for key 'email'"))
            .key_values(&facts)
            .build();
        let line = Value::Object(written(&record)).to_string();
        assert!(
            !line.contains("lucie") && line.contains("Duplicate entry '[adresse]' for key 'email'"),
            "{line}"
        );
    }

    #[test]
    fn a_process_goes_on_in_the_new_file_once_its_own_was_put_aside() {
        let folder = std::env::temp_dir().join(format!("bourse-log-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(files::NAME);
        let mut both =
            Both { file: OpenFile::open(&path).ok(), path: path.clone(), also_stderr: false, cut: false };
        both.write_all(b"one\n").unwrap();
        std::fs::rename(&path, folder.join("app-2025-11-08.log")).unwrap();
        both.write_all(b"two\n").unwrap();
        both.write_all(b"three\n").unwrap();
        assert_eq!(std::fs::read_to_string(folder.join("app-2025-11-08.log")).unwrap(), "one\n");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\nthree\n");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
