//! A password's way to the process that works on it, and the answer's way back.
//!
//! The program starts itself with one hidden word. The password goes through a pipe, never through the command line, which
//! every user of the host can read; so does the answer.

use std::io::{self, Read as _, Write as _};
use std::process::{Command, Stdio};

use argon2::Params;

use super::argon::{Done, Task, work};

/// The hidden command.
pub const COMMAND: &str = "password-task";

/// The running program, also after its file has been replaced or removed.
const MYSELF: &str = "/proc/self/exe";

/// A longer task is not ours: bodies of requests are cut far before.
const LONGEST: u64 = 64 * 1024;

/// Has a task carried out by a process of its own.
pub(crate) fn hand_over(task: &Task) -> io::Result<Done> {
    // Without the variables of a request, in which the child would see one to answer.
    let mut child =
        Command::new(MYSELF).arg(COMMAND).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    // Dropped when written, which tells the child that this is all.
    let sent = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(&serde_json::to_vec(task)?));
    let output = child.wait_with_output()?;
    sent?;
    if !output.status.success() {
        return Err(io::Error::other(format!("the process for it ended with {}", output.status)));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The child's side: one task from standard input, its answer to standard output.
pub fn answer() -> io::Result<()> {
    let mut text = Vec::new();
    io::stdin().lock().take(LONGEST).read_to_end(&mut text)?;
    let done = work(&serde_json::from_slice(&text)?, &Params::DEFAULT).map_err(io::Error::other)?;
    io::stdout().lock().write_all(&serde_json::to_vec(&done)?)
}
