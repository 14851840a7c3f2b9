//! The program without sockets: requests go through `app::handle`, on the engine that `BOURSE_TEST_ENGINE` names.
//!
//! Every answer is checked against the OpenAPI document (`described.rs`).

use std::collections::BTreeMap;

use argon2::Params;
use bourse::app::{self, App};
use bourse::config::Config;
use bourse::db::migrate;
use bourse::db::schema::outbox;
use bourse::http::{Body, Method, Request, Response};
use bourse::kernel::actor::Role;
use bourse::kernel::clock::{Clock, Instant};
use bourse::kernel::ids::UserId;
use bourse::kernel::random::Random;
use bourse::ops::admin::{self, NewAccount};
use bourse::program::{PasswordSlots, Passwords};
use diesel::prelude::*;
use serde_json::Value;

use super::described;
use super::folder::Folder;
use super::mariadb;
use super::seen;

/// Password of every account that a test makes.
pub const PASSWORD: &str = "un cheval vert à pois";

/// When tests begin: a Monday, seven weeks before the sale of the sample files.
pub const BEGINNING: &str = "2025-09-15T08:00:00.000Z";

/// A program with a database of its own, a clock that stands still, and a repeatable chance.
pub struct TestApp {
    /// The program.
    pub app: App,
    /// What it writes.
    pub folder: Folder,
    database: Option<mariadb::Database>,
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub response: Response,
    /// The body, when it is JSON; else null.
    pub json: Value,
}

/// A mail of the outbox.
#[derive(Debug)]
pub struct Mail {
    /// What it is.
    pub kind: String,
    /// To whom.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl Mail {
    /// The secret of the link in it.
    pub fn link_token(&self) -> String {
        let (_, after) = self.text.split_once('#').expect("the mail holds a link");
        after.split_whitespace().next().unwrap_or_default().to_owned()
    }
}

/// Which database a program of a test has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A database on the tests' server.
    MariaDb,
}

impl Engine {
    /// The engine of this run.
    pub fn of_this_run() -> Self {
        if on_mariadb() { Self::MariaDb } else { Self::Sqlite }
    }

    /// The engine of the other run.
    pub fn other(self) -> Self {
        if self == Self::Sqlite { Self::MariaDb } else { Self::Sqlite }
    }
}

/// Whether this run is on `MariaDB`.
pub fn on_mariadb() -> bool {
    std::env::var("BOURSE_TEST_ENGINE").is_ok_and(|engine| engine == "mariadb")
}

impl TestApp {
    /// A program with an empty, migrated database.
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// The same with settings of `.env` changed.
    pub fn with(settings: &[(&str, &str)]) -> Self {
        Self::on(Engine::of_this_run(), settings)
    }

    /// The same on an engine that need not be the one of this run.
    pub fn on(engine: Engine, settings: &[(&str, &str)]) -> Self {
        let folder = Folder::new("app");
        let database = (engine == Engine::MariaDb).then(|| mariadb::Server::shared().database());
        let url = database.as_ref().map_or_else(
            || format!("sqlite:{}", folder.join("bourse.sqlite").display()),
            mariadb::Database::url,
        );
        let mut pairs: BTreeMap<String, String> = [
            ("DATABASE_URL", url.as_str()),
            ("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef"),
            ("OFFLINE_HMAC_SECRET", "test-offline-secret-0123456789abcdef"),
            ("STORAGE_PATH", &folder.join("storage").to_string_lossy()),
            ("BACKUP_PATH", &folder.join("backup").to_string_lossy()),
            ("APP_URL", "https://bourse.example"),
            ("APP_ENV", "test"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
        pairs.extend(settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        // `tests/ops/logs.rs` runs another test this way, to read what it has logged.
        if let Some(logs) = std::env::var_os("BOURSE_TEST_LOGS") {
            bourse::ops::log::start(std::path::Path::new(&logs), false);
        }
        let config = Config::from_pairs(pairs.into_iter().collect(), |_| None).unwrap();
        let clock = Clock::set_at(Instant::parse(BEGINNING).unwrap());
        let mut app = App::with(config, clock, Random::seeded(1));
        // Argon2 runs beside the tests of other processes; its queue and its work are tested on their own.
        let least = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None).unwrap();
        app.services.passwords = Passwords::new(PasswordSlots::new(folder.path())).with_params(least);
        app.prepare().unwrap();
        app.with_db(migrate::up).unwrap();
        Self { app, folder, database }
    }

    /// Moves the clock.
    pub fn at(&self, now: &str) {
        self.app.clock.move_to(Instant::parse(now).unwrap());
    }

    /// The database's address, for further processes.
    pub fn database_url(&self) -> String {
        self.database.as_ref().map_or_else(
            || format!("sqlite:{}", self.folder.join("bourse.sqlite").display()),
            mariadb::Database::url,
        )
    }

    /// An account that can log in.
    pub fn account(&self, email: &str, role: Role) -> UserId {
        let account =
            NewAccount { email, first_name: "Camille", last_name: "Martin", role, password: PASSWORD };
        admin::create(&self.app, &account).unwrap()
    }

    /// Logs an account of this test in and returns its access token.
    pub fn log_in(&self, email: &str) -> String {
        let body = serde_json::json!({ "email": email, "password": PASSWORD });
        let answer = self.post("/api/v1/auth/login", "", &body);
        assert_eq!(answer.status, 200, "{:?}", answer.json);
        answer.json["access_token"].as_str().unwrap().to_owned()
    }

    /// A new account, logged in.
    pub fn token(&self, email: &str, role: Role) -> String {
        self.account(email, role);
        self.log_in(email)
    }

    /// `GET`, with a token unless it is empty.
    pub fn get(&self, path: &str, token: &str) -> Answer {
        self.send(with_token(Request::new(Method::Get, path), token))
    }

    /// `POST` of JSON.
    pub fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        self.json(Method::Post, path, token, body)
    }

    /// Any method with JSON.
    pub fn json(&self, method: Method, path: &str, token: &str, body: &Value) -> Answer {
        let mut request = with_token(Request::new(method, path), token);
        request.headers.push(("content-type".into(), "application/json".into()));
        request.body = Body::Whole(body.to_string().into_bytes());
        self.send(request)
    }

    /// `POST` of a file.
    pub fn upload(&self, path: &str, token: &str, bytes: &[u8]) -> Answer {
        let mut request = with_token(Request::new(Method::Post, path), token);
        request.body = Body::Whole(bytes.to_vec());
        self.send(request)
    }

    /// The details of all journal entries of an event, the oldest first.
    pub fn journal_details(&self, event: &str) -> Vec<Value> {
        use bourse::db::schema::journal;
        let found = journal::table.filter(journal::event.eq(event)).order(journal::sequence);
        let texts: Vec<String> = self.app.with_db(|db| Ok(found.select(journal::details).load(db)?)).unwrap();
        texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }

    /// Every mail written so far, oldest first, sent or not.
    pub fn mails(&self) -> Vec<Mail> {
        use diesel::prelude::*;
        type Row = (String, String, String, String);
        let rows: Vec<Row> = self
            .app
            .with_db(|db| {
                Ok(outbox::table
                    .order((outbox::created_at, outbox::id))
                    .select((outbox::kind, outbox::recipient, outbox::subject, outbox::body_text))
                    .load(db)?)
            })
            .unwrap();
        rows.into_iter()
            .map(|(kind, recipient, subject, text)| Mail { kind, recipient, subject, text })
            .collect()
    }

    /// Any request; its answer must be one that the OpenAPI document describes.
    pub fn send(&self, request: Request) -> Answer {
        let response = app::handle(&self.app, &request);
        let json = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        described::check(&request, &response, &json);
        Answer { status: response.status, response, json }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        seen::note_journal(&self.app);
    }
}

fn with_token(mut request: Request, token: &str) -> Request {
    if !token.is_empty() {
        request.headers.push(("authorization".into(), format!("Bearer {token}")));
    }
    request
}

impl Answer {
    /// The problem's code.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// Asserts a status and gives the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.json);
        self.json
    }

    /// Asserts a refusal by status and code, and gives the body.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.json);
        self.json
    }
}
