//! Passwords are worked on by a process of their own, seen through the real program.

use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support;
use crate::support::app::{PASSWORD, TestApp};
use crate::support::leash::processes_of;
use crate::support::server::{Door, Process};

/// Far below the 19 MiB that Argon2id fills, far above what a request takes.
const MOST_KILOBYTES: u64 = 10 * 1024;

fn log_in(door: Door, email: &str, password: &str) -> u16 {
    let body = json!({ "email": email, "password": password });
    door.post("/api/v1/auth/login", "", &body).expect("an answer").0
}

/// The most memory a process has ever held, in kilobytes.
fn peak(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn a_log_in_costs_the_serving_process_no_memory_even_after_its_file_is_gone() {
    let app = TestApp::new();
    app.account("camille@example.org", Role::Depositor);
    let program = app.folder.join("program");
    std::fs::copy(support::binary(), &program).unwrap();
    let process = Process::of_program(&program, &app);
    let [serving] = &processes_of(&program)[..] else { panic!("one process serves") };
    // What a first log-in needs beside Argon2id: a connection, templates, the journal.
    assert_eq!(log_in(process.door, "somebody@example.org", PASSWORD), 401);
    let before = peak(serving);
    assert_eq!(log_in(process.door, "camille@example.org", PASSWORD), 200);
    assert_eq!(log_in(process.door, "camille@example.org", "another password"), 401);
    std::fs::remove_file(&program).unwrap();
    assert_eq!(log_in(process.door, "camille@example.org", PASSWORD), 200);
    let grown = peak(serving) - before;
    assert!(grown < MOST_KILOBYTES, "{grown} KB for three log-ins");
}

#[test]
fn a_password_for_the_helper_is_read_from_its_input_alone() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let ask = |task: &str| {
        let mut child = Command::new(support::binary())
            .arg("password-task")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(task.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let salt = [7_u8; 16];
    let (ended_well, hashed) = ask(&json!({ "hash": { "password": PASSWORD, "salt": salt } }).to_string());
    assert!(ended_well);
    let hash = serde_json::from_str::<serde_json::Value>(&hashed).unwrap()["hashed"].clone();
    let check = |password: &str| ask(&json!({ "check": { "password": password, "hash": hash } }).to_string());
    assert_eq!(check(PASSWORD), (true, r#"{"checked":true}"#.to_owned()));
    assert_eq!(check("another"), (true, r#"{"checked":false}"#.to_owned()));
    assert_eq!(ask("nonsense"), (false, String::new()));
}
