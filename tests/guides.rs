//! The French guides and the README promise nothing that is not there: their commands run, what they name exists.
//!
//! Blocks marked `sh` are run in a temporary installation, in the order in which they stand. Those marked `sh hors-test` need a
//! host; they say so in their first line, and what they call must at least exist with the options they give.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use bourse::http::{Method, Request};
use bourse::routes::{Found, Router};

use crate::support::binary;
use crate::support::folder::Folder;
use crate::support::leash::free_port;

const GUIDES: [&str; 3] = ["docs/deploiement.md", "docs/exploitation.md", "README.md"];
/// First line of what is not run here.
const ELSEWHERE: &str = "# à faire sur place";
/// In a guide, the backup that one has just made or fetched.
const BACKUP: &str = "FICHIER";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Fenced blocks: what stands behind the fence, and the lines within.
fn blocks(guide: &str) -> Vec<(String, Vec<String>)> {
    let (mut found, mut open): (Vec<_>, Option<(String, Vec<String>)>) = (Vec::new(), None);
    for line in read(guide).lines() {
        match (line.trim().strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(kind), None) => open = Some((kind.to_owned(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line.trim().to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{guide}: a block is not closed");
    found
}

/// What stands between single backquotes, outside of blocks.
fn spans(guide: &str) -> Vec<String> {
    let (mut text, mut within) = (String::new(), false);
    for line in read(guide).lines() {
        if line.trim().starts_with("```") {
            within = !within;
        } else if !within {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.split('`').skip(1).step_by(2).map(|span| span.replace('\n', " ")).collect()
}

/// A temporary installation on SQLite.
struct Installation(Folder);

impl Installation {
    fn new() -> Self {
        let installation = Self(Folder::new("guide"));
        let settings = format!(
            "APP_ENV=production\nAPP_URL=http://127.0.0.1:{}\nDATABASE_URL=sqlite:bourse.sqlite\n\
             JWT_SECRET_KEY=only-for-the-tests-of-the-guides-01\nOFFLINE_HMAC_SECRET=only-for-the-tests-of-the-guides-02\n\
             JOURNAL_KEY=only-for-the-tests-of-the-guides-03\n\
             MAIL_TRANSPORT=file\n",
            free_port()
        );
        std::fs::write(installation.0.join("env"), settings).unwrap();
        let prepared = installation.run(&["migrate", "up"]);
        assert!(prepared.status.success(), "{prepared:?}");
        installation
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(binary());
        command.args(arguments).env_clear().env("BOURSE_ENV", self.0.join("env")).current_dir(self.0.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().expect("the program starts");
        // A password, for whoever asks for one; others do not read it.
        let _ = running.stdin.take().unwrap().write_all("un cheval vert à pois\n".as_bytes());
        running.wait_with_output().expect("it ends")
    }

    fn latest_backup(&self) -> String {
        let made = std::fs::read_dir(self.0.join("backup")).expect("a backup was made before");
        let names = made.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        format!("backup/{}", names.max().expect("a backup was made before"))
    }
}

/// The arguments of a line that calls the program, from the host's folder or by its name alone.
fn calls_program(line: &str) -> Option<Vec<&str>> {
    let rest = line.strip_prefix("~/bourse/").unwrap_or(line).strip_prefix("bourse ")?;
    Some(rest.split_whitespace().collect())
}

#[test]
fn the_commands_of_the_guides_do_what_they_should() {
    let mut run = 0;
    for guide in GUIDES {
        let installation = Installation::new();
        let prepared = installation.run(&["backup"]);
        assert!(prepared.status.success(), "{prepared:?}");
        for (_, lines) in blocks(guide).into_iter().filter(|(kind, _)| kind == "sh") {
            for line in lines {
                let output = if let Some(mut arguments) = calls_program(&line) {
                    if matches!(arguments[..], ["backup" | "cron"]) {
                        // Both make a backup; these are named by the second, and people are slower than this test.
                        std::thread::sleep(Duration::from_millis(1100));
                    }
                    let backup = installation.latest_backup();
                    arguments.iter_mut().filter(|word| **word == BACKUP).for_each(|word| *word = &backup);
                    installation.run(&arguments)
                } else {
                    assert!(line.starts_with("scripts/") && line.ends_with(" --help"), "{guide}: {line}");
                    Command::new("sh").args(["-c", &line]).current_dir(root()).output().unwrap()
                };
                // The doctor's code says what it found, which here is a good deal.
                let examined =
                    line.ends_with("bourse doctor") && output.status.code().is_some_and(|code| code <= 2);
                assert!(output.status.success() || examined, "{guide}: {line}: {output:?}");
                assert!(!output.stdout.is_empty(), "{guide}: {line} says nothing");
                run += 1;
            }
        }
    }
    assert!(run > 15, "only {run} commands were found");
}

/// What `--help` says, of the program or of a script.
fn help(command: &[&str]) -> String {
    let output = match command {
        ["bourse", rest @ ..] => Command::new(binary()).args(rest).arg("--help").output(),
        [script, ..] => Command::new(root().join(script)).arg("--help").current_dir(root()).output(),
        [] => unreachable!("a command has a name"),
    };
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?} --help: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Fails unless a command, given as words, exists and knows the options it is given.
fn assert_exists(place: &str, words: &[&str]) {
    let plain = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase());
    let said = match words {
        ["bourse", rest @ ..] => {
            // `migrate up` is an argument, `admin create` a command of its own: both answer --help.
            let name: Vec<&str> = rest.iter().take_while(plain).copied().collect();
            help(&[&["bourse"], &name[..]].concat())
        }
        [script, ..] if script.starts_with("scripts/") => help(&[script]),
        ["make", target] => {
            let list = Command::new("make").arg("help").current_dir(root()).output().unwrap();
            let list = String::from_utf8(list.stdout).unwrap();
            assert!(list.contains(&format!("make {target} ")), "{place}: make {target}");
            return;
        }
        ["docker", "compose", rest @ ..] => {
            let file = rest.iter().skip_while(|word| **word != "--file").nth(1).expect("a compose file");
            assert!(root().join(file).is_file(), "{place}: {file}");
            return;
        }
        other => panic!("{place}: {other:?} is neither the program, a script, make nor docker compose"),
    };
    for option in words.iter().filter(|word| word.starts_with("--")) {
        assert!(said.contains(option), "{place}: {words:?}: {option} is unknown");
    }
}

#[test]
fn commands_that_need_a_host_say_so_and_exist_with_their_options() {
    for guide in GUIDES {
        for (kind, lines) in blocks(guide) {
            assert!(
                ["sh", "sh hors-test", "text"].contains(&kind.as_str()),
                "{guide}: a block of kind {kind:?}"
            );
            if kind != "sh hors-test" {
                continue;
            }
            assert_eq!(lines[0], ELSEWHERE, "{guide}");
            for line in &lines[1..] {
                assert_exists(guide, &line.split_whitespace().collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn commands_named_in_passing_exist() {
    let mut seen = BTreeSet::new();
    for guide in GUIDES {
        for span in spans(guide) {
            let words: Vec<&str> = span.split_whitespace().collect();
            let command = words.len() > 1 && ["bourse", "make"].contains(&words[0]);
            let script = span.starts_with("scripts/");
            if (command || script) && seen.insert(span.clone()) {
                assert_exists(guide, &words);
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn settings_named_in_the_guides_exist() {
    let known = [".env.example", ".env.docker.example", "htaccess/public_html.htaccess"].map(read).concat();
    for guide in GUIDES {
        for span in spans(guide) {
            let key = span.split('=').next().unwrap_or_default();
            let is_key = key.contains('_')
                && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
            assert!(!is_key || known.contains(&format!("{key}=")), "{guide}: {key}");
        }
    }
}

#[test]
fn addresses_named_in_the_guides_answer() {
    let (router, pages) = (Router::new(), read("frontend/src/lib/paths.ts"));
    let mut seen = 0;
    for guide in GUIDES {
        for span in spans(guide) {
            let path = span.strip_prefix("https://votre-adresse").unwrap_or(&span);
            let path = path.trim_end_matches('#');
            if !path.starts_with('/') || path.ends_with('/') {
                continue;
            }
            let found = matches!(router.find(&Request::new(Method::Get, path)), Found::Route(..));
            assert!(found || pages.contains(&format!("\"{path}\"")), "{guide}: {path}");
            seen += 1;
        }
    }
    assert!(seen > 5, "only {seen} addresses were found");
}

#[test]
fn files_named_in_the_guides_exist() {
    for guide in GUIDES {
        for span in spans(guide).iter().filter(|span| !span.contains(' ')) {
            let file = span.strip_prefix("bourse/options/").map(|name| format!("packaging/options/{name}"));
            let file = file.unwrap_or_else(|| span.clone());
            let ours =
                ["scripts/", "docker/", "docs/", "htaccess/", "frontend/", "packaging/", ".env.", "src/"];
            let made = file == ".env.docker";
            if ours.iter().any(|start| file.starts_with(start)) && !made {
                assert!(root().join(&file).exists(), "{guide}: {span}");
            }
        }
    }
    assert!(root().join("public_html/carte-caisse.html").is_file());
}

/// The anchor that a heading gets: lower case, dashes for spaces, no other signs.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn links_between_the_guides_lead_somewhere() {
    for guide in GUIDES {
        let text = read(guide);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                root().join(guide)
            } else {
                root().join(guide).parent().unwrap().join(file)
            };
            assert!(target.exists(), "{guide}: {link}");
            let there = std::fs::read(&target).unwrap();
            let there = String::from_utf8_lossy(&there);
            let headings =
                there.lines().filter_map(|line| Some(line.strip_prefix('#')?.trim_start_matches('#')));
            let found = place.is_empty() || headings.map(anchor).any(|known| known == place);
            assert!(found, "{guide}: {link}");
        }
    }
}

#[test]
fn the_scheduled_task_of_a_host_that_runs_only_php_calls_the_program_and_passes_its_code_on() {
    let home = Folder::new("php");
    std::fs::create_dir_all(home.join("bourse/options")).unwrap();
    let task = home.join("bourse/options/cron.php");
    std::fs::copy(root().join("packaging/options/cron.php"), &task).unwrap();
    let program = home.join("bourse/bourse");
    std::fs::write(&program, "#!/bin/sh\necho \"called: $*\"\nexit 3\n").unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let output =
        Command::new("php-cgi").arg("-q").arg(&task).output().expect("php-cgi runs (scripts/setup test)");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "called: cron");
    assert_eq!(output.status.code(), Some(3));
}
