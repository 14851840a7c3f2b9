//! Accounts of others: managers read them, admins make volunteers, managers and admins, and change roles.

pub mod bulk;
mod store;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Config;
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Result, conflict, invalid, not_found};
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::base::mail;
use crate::features::people::accounts::model::{NewUser, User, UserState, UserView};
use crate::features::people::accounts::one_time::InvitationState;
use crate::features::people::accounts::{links, store as accounts};
use crate::features::people::passwords::rules::check_name;
use crate::features::people::sessions::log_ins;
use crate::features::people::sessions::log_ins::Reach;
use crate::http::{Created, Json, NoContent, Path, Query};
use crate::kernel::actor::Role;
use crate::kernel::hex;
use crate::kernel::ids::UserId;
use crate::kernel::text::contact::normalise_email;
use crate::kernel::text::fold;

/// `GET /users`: which ones.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsersQuery {
    /// Part of a name or an address, without regard to case and accents.
    q: Option<String>,
    /// Only this role.
    role: Option<Role>,
    /// Only accounts in this state.
    state: Option<UserState>,
    /// From 1.
    page: Option<i64>,
    /// At most 200, 50 by default.
    per_page: Option<i64>,
}

/// An account among the others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UserRow {
    /// The account.
    #[serde(flatten)]
    pub user: UserView,
    /// Whether somebody has typed its password wrong so often that they must wait.
    pub locked: bool,
}

/// `POST /users`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Address; gets the link to choose a password.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// `PATCH /users/{id}`: what is not sent stays. Either ends the person's log-ins.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUser {
    /// What the person may do.
    pub role: Option<Role>,
    /// `active` or `disabled`.
    pub state: Option<UserState>,
}

/// `GET /users`, by family name.
pub fn list(ctx: &mut Ctx<'_>, Query(query): Query<UsersQuery>) -> Result<Json<Paged<UserRow>>> {
    let page = Page::new(query.page, query.per_page);
    let wanted = query.q.as_deref().map(fold).unwrap_or_default();
    let users = store::matching(ctx.db, query.role, query.state)?.into_iter().filter(|user| {
        let text = fold(&format!("{} {} {}", user.last_name, user.first_name, user.email));
        wanted.split_whitespace().all(|word| text.contains(word))
    });
    let mut users: Vec<User> = users.collect();
    users.sort_by_cached_key(|user| (fold(&user.last_name), fold(&user.first_name), user.id));
    let total = i64::try_from(users.len()).unwrap_or(i64::MAX);
    let rows = |count: i64| usize::try_from(count).unwrap_or_default();
    let now = ctx.now();
    let locked = limits::LOGIN_PAIR.reached_by(ctx.db, now)?;
    let items = users
        .into_iter()
        .skip(rows(page.offset()))
        .take(rows(page.size))
        .map(|user| UserRow { locked: locked.iter().any(|id| id == user.id.as_str()), user: user.into() });
    Ok(Json(Paged::new(items.collect(), page, total)))
}

/// `GET /users/{id}`
pub fn show(ctx: &mut Ctx<'_>, Path(id): Path<UserId>) -> Result<Json<UserView>> {
    accounts::by_id(ctx.db, id)?.map(|user| Json(user.into())).ok_or_else(not_found)
}

/// `POST /users`: the person chooses a password through a link of seven days.
pub fn create(ctx: &mut Ctx<'_>, Json(body): Json<CreateUser>) -> Result<Created<UserView>> {
    let email = check(&body)?;
    let services = ctx.services;
    let taken =
        || conflict("email_taken", "Un compte existe déjà avec cette adresse : changez plutôt son rôle.");
    let user = ctx.write(|change| {
        let new = NewUser::invited(change, body.role, &email, (&body.first_name, &body.last_name));
        accounts::insert(change.db, &new).on_unique(taken)?;
        let user = accounts::by_id(change.db, new.id)?.ok_or_else(not_found)?;
        send_first_link(change, &services.config, &user, mail::Posting::default())?;
        change.journal(Event::AccountCreated, user.id, json!({ "role": body.role }))?;
        Ok(user)
    })?;
    Ok(Created(user.into()))
}

/// Mails the link through which somebody without a password chooses one.
pub(crate) fn send_first_link(
    change: &mut Change<'_>,
    config: &Config,
    user: &User,
    posting: mail::Posting,
) -> Result<()> {
    let (now, token) = (change.now(), change.random.token());
    let expires_at = now.plus(TimeDelta::days(links::FIRST_PASSWORD_DAYS));
    accounts::add_reset_token(change.db, user.id, &hex::sha256(&token), now, expires_at)?;
    let message =
        mail::messages::AccountCreated::new(&user.first_name, &config.site, in_french(user.role), &token);
    mail::queue_as(change, config, user.mailbox(), &message, posting)
}

fn check(body: &CreateUser) -> Result<String> {
    let mut errors = Vec::new();
    errors.extend(check_name(&body.first_name, "first_name"));
    errors.extend(check_name(&body.last_name, "last_name"));
    match normalise_email(&body.email) {
        Ok(email) if errors.is_empty() => Ok(email),
        Ok(_) => Err(invalid(errors)),
        Err(error) => {
            errors.push(FieldError::new("email", "email_invalid", error.to_string()));
            Err(invalid(errors))
        }
    }
}

const fn in_french(role: Role) -> &'static str {
    match role {
        Role::Depositor => "déposant",
        Role::Volunteer => "bénévole",
        Role::Manager => "gestionnaire",
        Role::Admin => "administrateur",
    }
}

/// `PATCH /users/{id}`
pub fn change(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<UserId>, Json<UpdateUser>),
) -> Result<Json<UserView>> {
    let services = ctx.services;
    let user = ctx.write(|change| {
        hold_admins(change)?;
        let user = accounts::by_id(change.db, id)?.ok_or_else(not_found)?;
        let (role, state) = (body.role.unwrap_or(user.role), body.state.unwrap_or(user.state));
        check_state(&user, state)?;
        if (role, state) == (user.role, user.state) {
            return Ok(user);
        }
        accounts::set_role_and_state(change, id, role, state)?;
        must_leave_an_admin(change)?;
        let keeps_tills = state == UserState::Active && role >= Role::Volunteer;
        let reach = if keeps_tills { Reach::Person } else { Reach::Everything };
        log_ins::end_all(change, id, reach)?;
        let details = json!({
            "from": { "role": user.role, "state": user.state },
            "to": { "role": role, "state": state },
        });
        // A link is good for what the account was when it was sent.
        accounts::end_links(change, id, InvitationState::Cancelled)?;
        let changed = accounts::by_id(change.db, id)?.ok_or_else(not_found)?;
        if changed.state == UserState::Invited {
            send_first_link(change, &services.config, &changed, mail::Posting::default())?;
        }
        change.journal(Event::AccountChanged, id, details)?;
        Ok(changed)
    })?;
    ctx.services.sessions.forget(|actor| actor.user_id == id);
    Ok(Json(user.into()))
}

/// Locks the active admins until the end of the transaction, so that two of them cannot demote each other at once.
pub fn hold_admins(change: &mut Change<'_>) -> Result<()> {
    accounts::lock_admins(change)
}

/// `409 last_admin` when nobody would be left to run the place (domain.md 3).
pub fn must_leave_an_admin(change: &mut Change<'_>) -> Result<()> {
    if store::active_admins(change.db)? > 0 {
        return Ok(());
    }
    let sentence = "C'est le dernier administrateur actif : nommez-en un autre d'abord.";
    Err(conflict("last_admin", sentence))
}

/// An account is switched on and off; it is activated by its owner and erased for good.
fn check_state(user: &User, state: UserState) -> Result<()> {
    if state == user.state {
        return Ok(());
    }
    if user.state == UserState::Erased {
        return Err(conflict("account_erased", "Ce compte a été effacé."));
    }
    let switch = matches!(state, UserState::Active | UserState::Disabled);
    if !switch || (state == UserState::Active && user.password_hash.is_none()) {
        let sentence = "Un compte est activé par la personne elle-même, qui choisit son mot de passe.";
        return Err(invalid(vec![FieldError::new("state", "state_not_settable", sentence)]));
    }
    Ok(())
}

/// `POST /users/{id}/unlock`: whoever mistyped too often may try again at once.
pub fn unlock(ctx: &mut Ctx<'_>, Path(id): Path<UserId>) -> Result<NoContent> {
    ctx.write(|change| {
        accounts::by_id(change.db, id)?.ok_or_else(not_found)?;
        for limit in [limits::LOGIN_PAIR, limits::LOGIN_ACCOUNT] {
            limit.forget(change.db, id.as_str())?;
        }
        change.journal(Event::AccountUnlocked, id, json!({}))
    })?;
    Ok(NoContent)
}

/// `POST /users/{id}/revoke-sessions`
pub fn revoke_sessions(ctx: &mut Ctx<'_>, Path(id): Path<UserId>) -> Result<NoContent> {
    ctx.write(|change: &mut Change<'_>| {
        accounts::by_id(change.db, id)?.ok_or_else(not_found)?;
        log_ins::end_all(change, id, Reach::Everything)?;
        change.journal(Event::SessionsRevoked, id, json!({}))
    })?;
    ctx.services.sessions.forget(|actor| actor.user_id == id);
    Ok(NoContent)
}
