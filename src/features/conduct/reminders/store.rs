//! Whom a reminder concerns.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{articles, editions, invitations, list_numbers, lists, registrations, slots, users};
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::people::accounts::model::UserState;
use crate::features::people::accounts::one_time::InvitationState;
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, UserId};

/// One person and one registration.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Depositor {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) first_name: String,
    pub(super) slot: Instant,
    pub(super) registered_at: Instant,
}

/// Somebody who steers editions.
pub(super) type Steward = (UserId, String, String);

/// Real editions between registration and settlement; training never writes to anybody.
pub(super) fn running(db: &mut Conn) -> Result<Vec<Edition>> {
    use EditionStatus::{Deposit, RegistrationsOpen, Sale, Settlement};
    Ok(editions::table
        .filter(editions::is_training.eq(false))
        .filter(editions::status.eq_any([RegistrationsOpen, Deposit, Sale, Settlement]))
        .select(Edition::as_select())
        .load(db)?)
}

/// Everybody registered in an edition who can be written to.
pub(super) fn depositors(db: &mut Conn, edition: EditionId) -> Result<Vec<Depositor>> {
    Ok(registrations::table
        .inner_join(users::table)
        .inner_join(slots::table)
        .filter(registrations::edition_id.eq(edition))
        .filter(users::state.eq_any([UserState::Active, UserState::Invited]))
        .filter(users::mail_blocked.eq(false))
        .order(users::id)
        .select((users::id, users::email, users::first_name, slots::starts_at, registrations::created_at))
        .load(db)?)
}

/// Everybody registered in an edition.
pub(super) fn registered(db: &mut Conn, edition: EditionId) -> Result<HashSet<UserId>> {
    let found: Vec<UserId> = registrations::table
        .filter(registrations::edition_id.eq(edition))
        .select(registrations::user_id)
        .load(db)?;
    Ok(found.into_iter().collect())
}

/// Who has a list that counts: validated, or further on.
pub(super) fn declared(db: &mut Conn, edition: EditionId) -> Result<HashSet<UserId>> {
    let counting = [ListState::Validated, ListState::Reviewed, ListState::Closed];
    let found: Vec<UserId> = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq_any(counting))
        .select(lists::user_id)
        .distinct()
        .load(db)?;
    Ok(found.into_iter().collect())
}

/// The numbers of each person's lists.
pub(super) fn numbers(db: &mut Conn, edition: EditionId) -> Result<HashMap<UserId, Vec<i32>>> {
    let rows: Vec<(UserId, i32)> = list_numbers::table
        .inner_join(registrations::table)
        .filter(list_numbers::edition_id.eq(edition))
        .order(list_numbers::number)
        .select((registrations::user_id, list_numbers::number))
        .load(db)?;
    let mut numbers: HashMap<_, Vec<_>> = HashMap::new();
    for (user, number) in rows {
        numbers.entry(user).or_default().push(number);
    }
    Ok(numbers)
}

/// What each person has handed in: types of lists, articles sold and left, cents sold.
#[derive(Clone, Debug, Default)]
pub(super) struct Sales {
    pub(super) types: Vec<ListType>,
    pub(super) sold: i64,
    pub(super) left: i64,
    pub(super) gross_cents: i64,
}

/// The sales of an edition by depositor.
pub(super) fn sales(db: &mut Conn, edition: EditionId) -> Result<HashMap<UserId, Sales>> {
    type Row = (UserId, ListType, ArticleStatus, i32);
    let counted = [ArticleStatus::OnSale, ArticleStatus::Sold, ArticleStatus::Unsold];
    let rows: Vec<Row> = articles::table
        .inner_join(lists::table)
        .filter(articles::edition_id.eq(edition))
        .filter(articles::status.eq_any(counted))
        .select((lists::user_id, lists::list_type, articles::status, articles::price_cents))
        .load(db)?;
    let mut sales: HashMap<UserId, Sales> = HashMap::new();
    for (user, list_type, status, cents) in rows {
        let one = sales.entry(user).or_default();
        if !one.types.contains(&list_type) {
            one.types.push(list_type);
        }
        if status == ArticleStatus::Sold {
            one.sold += 1;
            one.gross_cents += i64::from(cents);
        } else {
            one.left += 1;
        }
    }
    Ok(sales)
}

/// How many live invitations of an edition run out between two instants.
pub(super) fn expiring(db: &mut Conn, edition: EditionId, now: Instant, until: Instant) -> Result<i64> {
    Ok(invitations::table
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Sent]))
        .filter(invitations::expires_at.gt(now))
        .filter(invitations::expires_at.le(until))
        .count()
        .get_result(db)?)
}

/// Managers and admins who can be written to.
pub(super) fn stewards(db: &mut Conn) -> Result<Vec<Steward>> {
    Ok(users::table
        .filter(users::role.eq_any([Role::Manager, Role::Admin]))
        .filter(users::state.eq(UserState::Active))
        .filter(users::mail_blocked.eq(false))
        .order(users::id)
        .select((users::id, users::email, users::first_name))
        .load(db)?)
}
