//! Logging in, staying logged in, logging out.

use serde_json::json;

use crate::ctx::Ctx;
use crate::error::{self, Problem, Result};
use crate::features::base::journal::Event;
use crate::features::people::accounts::model::{DevicePair, LoggedIn, Login, RefreshDevice, UserState};
use crate::features::people::accounts::store;
use crate::features::people::sessions::attempts::Attempt;
use crate::features::people::sessions::browser;
use crate::features::people::sessions::log_ins;
use crate::features::people::sessions::log_ins::{Granted, Reach};
use crate::features::people::sessions::refresh::{Refresh, refresh as renew};
use crate::http::{Cookies, Json, NoContent, WithCookie};
use crate::kernel::actor::Scope;
use crate::kernel::ids::{SessionId, UserId};
use crate::kernel::text::contact::normalise_email;
use crate::kernel::text::tidy;

/// A log-in with its two cookies: the refresh token, and the browser's proof for its next log-in.
pub type Entrance = WithCookie<WithCookie<Json<LoggedIn>>>;

/// `POST /auth/login`
pub fn login(ctx: &mut Ctx<'_>, (Json(body), cookies): (Json<Login>, Cookies)) -> Result<Entrance> {
    let email = typed_email(&body.email);
    let user = store::by_email(ctx.db, &email)?;
    let services = ctx.services;
    let secret = &services.config.secrets.jwt;
    let browser =
        user.as_ref().and_then(|user| browser::name_of(secret, cookies.browser.as_deref(), user.id));
    let (attempt, _lane) = Attempt::begin(ctx, user.as_ref(), &email, browser)?;
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let opens = match ctx.services.passwords.opens(&body.password, hash) {
        Ok(opens) => opens,
        Err(busy) => {
            attempt.undo(ctx)?;
            return Err(busy);
        }
    };
    let Some(user) = user.as_ref().filter(|_| opens) else {
        attempt.failed(ctx, user.as_ref())?;
        return Err(log_ins::wrong_credentials());
    };
    attempt.undo(ctx)?;
    if user.state != UserState::Active {
        return Err(error::refused(
            "account_disabled",
            "Ce compte n'est pas actif. Écrivez à l'association.",
        ));
    }
    let granted = ctx.write(|change| {
        let granted = log_ins::open(change, &services.config.secrets, user.clone())?;
        change.journal(Event::LoggedIn, user.id, json!({}))?;
        Ok(granted)
    })?;
    entrance(ctx, granted, user.id, &cookies)
}

/// The address as it is stored; one that cannot be an address stays as typed and is simply not found.
pub(crate) fn typed_email(text: &str) -> String {
    normalise_email(text).unwrap_or_else(|_| tidy(text).to_lowercase())
}

/// The answer to whoever has just proved who they are.
pub(crate) fn entrance(ctx: &Ctx<'_>, granted: Granted, user: UserId, cookies: &Cookies) -> Result<Entrance> {
    let secret = &ctx.services.config.secrets.jwt;
    let known = browser::remember(secret, ctx.random(), cookies.browser.as_deref(), user);
    let cookie = log_ins::named_cookie(ctx, browser::COOKIE, &known, browser::SECONDS);
    Ok(WithCookie { inner: granted.answer(ctx)?, cookie })
}

/// `POST /auth/refresh`. The header keeps other sites' forms from calling it.
pub fn refresh(ctx: &mut Ctx<'_>, cookies: Cookies) -> Result<WithCookie<Json<LoggedIn>>> {
    if !cookies.requested_with {
        return Err(error::malformed("missing_header", "L'en-tête X-Requested-With est attendu."));
    }
    let token = cookies.refresh.ok_or_else(|| log_ins::refused(false))?;
    let services = ctx.services;
    match ctx.write(|change| renew(change, &services.config.secrets, &token, Scope::Person))? {
        Refresh::Granted(granted) => granted.answer(ctx),
        refused => Err(not_granted(ctx, &refused)),
    }
}

/// `POST /auth/device/refresh`: the same for a device, whose token lies in the page's own storage and not in a cookie.
pub fn refresh_device(ctx: &mut Ctx<'_>, Json(body): Json<RefreshDevice>) -> Result<Json<DevicePair>> {
    let services = ctx.services;
    match ctx.write(|change| renew(change, &services.config.secrets, &body.refresh_token, Scope::Till))? {
        Refresh::Granted(granted) => granted.pair(ctx).map(Json),
        refused => Err(not_granted(ctx, &refused)),
    }
}

fn not_granted(ctx: &Ctx<'_>, outcome: &Refresh) -> Problem {
    if let Refresh::Reused(session) = outcome {
        ctx.services.sessions.forget(|actor| actor.session_id == *session);
    }
    log_ins::refused(matches!(outcome, Refresh::Reused(_)))
}

/// `POST /auth/logout`. The cookie alone is enough, and logging out twice is no mistake.
pub fn logout(ctx: &mut Ctx<'_>, cookies: Cookies) -> Result<WithCookie<NoContent>> {
    let person = ctx.trace.actor.filter(|actor| actor.scope == Scope::Person);
    let by_token = person.map(|actor| (actor.session_id, actor.user_id));
    let ended: Option<SessionId> = ctx.write(|change| {
        let by_cookie = match &cookies.refresh {
            Some(token) => log_ins::of_token(change.db, token)?,
            None => None,
        };
        let leaving = by_cookie.or(by_token);
        if let Some((session, user)) = leaving
            && log_ins::end(change, session)?
        {
            let details = json!({ "session": session });
            change.journal(Event::LoggedOut, user, details)?;
        }
        Ok(leaving.map(|(session, _)| session))
    })?;
    ctx.services.sessions.forget(|actor| Some(actor.session_id) == ended);
    Ok(WithCookie { inner: NoContent, cookie: log_ins::cookie(ctx, "", 0) })
}

/// `POST /auth/logout-everywhere`
pub fn logout_everywhere(ctx: &mut Ctx<'_>, (): ()) -> Result<WithCookie<NoContent>> {
    let user = ctx.actor()?.user_id;
    ctx.write(|change| {
        log_ins::end_all(change, user, Reach::Person)?;
        change.journal(Event::LoggedOutEverywhere, user, json!({}))
    })?;
    ctx.services.sessions.forget(|actor| actor.user_id == user && actor.scope == Scope::Person);
    Ok(WithCookie { inner: NoContent, cookie: log_ins::cookie(ctx, "", 0) })
}
