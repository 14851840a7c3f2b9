//! Where queries live.
//!
//! A small resource is one file: types, query and handler together. A file that both answers requests and asks the database
//! is therefore short; beyond that its queries move to a store. What decides, and what is shown, asks nothing.

use super::{code, files, name};

/// Most lines of a file with handlers and queries.
const MOST_LINES_TOGETHER: usize = 250;

/// Who asks the database outside of features and the engine, and why.
const OUTSIDE: [(&str, &str); 5] = [
    ("src/app/idempotence.rs", "answers are kept before any feature is asked"),
    ("src/ctx/claim.rs", "the transaction that does the work notes that it is done"),
    ("src/ops/audit.rs", "the command line reads the journal"),
    ("src/ops/restore.rs", "whole tables come back"),
    ("src/ops/demo/story.rs", "invented lists are written at once"),
];

/// What diesel is asked with.
const ASKING: [&str; 8] = [
    ".load(",
    ".load::<",
    ".first(",
    ".first::<",
    ".get_result(",
    ".get_result::<",
    ".execute(",
    ".get_results(",
];

fn asks(code: &str) -> bool {
    (code.contains("diesel") || code.contains("db::schema")) && ASKING.iter().any(|verb| code.contains(verb))
}

#[test]
fn what_decides_and_what_is_shown_asks_nothing() {
    for path in files("src/features", "rs") {
        let place = name(&path);
        let pure = ["rules", "views", "states", "model", "bodies", "api"]
            .iter()
            .any(|word| place.ends_with(&format!("/{word}.rs")) || place.contains(&format!("/{word}/")));
        assert!(!pure || !asks(&code(&path)), "{place} asks the database: its queries belong into a store");
    }
}

#[test]
fn handlers_and_queries_share_short_files_only() {
    for path in files("src/features", "rs") {
        let code = code(&path);
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        let answers = code.contains("use crate::http::{") || code.contains("use crate::http::Json");
        assert!(
            !answers || !asks(&code) || lines <= MOST_LINES_TOGETHER,
            "{} has {lines} lines of handlers and queries: its queries belong into a store",
            name(&path)
        );
    }
}

#[test]
fn nobody_else_asks_the_database() {
    for path in files("src", "rs") {
        let place = name(&path);
        let may = place.starts_with("src/features/")
            || place.starts_with("src/db/")
            || OUTSIDE.iter().any(|(known, _)| *known == place);
        assert!(may || !asks(&code(&path)), "{place} asks the database");
    }
    for (place, _) in OUTSIDE {
        assert!(asks(&code(&super::root().join(place))), "{place} no longer needs to be excused");
    }
}
