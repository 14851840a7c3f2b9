//! Child processes that cannot outlive the test run, however it ends.
//!
//! A small shell stands between: it starts the service, then reads its standard input, whose other end only this
//! process holds. When that end closes - a normal stop, a panic, `kill -9` of the test - the shell ends the service.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `$1` is the file for the service's output, `$2` a folder to remove after it or nothing; the rest is its command line.
const WATCH: &str = r#"
log=$1; unwanted=$2; shift 2
"$@" </dev/null >>"$log" 2>&1 &
service=$!
echo $service
exec >/dev/null 2>&1
cat
kill -TERM $service
wait $service
[ -z "$unwanted" ] || rm -rf "$unwanted"
"#;

/// A running service. Stopped and waited for when dropped.
pub struct Leash {
    watch: Child,
    pid: u32,
}

impl Leash {
    /// Starts `command`, appending what it prints to `log`. A service kept in a `static` is never dropped, so its
    /// folder is given as `unwanted`, to be removed once the service has ended.
    pub fn start(command: &Command, log: &Path, unwanted: Option<&Path>) -> Self {
        let mut watch = Command::new("sh");
        watch
            .args(["-c", WATCH, "sh"])
            .arg(log)
            .arg(unwanted.unwrap_or(Path::new("")))
            .arg(command.get_program())
            .args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            watch.current_dir(folder);
        }
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => watch.env(name, value),
                None => watch.env_remove(name),
            };
        }
        let mut watch = watch.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh starts");
        let mut first_line = String::new();
        let output = watch.stdout.take().expect("the shell's output is piped");
        BufReader::new(output).read_line(&mut first_line).expect("the shell says the service's number");
        let pid = first_line.trim().parse().expect("the service's number");
        Self { watch, pid }
    }

    /// Number of the service's process.
    pub const fn id(&self) -> u32 {
        self.pid
    }

    /// False once the service has ended by itself.
    pub fn is_running(&self) -> bool {
        std::fs::read_to_string(format!("/proc/{}/stat", self.pid))
            .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z')))
    }

    /// Ends the service at once, as `kill -9` does.
    pub fn kill(&mut self) {
        signal(self.pid, "KILL");
        self.stop();
    }

    /// Asks the service to end and waits until it has.
    pub fn stop(&mut self) {
        drop(self.watch.stdin.take());
        if !eventually(Duration::from_secs(20), || self.watch.try_wait().is_ok_and(|ended| ended.is_some())) {
            signal(self.pid, "KILL");
            let _ = self.watch.wait();
        }
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Sends a signal by name (`TERM`, `KILL`) to one process.
pub fn signal(pid: u32, name: &str) {
    let _ = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).stderr(Stdio::null()).status();
}

/// Asks again and again until the answer is yes; false when `limit` has passed without one.
pub fn eventually(limit: Duration, mut question: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        if question() {
            return true;
        }
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A loopback port nobody listens on now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}

/// Numbers of the processes that run this file.
pub fn processes_of(file: &Path) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").expect("/proc is mounted");
    processes
        .filter_map(Result::ok)
        .filter(|process| std::fs::read_link(process.path().join("exe")).is_ok_and(|runs| runs == file))
        .map(|process| process.file_name().to_string_lossy().into_owned())
        .collect()
}
