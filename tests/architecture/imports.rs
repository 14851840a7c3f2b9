//! Who imports whom, read from `use` trees and paths as the compiler does: with braces, `self` and `super`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{code, files, name};

/// Features of an area, and files of a folder, side by side.
const MOST_FEATURES: usize = 7;
const MOST_FILES: usize = 10;

/// Where more files stand side by side, and why they may.
const CROWDED: [(&str, &str); 0] = [];

type Module = Vec<String>;

/// `src/features/sale/claims.rs` is `features::sale::claims`, `mod.rs` its folder.
fn module_of(path: &Path) -> Module {
    let place = name(path);
    let place = place.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Module = place.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

/// Production code: without comments, and without what is compiled for tests only.
fn production(path: &Path) -> String {
    let code = code(path);
    code.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned()
}

fn is_of_tests(path: &Path) -> bool {
    let place = name(path);
    place.ends_with("/tests.rs") || place.ends_with("/properties.rs")
}

/// The paths of a `use` tree: `a::{b, c::{self, d}}` gives `a::b`, `a::c`, `a::c::d`.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split("::").map(|part| part.trim().to_owned()).collect()];
    };
    let before: Vec<String> =
        tree[..open].split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let inside = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut begun, mut parts) = (0_usize, 0, Vec::new());
    for (at, sign) in inside.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[begun..at]);
                begun = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[begun..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(leaves).map(|leaf| before.iter().cloned().chain(leaf).collect()).collect()
}

/// A path from the root of the crate; nothing for paths into other crates.
fn absolute(path: &[String], from: &Module, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut place = from.clone();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            place.clear();
            rest = &path[1..];
        }
        "self" | "super" => {
            while let Some((word, after)) =
                rest.split_first().filter(|(word, _)| *word == "self" || *word == "super")
            {
                if word == "super" {
                    place.pop();
                }
                rest = after;
            }
        }
        child => {
            place.push(child.to_owned());
            if !modules.contains(&place) {
                return None;
            }
            rest = &path[1..];
        }
    }
    place.extend(rest.iter().filter(|part| *part != "self").cloned());
    Some(place)
}

/// Every module of production code with the modules that it imports.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let sources: Vec<_> = files("src", "rs").into_iter().filter(|path| !is_of_tests(path)).collect();
    let modules: BTreeSet<Module> = sources.iter().map(|path| module_of(path)).collect();
    let holder = |path: &Module| {
        (1..=path.len()).rev().map(|end| path[..end].to_vec()).find(|one| modules.contains(one))
    };
    let mut imports = BTreeMap::new();
    for path in &sources {
        let (module, text) = (module_of(path), production(path));
        let mut found: BTreeSet<Module> = BTreeSet::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find("use ") {
            let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
            let statement = rest[..at].ends_with(['\n', ' ', ')']) || at == 0;
            if statement {
                found.extend(
                    leaves(&rest[at + 4..end]).iter().filter_map(|leaf| absolute(leaf, &module, &modules)),
                );
            }
            rest = &rest[end.max(at + 4)..];
        }
        for start in ["crate::", "super::"] {
            for (at, _) in text.match_indices(start) {
                let before = &text[..at];
                let inner = before.ends_with("::") || before.ends_with(|sign: char| sign.is_alphanumeric());
                let end = text[at..].find(|sign: char| !sign.is_alphanumeric() && !"_:".contains(sign));
                let path = &text[at..end.map_or(text.len(), |end| at + end)];
                // Who may see an item is no import, and the trunk of a `use` tree is read with its leaves.
                let of_a_path = !before.ends_with("pub(in ") && !path.ends_with("::");
                let path: Vec<String> = path.split("::").map(str::to_owned).collect();
                if !inner && of_a_path {
                    found.extend(absolute(&path, &module, &modules));
                }
            }
        }
        let mut found: BTreeSet<Module> = found.iter().filter_map(holder).collect();
        found.remove(&module);
        imports.insert(module, found);
    }
    imports
}

/// The names in a `mod.rs`, in its order.
fn in_order(folder: &str) -> Vec<String> {
    let list = std::fs::read_to_string(super::root().join(folder).join("mod.rs")).unwrap();
    list.lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn use_trees_are_read_whole() {
    let read = |tree: &str| -> Vec<String> { leaves(tree).iter().map(|leaf| leaf.join("::")).collect() };
    assert_eq!(read("a::b as c"), ["a::b"]);
    assert_eq!(read("a::{b, c::{self, d as e}, f::*}"), ["a::b", "a::c::self", "a::c::d", "a::f::*"]);
}

#[test]
fn an_area_and_a_feature_use_only_what_stands_above_them() {
    let areas = in_order("src/features");
    let rank = |module: &Module| -> Option<(usize, usize)> {
        let area = areas.iter().position(|area| module.get(1) == Some(area))?;
        let features = in_order(&format!("src/features/{}", areas[area]));
        let feature = features.iter().position(|feature| module.get(2) == Some(feature));
        Some((area, feature.unwrap_or_default()))
    };
    let mut wrong = Vec::new();
    for (module, used) in imports() {
        if module.first().is_none_or(|top| top != "features") || module.len() < 3 {
            continue;
        }
        for other in
            used.iter().filter(|other| other.first().is_some_and(|top| top == "features") && other.len() > 2)
        {
            if rank(other) > rank(&module) {
                wrong.push(format!("{} uses {}, which stands below it", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The modules of `src/`, with those that they import.
fn at_the_top() -> BTreeMap<String, BTreeSet<String>> {
    let mut tops: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, used) in imports() {
        let Some(top) = module.first() else { continue };
        let others = used.iter().filter_map(|other| other.first()).filter(|other| *other != top);
        tops.entry(top.clone()).or_default().extend(others.cloned());
    }
    tops.remove("main");
    tops
}

#[test]
fn no_circle_at_the_top() {
    let mut left = at_the_top();
    // Whoever imports only what is gone already goes next; what stays imports itself by way of others.
    loop {
        let free: Vec<String> = left
            .iter()
            .filter(|(_, used)| used.iter().all(|other| !left.contains_key(other)))
            .map(|(top, _)| top.clone())
            .collect();
        if free.is_empty() {
            break;
        }
        left.retain(|top, _| !free.contains(top));
    }
    assert!(left.is_empty(), "in a circle, or above one: {left:#?}");
}

#[test]
fn features_and_what_they_stand_on_know_nothing_of_the_program_around_them() {
    let above = ["app", "doors", "ops", "routes"];
    for (top, used) in at_the_top() {
        let below =
            ["config", "ctx", "db", "error", "features", "http", "kernel", "pdf", "program", "sheets"];
        let found: Vec<&str> = above.into_iter().filter(|one| used.contains(*one)).collect();
        assert!(!below.contains(&top.as_str()) || found.is_empty(), "{top} uses {found:?}");
    }
    let programs = at_the_top().remove("program").unwrap_or_default();
    assert!(!programs.contains("features") && !programs.contains("ctx"), "program uses {programs:?}");
}

#[test]
fn no_circle_of_files_within_a_feature() {
    let imports = imports();
    let reaches = |from: &Module, to: &Module| {
        let inside = |module: &&Module| module.starts_with(&from[..from.len().min(3)]);
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = next.pop() {
            for used in imports.get(&module).into_iter().flatten().filter(inside) {
                if used == to {
                    return true;
                }
                if seen.insert(used.clone()) {
                    next.push(used.clone());
                }
            }
        }
        false
    };
    let circles: Vec<String> = imports
        .keys()
        .filter(|module| module.first().is_some_and(|top| top == "features") && module.len() > 3)
        .filter(|module| reaches(module, module))
        .map(|module| module.join("::"))
        .collect();
    assert!(circles.is_empty(), "imported by what they import: {circles:#?}");
}

#[test]
fn rooms_are_small_enough_to_be_seen_at_a_glance() {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for path in files("src", "rs") {
        let place = name(&path);
        let (folder, file) = place.rsplit_once('/').unwrap();
        if !["tests.rs", "properties.rs", "lib.rs", "main.rs"].contains(&file) {
            *folders.entry(folder.to_owned()).or_default() += 1;
        }
    }
    let crowded: Vec<String> = folders
        .into_iter()
        .filter(|(folder, count)| {
            *count > MOST_FILES && !CROWDED.iter().any(|(excused, _)| excused == folder)
        })
        .map(|(folder, count)| format!("{folder}: {count} files"))
        .collect();
    assert!(crowded.is_empty(), "{}", crowded.join("\n"));
    for area in in_order("src/features") {
        let features = in_order(&format!("src/features/{area}")).len();
        // An area may have files of its own beside its features: what they share.
        let shared = files(&format!("src/features/{area}"), "rs")
            .iter()
            .filter(|path| module_of(path).len() == 3 && !name(path).ends_with("mod.rs"))
            .count();
        assert!(features - shared.min(features) <= MOST_FEATURES, "{area}: {features} features");
    }
}

/// What the others stand on: it has no address and no page.
const WITHOUT_SCREEN: &str = "base";

#[test]
fn areas_have_the_same_names_on_the_server_in_routes_in_tests_and_on_the_page() {
    let mut missing = Vec::new();
    for area in in_order("src/features") {
        let mut wanted = vec![format!("tests/{area}/mod.rs")];
        if area != WITHOUT_SCREEN {
            wanted.push(format!("src/routes/table/{area}.rs"));
            wanted.push(format!("frontend/src/features/{area}"));
        }
        missing.extend(wanted.into_iter().filter(|place| !super::root().join(place).exists()));
    }
    assert!(missing.is_empty(), "{missing:?}");
}
