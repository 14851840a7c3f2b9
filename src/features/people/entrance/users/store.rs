//! Accounts by role and state.

use diesel::prelude::*;

use crate::db::schema::users;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::people::accounts::model::{User, UserState};
use crate::kernel::actor::Role;

/// Accounts of a role and in a state; names are searched by the caller, for the engines disagree about accents.
pub(crate) fn matching(db: &mut Conn, role: Option<Role>, state: Option<UserState>) -> Result<Vec<User>> {
    let mut query = users::table.into_boxed::<db::Backend>();
    if let Some(role) = role {
        query = query.filter(users::role.eq(role));
    }
    if let Some(state) = state {
        query = query.filter(users::state.eq(state));
    }
    Ok(query.select(User::as_select()).load(db)?)
}

/// How many admins can log in.
pub(crate) fn active_admins(db: &mut Conn) -> Result<i64> {
    let admins = users::table.filter(users::role.eq(Role::Admin)).filter(users::state.eq(UserState::Active));
    Ok(admins.count().get_result(db)?)
}
