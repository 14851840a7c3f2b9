//! The built-in server before people who send too much, too slowly, or too often at once.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use bourse::kernel::actor::Role;
use rustix::net::{AddressFamily, SocketType, bind, connect, socket};

use crate::support::app::TestApp;
use crate::support::server::Process;

const MEGABYTE: usize = 1024 * 1024;

fn open(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

/// Sends a head that announces `announced` bytes, and `sent` of them as far as they are taken.
fn send(stream: &mut TcpStream, path: &str, token: &str, announced: usize, sent: usize) {
    let bearer = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{bearer}Content-Length: {announced}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let part = vec![b'x'; 64 * 1024];
    for _ in 0..sent.div_ceil(part.len()) {
        if stream.write_all(&part).is_err() {
            return;
        }
    }
}

fn answer(mut stream: TcpStream) -> String {
    let mut text = Vec::new();
    let mut part = [0; 4096];
    while let Ok(count @ 1..) = stream.read(&mut part) {
        text.extend_from_slice(&part[..count]);
        // One answer, whose body is JSON.
        if text.ends_with(b"}") {
            break;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Megabytes of memory that the process has of its own.
fn memory(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[test]
fn what_is_too_large_is_refused_in_words_that_arrive() {
    let app = TestApp::new();
    app.account("admin@example.org", Role::Admin);
    let process = Process::start(&app);
    // By the process's own clock; only an admin's body is read at all on this path.
    let token = process.door.log_in("admin@example.org");
    for (path, token, size, status, code) in [
        ("/api/v1/auth/login", "", 2 * MEGABYTE, "413", "too_large"),
        ("/api/v1/editions", "", 2 * MEGABYTE, "401", "unauthenticated"),
        ("/api/v1/editions", token.as_str(), 12 * MEGABYTE, "413", "too_large"),
    ] {
        let mut stream = open(process.door.port());
        send(&mut stream, path, token, size, size);
        let said = answer(stream);
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")) && said.contains(code), "{path}: {said}");
        assert!(token.is_empty() || said.contains("(2 Mo)"), "{said}");
        assert!(path != "/api/v1/auth/login" || said.contains("(256 Ko)"), "{said}");
    }
}

#[test]
fn thirty_bodies_that_never_end_take_little_memory() {
    let app = TestApp::new();
    app.account("gestion@example.org", Role::Manager);
    let process = Process::start(&app);
    // By the process's own clock.
    let token = process.door.log_in("gestion@example.org");
    let before = memory(&process);
    for token in ["", token.as_str()] {
        let unfinished: Vec<TcpStream> = (0..30)
            .map(|_| {
                let mut stream = open(process.door.port());
                // Whoever is not read any further is full soon.
                stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
                send(&mut stream, "/api/v1/editions", token, 10 * MEGABYTE, 5 * MEGABYTE);
                stream
            })
            .collect();
        let grown = memory(&process).saturating_sub(before);
        assert!(grown < 64, "{grown} MB more for {} bodies", unfinished.len());
    }
    let mut stream = open(process.door.port());
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    assert!(answer(stream).starts_with("HTTP/1.1 200"), "others are served");
}

#[test]
fn one_address_with_all_its_connections_does_not_keep_another_out() {
    let app = TestApp::new();
    let process = Process::start(&app);
    let greedy: Vec<TcpStream> = (0..400).map(|_| open(process.door.port())).collect();
    let neighbour = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&neighbour, &SocketAddrV4::new(Ipv4Addr::new(127, 0, 0, 2), 0)).unwrap();
    connect(&neighbour, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, process.door.port())).unwrap();
    let mut neighbour = TcpStream::from(neighbour);
    neighbour.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    neighbour.write_all(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    assert!(answer(neighbour).starts_with("HTTP/1.1 200"));
    // The last of the greedy ones was turned away at once.
    let mut last = greedy.into_iter().next_back().unwrap();
    let mut said = Vec::new();
    let ended = last.read_to_end(&mut said);
    assert!(said.starts_with(b"HTTP/1.1 503") || ended.is_err(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn what_the_program_writes_is_for_its_own_account_alone() {
    let app = TestApp::new();
    let process = Process::start(&app);
    let folder = process.folder();
    let mut looked_at = 0;
    for name in ["logs", "logs/app.log", "etiquettes", "bordereaux"] {
        let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
        looked_at += 1;
    }
    assert_eq!(looked_at, 4);
}
