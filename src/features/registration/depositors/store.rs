//! Registrations in the database.

pub mod facts;
pub mod imports;
pub mod invitations;
pub mod progress;

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Invitation, Person, Registration, SlotRow};
use super::views::RegistrationsQuery;
use crate::db::schema::{
    articles, invitations as invited, list_numbers, lists, payouts, registrations, slots, users,
};
use crate::db::{self, Conn};
use crate::error::{Result, not_found};
use crate::kernel::ids::{EditionId, ListId, RegistrationId, SlotId, UserId};

/// A registration with whom and when.
pub type Entry = (Registration, Person, SlotRow, Option<Invitation>);

/// Registrations with whom and when.
#[diesel::dsl::auto_type]
fn entries() -> _ {
    registrations::table.inner_join(users::table).inner_join(slots::table).left_join(invited::table.on(
        invited::user_id.eq(registrations::user_id).and(invited::edition_id.eq(registrations::edition_id)),
    ))
}

/// The registrations of an edition that the query's columns select; names and numbers are searched by the caller, for
/// the engines disagree about accents.
pub fn of_edition(db: &mut Conn, edition: EditionId, query: &RegistrationsQuery) -> Result<Vec<Entry>> {
    let mut rows = entries().filter(registrations::edition_id.eq(edition)).into_boxed::<db::Backend>();
    if let Some(list_type) = query.list_type {
        rows = rows.filter(registrations::list_type.eq(list_type));
    }
    Ok(rows.select(Entry::as_select()).load(db)?)
}

/// A registration of an edition with whom and when; 404 when there is none.
pub fn one(db: &mut Conn, edition: EditionId, id: RegistrationId) -> Result<Entry> {
    let row = entries().filter(registrations::id.eq(id)).filter(registrations::edition_id.eq(edition));
    row.select(Entry::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// The list numbers of an edition by registration, ascending.
pub fn numbers(db: &mut Conn, edition: EditionId) -> Result<HashMap<RegistrationId, Vec<i32>>> {
    let rows: Vec<(RegistrationId, i32)> = list_numbers::table
        .filter(list_numbers::edition_id.eq(edition))
        .order(list_numbers::number)
        .select((list_numbers::registration_id, list_numbers::number))
        .load(db)?;
    Ok(grouped(rows))
}

/// The list numbers of some registrations, ascending.
pub fn numbers_of(db: &mut Conn, ids: &[RegistrationId]) -> Result<HashMap<RegistrationId, Vec<i32>>> {
    let rows: Vec<(RegistrationId, i32)> = list_numbers::table
        .filter(list_numbers::registration_id.eq_any(ids))
        .order(list_numbers::number)
        .select((list_numbers::registration_id, list_numbers::number))
        .load(db)?;
    Ok(grouped(rows))
}

fn grouped(rows: Vec<(RegistrationId, i32)>) -> HashMap<RegistrationId, Vec<i32>> {
    let mut numbers: HashMap<_, Vec<i32>> = HashMap::new();
    for (registration, number) in rows {
        numbers.entry(registration).or_default().push(number);
    }
    numbers
}

/// A registration of an edition; 404 when there is none.
pub fn by_id(db: &mut Conn, edition: EditionId, id: RegistrationId) -> Result<Registration> {
    let query = registrations::table.find(id).filter(registrations::edition_id.eq(edition));
    query.select(Registration::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// The registration of a person in an edition.
pub fn of_user(db: &mut Conn, edition: EditionId, user: UserId) -> Result<Option<RegistrationId>> {
    let query = registrations::table
        .filter(registrations::edition_id.eq(edition))
        .filter(registrations::user_id.eq(user));
    Ok(query.select(registrations::id).first(db).optional()?)
}

/// Adds a registration. A second one of the same person is a unique violation.
pub fn insert(db: &mut Conn, registration: &Registration) -> Result<()> {
    diesel::insert_into(registrations::table).values(registration).execute(db)?;
    Ok(())
}

/// Gives list numbers to a registration. One that is taken is a unique violation.
pub fn insert_numbers(db: &mut Conn, edition: EditionId, id: RegistrationId, numbers: &[i32]) -> Result<()> {
    for number in numbers {
        let row = (
            list_numbers::edition_id.eq(edition),
            list_numbers::number.eq(number),
            list_numbers::registration_id.eq(id),
        );
        diesel::insert_into(list_numbers::table).values(row).execute(db)?;
    }
    Ok(())
}

/// Moves a registration to another slot.
pub fn set_slot(db: &mut Conn, id: RegistrationId, slot: SlotId) -> Result<()> {
    diesel::update(registrations::table.find(id)).set(registrations::slot_id.eq(slot)).execute(db)?;
    Ok(())
}

/// Notes the ticket that a registration stands on from now on: reference and order.
pub fn set_ticket(db: &mut Conn, id: RegistrationId, (reference, order): (&str, &str)) -> Result<()> {
    let text =
        |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty() && text.chars().count() <= 60);
    let (Some(reference), order) = (text(reference), text(order)) else { return Ok(()) };
    let ticket = (registrations::ticket_ref.eq(reference), registrations::order_ref.eq(order));
    diesel::update(registrations::table.find(id)).set(ticket).execute(db)?;
    Ok(())
}

/// Takes a registration out, with its numbers and its empty lists: `false`, and all is still there, when an article or
/// money hangs on it.
pub fn delete(db: &mut Conn, id: RegistrationId) -> Result<bool> {
    let own = lists::table.filter(lists::registration_id.eq(id));
    let ids: Vec<ListId> = own.select(lists::id).load(db)?;
    let declared: i64 = articles::table.filter(articles::list_id.eq_any(&ids)).count().get_result(db)?;
    let owed: i64 = payouts::table.filter(payouts::registration_id.eq(id)).count().get_result(db)?;
    if declared + owed > 0 {
        return Ok(false);
    }
    diesel::delete(lists::table.filter(lists::registration_id.eq(id))).execute(db)?;
    diesel::delete(list_numbers::table.filter(list_numbers::registration_id.eq(id))).execute(db)?;
    diesel::delete(registrations::table.find(id)).execute(db)?;
    Ok(true)
}
