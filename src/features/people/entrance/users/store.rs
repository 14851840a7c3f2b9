//! Roles and states of accounts in the database.

use diesel::prelude::*;

use crate::ctx::Change;
use crate::db::schema::users;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::people::accounts::model::{User, UserState};
use crate::kernel::actor::Role;
use crate::kernel::ids::UserId;

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

/// Locks the active admins until the end of the transaction, so that two of them cannot demote each other at once.
pub(crate) fn lock_admins(change: &mut Change<'_>) -> Result<()> {
    let admins = users::table.filter(users::role.eq(Role::Admin)).filter(users::state.eq(UserState::Active));
    diesel::update(admins).set(users::updated_at.eq(change.now())).execute(change.db)?;
    Ok(())
}

/// How many admins can log in.
pub(crate) fn active_admins(db: &mut Conn) -> Result<i64> {
    let admins = users::table.filter(users::role.eq(Role::Admin)).filter(users::state.eq(UserState::Active));
    Ok(admins.count().get_result(db)?)
}

/// Changes what an account may do.
pub(crate) fn set_role_and_state(
    change: &mut Change<'_>,
    id: UserId,
    role: Role,
    state: UserState,
) -> Result<()> {
    diesel::update(users::table.find(id))
        .set((users::role.eq(role), users::state.eq(state), users::updated_at.eq(change.now())))
        .execute(change.db)?;
    Ok(())
}
