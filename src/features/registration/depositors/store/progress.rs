//! How far depositors are with their declarations, counted by the database.

use std::collections::HashMap;

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{articles, editions, lists, registrations, slots, users};
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::registration::depositors::model::{Person, Registration, SlotRow};
use crate::kernel::ids::{EditionId, RegistrationId, UserId};

/// The word of a list that its depositor is still filling in.
const DRAFT: &str = "draft";
/// The word of a list that was not declared in time.
const NOT_FINALISED: &str = "not_finalised";
/// Words of articles that never reached the racks.
const NEVER_ON_SALE: [&str; 4] = ["draft", "declared", "refused", "not_brought"];

/// What one registration has declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Lists begun.
    pub lists: i64,
    /// Of those, declared for good.
    pub validated: i64,
    /// Articles on them.
    pub articles: i64,
    /// Sum of their prices.
    pub total_cents: i64,
}

/// What some registrations have declared. Two statements, however many they are.
pub fn declared(db: &mut Conn, ids: &[RegistrationId]) -> Result<HashMap<RegistrationId, Declared>> {
    let mut all: HashMap<RegistrationId, Declared> = HashMap::new();
    let states: Vec<(RegistrationId, String, i64)> = lists::table
        .filter(lists::registration_id.eq_any(ids))
        .group_by((lists::registration_id, lists::state))
        .select((lists::registration_id, lists::state, count_star()))
        .load(db)?;
    for (registration, state, count) in states {
        let declared = all.entry(registration).or_default();
        declared.lists += count;
        declared.validated += if [DRAFT, NOT_FINALISED].contains(&state.as_str()) { 0 } else { count };
    }
    let sums: Vec<(RegistrationId, i64, Option<i64>)> = articles::table
        .inner_join(lists::table)
        .filter(lists::registration_id.eq_any(ids))
        .group_by(lists::registration_id)
        .select((lists::registration_id, count_star(), sum(articles::price_cents)))
        .load(db)?;
    for (registration, count, total) in sums {
        let declared = all.entry(registration).or_default();
        (declared.articles, declared.total_cents) = (count, total.unwrap_or_default());
    }
    Ok(all)
}

/// A person's registrations with their editions, the latest first.
pub fn own(db: &mut Conn, user: UserId) -> Result<Vec<(Registration, Edition, SlotRow)>> {
    Ok(registrations::table
        .inner_join(editions::table)
        .inner_join(slots::table)
        .filter(registrations::user_id.eq(user))
        .order((editions::starts_at.desc(), registrations::id))
        .select((Registration::as_select(), Edition::as_select(), SlotRow::as_select()))
        .load(db)?)
}

/// A person by their address.
pub fn person(db: &mut Conn, email: &str) -> Result<Option<Person>> {
    Ok(users::table.filter(users::email.eq(email)).select(Person::as_select()).first(db).optional()?)
}

/// How many of a person's articles were on sale in each edition, and how many of those were sold.
pub fn sold(db: &mut Conn, user: UserId) -> Result<HashMap<EditionId, (i64, i64)>> {
    let rows: Vec<(EditionId, String, i64)> = articles::table
        .inner_join(lists::table)
        .filter(lists::user_id.eq(user))
        .filter(articles::status.ne_all(NEVER_ON_SALE))
        .group_by((articles::edition_id, articles::status))
        .select((articles::edition_id, articles::status, count_star()))
        .load(db)?;
    let mut counts: HashMap<EditionId, (i64, i64)> = HashMap::new();
    for (edition, status, count) in rows {
        let entry = counts.entry(edition).or_default();
        entry.0 += count;
        entry.1 += if status == "sold" { count } else { 0 };
    }
    Ok(counts)
}
