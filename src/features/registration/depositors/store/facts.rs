//! What an import is planned from, read from the database.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    articles, list_numbers, lists, member_numbers, registrations, slots as slots_table, users,
};
use crate::error::Result;
use crate::features::edition::editions::model::{Edition, Slot};
use crate::features::edition::editions::store::slots;
use crate::features::people::accounts::model::{User, UserState};
use crate::features::registration::depositors::billetweb::facts::{Facts, Registered, SlotFacts};
use crate::features::registration::depositors::model::Person;
use crate::features::registration::depositors::numbers::Block;
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegistrationId};

/// The facts of a plan, with the rows that they stand for.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the plan sees.
    pub facts: Facts,
    /// The slots, in the order of [`Facts::slots`].
    pub slots: Vec<Slot>,
    /// Accounts by address, activated or not.
    pub people: BTreeMap<String, User>,
}

/// Reads what is known of an edition and of the people with these addresses. A handful of statements, however many they are.
pub fn load(db: &mut Conn, edition: &Edition, emails: &[&str]) -> Result<Known> {
    let people: Vec<User> =
        users::table.filter(users::email.eq_any(emails)).select(User::as_select()).load(db)?;
    let slots = slots::of_edition(db, edition.id)?;
    let settings = edition.settings()?;
    let facts = Facts {
        // Whoever has not activated the account gets an invitation like somebody new.
        users: people
            .iter()
            .filter(|user| user.state != UserState::Invited)
            .map(|user| user.email.clone())
            .collect(),
        addresses: people.iter().map(|user| user.email.clone()).collect(),
        registered: registered(db, edition.id)?,
        slots: slots.iter().map(slot_facts).collect::<Result<_>>()?,
        taken_numbers: taken_numbers(db, edition.id)?.into_iter().collect(),
        member_blocks: member_blocks(db)?,
        family_blocks: family_blocks(db)?,
        resident_postal_codes: settings.resident_postal_codes.into_iter().collect(),
        numbers_beyond_600: settings.extended_numbers,
    };
    let people = people.into_iter().map(|user| (user.email.clone(), user)).collect();
    Ok(Known { facts, slots, people })
}

fn registered(db: &mut Conn, edition: EditionId) -> Result<Vec<Registered>> {
    type Row = (RegistrationId, Option<String>, Instant, Person, Role);
    let rows: Vec<Row> = registrations::table
        .inner_join(users::table)
        .inner_join(slots_table::table)
        .filter(registrations::edition_id.eq(edition))
        .order(registrations::id)
        .select((
            registrations::id,
            registrations::ticket_ref,
            slots_table::starts_at,
            Person::as_select(),
            users::role,
        ))
        .load(db)?;
    let declared: Vec<RegistrationId> = lists::table
        .inner_join(articles::table)
        .filter(lists::edition_id.eq(edition))
        .select(lists::registration_id)
        .distinct()
        .load(db)?;
    let declared: HashSet<RegistrationId> = declared.into_iter().collect();
    let mut numbers = super::numbers(db, edition)?;
    let one = |(id, ticket, starts_at, person, role): Row| Registered {
        id,
        person: format!("{} {}", person.last_name.to_uppercase(), person.first_name).trim().to_owned(),
        open_contact: person.state == UserState::Invited && role == Role::Depositor,
        email: person.email,
        phone: person.phone,
        ticket,
        starts_at: starts_at.utc(),
        numbers: numbers.remove(&id).unwrap_or_default(),
        declared: declared.contains(&id),
    };
    Ok(rows.into_iter().map(one).collect())
}

fn slot_facts(slot: &Slot) -> Result<SlotFacts> {
    Ok(SlotFacts {
        id: slot.id,
        starts_at: slot.starts_at.utc(),
        ends_at: slot.ends_at.utc(),
        capacity: slot.capacity,
        left: usize::try_from(slot.left()).unwrap_or_default(),
        residents_only: slot.residents_only,
        list_types: slot.list_types()?,
    })
}

fn taken_numbers(db: &mut Conn, edition: EditionId) -> Result<Vec<i32>> {
    let query = list_numbers::table.filter(list_numbers::edition_id.eq(edition));
    Ok(query.select(list_numbers::number).load(db)?)
}

/// Members' blocks by address, from every edition.
fn member_blocks(db: &mut Conn) -> Result<BTreeMap<String, Block>> {
    let rows: Vec<(String, i32)> = member_numbers::table
        .inner_join(users::table)
        .select((users::email, member_numbers::first_number))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(email, first)| Some((email, Block::containing(first)?))).collect())
}

/// Families' blocks by address; of several the one of the latest registration.
fn family_blocks(db: &mut Conn) -> Result<BTreeMap<String, Block>> {
    let rows: Vec<(String, i32)> = list_numbers::table
        .inner_join(registrations::table.inner_join(users::table))
        .filter(list_numbers::number.between(2000, 2999))
        .order((registrations::created_at, list_numbers::number.desc()))
        .select((users::email, list_numbers::number))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(email, number)| Some((email, Block::containing(number)?))).collect())
}
