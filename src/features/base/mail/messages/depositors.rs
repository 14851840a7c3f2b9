//! Messages about somebody's deposit, from the invitation to the payout.

use askama::Template;

use super::message::{Message, Rendered, framed, greeting, in_words, messages};
use crate::config::Site;
use crate::kernel::clock::Instant;
use crate::kernel::ids::ListId;
use crate::kernel::money::euros;

messages! {
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
        subject |m| format!("{} : votre inscription", m.edition);
        button |m| Some((m.link.clone(), "Préparer mes listes"));
    /// Lists have been validated.
    ListValidated = "mail/list_validated.txt", "list_validated" {
        edition: String, number: String, count: String, total: String, slot: String, link: String,
    }
        subject |m| format!("{} : liste n° {} validée", m.edition, m.number);
        button |m| Some((m.link.clone(), "Revoir ma liste"));
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
    /// A payout was recorded.
    PayoutRecorded = "mail/payout_recorded.txt", "payout_recorded" {
        edition: String, amount: String, method: String, supplement: bool,
    }
        subject |m| format!("{} : {}votre reversement", m.edition, if m.supplement { "complément de " } else { "" });
        button |_| None;
    /// A payment was taken back.
    PayoutReversed = "mail/payout_reversed.txt", "payout_reversed" {
        edition: String, amount: String, method: String, reason: String, left: String,
    }
        subject |m| format!("{} : un paiement est annulé", m.edition);
        button |_| None;
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

/// What the confirmation of a validated list says.
#[derive(Clone, Debug)]
pub struct ListFacts {
    /// Given name, as far as known.
    pub first_name: String,
    /// Name of the edition.
    pub edition: String,
    /// The list, for the link.
    pub list_id: ListId,
    /// Its number.
    pub number: i32,
    /// Its lines.
    pub articles: usize,
    /// Sum of its prices, in cents.
    pub total_cents: i64,
    /// Start of the deposit slot.
    pub slot: Instant,
}

impl ListValidated {
    /// With the link to the list.
    pub fn new(facts: &ListFacts, site: &Site) -> Self {
        let plural = if facts.articles > 1 { "s" } else { "" };
        Self {
            greeting: greeting(&facts.first_name),
            edition: facts.edition.clone(),
            number: facts.number.to_string(),
            count: format!("{} article{plural}", facts.articles),
            total: euros(facts.total_cents),
            slot: in_words(Some(facts.slot)),
            link: format!("{}/listes/{}", site.url, facts.list_id),
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

/// A payment as its depositor reads of it.
#[derive(Clone, Copy, Debug)]
pub struct PaymentFacts<'a> {
    /// Given name, as far as known.
    pub first_name: &'a str,
    /// Name of the edition.
    pub edition: &'a str,
    /// How much, in cents.
    pub amount_cents: i64,
    /// How, as it goes on the sentence: `par chèque n° 0012345`.
    pub method: &'a str,
}

impl PayoutRecorded {
    /// `supplement`: after an earlier payment.
    pub fn new(facts: &PaymentFacts<'_>, supplement: bool) -> Self {
        Self {
            greeting: greeting(facts.first_name),
            edition: facts.edition.to_owned(),
            amount: euros(facts.amount_cents),
            method: facts.method.to_owned(),
            supplement,
        }
    }
}

impl PayoutReversed {
    /// With the reason that the manager gave, and what is to be paid again.
    pub fn new(facts: &PaymentFacts<'_>, reason: &str, left_cents: i64) -> Self {
        Self {
            greeting: greeting(facts.first_name),
            edition: facts.edition.to_owned(),
            amount: euros(facts.amount_cents),
            method: facts.method.to_owned(),
            reason: reason.to_owned(),
            left: if left_cents > 0 { euros(left_cents) } else { String::new() },
        }
    }
}
