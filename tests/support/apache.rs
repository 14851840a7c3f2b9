//! A private Apache that serves a home folder laid out as on a shared host.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::folder::Folder;
use super::home::{Home, Owner};
use super::http::{Request, Response};
use super::leash::{Leash, eventually, free_port};

/// What the host offers. The default is a good one: `mod_fcgid` and `mod_cgid`, with their default limits.
#[derive(Clone, Copy)]
pub struct Host {
    /// `mod_fcgid` is there; without it only CGI is.
    pub fcgid: bool,
    /// The administrator has raised `FcgidMaxRequestLen` from its 128 KiB.
    pub roomy: bool,
    /// `.htaccess` files may set only what `FileInfo` and `Indexes` allow.
    pub narrow: bool,
}

impl Default for Host {
    fn default() -> Self {
        Self { fcgid: true, roomy: false, narrow: false }
    }
}

/// A running server. Stopped, with every process of the program it started, when dropped.
pub struct Apache {
    leash: Leash,
    run: Folder,
    /// Where it listens on loopback.
    pub port: u16,
}

impl Apache {
    /// Serves `home/public_html` and waits until it answers.
    pub fn start(host: Host, home: &Home) -> Self {
        let offers = [(host.fcgid, "-DFCGID"), (host.roomy, "-DROOMY"), (host.narrow, "-DNARROW")];
        Self::with(offers.into_iter().filter_map(|(wanted, name)| wanted.then_some(name)), home)
    }

    /// The same where neither FastCGI nor CGI programs may run, only PHP.
    pub fn start_with_php_alone(home: &Home) -> Self {
        Self::with(["-DPHP"], home)
    }

    fn with<'a>(offers: impl IntoIterator<Item = &'a str>, home: &Home) -> Self {
        let run = Folder::new("apache");
        home.owner().take(run.path());
        let port = free_port();
        let configuration = include_str!("../host/apache/httpd.conf")
            .replace("@RUN@", text(run.path()))
            .replace("@HOME@", text(home.path()))
            .replace("@PORT@", &port.to_string())
            .replace("@USER@", &home.owner().user)
            .replace("@GROUP@", &home.owner().group);
        std::fs::write(run.join("httpd.conf"), configuration).expect("the configuration can be written");

        let mut command = Command::new("/usr/sbin/apache2");
        command.args(["-f", text(&run.join("httpd.conf")), "-DFOREGROUND"]);
        command.args(offers);
        // The program must find its configuration as on a host: nothing of the test's environment reaches it.
        let mut bare = Command::new("env");
        bare.args(["-i", "PATH=/usr/local/bin:/usr/bin:/bin"])
            .arg(command.get_program())
            .args(command.get_args());
        let server = Self { leash: Leash::start(&bare, &run.join("start.log"), None), run, port };
        let ready = eventually(Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() || !server.leash.is_running()
        });
        assert!(
            ready && server.leash.is_running(),
            "Apache does not start (scripts/setup test?):\n{}",
            server.logs()
        );
        server
    }

    /// Sends one request over a connection of its own; the test fails with Apache's logs when there is no answer.
    pub fn send(&self, request: Request) -> Response {
        request.send(self.port).unwrap_or_else(|error| panic!("{error}\n{}", self.logs()))
    }

    /// `GET path`.
    pub fn get(&self, path: &str) -> Response {
        self.send(Request::get(path))
    }

    /// What answered each of the `count` requests sent so far, oldest first: `fcgid-script`, `cgi-script`, or a
    /// file's handler.
    pub fn doors(&self, count: usize) -> Vec<String> {
        // Apache writes the line after the answer has gone.
        let mut doors = Vec::new();
        eventually(Duration::from_secs(5), || {
            let log = std::fs::read_to_string(self.run.join("doors.log")).unwrap_or_default();
            doors = log.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
            doors.len() >= count
        });
        doors
    }

    /// The same of the requests for one path.
    pub fn doors_at(&self, path: &str, count: usize) -> Vec<String> {
        let mut doors = Vec::new();
        eventually(Duration::from_secs(5), || {
            let log = std::fs::read_to_string(self.run.join("doors.log")).unwrap_or_default();
            let here = log.lines().filter(|line| line.ends_with(&format!(" {path}")));
            doors = here.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
            doors.len() >= count
        });
        doors
    }

    /// Everything Apache and the program's standard error have said.
    pub fn logs(&self) -> String {
        ["start.log", "error.log", "site.log"]
            .map(|name| std::fs::read_to_string(self.run.join(name)).unwrap_or_default())
            .concat()
    }
}

/// Whoever Apache becomes: www-data when the tests run as root, else the one who runs them.
pub fn server_owner() -> Owner {
    Owner::of_process().unless_root("www-data")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("temporary paths are text")
}
