//! `bourse health`, as containers ask a program that serves.

use std::process::{Command, Output};
use std::time::Duration;

use crate::support::app::TestApp;
use crate::support::binary;
use crate::support::folder::Folder;
use crate::support::leash::{Leash, eventually, free_port, signal};
use crate::support::server::command;

/// `bourse serve` with these arguments, and settings beside those of the test.
fn serving(app: &TestApp, folder: &Folder, further: &[(&str, &str)], arguments: &[&str]) -> Leash {
    // A folder each: a process must not read its settings while the next one's are written.
    let own = folder.join(arguments.concat().replace('/', "-"));
    let mut command = command(app, &own, further);
    command.arg("serve").args(arguments);
    Leash::start(&command, &folder.join("log"), None)
}

fn ask(arguments: &[&str]) -> Output {
    Command::new(binary()).arg("health").args(arguments).output().expect("the program starts")
}

/// Asks until it answers; fails with what it said last.
fn becomes_ready(arguments: &[&str]) {
    let ready = eventually(Duration::from_secs(30), || ask(arguments).status.success());
    let said = ask(arguments);
    assert!(ready, "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "Le programme est prêt.\n");
}

#[test]
fn a_serving_program_is_ready_at_every_door() {
    let app = TestApp::new();
    let folder = Folder::new("health");
    let (http, fastcgi) = (format!("127.0.0.1:{}", free_port()), format!("127.0.0.1:{}", free_port()));
    let socket = format!("unix:{}", folder.join("socket").display());
    let mut programs = [["--listen", &http], ["--fastcgi", &fastcgi], ["--fastcgi", &socket]]
        .map(|door| serving(&app, &folder, &[], &door));
    becomes_ready(&["--listen", &http]);
    becomes_ready(&["--fastcgi", &fastcgi]);
    becomes_ready(&["--fastcgi", &socket]);
    programs.iter_mut().for_each(Leash::kill);
}

#[test]
fn a_program_with_an_empty_database_is_not_ready_and_says_why() {
    let app = TestApp::new();
    let folder = Folder::new("health");
    let empty = format!("sqlite:{}", folder.join("empty.sqlite").display());
    let address = format!("127.0.0.1:{}", free_port());
    let mut program = serving(&app, &folder, &[("DATABASE_URL", &empty)], &["--fastcgi", &address]);
    let said = |words: &str| {
        let output = ask(&["--fastcgi", &address]);
        output.status.code() == Some(1) && String::from_utf8_lossy(&output.stderr).contains(words)
    };
    assert!(
        eventually(Duration::from_secs(30), || said("n'est pas prêt (503)")),
        "{:?}",
        ask(&["--fastcgi", &address])
    );
    program.kill();
}

#[test]
fn where_nobody_listens_nobody_is_ready() {
    let address = format!("127.0.0.1:{}", free_port());
    for arguments in [["--listen", &address], ["--fastcgi", &address], ["--fastcgi", "unix:/absent"]] {
        let output = ask(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("ne répond pas"), "{output:?}");
    }
}

#[test]
fn the_cron_of_a_container_stays_until_it_is_told_to_stop() {
    let app = TestApp::new();
    let folder = Folder::new("health");
    let said = folder.join("said");
    let mut running = command(&app, &folder.join("program"), &[])
        .args(["cron", "--every", "1440"])
        .stdout(std::fs::File::create(&said).unwrap())
        .spawn()
        .expect("the program starts");
    let round = || std::fs::read_to_string(&said).unwrap().contains("Sauvegarde");
    assert!(eventually(Duration::from_mins(1), round), "{:?}", std::fs::read_to_string(&said));
    assert_eq!(running.try_wait().unwrap(), None, "it waits for the next round");
    signal(running.id(), "TERM");
    assert!(running.wait().unwrap().success());
}

#[test]
fn a_program_that_cannot_write_its_folder_is_not_ready_and_names_no_path() {
    let app = TestApp::new();
    let storage = &app.app.config.folders.storage;
    let _ = std::fs::remove_dir_all(storage);
    std::fs::write(storage, b"not a folder").unwrap();
    for path in ["/health/ready", "/api/health/ready"] {
        let refused = app.get(path, "").refused(503, "not_ready");
        assert_eq!(refused["check"], "storage");
        assert!(!refused.to_string().contains(storage.to_str().unwrap()), "{refused}");
    }
    std::fs::remove_file(storage).unwrap();
    for path in ["/health/ready", "/api/health/ready"] {
        app.get(path, "").expect(200);
    }
}
