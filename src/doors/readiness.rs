//! FastCGI processes that are kept ready for the tills, and the file that tells Apache that they are.
//!
//! `mod_fcgid` lets a request sleep a whole second when all its processes are busy, so the shipped `.htaccess` sends requests
//! through CGI; only the tills' go through FastCGI, and only while the file is there. `bourse cron` calls up enough processes
//! at once, by signed requests that hold each of them for a moment, and then has one of them lay the file beside the program.
//! A process takes it away again when it shows that nobody looks after them any more: nobody has renewed it, or this process
//! was started by an ordinary request, so that there were too few or none.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::config::Config;
use crate::http::{Request, Response};
use crate::kernel::{hex, mac};

/// Request header that carries a call; any value of it sends a request to FastCGI.
pub const HEADER: &str = "X-Bourse-Warm";
/// Answer header: identifier of the process, and `1` when the file is there, else `0`.
pub const ANSWER: &str = "X-Bourse-Process";
/// The file's name; `htaccess/api.htaccess` knows it.
const FLAG: &str = "fastcgi-pret";

/// How long a process is held: longer than the second that `mod_fcgid` lets those sleep for whom none was left, so that
/// each of them gets a process of its own when it wakes.
const HELD: Duration = Duration::from_millis(1200);
/// The file counts for so long: cron comes every five minutes.
const RENEWED_WITHIN: Duration = Duration::from_mins(7);
/// How far the caller's clock may be from ours, in seconds.
const CLOCKS_APART: i64 = 120;

crate::text_enum! {
    /// What a caller wants of a process.
    pub enum Call {
        /// Stay busy for a moment.
        Hold => "hold",
        /// Lay the file: tills may come.
        Open => "open",
        /// Take the file away: tills go through CGI.
        Shut => "shut",
        /// Only say how things are.
        Look => "look",
    }
}

impl Call {
    /// The value of the header: what, when, and that it comes from this installation.
    pub fn signed(self, config: &Config, unix_seconds: i64) -> String {
        let said = format!("{} {unix_seconds}", self.as_str());
        let tag = hex::encode(&mac::hmac_sha256(&config.secrets.jwt, told(&said).as_bytes()));
        format!("{said} {tag}")
    }

    fn of(request: &Request, config: &Config, unix_seconds: i64) -> Option<Self> {
        let (said, tag) = request.header("x-bourse-warm")?.rsplit_once(' ')?;
        let (call, at) = said.split_once(' ')?;
        let apart = at.parse::<i64>().ok()?.abs_diff(unix_seconds);
        let genuine = mac::verifies(&config.secrets.jwt, told(said).as_bytes(), &hex::decode(tag)?);
        (genuine && apart <= CLOCKS_APART.unsigned_abs()).then(|| Self::parse(call))?
    }
}

/// What is signed, apart from anything else that is signed with the same secret.
fn told(said: &str) -> String {
    format!("bourse fastcgi {said}")
}

/// What a FastCGI process knows of the file beside it.
pub struct Readiness {
    flag: Option<PathBuf>,
    called_up: AtomicBool,
}

impl Readiness {
    /// Of the program that this process was started from.
    pub fn beside_program() -> Self {
        let flag = std::env::current_exe().ok().map(|program| program.with_file_name(FLAG));
        Self { flag, called_up: AtomicBool::new(false) }
    }

    /// The answer to a call; nothing for an ordinary request.
    pub fn answer(&self, config: &Config, request: &Request, unix_seconds: i64) -> Option<Response> {
        let Some(call) = Call::of(request, config, unix_seconds) else {
            self.meet_visitor();
            return None;
        };
        self.called_up.store(true, Ordering::Relaxed);
        match call {
            Call::Hold => std::thread::sleep(HELD),
            Call::Open => self.lay(),
            Call::Shut => self.take_away(),
            Call::Look => {}
        }
        let mut response = Response::empty(204);
        let said = format!("{} {}", std::process::id(), u8::from(self.is_open()));
        response.headers.push((ANSWER, said));
        Some(response)
    }

    /// Whether tills come to this program's processes.
    pub fn is_open(&self) -> bool {
        self.flag.as_ref().is_some_and(|flag| flag.exists())
    }

    fn meet_visitor(&self) {
        let unexpected = !self.called_up.swap(true, Ordering::Relaxed);
        let age = self.flag.as_ref().and_then(|flag| flag.metadata().ok()?.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| unexpected || age > RENEWED_WITHIN) {
            log::info!("FastCGI processes are no longer kept ready: tills go through CGI");
            self.take_away();
        }
    }

    fn lay(&self) {
        let Some(flag) = &self.flag else { return };
        if let Err(error) = std::fs::write(flag, b"") {
            log::warn!("{}: {error}; tills go through CGI", flag.display());
        }
    }

    fn take_away(&self) {
        if let Some(flag) = &self.flag {
            // Several processes may find it out at once.
            drop(std::fs::remove_file(flag));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::http::Method;

    const NOW: i64 = 1_764_400_000;

    fn config() -> Config {
        let mut config = Config::for_documents();
        config.secrets.jwt = b"0123456789abcdef0123456789abcdef".to_vec();
        config
    }

    fn request(value: &str) -> Request {
        let mut request = Request::new(Method::Get, "/api/health");
        request.headers.push(("x-bourse-warm".to_owned(), value.to_owned()));
        request
    }

    fn readiness(name: &str) -> Readiness {
        let flag = std::env::temp_dir().join(format!("bourse-readiness-{}-{name}", std::process::id()));
        Readiness { flag: Some(flag), called_up: AtomicBool::new(false) }
    }

    fn call(readiness: &Readiness, call: Call) -> Option<Response> {
        let config = config();
        readiness.answer(&config, &request(&call.signed(&config, NOW)), NOW)
    }

    #[test]
    fn only_this_installation_may_call() {
        let (config, here) = (config(), readiness("strangers"));
        let mut stranger = Config::for_documents();
        stranger.secrets.jwt = b"another secret of thirty-two bytes".to_vec();
        for value in [
            "open".to_owned(),
            Call::Open.signed(&stranger, NOW),
            Call::Open.signed(&config, NOW - 1000),
            Call::Look.signed(&config, NOW).replace("look", "open"),
        ] {
            assert!(here.answer(&config, &request(&value), NOW).is_none(), "{value}");
        }
        assert!(!here.is_open());
    }

    #[test]
    fn tills_come_from_open_to_shut() {
        let here = readiness("open");
        let said = |call: Call| -> String {
            let response = self::call(&here, call).unwrap();
            response.headers.iter().find(|(name, _)| *name == ANSWER).unwrap().1.clone()
        };
        assert!(said(Call::Look).ends_with(" 0"));
        assert!(said(Call::Open).ends_with(" 1"));
        assert!(here.answer(&config(), &Request::new(Method::Get, "/api/health"), NOW).is_none());
        assert!(here.is_open(), "a visitor of a process that was called up changes nothing");
        assert!(said(Call::Shut).ends_with(" 0"));
    }

    #[test]
    fn a_process_that_a_visitor_started_takes_the_file_away() {
        let here = readiness("unexpected");
        here.lay();
        assert!(here.answer(&config(), &Request::new(Method::Get, "/api/health"), NOW).is_none());
        assert!(!here.is_open());
    }

    #[test]
    fn a_file_that_nobody_renews_is_taken_away() {
        let here = readiness("stale");
        assert!(call(&here, Call::Open).is_some());
        let flag = here.flag.clone().unwrap();
        let long_ago = SystemTime::now() - RENEWED_WITHIN - Duration::from_secs(1);
        std::fs::File::options().write(true).open(flag).unwrap().set_modified(long_ago).unwrap();
        assert!(here.answer(&config(), &Request::new(Method::Get, "/api/health"), NOW).is_none());
        assert!(!here.is_open());
    }
}
