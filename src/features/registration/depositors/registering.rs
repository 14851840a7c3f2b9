//! Writing registrations down, whether a file or a manager names them.

use diesel::prelude::*;
use serde_json::json;

use super::billetweb::facts::Facts;
use super::billetweb::plan::Accepted;
use super::model::Registration;
use super::numbers;
use super::numbers::Block;
use super::states::RegistrationOrigin;
use super::store;
use super::store::facts::Known;
use crate::config::Config;
use crate::ctx::Change;
use crate::db::schema::member_numbers;
use crate::error::{Problem, Result, conflict};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::edition::editions::model::{Edition, Slot};
use crate::features::edition::editions::rules::{StepFacts, check_schedule, unmet_conditions};
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::model::NewUser;
use crate::features::people::accounts::{one_time, store as accounts};
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegistrationId, UserId};
use crate::kernel::text::contact::is_postal_code;

/// Longest values that columns hold, in characters.
const NAME: usize = 80;
const REFERENCE: usize = 60;
const TARIFF: usize = 120;
const ADDRESS: usize = 200;

/// How a person was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notification {
    /// By an invitation that activates the account.
    Invited,
    /// By a notice, the account being active.
    Noticed,
    /// Not at all: people of training editions are invented.
    NotAtAll,
}

/// Refuses unless people can be registered: from `configured` until the deposit opens.
pub(crate) fn must_take_registrations(change: &mut Change<'_>, edition: &Edition) -> Result<()> {
    edition.must_be_open()?;
    match edition.status {
        EditionStatus::Configured | EditionStatus::RegistrationsOpen => Ok(()),
        EditionStatus::Draft => {
            let unchanged = edition.declaration_deadline.map(Instant::utc);
            let now = change.now().utc();
            let facts = StepFacts {
                schedule_sound: check_schedule(&edition.schedule()?, unchanged, now).is_empty(),
                slots: editions::slots::count(change.db, edition.id)?,
                ..StepFacts::default()
            };
            Err(editions::not_ready(&unmet_conditions(EditionStatus::Configured, &facts, now)))
        }
        _ => Err(conflict("registrations_closed", "Le dépôt est ouvert : les inscriptions sont terminées.")),
    }
}

/// The first registration or invitation opens the registrations of a locked edition. Gives the entry for the journal.
pub(crate) fn open_if_first(change: &mut Change<'_>, edition: &Edition) -> Result<Option<Entry>> {
    if edition.status != EditionStatus::Configured {
        return Ok(None);
    }
    editions::open_registrations(change, edition)?;
    let details = json!({ "from": edition.status, "to": EditionStatus::RegistrationsOpen });
    Ok(Some(Entry::new(Event::EditionStep, edition.id, details)))
}

/// Writes one planned registration of a locked edition: account, place, numbers, mail.
pub(crate) fn register(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    known: &Known,
    accepted: &Accepted<'_>,
    origin: RegistrationOrigin,
) -> Result<(RegistrationId, Notification)> {
    let Some(slot) = known.slots.get(accepted.slot) else { return Err(slot_full()) };
    if !editions::slots::take_place(change.db, slot.id)? {
        return Err(slot_full());
    }
    let user_id = match known.people.get(accepted.email) {
        Some(user) => user.id,
        None => create_account(change, accepted)?,
    };
    let text = |text: &str, most| Some(clipped(text, most)).filter(|text| !text.is_empty());
    let ticket = accepted.ticket;
    let registration = Registration {
        id: RegistrationId::new(change.uuid()),
        edition_id: edition.id,
        user_id,
        slot_id: slot.id,
        list_type: accepted.list_type,
        origin,
        ticket_ref: text(&ticket.reference, REFERENCE),
        order_ref: text(&ticket.order, REFERENCE),
        // A tariff is what somebody paid on Billetweb; elsewhere it only says the type of lists.
        tariff: text(&ticket.tariff, TARIFF).filter(|_| origin == RegistrationOrigin::Billetweb),
        created_at: change.now(),
    };
    store::insert(change.db, &registration)?;
    store::insert_numbers(change.db, edition.id, registration.id, &accepted.numbers)?;
    if accepted.list_type == ListType::Member1000 {
        keep_block(change, &known.facts, accepted.email, user_id, accepted.block)?;
    }
    let told = tell(change, config, edition, slot, known, accepted, user_id)?;
    Ok((registration.id, told))
}

fn create_account(change: &mut Change<'_>, accepted: &Accepted<'_>) -> Result<UserId> {
    let ticket = accepted.ticket;
    let text = |text: &str, most| Some(clipped(text, most)).filter(|text| !text.is_empty());
    let names = (clipped(&ticket.first_name, NAME), clipped(&ticket.last_name, NAME));
    let user = NewUser {
        phone: accepted.phone.map(str::to_owned),
        address: text(&ticket.address, ADDRESS),
        postal_code: Some(&ticket.postal_code).filter(|code| is_postal_code(code)).cloned(),
        city: text(&ticket.city, NAME),
        ..NewUser::invited(change, Role::Depositor, accepted.email, (&names.0, &names.1))
    };
    accounts::insert(change.db, &user)?;
    Ok(user.id)
}

/// What fits into a column: a longer text is no reason to turn a depositor away.
fn clipped(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

/// From now on a member's block belongs to the person (domain.md 6).
fn keep_block(
    change: &mut Change<'_>,
    facts: &Facts,
    email: &str,
    user: UserId,
    block: Option<Block>,
) -> Result<()> {
    let Some(block) = block.filter(|block| facts.member_blocks.get(email) != Some(block)) else {
        return Ok(());
    };
    let own = member_numbers::table.filter(member_numbers::user_id.eq(user));
    let first = member_numbers::first_number.eq(block.start());
    if diesel::update(own).set(first).execute(change.db)? == 0 {
        let row = (first, member_numbers::user_id.eq(user));
        diesel::insert_into(member_numbers::table).values(row).execute(change.db)?;
    }
    Ok(())
}

fn tell(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    slot: &Slot,
    known: &Known,
    accepted: &Accepted<'_>,
    user_id: UserId,
) -> Result<Notification> {
    if edition.is_training {
        return Ok(Notification::NotAtAll);
    }
    let first_name =
        known.people.get(accepted.email).map_or(&accepted.ticket.first_name, |user| &user.first_name);
    let facts = messages::RegistrationFacts {
        first_name: first_name.clone(),
        edition: edition.name.clone(),
        deadline: edition.declaration_deadline,
        slot: Some(slot.starts_at),
        numbers: numbers::in_words(&accepted.numbers),
        special: special(accepted.list_type).to_owned(),
    };
    let to = mail::To::account(user_id, accepted.email);
    if accepted.known {
        mail::queue(change, config, to, &messages::Registered::new(&facts, &config.site))?;
        return Ok(Notification::Noticed);
    }
    send_invitation(change, config, edition, to, user_id, &facts)?;
    Ok(Notification::Invited)
}

/// Makes an invitation (an earlier one dies) and mails its link.
pub(crate) fn send_invitation(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    to: mail::To,
    user: UserId,
    facts: &messages::RegistrationFacts,
) -> Result<()> {
    let token = one_time::invite(change, edition.id, user)?;
    let message = messages::Invitation::new(facts, &config.site, &token);
    mail::queue(change, config, to, &message)
}

/// What is special about a kind of lists (domain.md 7).
pub(crate) const fn special(list_type: ListType) -> &'static str {
    match list_type {
        ListType::Standard => "",
        ListType::Member1000 => {
            "Vous avez des listes d'adhérent (numéros 1000) : 1 € par liste utilisée sera déduit de vos ventes."
        }
        ListType::Family2000 => {
            "Vous avez des listes « famille et amis » (numéros 2000) : 5 € par paire de listes entamée seront déduits de vos ventes."
        }
    }
}

/// Takes somebody out, with numbers, empty lists, place and invitation; `false`, and all is still there, when articles
/// are declared.
pub(crate) fn unregister(change: &mut Change<'_>, registration: &Registration) -> Result<bool> {
    if !store::delete(change.db, registration.id)? {
        return Ok(false);
    }
    editions::slots::give_back_place(change.db, registration.slot_id)?;
    one_time::withdraw(change.db, registration.edition_id, registration.user_id)?;
    Ok(true)
}

/// `409 slot_full`.
pub(crate) fn slot_full() -> Problem {
    conflict("slot_full", "Ce créneau est complet. Choisissez-en un autre, ou augmentez sa capacité.")
}

/// The race that a unique key decided: whoever comes second reads what the first has written, and tries again.
pub(crate) fn raced() -> Problem {
    let sentence = "Quelqu'un d'autre vient d'enregistrer la même personne ou les mêmes numéros. Réessayez.";
    conflict("registration_raced", sentence)
}
