//! One message of the outbox in its envelope.

use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};

use super::answers::{Fault, Stage};
use super::transport::Refused;
use crate::config::Mail;

/// A file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// ASCII, made by the program.
    pub file_name: String,
    /// `application/pdf`.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One message of the outbox.
pub(super) struct Letter<'a> {
    pub(super) id: String,
    pub(super) recipient: &'a str,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    pub(super) html: &'a str,
    pub(super) enclosed: Option<Enclosed>,
    /// Whether one may ask to be left off: all that is not about one's own account or deposit (mail.md 4).
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
    /// Puts it into its envelope. An address no server would take is refused here, for good; a sender's address that cannot
    /// be one is a fault of our own settings, and waits.
    pub(super) fn seal(&self, mail: &Mail) -> Result<Message, Refused> {
        let ours = |words| Refused::here(Stage::Sender, Fault::Account, words);
        let theirs = |words| Refused::here(Stage::Recipient, Fault::Recipient, words);
        let from = Mailbox::new(Some(mail.from_name.clone()), address(&mail.from_email).map_err(ours)?);
        let domain = mail.from_email.split('@').nth(1).unwrap_or("localhost");
        let mut builder = Message::builder()
            .from(from)
            .to(Mailbox::new(None, address(self.recipient).map_err(theirs)?))
            .subject(self.subject)
            .message_id(Some(format!("<{}@{domain}>", self.id)));
        if let Some(reply_to) = &mail.reply_to {
            builder = builder.reply_to(Mailbox::new(None, address(reply_to).map_err(ours)?));
        }
        if self.circular {
            let address = mail.reply_to.as_ref().unwrap_or(&mail.from_email);
            builder = builder.header(ListUnsubscribe(format!("<mailto:{address}?subject=desinscription>")));
        }
        let words = MultiPart::alternative_plain_html(self.text.to_owned(), self.html.to_owned());
        let odd = |words| Refused::here(Stage::Content, Fault::Message, words);
        let whole = match &self.enclosed {
            None => words,
            Some(file) => {
                let kind = file.content_type.parse().map_err(|_| odd(file.content_type.to_owned()))?;
                let attachment = Attachment::new(file.file_name.clone()).body(file.bytes.clone(), kind);
                MultiPart::mixed().multipart(words).singlepart(attachment)
            }
        };
        builder.multipart(whole).map_err(|error| odd(error.to_string()))
    }
}

fn address(text: &str) -> Result<lettre::Address, String> {
    text.parse().map_err(|error| format!("{text} : {error}"))
}
