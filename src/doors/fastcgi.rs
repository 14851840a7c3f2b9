//! FastCGI: a process that a web server keeps and sends request after request.
//!
//! Under `mod_fcgid` descriptor 0 is the listening socket and one request comes at a time. Behind nginx the program listens
//! itself, with a few threads. Connections are closed after each answer: kept ones would pin the threads.

use std::io::{self, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::sockopt;

use super::readiness::Readiness;
use super::{records, stop};
use crate::app::{self, App};

/// How often an idle process looks whether its own file has been replaced, in seconds.
const LOOK_SECONDS: i64 = 5;

/// Memory of its own with which an idle process leaves, in kilobytes. The allocator hardly gives any back, so that one PDF of
/// a whole edition would be counted against the host's account until the process ends; Apache starts a fresh one for the
/// next request.
const SWOLLEN_KILOBYTES: u64 = 3 * 1024;

/// Looks in a row without a request after which the connection to the database is given back: hosts count them.
const LOOKS_UNTIL_DISCONNECTED: u32 = 12;

/// How long a server may take to send a request or take an answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(40);

/// Serves the socket that descriptor 0 is.
pub fn run_inherited(app: &App) -> io::Result<()> {
    let socket = io::stdin().as_fd().try_clone_to_owned()?;
    serve(app, &socket, 1, Life::Replaceable)
}

/// Listens by itself: `127.0.0.1:9000` or `unix:/path`.
pub fn run_listening(app: &App, address: &str, threads: usize) -> io::Result<()> {
    let socket: OwnedFd = match address.strip_prefix("unix:") {
        Some(path) => {
            // A socket left by a process that died would be in the way.
            if Path::new(path).exists() {
                std::fs::remove_file(path)?;
            }
            UnixListener::bind(path)?.into()
        }
        None => TcpListener::bind(address)?.into(),
    };
    serve(app, &socket, threads, Life::Only)
}

/// Whether somebody starts another process when this one has left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    /// A web server's process manager does.
    Replaceable,
    /// Nobody may.
    Only,
}

fn serve(app: &App, socket: &OwnedFd, threads: usize, life: Life) -> io::Result<()> {
    rustix::io::ioctl_fionbio(socket, true)?;
    let me = Myself::look();
    // Only a process manager's processes can be too few.
    let readiness = (life == Life::Replaceable).then(Readiness::beside_program);
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1) {
            scope.spawn(|| accept_all(app, socket.as_fd(), &me, readiness.as_ref()));
        }
        accept_all(app, socket.as_fd(), &me, readiness.as_ref());
    });
    Ok(())
}

fn accept_all(app: &App, socket: BorrowedFd<'_>, me: &Myself, readiness: Option<&Readiness>) {
    let wait = Timespec { tv_sec: LOOK_SECONDS, tv_nsec: 0 };
    let stopping: &AtomicBool = &stop::requested();
    let mut idle_looks = 0;
    while !stop::is_set(stopping) {
        let mut polled = [PollFd::new(&socket, PollFlags::IN)];
        let ready = poll(&mut polled, Some(&wait));
        if matches!(ready, Ok(0)) && me.was_replaced() {
            log::info!("this program has been replaced on disk: leaving");
            return;
        }
        // While tills come it stays: the next one would wait a second for Apache to notice that it has gone.
        if matches!(ready, Ok(0))
            && readiness.is_some_and(|readiness| !readiness.is_open())
            && own_memory() > SWOLLEN_KILOBYTES
        {
            log::info!("big work has swollen this process: leaving");
            return;
        }
        if !matches!(ready, Ok(count) if count > 0) {
            idle_looks += 1;
            if idle_looks == LOOKS_UNTIL_DISCONNECTED {
                app.disconnect();
            }
            continue;
        }
        idle_looks = 0;
        // Another process may have been quicker: the socket does not block.
        if let Ok(connection) = rustix::net::accept(socket)
            && let Err(error) = answer(app, connection, readiness)
        {
            log::warn!("fastcgi connection: {error}");
        }
        if app.exits_after_answer {
            return;
        }
        app.work_apart();
    }
}

fn answer(app: &App, connection: OwnedFd, readiness: Option<&Readiness>) -> io::Result<()> {
    rustix::io::ioctl_fionbio(&connection, false)?;
    let unix = sockopt::socket_domain(&connection)? == rustix::net::AddressFamily::UNIX;
    if unix {
        let stream = UnixStream::from(connection);
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        exchange(app, readiness, &mut BufReader::with_capacity(16 * 1024, &stream), &mut &stream)
    } else {
        let stream = TcpStream::from(connection);
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        exchange(app, readiness, &mut BufReader::with_capacity(16 * 1024, &stream), &mut &stream)
    }
}

fn exchange(
    app: &App,
    readiness: Option<&Readiness>,
    input: &mut impl io::Read,
    output: &mut impl io::Write,
) -> io::Result<()> {
    match records::read(input, output, app.config.limits.upload_bytes)? {
        records::Incoming::Nothing => Ok(()),
        records::Incoming::Request(id, request) => {
            let now = app.clock.now().utc().timestamp();
            let called = readiness.and_then(|readiness| readiness.answer(&app.config, &request, now));
            records::write(output, id, &called.unwrap_or_else(|| app::handle(app, &request)))
        }
    }
}

/// The file this process was started from. `mod_fcgid` addresses programs by inode: once another file has taken the name,
/// no request comes here any more, and Apache would keep the process for ever.
struct Myself(Option<(PathBuf, u64)>);

impl Myself {
    fn look() -> Self {
        Self(std::env::current_exe().ok().and_then(|path| inode(&path).map(|inode| (path, inode))))
    }

    fn was_replaced(&self) -> bool {
        self.0.as_ref().is_some_and(|(path, started_from)| inode(path) != Some(*started_from))
    }
}

fn inode(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|file| file.ino())
}

/// What this process holds that no other shares, in kilobytes; 0 where the system does not say.
fn own_memory() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| anonymous(&status))
        .unwrap_or_default()
}

fn anonymous(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_knows_what_memory_it_holds_for_itself() {
        assert_eq!(
            anonymous("VmRSS:\t   30000 kB\nRssAnon:\t   19644 kB\nRssFile:\t    7000 kB\n"),
            Some(19_644)
        );
        assert_eq!(anonymous("VmRSS:\t   30000 kB\n"), None);
        let before = own_memory();
        let held = std::hint::black_box(vec![1_u8; 32 * 1024 * 1024]);
        assert!(own_memory() >= before + 31 * 1024, "{} KB before and {} after", before, own_memory());
        drop(held);
    }
}
