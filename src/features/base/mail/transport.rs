//! Handing a message to a mail server, or to a folder in development.

use std::time::Duration;

use lettre::Transport as _;
use lettre::address::Envelope;
use lettre::message::Message;
use lettre::transport::file::FileTransport;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::{Error, response::Response};

use super::answers::{Answer, Fault, Stage, sort};
use crate::config::{Mail, MailTransport, Smtp};

/// A message that did not leave: how far it came, whose fault it is, and the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) stage: Stage,
    pub(super) fault: Fault,
    pub(super) words: String,
}

impl Refused {
    /// By an answer of the server, or by none.
    fn at(stage: Stage, answer: &Answer) -> Self {
        Self { stage, fault: sort(stage, answer), words: answer.words() }
    }

    /// By ourselves.
    pub(super) const fn here(stage: Stage, fault: Fault, words: String) -> Self {
        Self { stage, fault, words }
    }
}

/// A way out.
pub(super) enum Way {
    File(FileTransport),
    Smtp { server: Smtp, hello: ClientId },
}

/// How long a mail server may keep us waiting.
const PATIENCE: Duration = Duration::from_secs(10);

impl Way {
    pub(super) fn open(mail: &Mail) -> Result<Self, Refused> {
        match &mail.transport {
            MailTransport::File(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    let words = format!("{}: {error}", folder.display());
                    Refused::here(Stage::Connection, Fault::Passing, words)
                })?;
                Ok(Self::File(FileTransport::new(folder)))
            }
            MailTransport::Smtp(smtp) => Ok(Self::Smtp { server: smtp.clone(), hello: hello(mail) }),
        }
    }

    /// Hands a message over. A connection for each: many servers count messages per connection.
    pub(super) fn hand_over(&self, message: &Message) -> Result<(), Refused> {
        match self {
            Self::File(way) => way
                .send(message)
                .map(drop)
                .map_err(|error| Refused::here(Stage::Connection, Fault::Passing, error.to_string())),
            Self::Smtp { server, hello } => {
                let mut connection = connect(server, hello)?;
                let outcome = deliver(&mut connection, message.envelope(), &message.formatted());
                // Polite, and of no consequence: the message is with the server, or it is not.
                connection.abort();
                outcome
            }
        }
    }
}

/// Logs in to the mail server and leaves again; its words when it does not let us in.
pub fn greet(mail: &Mail, smtp: &Smtp) -> Result<(), String> {
    let mut connection = connect(smtp, &hello(mail)).map_err(|refused| refused.words)?;
    connection.abort();
    Ok(())
}

/// The name we go by: the host of the sender's address, which servers compare with what they know of us.
fn hello(mail: &Mail) -> ClientId {
    let host = mail.from_email.rsplit_once('@').map(|(_, host)| host.trim());
    ClientId::Domain(host.filter(|host| !host.is_empty()).unwrap_or("localhost").to_owned())
}

/// TLS from the start on 465, STARTTLS elsewhere, plain text to this machine only; then the log-in.
fn connect(smtp: &Smtp, hello: &ClientId) -> Result<SmtpConnection, Refused> {
    let loopback = ["localhost", "127.0.0.1", "::1"].contains(&smtp.host.as_str());
    let at_connection = |error: Error| Refused::at(Stage::Connection, &answer(&error));
    let tls = || TlsParameters::new(smtp.host.clone()).map_err(at_connection);
    let wrapper = (smtp.port == 465).then(tls).transpose()?;
    let place = (smtp.host.as_str(), smtp.port);
    let mut connection = SmtpConnection::connect(place, Some(PATIENCE), hello, wrapper.as_ref(), None)
        .map_err(at_connection)?;
    if smtp.port != 465 && !loopback {
        connection.starttls(&tls()?, hello).map_err(at_connection)?;
    }
    if let Some((user, password)) = &smtp.credentials {
        let credentials = Credentials::new(user.clone(), password.clone());
        let entered = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        told(Stage::Login, &mut connection, entered)?;
    }
    Ok(connection)
}

/// The conversation about one message, step by step: what an answer means depends on the question.
fn deliver(connection: &mut SmtpConnection, envelope: &Envelope, content: &[u8]) -> Result<(), Refused> {
    let mut options = Vec::new();
    let knows = |extension| connection.server_info().supports_feature(extension);
    let unable = |words: &str| Refused::at(Stage::Sender, &Answer::Unable(words.to_owned()));
    let letters = |address: &lettre::Address| !AsRef::<str>::as_ref(address).is_ascii();
    if envelope.to().iter().chain(envelope.from()).any(letters) {
        if !knows(Extension::SmtpUtfEight) {
            return Err(unable("the server takes no address with such letters (SMTPUTF8)"));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !content.is_ascii() {
        if !knows(Extension::EightBitMime) {
            return Err(unable("the server takes no such letters (8BITMIME)"));
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let answered = connection.command(MailFrom::new(envelope.from().cloned(), options));
    told(Stage::Sender, connection, answered)?;
    for address in envelope.to() {
        let answered = connection.command(Rcpt::new(address.clone(), Vec::new()));
        told(Stage::Recipient, connection, answered)?;
    }
    let answered = connection.command(Data);
    told(Stage::Content, connection, answered)?;
    let answered = connection.message(content);
    told(Stage::Content, connection, answered)
}

/// Ends the connection with a refusal: what follows in it would be out of turn.
fn told(
    stage: Stage,
    connection: &mut SmtpConnection,
    answered: Result<Response, Error>,
) -> Result<(), Refused> {
    answered.map(drop).map_err(|error| {
        connection.abort();
        Refused::at(stage, &answer(&error))
    })
}

fn answer(error: &Error) -> Answer {
    let source = std::error::Error::source(error).map(ToString::to_string);
    if let Some(code) = error.status() {
        return Answer::Said(code.into(), source.unwrap_or_default());
    }
    if error.is_client() {
        return Answer::Unable(source.unwrap_or_else(|| error.to_string()));
    }
    Answer::Silence(error.to_string())
}
