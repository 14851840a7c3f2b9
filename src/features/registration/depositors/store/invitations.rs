//! Invitations in the database, as managers see them. Making and spending them is the affair of accounts.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{invitations, users};
use crate::error::{Result, not_found};
use crate::features::registration::depositors::model::{Invitation, Person};
use crate::kernel::ids::{EditionId, InvitationId, UserId};

/// All invitations of an edition, the latest first.
pub fn of_edition(db: &mut Conn, edition: EditionId) -> Result<Vec<(Invitation, Person)>> {
    Ok(invitations::table
        .inner_join(users::table)
        .filter(invitations::edition_id.eq(edition))
        .order((invitations::created_at.desc(), invitations::id.desc()))
        .select((Invitation::as_select(), Person::as_select()))
        .load(db)?)
}

/// An invitation of an edition; 404 when there is none.
pub fn by_id(db: &mut Conn, edition: EditionId, id: InvitationId) -> Result<(Invitation, Person)> {
    invitations::table
        .inner_join(users::table)
        .filter(invitations::id.eq(id))
        .filter(invitations::edition_id.eq(edition))
        .select((Invitation::as_select(), Person::as_select()))
        .first(db)
        .optional()?
        .ok_or_else(not_found)
}

/// The invitation of a person to an edition.
pub fn of_user(db: &mut Conn, edition: EditionId, user: UserId) -> Result<Option<Invitation>> {
    let query =
        invitations::table.filter(invitations::edition_id.eq(edition)).filter(invitations::user_id.eq(user));
    Ok(query.select(Invitation::as_select()).first(db).optional()?)
}

/// The invitations of several people to an edition.
pub fn of_users(db: &mut Conn, edition: EditionId, users: &[UserId]) -> Result<Vec<Invitation>> {
    let query = invitations::table
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::user_id.eq_any(users));
    Ok(query.select(Invitation::as_select()).load(db)?)
}
