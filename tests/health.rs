//! `bourse health`, as containers ask a program that serves.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::support::app::TestApp;
use crate::support::binary;
use crate::support::folder::Folder;
use crate::support::leash::{Leash, eventually, free_port};
use crate::support::server::environment;

/// `bourse serve` with these arguments.
fn serving(env: &Path, log: &Path, arguments: &[&str]) -> Leash {
    let mut command = Command::new(binary());
    command.arg("serve").args(arguments).env("BOURSE_ENV", env);
    Leash::start(&command, log, None)
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
    let env = environment(&app, &folder.join("program"), &[]);
    let (http, fastcgi) = (format!("127.0.0.1:{}", free_port()), format!("127.0.0.1:{}", free_port()));
    let socket = format!("unix:{}", folder.join("socket").display());
    let log = folder.join("log");
    let mut programs = [
        serving(&env, &log, &["--listen", &http]),
        serving(&env, &log, &["--fastcgi", &fastcgi]),
        serving(&env, &log, &["--fastcgi", &socket]),
    ];
    becomes_ready(&["--listen", &http]);
    becomes_ready(&["--fastcgi", &fastcgi]);
    becomes_ready(&["--fastcgi", &socket]);
    programs.iter_mut().for_each(Leash::kill);
}

#[test]
fn a_program_with_an_empty_database_is_not_ready_and_says_why() {
    let app = TestApp::new();
    let folder = Folder::new("health");
    let env = environment(&app, &folder.join("program"), &[]);
    let text = std::fs::read_to_string(&env).unwrap();
    let empty = format!("{text}DATABASE_URL='sqlite:{}'\n", folder.join("empty.sqlite").display());
    std::fs::write(&env, empty).unwrap();
    let address = format!("127.0.0.1:{}", free_port());
    let mut program = serving(&env, &folder.join("log"), &["--fastcgi", &address]);
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
