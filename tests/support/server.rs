//! The program as a process of its own, on the database of a test.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::app::TestApp;
use super::binary;
use super::http::Request;
use super::leash::{Leash, eventually, free_port};

/// A running `bourse serve`, by the machine's clock. Stopped when dropped.
pub struct Process {
    leash: Leash,
    folder: PathBuf,
    /// Where it listens.
    pub door: Door,
}

/// The program with a test's database and secrets, writing to `folder`; `further` settings come on top.
pub fn command(app: &TestApp, folder: &Path, further: &[(&str, &str)]) -> Command {
    let mut command = Command::new(binary());
    command.env("BOURSE_ENV", environment(app, folder, further));
    command
}

/// Writes the `.env` of such a process, `folder/env`, readable by its owner only; gives its path.
pub fn environment(app: &TestApp, folder: &Path, further: &[(&str, &str)]) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let own = [
        ("DATABASE_URL", app.database_url()),
        ("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef".to_owned()),
        ("OFFLINE_HMAC_SECRET", "test-offline-secret-0123456789abcdef".to_owned()),
        ("STORAGE_PATH", folder.to_string_lossy().into_owned()),
        ("BACKUP_PATH", folder.join("backup").to_string_lossy().into_owned()),
        ("RATE_LIMIT_PER_MINUTE", "1000000".to_owned()),
        ("APP_ENV", "test".to_owned()),
    ];
    let mut settings: BTreeMap<&str, String> = own.into();
    settings.extend(further.iter().map(|(key, value)| (*key, (*value).to_owned())));
    let lines: Vec<String> = settings.iter().map(|(key, value)| format!("{key}='{value}'\n")).collect();
    let env = folder.join("env");
    std::fs::write(&env, lines.concat()).unwrap();
    std::fs::set_permissions(&env, std::fs::Permissions::from_mode(0o600)).unwrap();
    env
}

/// Where a process listens; outlives it.
#[derive(Clone, Copy)]
pub struct Door(u16);

impl Process {
    /// Starts one and waits until it answers.
    pub fn start(app: &TestApp) -> Self {
        Self::of_program(&binary(), app)
    }

    /// The same of another copy of the program.
    pub fn of_program(program: &Path, app: &TestApp) -> Self {
        let port = free_port();
        let folder = app.folder.join(format!("process-{port}"));
        let mut command = Command::new(program);
        command.env("BOURSE_ENV", environment(app, &folder, &[]));
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]);
        let leash = Leash::start(&command, &folder.join("log"), None);
        let process = Self { leash, folder: folder.clone(), door: Door(port) };
        let answers = eventually(Duration::from_secs(30), || {
            Request::get("/health/ready").send(port).is_ok_and(|answer| answer.status == 200)
        });
        assert!(answers, "{:?}", std::fs::read_to_string(folder.join("log")));
        process
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.leash.id()
    }

    /// Where it writes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.leash.kill();
    }
}

impl Door {
    /// Its address, as `APP_URL`.
    pub fn url(self) -> String {
        format!("http://127.0.0.1:{}", self.0)
    }

    /// Port on loopback.
    pub const fn port(self) -> u16 {
        self.0
    }

    /// `POST` of JSON: status and body, or nothing when the connection broke.
    pub fn post(self, path: &str, token: &str, body: &Value) -> Option<(u16, Value)> {
        let request = Request::new("POST", path)
            .header("Content-Type", "application/json")
            .header("Authorization", &format!("Bearer {token}"))
            .body(body.to_string());
        let answer = request.send(self.0).ok()?;
        Some((answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null)))
    }

    /// Logs somebody in.
    pub fn log_in(self, email: &str) -> String {
        let body = serde_json::json!({ "email": email, "password": super::app::PASSWORD });
        let request = Request::new("POST", "/api/v1/auth/login")
            .header("Content-Type", "application/json")
            .body(body.to_string());
        request.send(self.0).unwrap().json()["access_token"].as_str().unwrap().to_owned()
    }
}
