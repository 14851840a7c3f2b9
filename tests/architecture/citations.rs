//! A comment that cites a rule, by page and number, is worth something as long as that rule stands in `docs/rules`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use super::{files, name, root};

/// Where rules are cited. What is fetched for the web application lies elsewhere.
const FOLDERS: [&str; 7] =
    ["src", "tests", "migrations", "benches", "frontend/src", "frontend/e2e", "docs/rules"];

const KINDS: [&str; 5] = ["rs", "sql", "ts", "tsx", "md"];

/// Written from the API's description, whose sentences are cited where they come from.
const GENERATED: &str = "frontend/src/lib/server/wire.d.ts";

/// Fewer numbers found would mean that they are no longer read.
const LEAST: usize = 100;

/// The numbers of each page: `## 4. Title` gives 4, `- **5.8** Words` gives 5.8.
fn pages() -> BTreeMap<String, BTreeSet<String>> {
    let mut pages = BTreeMap::new();
    for path in files("docs/rules", "md") {
        let mut numbers = BTreeSet::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let section = line.strip_prefix("## ").and_then(|rest| rest.split_once(". "));
            let item = line.strip_prefix("- **").and_then(|rest| rest.split_once("** "));
            let Some((number, _)) = section.or(item) else { continue };
            assert!(numbers.insert(number.to_owned()), "{}: {number} stands there twice", name(&path));
        }
        let page = path.file_stem().unwrap().to_string_lossy().into_owned();
        pages.insert(page, numbers);
    }
    pages
}

fn is_of_page_name(c: char) -> bool {
    c.is_ascii_lowercase() || c == '-' || c == '_'
}

/// Whether what follows `before` on its line is written for people: a comment, or the text of a page.
fn is_prose(kind: &str, before: &str) -> bool {
    let begins_with = |mark: &str| before.trim_start().starts_with(mark);
    match kind {
        "md" => true,
        "sql" => begins_with("--"),
        _ => begins_with("/*") || begins_with("*") || before.contains("//"),
    }
}

/// The number with which a text begins, and what follows it.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number = text[..end].trim_end_matches('.');
    number.starts_with(|c: char| c.is_ascii_digit()).then(|| text.split_at(number.len()))
}

/// The numbers behind the name of a page: ` 4`, ` 4 and 5.3`, ` 5.7, 6 and 7`, ` 4 to 6` with those between.
fn numbers(after: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some((first, mut rest)) = after.strip_prefix(' ').and_then(number) else { return found };
    found.push(first.to_owned());
    let following = |rest: &str| {
        [", ", " and ", " to "].into_iter().find_map(|link| {
            let (next, left) = number(rest.strip_prefix(link)?)?;
            Some((link, next.to_owned(), rest.len() - left.len()))
        })
    };
    while let Some((link, next, length)) = following(rest) {
        let ends = (found.last().and_then(|last| last.parse::<u32>().ok()), next.parse::<u32>().ok());
        if let (" to ", (Some(from), Some(to))) = (link, ends) {
            found.extend((from + 1..to).map(|between| between.to_string()));
        }
        found.push(next);
        rest = &rest[length..];
    }
    found
}

/// The files in which rules are cited, each with its kind.
fn sources() -> Vec<(&'static str, PathBuf)> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        for kind in KINDS {
            found.extend(files(folder, kind).into_iter().map(|path| (kind, path)));
        }
    }
    found.retain(|(_, path)| name(path) != GENERATED);
    found
}

#[test]
fn every_rule_that_is_cited_stands_in_docs_rules() {
    let pages = pages();
    let (mut cited, mut missing) = (0, Vec::new());
    for (kind, path) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for (line, words) in (1..).zip(text.lines()) {
            for (at, ending) in words.match_indices(".md") {
                let (before, after) = (&words[..at], &words[at + ending.len()..]);
                let page = &before[before.trim_end_matches(is_of_page_name).len()..];
                if page.is_empty() || after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let place = format!("{}:{line}", name(&path));
                let Some(rules) = pages.get(page) else {
                    let is_guide = root().join("docs").join(format!("{page}.md")).exists();
                    if is_prose(kind, before) && !is_guide {
                        missing.push(format!("{place}: there is no page {page}"));
                    }
                    continue;
                };
                for number in numbers(after) {
                    cited += 1;
                    if !rules.contains(&number) {
                        missing.push(format!("{place}: the page {page} has no {number}"));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "cited, and not in docs/rules:\n{}", missing.join("\n"));
    assert!(cited >= LEAST, "only {cited} numbers of rules were found");
}

#[test]
fn the_walks_through_the_code_lead_to_files_that_are_there() {
    let text = fs::read_to_string(root().join("docs/walks.md")).unwrap();
    let named: BTreeSet<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|path| ["src/", "frontend/", "templates/"].iter().any(|top| path.starts_with(top)))
        .collect();
    assert!(named.len() > 30, "{named:?}");
    let gone: Vec<&&str> = named.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(gone.is_empty(), "moved or renamed: {gone:?}");
}
