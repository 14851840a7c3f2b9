//! Accounts in the database.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{NewUser, User, UserState};
use super::one_time::InvitationState;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::{invitations, password_history, user_tokens, users};
use crate::error::Result;
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{PasswordId, UserId};
use crate::kernel::text::PersonName;

/// An account by its address, already lower-cased and trimmed.
pub fn by_email(db: &mut Conn, email: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::email.eq(email)).select(User::as_select()).first(db).optional()?)
}

/// Accounts by their addresses, already lower-cased and trimmed.
pub fn by_emails(db: &mut Conn, emails: &[&str]) -> Result<Vec<User>> {
    Ok(users::table.filter(users::email.eq_any(emails)).select(User::as_select()).load(db)?)
}

/// An account by its id.
pub fn by_id(db: &mut Conn, id: UserId) -> Result<Option<User>> {
    Ok(users::table.find(id).select(User::as_select()).first(db).optional()?)
}

/// Everybody of a role or above who can log in.
pub fn active_at_least(db: &mut Conn, least: Role) -> Result<Vec<User>> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role >= least).collect();
    let active = users::table.filter(users::role.eq_any(roles)).filter(users::state.eq(UserState::Active));
    Ok(active.order(users::id).select(User::as_select()).load(db)?)
}

/// Names of several people, `Camille Martin`, by id.
pub fn names(db: &mut Conn, ids: &[String]) -> Result<HashMap<String, String>> {
    let people: Vec<(String, PersonName)> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, (users::first_name, users::last_name)))
        .load(db)?;
    Ok(people.into_iter().map(|(id, name)| (id, name.full())).collect())
}

/// Adds an account. An address that is taken is a unique violation, for the caller to name.
pub fn insert(db: &mut Conn, user: &NewUser) -> Result<()> {
    diesel::insert_into(users::table).values(user).execute(db)?;
    Ok(())
}

/// Notes a log-in.
pub fn touch_login(db: &mut Conn, id: UserId, now: Instant) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::last_login_at.eq(now)).execute(db)?;
    Ok(())
}

/// Holds the account of somebody whose password was checked, until the commit. `false` when it has another one by now, or
/// may no longer act: checking takes long enough for both.
pub fn hold_proved(db: &mut Conn, user: &User) -> Result<bool> {
    let as_checked = users::table
        .find(user.id)
        .filter(users::password_hash.eq(user.password_hash.as_deref()))
        .filter(users::state.eq(UserState::Active));
    Ok(diesel::update(as_checked).set(users::password_hash.eq(users::password_hash)).execute(db)? == 1)
}

/// How many former passwords may not be taken again (api.md 3).
const REMEMBERED: i64 = 3;

/// Hashes of the last passwords, the present one first.
pub fn last_passwords(db: &mut Conn, id: UserId) -> Result<Vec<String>> {
    Ok(password_history::table
        .filter(password_history::user_id.eq(id))
        .order((password_history::created_at.desc(), password_history::id.desc()))
        .limit(REMEMBERED)
        .select(password_history::hash)
        .load(db)?)
}

/// Sets a password and remembers it: the account becomes active. `false`, and nothing is changed, when it has been disabled
/// or erased.
pub fn set_password(change: &mut Change<'_>, id: UserId, hash: &str) -> Result<bool> {
    let now = change.now();
    let open = users::table.find(id).filter(users::state.eq_any(OPEN_TO_LINKS));
    let set = (users::password_hash.eq(hash), users::state.eq(UserState::Active), users::updated_at.eq(now));
    if diesel::update(open).set(set).execute(change.db)? == 0 {
        return Ok(false);
    }
    remember_password(change, id, hash)?;
    Ok(true)
}

/// Accounts whose owner may choose a password.
const OPEN_TO_LINKS: [UserState; 2] = [UserState::Invited, UserState::Active];

/// Ends every link of an account that could set its password: a new one was chosen, or what the account may do has changed.
/// Invitations become `turned`.
pub fn end_links(change: &mut Change<'_>, id: UserId, turned: InvitationState) -> Result<()> {
    let unused =
        user_tokens::table.filter(user_tokens::user_id.eq(id)).filter(user_tokens::used_at.is_null());
    diesel::delete(unused).execute(change.db)?;
    let waiting = invitations::table
        .filter(invitations::user_id.eq(id))
        .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Sent]));
    diesel::update(waiting).set(invitations::state.eq(turned)).execute(change.db)?;
    Ok(())
}

/// Writes a password's hash to the history.
pub fn remember_password(change: &mut Change<'_>, id: UserId, hash: &str) -> Result<()> {
    let password = PasswordId::new(change.uuid());
    diesel::insert_into(password_history::table)
        .values((
            password_history::id.eq(password),
            password_history::user_id.eq(id),
            password_history::hash.eq(hash),
            password_history::created_at.eq(change.trace.now),
        ))
        .execute(change.db)?;
    Ok(())
}

/// What a person may change of their account, checked. `None` stays as it is; an inner `None` empties the field.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = users)]
#[allow(missing_docs)]
pub struct UserChanges {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone: Option<Option<String>>,
    pub address: Option<Option<String>>,
    pub postal_code: Option<Option<String>>,
    pub city: Option<Option<String>>,
    pub terms_version: Option<String>,
    pub terms_accepted_at: Option<Instant>,
    pub privacy_accepted_at: Option<Instant>,
    pub updated_at: Option<Instant>,
}

/// Changes an account.
pub fn update(db: &mut Conn, id: UserId, changes: &UserChanges) -> Result<()> {
    diesel::update(users::table.find(id)).set(changes).execute(db)?;
    Ok(())
}

/// Gives an account another address. One that somebody else has is a unique violation, for the caller to name.
pub fn set_address(db: &mut Conn, id: UserId, email: &str, now: Instant) -> Result<()> {
    let changes = (users::email.eq(email), users::updated_at.eq(now));
    diesel::update(users::table.find(id)).set(changes).execute(db)?;
    Ok(())
}

/// Mends how a depositor who has not activated the account yet is reached: `false`, and nothing is changed, for anybody
/// else. An address that somebody else has is a unique violation.
pub fn mend_contact(
    db: &mut Conn,
    id: UserId,
    email: Option<&str>,
    phone: Option<&str>,
    now: Instant,
) -> Result<bool> {
    let open = users::table
        .find(id)
        .filter(users::state.eq(UserState::Invited))
        .filter(users::role.eq(Role::Depositor));
    let changes = (
        email.map(|email| (users::email.eq(email), users::mail_blocked.eq(false))),
        phone.map(|phone| users::phone.eq(phone)),
        users::updated_at.eq(now),
    );
    Ok(diesel::update(open).set(changes).execute(db)? == 1)
}

/// Nothing is written any more to somebody whose address nobody has.
pub fn block_mail(db: &mut Conn, id: UserId) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::mail_blocked.eq(true)).execute(db)?;
    Ok(())
}

/// Writes to somebody again.
pub fn unblock_mail(db: &mut Conn, id: UserId) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::mail_blocked.eq(false)).execute(db)?;
    Ok(())
}

/// Writes again to everybody but these. Gives to how many.
pub fn unblock_mails(db: &mut Conn, except: &[UserId]) -> Result<usize> {
    let blocked = users::table.filter(users::mail_blocked.eq(true)).filter(users::id.ne_all(except));
    Ok(diesel::update(blocked).set(users::mail_blocked.eq(false)).execute(db)?)
}

/// Locks the active admins until the end of the transaction, so that two of them cannot demote each other at once.
pub fn lock_admins(change: &mut Change<'_>) -> Result<()> {
    let admins = users::table.filter(users::role.eq(Role::Admin)).filter(users::state.eq(UserState::Active));
    diesel::update(admins).set(users::updated_at.eq(change.now())).execute(change.db)?;
    Ok(())
}

/// Changes what an account may do.
pub fn set_role_and_state(change: &mut Change<'_>, id: UserId, role: Role, state: UserState) -> Result<()> {
    diesel::update(users::table.find(id))
        .set((users::role.eq(role), users::state.eq(state), users::updated_at.eq(change.now())))
        .execute(change.db)?;
    Ok(())
}

/// Keeps a single-use reset link, as its fingerprint.
pub fn add_reset_token(
    db: &mut Conn,
    id: UserId,
    hash: &str,
    now: Instant,
    expires_at: Instant,
) -> Result<()> {
    diesel::insert_into(user_tokens::table)
        .values((
            user_tokens::hash.eq(hash),
            user_tokens::user_id.eq(id),
            user_tokens::purpose.eq("password_reset"),
            user_tokens::created_at.eq(now),
            user_tokens::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Whose a reset link is, while it works and the account is open to it.
pub fn owner_of_link(db: &mut Conn, hash: &str, now: Instant) -> Result<Option<User>> {
    Ok(user_tokens::table
        .inner_join(users::table)
        .filter(user_tokens::hash.eq(hash))
        .filter(user_tokens::used_at.is_null())
        .filter(user_tokens::expires_at.gt(now))
        .filter(users::state.eq_any(OPEN_TO_LINKS))
        .select(User::as_select())
        .first(db)
        .optional()?)
}

/// Spends a reset link: its owner, once, in time.
pub fn spend_reset_token(db: &mut Conn, hash: &str, now: Instant) -> Result<Option<UserId>> {
    let live = user_tokens::table
        .find(hash)
        .filter(user_tokens::used_at.is_null())
        .filter(user_tokens::expires_at.gt(now));
    if diesel::update(live).set(user_tokens::used_at.eq(now)).execute(db)? == 0 {
        return Ok(None);
    }
    Ok(Some(user_tokens::table.find(hash).select(user_tokens::user_id).first(db)?))
}

/// Forgets links that ran out before `then`. Gives how many.
pub fn forget_links(db: &mut Conn, then: Instant) -> Result<usize> {
    Ok(diesel::delete(user_tokens::table.filter(user_tokens::expires_at.lt(then))).execute(db)?)
}
