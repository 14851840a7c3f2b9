//! What every message has: a kind, a subject, and words from `templates/mail` in a frame, escaped by the template engine.

use askama::Template;

use crate::config::Site;
use crate::kernel::clock::{Instant, paris};

/// A message ready for the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML for telephones.
    pub html: String,
}

/// Something that can be mailed.
pub trait Message {
    /// Stable name, in the outbox and the journal.
    fn kind(&self) -> &'static str;
    /// Writes it out.
    fn render(&self, site: &Site) -> askama::Result<Rendered>;
    /// The token of the link that it carries, if that opens something: its life begins when the message leaves.
    fn secret(&self) -> Option<String>;
}

impl Message for Box<dyn Message> {
    fn kind(&self) -> &'static str {
        self.as_ref().kind()
    }

    fn render(&self, site: &Site) -> askama::Result<Rendered> {
        self.as_ref().render(site)
    }

    fn secret(&self) -> Option<String> {
        self.as_ref().secret()
    }
}

/// The frame around every HTML message.
#[derive(Template)]
#[template(path = "mail/frame.html")]
struct Frame<'a> {
    subject: &'a str,
    paragraphs: Vec<&'a str>,
    button: Option<(&'a str, &'a str)>,
    association: &'a str,
    contact: &'a str,
}

/// The frame around every text message.
#[derive(Template)]
#[template(path = "mail/frame.txt", escape = "none")]
struct TextFrame<'a> {
    paragraphs: Vec<&'a str>,
    button: Option<(&'a str, &'a str)>,
    association: &'a str,
    contact: &'a str,
}

/// Puts words into both frames. Paragraphs are separated by an empty line.
pub(super) fn framed(
    site: &Site,
    subject: String,
    words: &str,
    button: Option<(&str, &str)>,
) -> askama::Result<Rendered> {
    let paragraphs: Vec<&str> =
        words.split("\n\n").map(str::trim).filter(|words| !words.is_empty()).collect();
    let text = TextFrame {
        paragraphs: paragraphs.clone(),
        button,
        association: &site.association,
        contact: &site.contact_email,
    };
    let text = text.render()?;
    let html = Frame {
        subject: &subject,
        paragraphs,
        button,
        association: &site.association,
        contact: &site.contact_email,
    };
    let html = html.render()?;
    Ok(Rendered { subject, text, html })
}

pub(super) fn greeting(first_name: &str) -> String {
    if first_name.trim().is_empty() {
        "Bonjour,".to_owned()
    } else {
        format!("Bonjour {},", first_name.trim())
    }
}

/// An instant written out; empty without one.
pub(super) fn in_words(at: Option<Instant>) -> String {
    at.map(|at| paris::long_date_time(at.utc())).unwrap_or_default()
}

/// Declares a message: its template's fields, its subject, its button.
macro_rules! messages {
    ($(
        $(#[$doc:meta])*
        $name:ident = $template:literal, $kind:literal { $($field:ident: $type:ty),* $(,)? }
        subject $subject:expr; button $button:expr;
    )+) => { $(
        $(#[$doc])*
        #[derive(Template, Clone, Debug)]
        #[template(path = $template, escape = "none")]
        #[allow(missing_docs)]
        pub struct $name {
            pub greeting: String,
            $(pub $field: $type,)*
        }

        impl Message for $name {
            fn kind(&self) -> &'static str {
                $kind
            }

            fn render(&self, site: &Site) -> askama::Result<Rendered> {
                let words = Template::render(self)?;
                let subject: fn(&Self) -> String = $subject;
                let button: fn(&Self) -> Option<(String, &'static str)> = $button;
                let button = button(self);
                let button = button.as_ref().map(|(link, label)| (link.as_str(), *label));
                framed(site, subject(self), &words, button)
            }

            fn secret(&self) -> Option<String> {
                // Behind `#`, so that it reaches no server's log.
                let button: fn(&Self) -> Option<(String, &'static str)> = $button;
                button(self)?.0.split_once('#').map(|(_, token)| token.to_owned())
            }
        }
    )+ };
}

pub(super) use messages;
