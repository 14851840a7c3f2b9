//! Images, compose files, ignore list and Makefile agree with each other, read without Docker.
//!
//! Linters and the published compose schema look at them in `scripts/test docker`; nginx's configuration and the scripts
//! of the containers run for real in `nginx::`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use bourse::config::Config;

use crate::support::folder::Folder;

const COMPOSE: [&str; 2] = ["docker-compose.yml", "docker-compose.prod.yml"];
const DOCKERFILES: [&str; 2] = ["docker/backend/Dockerfile", "docker/frontend/Dockerfile"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The instructions of a Dockerfile, continued lines joined, as words.
fn instructions(name: &str) -> Vec<Vec<String>> {
    read(name)
        .replace("\\\n", " ")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

/// Names of the stages of a Dockerfile.
fn stages(name: &str) -> Vec<String> {
    let lines = instructions(name);
    lines.iter().filter(|words| words[0] == "FROM").map(|words| words[3].clone()).collect()
}

/// Values of the lines `key: value` of a compose file, comments left out.
fn values(name: &str, key: &str) -> Vec<String> {
    let text = read(name);
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix(&format!("{key}: ")));
    lines.map(|value| value.trim_matches('"').to_owned()).collect()
}

/// Every image comes by a tag that says a version, or is built here.
fn assert_pinned(image: &str, place: &str) {
    let (_, tag) = image.rsplit_once(':').unwrap_or((image, ""));
    let versioned = tag.matches('.').count() >= 2 && tag.chars().any(|c| c.is_ascii_digit());
    assert!(versioned, "{place}: {image} has no precise tag");
}

#[test]
fn every_image_is_pinned() {
    for name in DOCKERFILES {
        let own = stages(name);
        for words in instructions(name).iter().filter(|words| words[0] == "FROM") {
            if words[1] != "scratch" && !own.contains(&words[1]) {
                assert_pinned(&words[1], name);
            }
        }
    }
    for name in COMPOSE {
        for image in values(name, "image").iter().filter(|image| !image.starts_with("bourse")) {
            assert_pinned(image, name);
        }
    }
}

#[test]
fn compose_files_build_stages_and_mount_files_that_exist() {
    for name in COMPOSE {
        let (files, targets) = (values(name, "dockerfile"), values(name, "target"));
        assert!(!files.is_empty() && files.len() == targets.len(), "{name}");
        for (file, target) in files.iter().zip(&targets) {
            assert!(stages(file).contains(target), "{name}: {file} has no stage {target}");
        }
        for line in read(name).lines() {
            let Some((from, _)) = line.trim().strip_prefix("- ./").and_then(|mount| mount.split_once(':'))
            else {
                continue;
            };
            assert!(root().join(from).exists(), "{name} mounts {from}");
        }
    }
}

/// Whether `.dockerignore` keeps a path out of the builds.
fn ignored(path: &str) -> bool {
    let list = read(".dockerignore");
    let mut out = false;
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (pattern, keeps) = line.strip_prefix('!').map_or((line, false), |pattern| (pattern, true));
        let (pattern, anywhere) =
            pattern.strip_prefix("**/").map_or((pattern.trim_start_matches('/'), false), |name| (name, true));
        let stem = pattern.trim_end_matches('*');
        let fits = |name: &str| name == pattern || (stem != pattern && name.starts_with(stem));
        let below = path.starts_with(&format!("{pattern}/"));
        if fits(path) || below || (anywhere && path.split('/').any(fits)) {
            out = !keeps;
        }
    }
    out
}

#[test]
fn what_the_images_copy_is_there_and_reaches_them() {
    for name in DOCKERFILES {
        let own = stages(name);
        for words in instructions(name).iter().filter(|words| words[0] == "COPY") {
            let from = words.iter().find_map(|word| word.strip_prefix("--from="));
            if let Some(stage) = from {
                assert!(own.iter().any(|known| known == stage), "{name} copies from {stage}");
                continue;
            }
            let paths: Vec<_> = words[1..].iter().filter(|word| !word.starts_with("--")).collect();
            for path in &paths[..paths.len() - 1] {
                let path = path.trim_end_matches('/');
                assert!(root().join(path).exists(), "{name} copies {path}");
                assert!(!ignored(path), "{name} copies {path}, which .dockerignore leaves out");
            }
        }
    }
    // The backend's copies everything: the build needs these.
    for path in
        ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", ".env.example", "src/main.rs", "scripts/build"]
    {
        assert!(root().join(path).exists() && !ignored(path), "{path}");
    }
    for path in [".env", ".env.docker", ".git", "frontend/node_modules", "target", "dist", "demo"] {
        assert!(ignored(path), "{path} must stay out");
    }
}

/// The `${KEY}` that a compose file names.
fn asked(name: &str) -> BTreeSet<String> {
    let text = read(name);
    let keys = text.split("${").skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_').collect()
    });
    keys.collect()
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(key, value)| (key.into(), value.into())).collect()
}

#[test]
fn the_example_of_settings_names_exactly_what_the_compose_files_ask() {
    let known: BTreeSet<String> = pairs(&read(".env.docker.example")).into_keys().collect();
    let mut asked: BTreeSet<String> = COMPOSE.iter().flat_map(|name| asked(name)).collect();
    // « make dev-debug » sets it.
    assert!(asked.remove("MAIL_TRANSPORT"));
    assert_eq!(asked, known);
}

#[test]
fn setup_draws_secrets_with_which_production_starts_and_never_writes_twice() {
    let folder = Folder::new("make");
    for name in ["Makefile", ".env.docker.example"] {
        std::fs::copy(root().join(name), folder.join(name)).unwrap();
    }
    let setup = || Command::new("make").arg("setup").current_dir(folder.path()).output().unwrap();
    let made = setup();
    assert!(made.status.success(), "{made:?}");
    let first = std::fs::read_to_string(folder.join(".env.docker")).unwrap();
    assert!(setup().status.success());
    assert_eq!(std::fs::read_to_string(folder.join(".env.docker")).unwrap(), first);

    let settings = pairs(&first);
    assert_eq!(settings.len(), pairs(&read(".env.docker.example")).len());
    let secrets: BTreeSet<_> =
        ["MARIADB_PASSWORD", "MARIADB_ROOT_PASSWORD", "JWT_SECRET_KEY", "OFFLINE_HMAC_SECRET", "JOURNAL_KEY"]
            .map(|key| settings[key].clone())
            .into();
    assert_eq!(secrets.len(), 5, "five different ones");
    let mut of_program = settings.clone();
    of_program.insert("APP_ENV".to_owned(), "production".to_owned());
    of_program.insert("APP_URL".to_owned(), "https://bourse.example".to_owned());
    of_program.insert(
        "DATABASE_URL".to_owned(),
        format!("mysql://bourse:{}@db/bourse", settings["MARIADB_PASSWORD"]),
    );
    let config = Config::from_pairs(of_program.into_iter().collect(), |_| None);
    assert!(config.is_ok(), "{:?}", config.err());
}

#[test]
fn make_help_lists_every_target_and_each_knows_what_to_do() {
    let help = Command::new("make").arg("help").current_dir(root()).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed: Vec<&str> = help.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    for wanted in [
        "help",
        "dev",
        "dev-debug",
        "down",
        "logs",
        "shell",
        "db-shell",
        "migrate",
        "migrate-status",
        "test",
        "prod",
        "prod-build",
        "clean",
        "setup",
    ] {
        assert!(listed.contains(&wanted), "make help says nothing of {wanted}");
    }
    for target in listed {
        let dry = Command::new("make").args(["--dry-run", target]).current_dir(root()).output().unwrap();
        let sound = dry.status.success() && !dry.stdout.is_empty() && dry.stderr.is_empty();
        assert!(sound, "make {target}: {dry:?}");
    }
}
