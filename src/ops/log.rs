//! Logs: a line of JSON each, to standard error and to `LOGS_PATH/app.log`.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use chrono::{SecondsFormat, Utc};
use log::kv::{Key, Value as KvValue, VisitSource};
use serde_json::{Map, Value, json};

/// Starts logging. `RUST_LOG` chooses the level as usual; `info` by default.
pub fn start(folder: &Path, also_stderr: bool) {
    let file = std::fs::create_dir_all(folder)
        .and_then(|()| OpenOptions::new().create(true).append(true).open(folder.join("app.log")))
        .map_err(|error| eprintln!("le journal {} ne peut pas être écrit : {error}", folder.display()))
        .ok();
    let both = Both { file, also_stderr };
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
    line.insert("target".to_owned(), json!(record.target()));
    let message = record.args().to_string();
    if !message.is_empty() {
        line.insert("message".to_owned(), json!(message));
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
            .unwrap_or_else(|| Value::from(value.to_string()));
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}

struct Both {
    file: Option<File>,
    also_stderr: bool,
}

impl Write for Both {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full disk must not stop the till: the line is lost, the request is not.
        if let Some(file) = &mut self.file {
            drop(file.write_all(bytes));
        }
        if self.also_stderr || self.file.is_none() {
            drop(io::stderr().write_all(bytes));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
