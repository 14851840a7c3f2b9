//! A real SMTP server on loopback whose messages the test can read.

use std::process::Command;
use std::time::Duration;

use super::folder::Folder;
use super::leash::{Leash, eventually, free_port};

/// What the server does with whom; the default accepts everything from anybody.
#[derive(Default)]
pub struct Manners<'a> {
    /// Recipients refused for good (550).
    pub refused: &'a [&'a str],
    /// Recipients refused for now (451).
    pub later: &'a [&'a str],
    /// User and password demanded before the first message.
    pub login: Option<(&'a str, &'a str)>,
}

/// A running server. Stopped when dropped.
pub struct SmtpServer {
    leash: Leash,
    folder: Folder,
    port: u16,
}

impl SmtpServer {
    /// Starts one and waits until it answers.
    pub fn start(manners: &Manners<'_>) -> Self {
        let folder = Folder::new("smtp");
        let port = free_port();
        // Debian's Python, for which Debian's aiosmtpd is installed, not one of a version manager.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/smtp-server.py"));
        command.arg(folder.path()).arg(port.to_string());
        for address in manners.refused {
            command.args(["--refuse", address]);
        }
        for address in manners.later {
            command.args(["--later", address]);
        }
        if let Some((user, password)) = manners.login {
            command.arg("--login").arg(format!("{user}:{password}"));
        }
        let server = Self { leash: Leash::start(&command, &folder.join("log"), None), folder, port };
        let ready = eventually(Duration::from_secs(20), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() || !server.leash.is_running()
        });
        let log = || std::fs::read_to_string(server.folder.join("log"));
        assert!(ready && server.leash.is_running(), "no SMTP server (scripts/setup test?): {:?}", log());
        server
    }

    /// `SMTP_PORT`; the host is 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Every message accepted so far, as sent (headers and body), oldest first.
    pub fn messages(&self) -> Vec<String> {
        self.files("eml")
    }

    /// `{"from", "to"}` of every message accepted so far, oldest first.
    pub fn envelopes(&self) -> Vec<serde_json::Value> {
        self.files("json")
            .iter()
            .map(|text| serde_json::from_str(text).expect("the server writes JSON"))
            .collect()
    }

    /// From now on it gives this answer at this stage: `greeting`, `hello`, `login`, `sender`, `recipient`, `content`.
    pub fn refuse(&self, stage: &str, answer: &str) {
        std::fs::write(self.folder.join("refusals"), format!("{stage} {answer}\n")).expect("written");
    }

    /// From now on it refuses nobody but whom its manners name.
    pub fn be_kind(&self) {
        std::fs::write(self.folder.join("refusals"), "").expect("written");
    }

    /// The names by which clients have introduced themselves.
    pub fn hellos(&self) -> Vec<String> {
        let names = std::fs::read_to_string(self.folder.join("hello")).unwrap_or_default();
        names.lines().map(str::to_owned).collect()
    }

    /// Ends it at once, as a crash does; a later connection is refused.
    pub fn kill(&mut self) {
        self.leash.kill();
    }

    fn files(&self, extension: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the server's folder is there");
        let mut paths: Vec<_> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|known| known == extension))
            .collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).expect("a filed message is text")).collect()
    }
}

#[cfg(test)]
mod tests {
    use lettre::transport::smtp::authentication::Credentials;
    use lettre::{Message, SmtpTransport, Transport};

    use super::{Manners, SmtpServer};

    fn message(to: &str) -> Message {
        let message = Message::builder().from("bourse@test.fr".parse().unwrap()).to(to.parse().unwrap());
        message.subject("Événement").body("Votre numéro : 42".to_owned()).unwrap()
    }

    fn client(server: &SmtpServer) -> lettre::transport::smtp::SmtpTransportBuilder {
        SmtpTransport::builder_dangerous("127.0.0.1").port(server.port())
    }

    #[test]
    fn what_is_sent_is_filed_and_who_is_refused_is_told_so() {
        let manners = Manners { refused: &["no@test.fr"], later: &["full@test.fr"], ..Manners::default() };
        let mut server = SmtpServer::start(&manners);
        let client = client(&server).build();
        client.send(&message("lea@test.fr")).unwrap();
        assert!(client.send(&message("no@test.fr")).unwrap_err().is_permanent());
        assert!(client.send(&message("full@test.fr")).unwrap_err().is_transient());
        assert_eq!(server.messages().len(), 1);
        assert!(server.messages()[0].contains("To: lea@test.fr"));
        assert_eq!(server.envelopes()[0]["to"][0], "lea@test.fr");
        server.kill();
        assert!(client.send(&message("lea@test.fr")).is_err());
    }

    #[test]
    fn a_server_with_a_log_in_takes_mail_only_after_it() {
        let server = SmtpServer::start(&Manners { login: Some(("bourse", "secret")), ..Manners::default() });
        assert!(client(&server).build().send(&message("lea@test.fr")).is_err());
        let wrong = Credentials::new("bourse".into(), "guess".into());
        assert!(client(&server).credentials(wrong).build().send(&message("lea@test.fr")).is_err());
        let right = Credentials::new("bourse".into(), "secret".into());
        client(&server).credentials(right).build().send(&message("lea@test.fr")).unwrap();
        assert_eq!(server.messages().len(), 1);
    }
}
