//! A process of its own that sends mail, so that no process that answers requests waits for a mail server.
//!
//! It is the program itself with `mail flush`. Beside being sent for, it goes once a minute as long as requests come, whether
//! there is mail or not: cron comes once an hour on some hosts, and how long a request takes must not tell whether an
//! earlier one has written a message.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// The running program, also after its file has been replaced.
const MYSELF: &str = "/proc/self/exe";

/// Time between two rounds that nobody asked for, over all processes of the installation.
const ROUND: Duration = Duration::from_mins(1);

/// Starts the process, one at a time, and buries it.
pub(super) struct Courier {
    /// Its age is that of the last round.
    mark: PathBuf,
    at_work: Mutex<Option<Child>>,
}

/// What came of sending for the courier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Started {
    New,
    StillAtWork,
}

impl Courier {
    pub(super) fn new(storage: &Path) -> Self {
        Self { mark: storage.join(".mail-round"), at_work: Mutex::new(None) }
    }

    /// Whether a minute has gone by since the last round of any process; if so, this is the next one.
    pub(super) fn round_is_due(&self) -> bool {
        let now = SystemTime::now();
        let last = std::fs::metadata(&self.mark).and_then(|facts| facts.modified()).ok();
        // A mark in the future was made by a clock that was wrong.
        let fresh = last.is_some_and(|last| now.duration_since(last).is_ok_and(|age| age < ROUND));
        if fresh {
            return false;
        }
        let marked = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.mark);
        marked.and_then(|file| file.set_modified(now)).is_ok()
    }

    /// Has a backup made that was asked for. It is nobody's child: it may take longer than this process lives.
    pub(super) fn send_for_backup() -> io::Result<()> {
        detached(&["cron", "--asked"]).spawn().map(drop)
    }

    pub(super) fn start(&self) -> io::Result<Started> {
        let mut at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = at_work.as_mut()
            && child.try_wait()?.is_none()
        {
            return Ok(Started::StillAtWork);
        }
        *at_work = Some(detached(&["mail", "flush"]).spawn()?);
        Ok(Started::New)
    }
}

/// The program itself with another command.
fn detached(arguments: &[&str]) -> Command {
    let mut command = Command::new(MYSELF);
    command
        .args(arguments)
        // Without the variables of a request, in which it would see one to answer.
        .env_remove("GATEWAY_INTERFACE")
        .env_remove("REQUEST_METHOD")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Web servers end what is left of a request's group.
        .process_group(0);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_is_due_once_a_minute_over_all_processes() {
        let folder = std::env::temp_dir().join(format!("bourse-courier-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (one, other) = (Courier::new(&folder), Courier::new(&folder));
        assert!(one.round_is_due());
        assert!(!one.round_is_due() && !other.round_is_due());
        let mark = std::fs::OpenOptions::new().write(true).open(&one.mark).unwrap();
        mark.set_modified(SystemTime::now() - ROUND).unwrap();
        assert!(other.round_is_due());
        mark.set_modified(SystemTime::now() + ROUND * 60).unwrap();
        assert!(one.round_is_due(), "the clock went back");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
