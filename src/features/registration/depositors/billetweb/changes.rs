//! What Billetweb says of people who are registered already: another slot, no ticket any more, another address.
//!
//! Each change is a proposal: it is shown with what stands and what the file says, and done only when it is named.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::export::Ticket;
use super::facts::{Facts, Registered};
use super::standing::SkipReason;
use crate::features::registration::depositors::numbers::in_words;
use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::clock::paris;
use crate::kernel::ids::RegistrationId;
use crate::kernel::text::contact::readable_phone;
use crate::text_enum;

text_enum! {
    /// What a proposal is about.
    pub enum ChangeKind {
        /// The ticket is unpaid, not valid any more, or refunded.
        Cancelled => "cancelled",
        /// Another slot.
        Slot => "slot",
        /// Another e-mail address.
        Email => "email",
        /// Another telephone number.
        Phone => "phone",
    }
}

/// A change that an import can carry out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Proposal {
    /// Names it to the import: ticket reference and kind.
    pub id: String,
    /// Row of the file.
    pub line: u32,
    /// Whose registration.
    pub registration_id: RegistrationId,
    /// Family name, given name.
    pub person: String,
    /// What it is about.
    pub kind: ChangeKind,
    /// What stands here, in French.
    pub before: String,
    /// What the file says, in French.
    pub after: String,
    /// Whether it can be carried out.
    pub possible: bool,
    /// Stable code of what is in the way: `articles_declared`, `unknown_slot`, `slot_full`, `not_resident`,
    /// `account_active`, `email_taken`.
    pub code: Option<&'static str>,
    /// What is in the way and what to do, in French; empty when nothing is.
    pub message: String,
}

/// A proposal with what carrying it out needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// What the manager sees.
    pub proposal: Proposal,
    /// The ticket that says so.
    pub ticket: &'a Ticket,
    /// Index of the new slot in [`Facts::slots`], for a change of slot.
    pub slot: Option<usize>,
}

/// Registrations by what a file can name them with.
pub struct Known<'f> {
    by_ticket: BTreeMap<&'f str, &'f Registered>,
    by_email: BTreeMap<&'f str, &'f Registered>,
    /// References that the file says are void.
    void: BTreeSet<&'f str>,
}

impl<'f> Known<'f> {
    /// The registrations of an edition beside the tickets of a file.
    pub fn new(facts: &'f Facts, tickets: &'f [Ticket]) -> Self {
        let by_ticket = facts.registered.iter().filter_map(|one| Some((one.ticket.as_deref()?, one)));
        let by_email = facts.registered.iter().map(|one| (one.email.as_str(), one));
        let void = tickets.iter().filter(|ticket| ticket.skipped.is_some());
        Self {
            by_ticket: by_ticket.collect(),
            by_email: by_email.collect(),
            void: void.map(|ticket| ticket.reference.as_str()).collect(),
        }
    }

    /// The registration that came from this ticket.
    fn of_ticket(&self, ticket: &Ticket) -> Option<&'f Registered> {
        self.by_ticket.get(ticket.reference.as_str()).filter(|_| !ticket.reference.is_empty()).copied()
    }

    /// Whether the person of a ticket, or the ticket itself, is registered.
    pub fn has(&self, ticket: &Ticket) -> bool {
        let email = ticket.email.as_deref().unwrap_or_default();
        self.of_ticket(ticket).is_some() || self.by_email.contains_key(email)
    }

    /// The registration that a sound ticket speaks of: its own, or that of a person who has bought another one since
    /// theirs became void.
    fn spoken_of(&self, ticket: &Ticket) -> Option<&'f Registered> {
        self.of_ticket(ticket).or_else(|| {
            let known = self.by_email.get(ticket.email.as_deref().unwrap_or_default()).copied()?;
            known.ticket.as_deref().is_some_and(|former| self.void.contains(former)).then_some(known)
        })
    }
}

/// The proposals of a file. `place` finds the slot that a ticket asks for; `left` are the places that the
/// registrations to come leave free.
pub fn changes<'a>(
    facts: &Facts,
    tickets: &'a [Ticket],
    tariff: impl Fn(&Ticket) -> Option<TariffUse>,
    place: impl Fn(&Ticket, Option<TariffUse>) -> Option<usize>,
    left: &[usize],
) -> Vec<Change<'a>> {
    let known = Known::new(facts, tickets);
    let sound: BTreeSet<&str> = tickets
        .iter()
        .filter(|ticket| ticket.skipped.is_none())
        .filter_map(|ticket| ticket.email.as_deref().ok())
        .collect();
    let mut found = Vec::new();
    for ticket in tickets {
        let meaning = tariff(ticket);
        if meaning == Some(TariffUse::Ignore) {
            continue;
        }
        if let Some(reason) = ticket.skipped {
            let own = known.of_ticket(ticket).filter(|one| !sound.contains(one.email.as_str()));
            found.extend(own.map(|one| cancelled(one, ticket, reason)));
            continue;
        }
        let Some(one) = known.spoken_of(ticket) else { continue };
        found.extend(moved(facts, one, ticket, place(ticket, meaning), left));
        found.extend(addressed(facts, one, ticket));
        found.extend(called(one, ticket));
    }
    // Of two rows about one registration the first counts.
    let mut seen = BTreeSet::new();
    found.retain(|change| seen.insert((change.proposal.registration_id, change.proposal.kind.as_str())));
    found
}

type Obstacle = Option<(&'static str, &'static str)>;

fn change<'a>(
    one: &Registered,
    ticket: &'a Ticket,
    kind: ChangeKind,
    (before, after): (String, String),
    obstacle: Obstacle,
) -> Change<'a> {
    let proposal = Proposal {
        id: format!("{}:{}", ticket.reference, kind.as_str()),
        line: ticket.line,
        registration_id: one.id,
        person: one.person.clone(),
        kind,
        before,
        after,
        possible: obstacle.is_none(),
        code: obstacle.map(|(code, _)| code),
        message: obstacle.map(|(_, message)| message.to_owned()).unwrap_or_default(),
    };
    Change { proposal, ticket, slot: None }
}

fn cancelled<'a>(one: &Registered, ticket: &'a Ticket, reason: SkipReason) -> Change<'a> {
    let before = match one.numbers.as_slice() {
        [] => "Inscription".to_owned(),
        numbers => format!("Inscription, listes {}", in_words(numbers)),
    };
    let after = match reason {
        SkipReason::Unpaid => "Billet non payé",
        SkipReason::Cancelled => "Billet annulé",
        SkipReason::Refunded => "Billet remboursé",
    };
    let obstacle = one.declared.then_some((
        "articles_declared",
        "Des articles sont déjà déclarés : voyez avec cette personne avant de la désinscrire.",
    ));
    change(one, ticket, ChangeKind::Cancelled, (before, after.to_owned()), obstacle)
}

fn moved<'a>(
    facts: &Facts,
    one: &Registered,
    ticket: &'a Ticket,
    slot: Option<usize>,
    left: &[usize],
) -> Option<Change<'a>> {
    let starts_at = paris::to_utc(*ticket.starts_at.as_ref().ok()?);
    if starts_at == one.starts_at {
        return None;
    }
    let found = slot.and_then(|index| Some((facts.slots.get(index)?, left.get(index).copied()?)));
    let obstacle: Obstacle = match found {
        None => Some(("unknown_slot", "Aucun créneau de l'édition ne commence alors : créez-le d'abord.")),
        Some((slot, _))
            if slot.residents_only && !facts.resident_postal_codes.contains(&ticket.postal_code) =>
        {
            Some(("not_resident", "Ce créneau est réservé aux habitants, et ce code postal n'en est pas un."))
        }
        Some((_, 0)) => Some(("slot_full", "Ce créneau est complet : augmentez sa capacité d'abord.")),
        Some(_) => None,
    };
    let words = (paris::long_date_time(one.starts_at), paris::long_date_time(starts_at));
    let mut change = change(one, ticket, ChangeKind::Slot, words, obstacle);
    change.slot = slot;
    Some(change)
}

/// What stands in the way of mending somebody's contact: who has activated the account keeps it up themselves.
fn taken_over(one: &Registered) -> Obstacle {
    (!one.open_contact).then_some((
        "account_active",
        "Cette personne gère elle-même ses coordonnées : voyez avec elle si elles sont à jour.",
    ))
}

fn addressed<'a>(facts: &Facts, one: &Registered, ticket: &'a Ticket) -> Option<Change<'a>> {
    let email = ticket.email.as_ref().ok().filter(|email| **email != one.email)?;
    let taken = facts
        .addresses
        .contains(email)
        .then_some(("email_taken", "Quelqu'un d'autre a déjà un compte avec cette adresse."));
    let words = (one.email.clone(), email.clone());
    Some(change(one, ticket, ChangeKind::Email, words, taken_over(one).or(taken)))
}

fn called<'a>(one: &Registered, ticket: &'a Ticket) -> Option<Change<'a>> {
    let phone = ticket.phone.as_ref()?.as_ref().ok()?;
    if one.phone.as_ref() == Some(phone) {
        return None;
    }
    let words = (one.phone.as_deref().map(readable_phone).unwrap_or_default(), readable_phone(phone));
    Some(change(one, ticket, ChangeKind::Phone, words, taken_over(one)))
}

#[cfg(test)]
mod tests;
