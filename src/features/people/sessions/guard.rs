//! Who is asking: from a bearer token to a person whose log-in still stands.

use diesel::prelude::*;
use serde_json::json;

use super::jwt;
use super::jwt::Refused;
use crate::ctx::Ctx;
use crate::db::schema::{register_sessions, sessions, users};
use crate::error::{Result, unauthenticated};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::limits::{REFUSALS, network};
use crate::features::people::accounts::model::UserState;
use crate::kernel::actor::{Actor, Role, Scope};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegisterSessionId, UserId};

/// The person behind a token, if it is ours, in time, and its log-in has not ended.
pub fn authenticate(ctx: &mut Ctx<'_>, token: &str) -> Result<Actor> {
    let now = ctx.now();
    let claimed = jwt::read(&ctx.config().secrets.jwt, token, now).map_err(|refused| match refused {
        Refused::Expired => unauthenticated("token_expired", "Votre connexion doit être renouvelée."),
        Refused::Forged => unauthenticated("unauthenticated", "Connectez-vous pour continuer."),
    })?;
    if let Some(actor) = ctx.services.sessions.get(claimed.session_id, now)
        && actor == claimed
    {
        return Ok(actor);
    }
    let found: Option<Standing> = sessions::table
        .inner_join(users::table)
        .left_join(
            register_sessions::table.on(sessions::register_session_id.eq(register_sessions::id.nullable())),
        )
        .filter(sessions::id.eq(claimed.session_id))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select((
            users::id,
            users::role,
            users::state,
            sessions::scope,
            register_sessions::id.nullable(),
            register_sessions::closed_at.nullable(),
        ))
        .first(ctx.db)
        .optional()?;
    if found.is_some_and(|standing| stands(&standing, &claimed)) {
        ctx.services.sessions.put(claimed, now);
        return Ok(claimed);
    }
    Err(unauthenticated("unauthenticated", "Votre session est terminée. Connectez-vous de nouveau."))
}

/// An account, the scope of its log-in, and the register session that this one is bound to.
type Standing = (UserId, Role, UserState, Scope, Option<RegisterSessionId>, Option<Instant>);

fn stands((user, role, state, scope, till, till_closed): &Standing, claimed: &Actor) -> bool {
    let bound = match scope {
        Scope::Person => true,
        Scope::Till => till.is_some() && till_closed.is_none() && *role >= Role::Volunteer,
    };
    (*user, *role, *scope) == (claimed.user_id, claimed.role, claimed.scope)
        && *state == UserState::Active
        && bound
}

/// Writes a refusal to the journal: every one is (domain.md 3), many of one person in bundles.
pub fn record_refusal(ctx: &mut Ctx<'_>, route: &str) -> Result<()> {
    let by = ctx.trace.actor.map_or_else(|| network(&ctx.trace.address), |actor| actor.user_id.to_string());
    record_damped(ctx, &by, &Entry::new(Event::AccessRefused, route, json!({})))
}

/// Writes what somebody was refused to the journal: the first of an hour one by one, then with growing gaps and their
/// number. Every sale waits for the journal, so nobody must be able to fill it with their own failures.
pub fn record_damped(ctx: &mut Ctx<'_>, by: &str, entry: &Entry) -> Result<()> {
    let count = REFUSALS.count(ctx.db, by, ctx.trace.now)?;
    if !is_worth_an_entry(count) {
        return Ok(());
    }
    let mut entry = entry.clone();
    if count > REFUSALS.most
        && let Some(details) = entry.details.as_object_mut()
    {
        details.insert("refused_this_hour".to_owned(), json!(count));
    }
    ctx.write(|change| change.journal_all(std::slice::from_ref(&entry)))
}

/// Each up to the limit, then the double, the fourfold...
fn is_worth_an_entry(count: i32) -> bool {
    let most = REFUSALS.most;
    count <= most || (count % most == 0 && (count / most).unsigned_abs().is_power_of_two())
}
