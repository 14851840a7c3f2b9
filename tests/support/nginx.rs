//! nginx with the shipped configuration (`docker/nginx/`) in front of the program, as in the containers.
//!
//! The files are used as they are, but for the places that only exist there: addresses, ports, and the folders for pages,
//! certificates and temporary files.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::apache::server_owner;
use super::app::TestApp;
use super::binary;
use super::folder::Folder;
use super::http::{Connection, Request, Response, socket};
use super::leash::{Leash, eventually, free_port};
use super::server::environment;

/// Which of the two servers of `docker/nginx/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// `development.conf`: plain HTTP.
    Development,
    /// `tls.conf`: HTTPS, and what stays in plain HTTP.
    Tls,
}

/// A running nginx and the program behind it. Both are stopped when dropped.
pub struct Nginx {
    leash: Leash,
    program: Leash,
    run: Folder,
    /// Where it speaks plain HTTP, on loopback.
    pub port: u16,
    tls_port: u16,
}

impl Nginx {
    /// Serves a small site and the program on the database of a test.
    pub fn start(server: Server, app: &TestApp) -> Self {
        let run = Folder::new("nginx");
        let (port, tls_port) = (free_port(), free_port());
        lay_out(server, &run, port, tls_port);
        let program = start_program(app, &run);
        let mut command = as_server_owner("/usr/sbin/nginx");
        command.arg("-c").arg(run.join("nginx.conf")).args(["-g", "daemon off;"]);
        let nginx = Self {
            leash: Leash::start(&command, &run.join("nginx.log"), None),
            program,
            run,
            port,
            tls_port,
        };
        let ready = eventually(Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() || !nginx.leash.is_running()
        });
        assert!(
            ready && nginx.leash.is_running(),
            "nginx does not start (scripts/setup test?):\n{}",
            nginx.logs()
        );
        nginx
    }

    /// Sends one request in plain HTTP over a connection of its own.
    pub fn send(&self, request: Request) -> Response {
        request.send(self.port).unwrap_or_else(|error| panic!("{error}\n{}", self.logs()))
    }

    /// `GET path` in plain HTTP.
    pub fn get(&self, path: &str) -> Response {
        self.send(Request::get(path))
    }

    /// Sends one request over TLS, trusting the test's certificate and no other.
    pub fn send_secure(&self, request: Request) -> Response {
        let certificate = CertificateDer::from_pem_file(self.run.join("certificates/fullchain.pem"))
            .expect("a certificate made for this test");
        let mut trusted = RootCertStore::empty();
        trusted.add(certificate).expect("it can be trusted");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks them")
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").expect("a host's name");
        let session = ClientConnection::new(Arc::new(config), name).expect("a sound configuration");
        let stream = StreamOwned::new(session, socket(self.tls_port).expect("nginx listens"));
        Connection::over(stream).send(request).unwrap_or_else(|error| panic!("{error}\n{}", self.logs()))
    }

    /// Ends the program behind it.
    pub fn stop_program(&mut self) {
        self.program.kill();
    }

    /// A path inside the folder of pages.
    pub fn page(&self, name: &str) -> PathBuf {
        self.run.join("pages").join(name)
    }

    /// A path inside the folder where certificates are proved.
    pub fn proof(&self, name: &str) -> PathBuf {
        self.run.join("acme").join(name)
    }

    /// Everything nginx and the program have said.
    pub fn logs(&self) -> String {
        ["nginx.log", "program.log"]
            .map(|name| std::fs::read_to_string(self.run.join(name)).unwrap_or_default())
            .concat()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked politely, each of its threads would first see the end of its five seconds' wait.
        self.program.kill();
    }
}

/// What `nginx -t` says of a shipped configuration.
pub fn check(server: Server) -> std::process::Output {
    let run = Folder::new("nginx-check");
    lay_out(server, &run, free_port(), free_port());
    let mut command = as_server_owner("/usr/sbin/nginx");
    command.arg("-t").arg("-c").arg(run.join("nginx.conf"));
    // It opens its log by name, as itself.
    let log = std::fs::File::create(run.join("access.log")).expect("the temporary folder can be written");
    server_owner().take(&run.join("access.log"));
    command.stdout(log).output().expect("nginx runs")
}

/// Copies the shipped configuration and makes what it names: pages, a certificate, folders to write to.
fn lay_out(server: Server, run: &Folder, port: u16, tls_port: u16) {
    for folder in ["pages/assets", "pages/icons", "certificates", "acme/.well-known/acme-challenge"] {
        std::fs::create_dir_all(run.join(folder)).expect("the temporary folder can be written");
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("docker/nginx");
    let place = run.path().to_str().expect("temporary paths are text");
    let site = if server == Server::Tls { "tls.conf" } else { "development.conf" };
    for (from, to) in [
        ("nginx.conf", "nginx.conf"),
        (site, "site.conf"),
        ("application.conf", "application.conf"),
        ("program.conf", "program.conf"),
        ("backend.conf", "backend.conf"),
    ] {
        let text = std::fs::read_to_string(shipped.join(from)).expect("the shipped file");
        let here = text
            .replace(" /tmp/", &format!(" {place}/"))
            .replace("/usr/share/nginx/html", &format!("{place}/pages"))
            .replace("/var/www/acme", &format!("{place}/acme"))
            .replace("/certificates/", &format!("{place}/certificates/"))
            .replace("backend:9000", &format!("unix:{place}/program.socket"))
            .replace("listen 8080", &format!("listen 127.0.0.1:{port}"))
            .replace("listen 8443", &format!("listen 127.0.0.1:{tls_port}"));
        std::fs::write(run.join(to), here).expect("the temporary folder can be written");
    }
    for (name, content) in [
        ("pages/index.html", "<!doctype html><title>Bourse</title>".to_owned()),
        ("pages/sw.js", "// service worker".to_owned()),
        ("pages/manifest.webmanifest", "{}".to_owned()),
        ("pages/assets/app-4f2a.js", "console.log('bourse');\n".repeat(200)),
        // It opens its logs by name, as itself.
        ("nginx.log", String::new()),
    ] {
        std::fs::write(run.join(name), content).expect("the temporary folder can be written");
    }
    if server == Server::Tls {
        make_certificate(&run.join("certificates"));
    }
    let mut give = Command::new("chown");
    give.args(["-R", &format!("{}:", server_owner().user)]).arg(run.path());
    assert!(give.status().expect("chown is everywhere").success());
}

fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("privkey.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// `bourse serve --fastcgi unix:...`, ready when its socket is there.
fn start_program(app: &TestApp, run: &Folder) -> Leash {
    let socket = run.join("program.socket");
    let mut command = Command::new(binary());
    command
        .args(["serve", "--threads", "8", "--fastcgi", &format!("unix:{}", socket.display())])
        .env("BOURSE_ENV", environment(app, &run.join("program")));
    let log = run.join("program.log");
    let program = Leash::start(&command, &log, None);
    let ready = eventually(Duration::from_secs(30), || socket.exists() || !program.is_running());
    assert!(ready && socket.exists(), "{:?}", std::fs::read_to_string(log));
    // The program may run as root here, nginx never does.
    std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o777)).expect("a socket just made");
    program
}

/// A command run as whoever serves, who is not root.
fn as_server_owner(program: &str) -> Command {
    if !rustix::process::geteuid().is_root() {
        return Command::new(program);
    }
    let owner = server_owner();
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={}", owner.user))
        .arg(format!("--regid={}", owner.group))
        .args(["--clear-groups", program]);
    command
}
