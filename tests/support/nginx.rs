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
    /// Where it speaks HTTPS, on loopback.
    pub tls_port: u16,
}

impl Nginx {
    /// Serves a small site and the program on the database of a test.
    pub fn start(server: Server, app: &TestApp) -> Self {
        let (run, ports) = lay_out(server);
        let mut command = as_server_owner("/usr/sbin/nginx");
        command.arg("-c").arg(run.join("nginx.conf")).args(["-g", "daemon off;"]);
        let nginx = Self::launch(&command, app, run, ports);
        let ready = eventually(Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", nginx.port)).is_ok() || !nginx.leash.is_running()
        });
        assert!(
            ready && nginx.leash.is_running(),
            "nginx does not start (scripts/setup test?):\n{}",
            nginx.logs()
        );
        nginx
    }

    /// The same by the script that starts it in production, at a moment when there is no certificate yet.
    pub fn waiting_for_a_certificate(app: &TestApp) -> Self {
        let (run, ports) = lay_out(Server::Tls);
        let certificate = run.join("certificates/fullchain.pem");
        std::fs::remove_file(&certificate).expect("just made");
        let serve = Path::new(env!("CARGO_MANIFEST_DIR")).join("docker/nginx/serve");
        let mut command = as_server_owner(serve.to_str().expect("the project's path is text"));
        command
            .arg("-c")
            .arg(run.join("nginx.conf"))
            .env("PATH", "/usr/sbin:/usr/bin:/bin")
            .env("CERTIFICATE", certificate)
            .env("RELOAD_SECONDS", "1");
        Self::launch(&command, app, run, ports)
    }

    fn launch(command: &Command, app: &TestApp, run: Folder, (port, tls_port): (u16, u16)) -> Self {
        let program = start_program(app, &run);
        Self { leash: Leash::start(command, &run.join("nginx.log"), None), program, run, port, tls_port }
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
        self.try_send_secure(request, &self.certificates().join("fullchain.pem"))
            .unwrap_or_else(|error| panic!("{error}\n{}", self.logs()))
    }

    /// The same, trusting the certificate in that file alone.
    ///
    /// # Errors
    /// When nginx does not answer, or shows another certificate.
    pub fn try_send_secure(&self, request: Request, certificate: &Path) -> std::io::Result<Response> {
        let certificate = CertificateDer::from_pem_file(certificate).map_err(std::io::Error::other)?;
        let mut trusted = RootCertStore::empty();
        trusted.add(certificate).map_err(std::io::Error::other)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks them")
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").expect("a host's name");
        let session = ClientConnection::new(Arc::new(config), name).map_err(std::io::Error::other)?;
        Connection::over(StreamOwned::new(session, socket(self.tls_port)?)).send(request)
    }

    /// The folder from which nginx reads its certificate.
    pub fn certificates(&self) -> PathBuf {
        self.run.join("certificates")
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
    let (run, _) = lay_out(server);
    let mut command = as_server_owner("/usr/sbin/nginx");
    command.arg("-t").arg("-c").arg(run.join("nginx.conf"));
    // It opens its log by name, as itself.
    let log = std::fs::File::create(run.join("access.log")).expect("the temporary folder can be written");
    server_owner().take(&run.join("access.log"));
    command.stdout(log).output().expect("nginx runs")
}

/// Copies the shipped configuration and makes what it names: pages, a certificate, folders to write to. Gives the folder,
/// and the ports for HTTP and HTTPS.
fn lay_out(server: Server) -> (Folder, (u16, u16)) {
    let (run, port, tls_port) = (Folder::new("nginx"), free_port(), free_port());
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
    (run, (port, tls_port))
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
        .env("BOURSE_ENV", environment(app, &run.join("program"), &[]));
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
