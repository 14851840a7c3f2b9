//! What the suite has brought about: words that some test must provoke, each of a kind (`event`, `refusal`).
//!
//! Words are lines of files in the folder `BOURSE_TEST_SEEN`, one file per kind for what is wanted and one for what was seen. A
//! line is appended by one write, so that neither the order of tests nor the number of their processes matters. After all of
//! them `tests/support/unseen` compares the files. Without the folder nothing is noted.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use bourse::app::App;
use bourse::db::schema::journal;
use bourse::routes::Route;
use diesel::prelude::*;

/// Kind of the codes of journal entries.
pub const EVENT: &str = "event";

/// Kind of what routes refuse by their own rules.
pub const REFUSAL: &str = "refusal";

/// The word for a refusal of a route: `POST /api/v1/tickets 409 ticket_taken`.
pub fn refusal(route: &Route, status: u16, code: &str) -> String {
    format!("{} {} {status} {code}", route.method.as_str(), route.path)
}

static FOLDER: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("BOURSE_TEST_SEEN").map(PathBuf::from));

/// What this process has written already: most words come up again and again.
static WRITTEN: Mutex<BTreeSet<(PathBuf, String)>> = Mutex::new(BTreeSet::new());

/// Notes that a test has brought this about.
pub fn note(kind: &str, word: &str) {
    if let Some(folder) = FOLDER.as_deref() {
        append(folder.join(format!("{kind}.seen")), word);
    }
}

/// Says that some test must bring these about.
pub fn want<'a>(kind: &str, words: impl IntoIterator<Item = &'a str>) {
    if let Some(folder) = FOLDER.as_deref() {
        for word in words {
            append(folder.join(format!("{kind}.wanted")), word);
        }
    }
}

/// Notes the events in the journal of a program that a test is done with.
pub fn note_journal(app: &App) {
    if FOLDER.is_none() {
        return;
    }
    let events = app.with_db(|db| Ok(journal::table.select(journal::event).distinct().load::<String>(db)?));
    // A test may have left a database that cannot be read.
    for event in events.unwrap_or_default() {
        note(EVENT, &event);
    }
}

fn append(file: PathBuf, word: &str) {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    if written.insert((file.clone(), word.to_owned())) {
        write(&file, word);
    }
}

fn write(file: &Path, word: &str) {
    let mut file =
        OpenOptions::new().create(true).append(true).open(file).expect("the folder of what was seen");
    file.write_all(format!("{word}\n").as_bytes()).expect("a line is written");
}
