//! The house rules of `docs/architecture.md`, kept by reading the source.

mod citations;
mod imports;
mod queries;
mod writers;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files above 400 lines, and why they may be.
const LONG_FOR_A_REASON: [&str; 1] = [
    // Tables as diesel sees them: data, compared with the migrations by a test below.
    "src/db/schema.rs",
];

const MOST_LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

/// Lines of code: without comments, so that prose about a module is no dependency on it.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with //!", name(&path));
    }
}

#[test]
fn no_file_is_longer_than_can_be_read_at_a_sitting() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let excused = LONG_FOR_A_REASON.contains(&name(&path).as_str());
        assert!(lines <= MOST_LINES || excused, "{} has {lines} lines", name(&path));
    }
}

#[test]
fn one_file_writes_what_articles_are_made_of() {
    // The demonstration invents its articles; a new draft is written with its list.
    let writers = ["src/features/lists/articles.rs", "src/ops/demo/story.rs"];
    for path in files("src", "rs") {
        let code = code(&path);
        for column in ["status", "verdict", "mark", "outcome"] {
            let set = format!("articles::{column}.eq(");
            let all = code.matches(&set).count();
            let asked =
                ["filter(", ".or("].iter().map(|before| code.matches(&format!("{before}{set}")).count());
            let asked: usize = asked.sum();
            assert!(all == asked || writers.contains(&name(&path).as_str()), "{} sets {column}", name(&path));
        }
    }
}

#[test]
fn kernel_knows_nothing_of_what_stands_on_it() {
    for path in files("src/kernel", "rs") {
        let code = code(&path);
        for above in
            ["crate::features", "crate::http", "crate::db", "crate::app", "crate::ctx", "std::fs", "std::net"]
        {
            assert!(!code.contains(above), "{} uses {above}", name(&path));
        }
    }
}

#[test]
fn rules_are_pure() {
    for path in files("src/features", "rs") {
        let place = name(&path);
        if !(place.ends_with("/rules.rs") || place.contains("/rules/")) {
            continue;
        }
        let code = code(&path);
        for impure in [
            "crate::db",
            "crate::http",
            "crate::ctx",
            "diesel::",
            "std::fs",
            "std::env",
            "Utc::now",
            "SystemTime",
        ] {
            assert!(!code.contains(impure), "{place} uses {impure}");
        }
    }
}

#[test]
fn stores_know_nothing_of_http() {
    for path in files("src/features", "rs") {
        if name(&path).ends_with("store.rs") {
            assert!(!code(&path).contains("crate::http"), "{} uses crate::http", name(&path));
        }
    }
}

#[test]
fn only_the_configuration_reads_the_environment() {
    for path in files("src", "rs") {
        let place = name(&path);
        let allowed = place.starts_with("src/config") || place.starts_with("src/doors");
        assert!(allowed || !code(&path).contains("env::var"), "{place} reads the environment");
    }
}

#[test]
fn only_the_clock_and_the_log_ask_the_machine_for_the_time() {
    for path in files("src", "rs") {
        let place = name(&path);
        let allowed = ["src/kernel/clock.rs", "src/ops/log.rs"].contains(&place.as_str());
        assert!(allowed || !code(&path).contains("Utc::now"), "{place} asks the machine's clock");
    }
}

#[test]
fn no_module_is_called_by_an_empty_name() {
    for path in files("src", "rs") {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !["utils", "helpers", "manager", "data", "common", "misc"].contains(&stem.as_str()),
            "{}",
            name(&path)
        );
    }
}

#[test]
fn migrations_are_twins() {
    let steps = |engine: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("migrations").join(engine))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(steps("sqlite"), steps("mariadb"));
    for step in steps("sqlite") {
        for direction in ["up.sql", "down.sql"] {
            let columns = |engine: &str| {
                columns_of(&root().join("migrations").join(engine).join(&step).join(direction))
            };
            assert_eq!(columns("sqlite"), columns("mariadb"), "{step}/{direction}");
        }
    }
}

/// Tables and their column names, in order, as the SQL text has them.
fn columns_of(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let mut found = Vec::new();
    for line in text.lines() {
        let word = line.split_whitespace().next().unwrap_or_default();
        let column = line.starts_with("  ") && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        if column || line.starts_with("CREATE TABLE") || line.starts_with("DROP TABLE") {
            found.push(if column { word.to_owned() } else { line.to_owned() });
        }
    }
    found
}
