//! A private `MariaDB` server for the tests, and an empty database on it for each test.
//!
//! `scripts/test` starts one server for the whole run and names it in `BOURSE_TEST_MARIADB`. Without that variable
//! the first test of a process that wants a database starts one for the process.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel_async::AsyncMysqlConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

use super::folder::Folder;
use super::leash::{Leash, eventually, free_port};

static SHARED: OnceLock<Server> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(0);

/// How a server treats a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Answered before it is on disk: right for tests of what the program does.
    Quick,
    /// `MariaDB`'s defaults, as on a real host: for measuring and for tests that kill the server.
    Defaults,
}

/// A server of our own. Stopped when dropped.
pub struct Server {
    address: Address,
    running: Option<Running>,
}

/// How long a server runs: as long as its value, or, in a `static`, as long as the process.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Value,
    Process,
}

#[derive(Clone)]
struct Address {
    socket: String,
    port: u16,
}

struct Running {
    leash: Leash,
    durability: Durability,
    folder: Folder,
}

/// An empty database. Dropped with this value.
pub struct Database {
    address: Address,
    name: String,
}

impl Server {
    /// The server that the whole test run shares.
    pub fn shared() -> &'static Self {
        SHARED.get_or_init(|| match std::env::var("BOURSE_TEST_MARIADB") {
            Ok(known) => {
                let (port, socket) = known.split_once(':').expect("BOURSE_TEST_MARIADB is PORT:SOCKET");
                let port = port.parse().expect("the port in BOURSE_TEST_MARIADB is a number");
                Self { address: Address { socket: socket.into(), port }, running: None }
            }
            Err(_) => Self::launch(Durability::Quick, Life::Process),
        })
    }

    /// A server for one test, which may stop it, kill it and start it again.
    pub fn start(durability: Durability) -> Self {
        Self::launch(durability, Life::Value)
    }

    fn launch(durability: Durability, life: Life) -> Self {
        let folder = Folder::new("mariadb");
        let socket = folder.join("socket").to_str().expect("temporary paths are text").to_owned();
        let address = Address { socket, port: free_port() };
        let leash = run(folder.path(), address.port, durability, life);
        let server = Self { address, running: Some(Running { leash, durability, folder }) };
        server.wait_until_ready();
        server
    }

    /// A new, empty database in UTF-8.
    pub fn database(&self) -> Database {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bourse_{}_{number}", std::process::id());
        // A server that lives longer than one run may hold one of that name from a process that was killed.
        self.address.execute(&format!(
            "DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
        ));
        Database { address: self.address.clone(), name }
    }

    /// Stops it as an administrator would; its data stays.
    pub fn stop(&mut self) {
        self.own().leash.stop();
    }

    /// Ends it at once, as a crash or `kill -9` does; its data stays.
    pub fn kill(&mut self) {
        self.own().leash.kill();
    }

    /// Starts it again on the same port, socket and data.
    pub fn start_again(&mut self) {
        let port = self.address.port;
        let own = self.own();
        own.leash = run(own.folder.path(), port, own.durability, Life::Value);
        self.wait_until_ready();
    }

    fn own(&mut self) -> &mut Running {
        self.running.as_mut().expect("only a test's own server is stopped or started")
    }

    fn wait_until_ready(&self) {
        let ready = eventually(Duration::from_mins(1), || {
            self.address.connect("mysql").is_some()
                || !self.running.as_ref().is_some_and(|own| own.leash.is_running())
        });
        let log = || self.running.as_ref().map(|own| std::fs::read_to_string(own.folder.join("log")));
        assert!(ready && self.address.connect("mysql").is_some(), "MariaDB does not start: {:?}", log());
    }
}

fn run(folder: &Path, port: u16, durability: Durability, life: Life) -> Leash {
    let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/mariadb-server"));
    command.arg(folder).arg(port.to_string());
    if durability == Durability::Quick {
        command.arg("quick");
    }
    Leash::start(&command, &folder.join("log"), (life == Life::Process).then_some(folder))
}

impl Address {
    fn url(&self, database: &str) -> String {
        format!("mysql://root@localhost/{database}?socket={}", self.socket)
    }

    fn connect(&self, database: &str) -> Option<AsyncConnectionWrapper<AsyncMysqlConnection>> {
        if !Path::new(&self.socket).exists() {
            return None;
        }
        AsyncConnectionWrapper::establish(&self.url(database)).ok()
    }

    fn execute(&self, sql: &str) {
        let mut connection = self.connect("mysql").expect("the test's MariaDB server answers");
        connection.batch_execute(sql).expect("the administrator may do that");
    }
}

impl Database {
    /// `DATABASE_URL` through the server's unix socket.
    pub fn url(&self) -> String {
        self.address.url(&self.name)
    }

    /// `DATABASE_URL` through TCP on loopback, as for a database on another host.
    pub fn tcp_url(&self) -> String {
        format!("mysql://root@127.0.0.1:{}/{}?prefer_socket=false", self.address.port, self.name)
    }

    /// A connection as the administrator.
    pub fn connect(&self) -> AsyncConnectionWrapper<AsyncMysqlConnection> {
        self.address.connect(&self.name).expect("the test's MariaDB server answers")
    }

    /// Runs statements as the administrator, for facts that the program itself would not make.
    pub fn execute(&self, sql: &str) {
        self.connect().batch_execute(sql).expect("the statement is sound");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(mut connection) = self.address.connect("mysql") {
            let _ = connection.batch_execute(&format!("DROP DATABASE IF EXISTS {}", self.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use diesel::{Connection, RunQueryDsl, sql_query};
    use diesel_async::AsyncMysqlConnection;
    use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

    use super::{Durability, Server};

    fn reach(url: &str) -> diesel::ConnectionResult<AsyncConnectionWrapper<AsyncMysqlConnection>> {
        AsyncConnectionWrapper::establish(url)
    }

    #[test]
    fn what_was_committed_is_there_after_the_server_was_killed() {
        let mut server = Server::start(Durability::Defaults);
        let database = server.database();
        database.execute("CREATE TABLE sold (code VARCHAR(20) PRIMARY KEY); INSERT INTO sold VALUES ('a')");
        server.kill();
        assert!(reach(&database.tcp_url()).is_err(), "nobody answers");
        server.start_again();
        server.stop();
        server.start_again();
        let mut connection = reach(&database.tcp_url()).unwrap();
        let removed = sql_query("DELETE FROM sold WHERE code = 'a'").execute(&mut connection).unwrap();
        assert_eq!(removed, 1);
    }

    #[test]
    fn each_test_has_a_database_to_itself() {
        let (one, other) = (Server::shared().database(), Server::shared().database());
        for database in [&one, &other] {
            database.execute("CREATE TABLE here (name VARCHAR(20) PRIMARY KEY)");
            reach(&database.url()).unwrap();
        }
        assert_ne!(one.url(), other.url());
    }
}
