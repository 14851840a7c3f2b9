//! Handing a message to a mail server, or to a folder in development.

use std::time::Duration;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::file::FileTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Message, SmtpTransport, Transport as _};

use super::delivery::Enclosed;
use crate::config::{Mail, MailTransport, Smtp};

/// What came of handing a message over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Taken.
    Taken,
    /// Not now: worth another try.
    Later(String),
    /// Never: the address or the message is refused.
    Never(String),
}

/// A way out, open for a few messages.
pub(super) enum Way {
    File(FileTransport),
    Smtp(SmtpTransport),
}

/// How long a mail server may keep us waiting.
const PATIENCE: Duration = Duration::from_secs(10);

impl Way {
    pub(super) fn open(mail: &Mail) -> Result<Self, String> {
        match &mail.transport {
            MailTransport::File(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
                Ok(Self::File(FileTransport::new(folder)))
            }
            MailTransport::Smtp(smtp) => smtp_way(smtp).map(Self::Smtp),
        }
    }

    pub(super) fn hand_over(&self, message: &Message) -> Outcome {
        match self {
            Self::File(way) => {
                way.send(message).map_or_else(|e| Outcome::Later(e.to_string()), |_| Outcome::Taken)
            }
            Self::Smtp(way) => match way.send(message) {
                Ok(_) => Outcome::Taken,
                Err(error) if error.is_permanent() => Outcome::Never(error.to_string()),
                Err(error) => Outcome::Later(error.to_string()),
            },
        }
    }
}

/// Logs in to the mail server and leaves again; its words when it does not let us in.
pub fn greet(smtp: &Smtp) -> Result<(), String> {
    match smtp_way(smtp)?.test_connection() {
        Ok(true) => Ok(()),
        Ok(false) => Err("pas de réponse".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// TLS from the start on 465, STARTTLS elsewhere, plain text to this machine only.
fn smtp_way(smtp: &Smtp) -> Result<SmtpTransport, String> {
    let loopback = ["localhost", "127.0.0.1", "::1"].contains(&smtp.host.as_str());
    let builder = match smtp.port {
        465 => SmtpTransport::relay(&smtp.host).map_err(|error| error.to_string())?,
        _ if loopback => SmtpTransport::builder_dangerous(&smtp.host),
        _ => SmtpTransport::starttls_relay(&smtp.host).map_err(|error| error.to_string())?,
    };
    let builder = match &smtp.credentials {
        Some((user, password)) => builder.credentials(Credentials::new(user.clone(), password.clone())),
        None => builder,
    };
    Ok(builder.port(smtp.port).timeout(Some(PATIENCE)).build())
}

/// One message of the outbox.
pub(super) struct Letter<'a> {
    pub(super) id: String,
    pub(super) recipient: &'a str,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    pub(super) html: &'a str,
    pub(super) enclosed: Option<Enclosed>,
    /// Whether one may ask to be left off: all that is not about one's own account or deposit (mail.md).
    pub(super) circular: bool,
}

/// Where to write to be left off.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Letter<'_> {
    /// Puts it into its envelope. An address no server would take is refused here, for good.
    pub(super) fn seal(&self, mail: &Mail) -> Result<Message, String> {
        let from = Mailbox::new(Some(mail.from_name.clone()), address(&mail.from_email)?);
        let domain = mail.from_email.split('@').nth(1).unwrap_or("localhost");
        let mut builder = Message::builder()
            .from(from)
            .to(Mailbox::new(None, address(self.recipient)?))
            .subject(self.subject)
            .message_id(Some(format!("<{}@{domain}>", self.id)));
        if let Some(reply_to) = &mail.reply_to {
            builder = builder.reply_to(Mailbox::new(None, address(reply_to)?));
        }
        if self.circular {
            let address = mail.reply_to.as_ref().unwrap_or(&mail.from_email);
            builder = builder.header(ListUnsubscribe(format!("<mailto:{address}?subject=desinscription>")));
        }
        let words = MultiPart::alternative_plain_html(self.text.to_owned(), self.html.to_owned());
        let whole = match &self.enclosed {
            None => words,
            Some(file) => {
                let kind = file.content_type.parse().map_err(|_| file.content_type.to_owned())?;
                let attachment = Attachment::new(file.file_name.clone()).body(file.bytes.clone(), kind);
                MultiPart::mixed().multipart(words).singlepart(attachment)
            }
        };
        builder.multipart(whole).map_err(|error| error.to_string())
    }
}

fn address(text: &str) -> Result<lettre::Address, String> {
    text.parse().map_err(|error| format!("{text} : {error}"))
}
