//! What an import is planned from, read from the database.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{list_numbers, member_numbers, registrations, users};
use crate::error::Result;
use crate::features::auth::model::{User, UserState};
use crate::features::depositors::billetweb::facts::{Facts, SlotFacts};
use crate::features::depositors::numbers::Block;
use crate::features::editions::model::{Edition, Slot};
use crate::features::editions::store::slots;
use crate::kernel::ids::EditionId;

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

/// Reads what is known of an edition and of the people with these addresses. Six statements, however many they are.
pub fn load(db: &mut Conn, edition: &Edition, emails: &[&str]) -> Result<Known> {
    let people: Vec<User> =
        users::table.filter(users::email.eq_any(emails)).select(User::as_select()).load(db)?;
    let registered: Vec<(String, Option<String>)> = registrations::table
        .inner_join(users::table)
        .filter(registrations::edition_id.eq(edition.id))
        .select((users::email, registrations::ticket_ref))
        .load(db)?;
    let slots = slots::of_edition(db, edition.id)?;
    let settings = edition.settings()?;
    let facts = Facts {
        // Whoever has not activated the account gets an invitation like somebody new.
        users: people
            .iter()
            .filter(|user| user.state != UserState::Invited)
            .map(|user| user.email.clone())
            .collect(),
        registered_tickets: registered.iter().filter_map(|row| row.1.clone()).collect(),
        registered_emails: registered.into_iter().map(|row| row.0).collect(),
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

fn slot_facts(slot: &Slot) -> Result<SlotFacts> {
    Ok(SlotFacts {
        starts_at: slot.starts_at.utc(),
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
