//! Messages that a date brings, written by cron.

use askama::Template;

use super::message::{Message, Rendered, framed, greeting, messages};
use crate::config::Site;
use crate::kernel::money::euros;

messages! {
    /// The declaration deadline is near and nothing is validated.
    DeadlineNear = "mail/deadline_near.txt", "deadline_near" { edition: String, link: String, left: String, deadline: String }
        subject |m| format!("{} : {} pour valider vos listes", m.edition, m.left);
        button |m| Some((m.link.clone(), "Préparer mes listes"));
    /// The deadline has passed without a validated list.
    DeadlinePassed = "mail/deadline_passed.txt", "deadline_passed" { edition: String, contact: String, deadline: String }
        subject |m| format!("{} : votre dépôt n'est pas pris en compte", m.edition);
        button |_| None;
    /// The deposit is in two days.
    SlotNear = "mail/slot_near.txt", "slot_near" {
        edition: String, link: String, slot: String, numbers: String, place: String,
    }
        subject |m| format!("{} : votre dépôt approche", m.edition);
        button |m| Some((m.link.clone(), "Revoir mes listes"));
    /// The sale is over.
    SaleEnded = "mail/sale_ended.txt", "sale_ended" {
        edition: String, link: String, sold: String, gross: String, left: String, hours: String,
    }
        subject |m| format!("{} : vos ventes et la restitution", m.edition);
        button |m| Some((m.link.clone(), "Voir mes ventes"));
    /// Admins: the mail server refuses the association's account.
    MailRefused = "mail/mail_refused.txt", "mail_refused" { link: String, words: String }
        subject |_| "Le serveur d'envoi refuse les messages de la bourse".to_owned();
        button |m| Some((m.link.clone(), "Voir les messages"));
    /// Two people keep what the journal was at the end of a day.
    JournalHead = "mail/journal_head.txt", "journal_head" { sequence: String, head: String, at: String }
        subject |m| format!("Empreinte du journal, {}", m.at);
        button |_| None;
    /// Managers: invitations run out.
    InvitationsExpiring = "mail/invitations_expiring.txt", "invitations_expiring" { edition: String, link: String, count: String }
        subject |m| format!("{} : {} bientôt plus", m.edition, m.count);
        button |m| Some((m.link.clone(), "Voir les invitations"));
    /// An account nobody has used for three years is about to be erased.
    AccountInactive = "mail/account_inactive.txt", "account_inactive" { link: String, erased_on: String }
        subject |_| "Votre compte va être effacé".to_owned();
        button |m| Some((m.link.clone(), "Me connecter et garder mon compte"));
}

/// `1 jour`, `3 jours`.
fn counted(count: i64, word: &str) -> String {
    format!("{count} {word}{}", if count > 1 { "s" } else { "" })
}

impl MailRefused {
    /// With the server's words.
    pub fn new(first_name: &str, site: &Site, words: &str) -> Self {
        let link = format!("{}/messages", site.url);
        Self { greeting: greeting(first_name), link, words: words.to_owned() }
    }
}

impl JournalHead {
    /// After entry `sequence`, whose hash is `head`; `at` written out.
    pub fn new(first_name: &str, sequence: i64, head: &str, at: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            sequence: sequence.to_string(),
            head: head.to_owned(),
            at: at.to_owned(),
        }
    }
}

impl DeadlineNear {
    /// So many days before `deadline`, written out.
    pub fn new(first_name: &str, edition: &str, site: &Site, days: i64, deadline: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            link: site.url.clone(),
            left: if days < 1 {
                "dernier jour".to_owned()
            } else {
                format!("encore {}", counted(days, "jour"))
            },
            deadline: deadline.to_owned(),
        }
    }
}

impl DeadlinePassed {
    /// After `deadline`, written out.
    pub fn new(first_name: &str, edition: &str, site: &Site, deadline: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            contact: site.contact_email.clone(),
            deadline: deadline.to_owned(),
        }
    }
}

impl SlotNear {
    /// `slot` written out, `numbers` as `245, 246`, `place` perhaps empty.
    pub fn new(
        first_name: &str,
        edition: &str,
        site: &Site,
        (slot, numbers, place): (&str, &str, &str),
    ) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            link: site.url.clone(),
            slot: slot.to_owned(),
            numbers: numbers.to_owned(),
            place: place.to_owned(),
        }
    }
}

/// What somebody's sale came to so far.
#[derive(Clone, Debug)]
pub struct SaleFacts {
    /// Articles sold.
    pub sold: i64,
    /// Articles to be fetched.
    pub left: i64,
    /// Their sum, in cents, before commission.
    pub gross_cents: i64,
    /// When the rest is given back, as a French phrase.
    pub hours: String,
}

impl SaleEnded {
    /// `link` leads to the depositor's sales.
    pub fn new(first_name: &str, edition: &str, link: String, facts: &SaleFacts) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            link,
            sold: counted(facts.sold, "article"),
            gross: euros(facts.gross_cents),
            left: if facts.left == 0 { String::new() } else { counted(facts.left, "article") },
            hours: facts.hours.clone(),
        }
    }
}

impl InvitationsExpiring {
    /// `link` leads to the registrations of the edition.
    pub fn new(first_name: &str, edition: &str, link: String, count: i64) -> Self {
        let count = if count > 1 {
            format!("{count} invitations ne vaudront")
        } else {
            "1 invitation ne vaudra".to_owned()
        };
        Self { greeting: greeting(first_name), edition: edition.to_owned(), link, count }
    }
}

impl AccountInactive {
    /// `erased_on` is a day, written out.
    pub fn new(first_name: &str, site: &Site, erased_on: &str) -> Self {
        Self {
            greeting: greeting(first_name),
            link: format!("{}/connexion", site.url),
            erased_on: erased_on.to_owned(),
        }
    }
}
