//! The messages themselves: a subject here, words in `templates/mail`, escaped by the template engine.

use askama::Template;

use crate::config::Site;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::EditionId;
use crate::kernel::money::euros;

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

/// Kinds of messages that are not about one's own account or deposit: one may ask to be left off.
pub const CIRCULARS: [&str; 3] = ["sales_to_settle", "edition_closed", "invitations_expiring"];

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
fn framed(
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

fn greeting(first_name: &str) -> String {
    if first_name.trim().is_empty() {
        "Bonjour,".to_owned()
    } else {
        format!("Bonjour {},", first_name.trim())
    }
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

mod dated;
mod list_validated;
mod samples;

pub use self::dated::{
    AccountInactive, DeadlineNear, DeadlinePassed, InvitationsExpiring, JournalHead, MailRefused, SaleEnded,
    SaleFacts, SlotNear,
};
pub use self::list_validated::ListFacts;
pub use self::samples::samples;

messages! {
    /// The account has just been activated.
    AccountActivated = "mail/account_activated.txt", "account_activated" {}
        subject |_| "Votre compte est activé".to_owned();
        button |_| None;
    /// An admin has opened an account for somebody who works at the sale.
    AccountCreated = "mail/account_created.txt", "account_created" { role: String, link: String }
        subject |_| "Un compte vous est ouvert".to_owned();
        button |m| Some((m.link.clone(), "Choisir mon mot de passe"));
    /// Somebody asked for a new password.
    PasswordReset = "mail/password_reset.txt", "password_reset" { link: String }
        subject |_| "Choisir un nouveau mot de passe".to_owned();
        button |m| Some((m.link.clone(), "Choisir un mot de passe"));
    /// The password is a new one.
    PasswordChanged = "mail/password_changed.txt", "password_changed" {}
        subject |_| "Votre mot de passe a été changé".to_owned();
        button |_| None;
    /// A new depositor gets the link that activates the account.
    Invitation = "mail/invitation.txt", "invitation" {
        edition: String, link: String, deadline: String, slot: String, numbers: String, special: String,
    }
        subject |m| format!("{} : activez votre compte de déposant", m.edition);
        button |m| Some((m.link.clone(), "Activer mon compte"));
    /// A known depositor is registered again.
    Registered = "mail/registered.txt", "registered" {
        edition: String, link: String, deadline: String, slot: String, numbers: String, special: String,
    }
        subject |m| format!("{} : vous êtes inscrit", m.edition);
        button |m| Some((m.link.clone(), "Préparer mes listes"));
    /// Lists have been validated.
    ListValidated = "mail/list_validated.txt", "list_validated" {
        edition: String, number: String, count: String, total: String, slot: String, link: String,
    }
        subject |m| format!("{} : liste n° {} validée", m.edition, m.number);
        button |m| Some((m.link.clone(), "Revoir ma liste"));
    /// A payout was recorded.
    PayoutRecorded = "mail/payout_recorded.txt", "payout_recorded" { edition: String, amount: String, method: String }
        subject |m| format!("{} : votre reversement", m.edition);
        button |_| None;
    /// Dates, or the depositor's slot, are not what they were.
    ScheduleChanged = "mail/schedule_changed.txt", "schedule_changed" {
        edition: String, changes: String, link: String,
    }
        subject |m| format!("{} : des dates ont changé", m.edition);
        button |m| Some((m.link.clone(), "Voir mon inscription"));
    /// A depositor who was not seen at the return is told what to do.
    NotSeen = "mail/not_seen.txt", "not_seen" { edition: String, amount: String }
        subject |m| format!("{} : nous ne vous avons pas vu à la restitution", m.edition);
        button |_| None;
    /// Managers have conflicts or quarantined tickets to decide about.
    SalesToSettle = "mail/sales_to_settle.txt", "sales_to_settle" { edition: String, waiting: String, link: String }
        subject |m| format!("{} : des ventes attendent votre décision", m.edition);
        button |m| Some((m.link.clone(), "Voir les ventes à régler"));
    /// An edition has come to its end.
    EditionClosed = "mail/edition_closed.txt", "edition_closed" {
        edition: String, by: String, at: String, payouts: String, total: String, link: String,
    }
        subject |m| format!("{} : l'édition est close", m.edition);
        button |m| Some((m.link.clone(), "Revoir l'édition"));
}

impl AccountActivated {
    /// For the owner of the account.
    pub fn new(first_name: &str) -> Self {
        Self { greeting: greeting(first_name) }
    }
}

impl PasswordChanged {
    /// For the owner of the account.
    pub fn new(first_name: &str) -> Self {
        Self { greeting: greeting(first_name) }
    }
}

impl AccountCreated {
    /// With the link that sets the first password; `role` is French.
    pub fn new(first_name: &str, site: &Site, role: &str, token: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            role: role.to_owned(),
            link: format!("{}/mot-de-passe/nouveau#{token}", site.url),
        }
    }
}

impl PasswordReset {
    /// With the link that sets a new password. The token lies behind `#`, so that it reaches no server's log.
    pub fn new(first_name: &str, site: &Site, token: &str) -> Self {
        let link = format!("{}/mot-de-passe/nouveau#{token}", site.url);
        Self { greeting: greeting(first_name), link }
    }
}

/// What invitations and notices say of a registration.
#[derive(Clone, Debug, Default)]
pub struct RegistrationFacts {
    /// Given name, as far as known.
    pub first_name: String,
    /// Name of the edition.
    pub edition: String,
    /// Until when articles may be declared.
    pub deadline: Option<Instant>,
    /// Start of the deposit slot.
    pub slot: Option<Instant>,
    /// Numbers of the lists, as `245 et 246`.
    pub numbers: String,
    /// What is special about the kind of lists; empty for standard ones.
    pub special: String,
}

fn in_words(at: Option<Instant>) -> String {
    at.map(|at| paris::long_date_time(at.utc())).unwrap_or_default()
}

impl Invitation {
    /// With the link that activates the account.
    pub fn new(facts: &RegistrationFacts, site: &Site, token: &str) -> Self {
        Self {
            greeting: greeting(&facts.first_name),
            edition: facts.edition.clone(),
            link: format!("{}/activation#{token}", site.url),
            deadline: in_words(facts.deadline),
            slot: in_words(facts.slot),
            numbers: facts.numbers.clone(),
            special: facts.special.clone(),
        }
    }
}

impl Registered {
    /// With the link to the depositor's own page.
    pub fn new(facts: &RegistrationFacts, site: &Site) -> Self {
        Self {
            greeting: greeting(&facts.first_name),
            edition: facts.edition.clone(),
            link: site.url.clone(),
            deadline: in_words(facts.deadline),
            slot: in_words(facts.slot),
            numbers: facts.numbers.clone(),
            special: facts.special.clone(),
        }
    }
}

impl PayoutRecorded {
    /// `method` goes on the sentence: `par chèque`.
    pub fn new(first_name: &str, edition: &str, net_cents: i64, method: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            amount: euros(net_cents),
            method: method.to_owned(),
        }
    }
}

impl ScheduleChanged {
    /// With one line per change.
    pub fn new(first_name: &str, site: &Site, edition: &str, changes: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            changes: changes.to_owned(),
            link: site.url.clone(),
        }
    }
}

impl NotSeen {
    /// With what is owed.
    pub fn new(first_name: &str, edition: &str, net_cents: i64) -> Self {
        let amount = if net_cents > 0 { euros(net_cents) } else { String::new() };
        Self { greeting: greeting(first_name), edition: edition.to_owned(), amount }
    }
}

impl SalesToSettle {
    /// With what waits, in French words.
    pub fn new(first_name: &str, site: &Site, (id, edition): (EditionId, &str), waiting: String) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            waiting,
            link: format!("{}/editions/{id}/ventes", site.url),
        }
    }
}

impl EditionClosed {
    /// With who closed it and what was paid out.
    pub fn new(
        first_name: &str,
        site: &Site,
        (id, edition): (EditionId, &str),
        (by, at): (&str, Instant),
        (payouts, total_cents): (i64, i64),
    ) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            by: by.to_owned(),
            at: in_words(Some(at)),
            payouts: payouts.to_string(),
            total: euros(total_cents),
            link: format!("{}/editions/{id}", site.url),
        }
    }
}
