//! Logging in and out, activating an account, changing a password, one's own profile.

use chrono::TimeDelta;
use serde_json::json;

use super::model::{
    Activate, ChangePassword, DevicePair, Forgot, InvitationView, LoggedIn, Login, RefreshDevice, Reset, UpdateMe,
    User, UserState, UserView,
};
use super::rules::{self, RESET_MINUTES, TERMS_VERSION};
use super::refresh::{Refresh, refresh as renew};
use super::sessions::{self, Reach};
use super::store::{self, UserChanges};
use super::{Passwords, limits, one_time};
use crate::ctx::{Change, Ctx};
use crate::error::{self, FieldError, Problem, Result, invalid, unauthenticated};
use crate::features::journal::{self, Entry};
use crate::features::mail;
use crate::http::{Accepted, Cookies, Json, NoContent, Path, WithCookie};
use crate::kernel::actor::Scope;
use crate::kernel::contact::{normalise_email, normalise_phone};
use crate::kernel::hex;
use crate::kernel::ids::UserId;

fn wrong_credentials() -> Problem {
    unauthenticated("wrong_credentials", "L'adresse ou le mot de passe n'est pas le bon.")
}

/// The address as it is stored; one that cannot be an address stays as typed and is simply not found.
fn typed_email(text: &str) -> String {
    normalise_email(text).unwrap_or_else(|_| text.trim().to_lowercase())
}

/// `POST /auth/login`
pub fn login(ctx: &mut Ctx<'_>, Json(body): Json<Login>) -> Result<WithCookie<Json<LoggedIn>>> {
    let (now, email, address) = (ctx.now(), typed_email(&body.email), ctx.trace.address.clone());
    limits::LOGIN_ACCOUNT.check(ctx.db, &email, now)?;
    limits::LOGIN_ADDRESS.check(ctx.db, &address, now)?;
    let user = store::by_email(ctx.db, &email)?;
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let opens = ctx.app.passwords.opens(&body.password, hash);
    let Some(user) = user.filter(|_| opens) else {
        limits::LOGIN_ACCOUNT.count(ctx.db, &email, now)?;
        limits::LOGIN_ADDRESS.count(ctx.db, &address, now)?;
        let entry = Entry::new("login_failed", "address", &address, json!({}));
        ctx.write(|change| journal::record(change.db, change.trace, &entry))?;
        return Err(wrong_credentials());
    };
    if user.state != UserState::Active {
        return Err(error::refused(
            "account_disabled",
            "Ce compte n'est pas actif. Écrivez à l'association.",
        ));
    }
    grant(ctx, &user, "logged_in")
}

fn grant(ctx: &mut Ctx<'_>, user: &User, event: &'static str) -> Result<WithCookie<Json<LoggedIn>>> {
    let app = ctx.app;
    let granted = ctx.write(|change| {
        let granted = sessions::open(change, &app.config.secrets, user.clone())?;
        journal::record(change.db, change.trace, &Entry::new(event, "user", user.id, json!({})))?;
        Ok(granted)
    })?;
    granted.answer(ctx)
}

/// `POST /auth/refresh`. The header keeps other sites' forms from calling it.
pub fn refresh(ctx: &mut Ctx<'_>, cookies: Cookies) -> Result<WithCookie<Json<LoggedIn>>> {
    if !cookies.requested_with {
        return Err(error::malformed("missing_header", "L'en-tête X-Requested-With est attendu."));
    }
    let token = cookies.refresh.ok_or_else(|| sessions::refused(false))?;
    let app = ctx.app;
    match ctx.write(|change| renew(change, &app.config.secrets, &token, Scope::Person))? {
        Refresh::Granted(granted) => granted.answer(ctx),
        refused => Err(not_granted(ctx, &refused)),
    }
}

/// `POST /auth/device/refresh`: the same for a device, whose token lies in the page's own storage and not in a cookie.
pub fn refresh_device(ctx: &mut Ctx<'_>, Json(body): Json<RefreshDevice>) -> Result<Json<DevicePair>> {
    let app = ctx.app;
    match ctx.write(|change| renew(change, &app.config.secrets, &body.refresh_token, Scope::Till))? {
        Refresh::Granted(granted) => granted.pair(ctx).map(Json),
        refused => Err(not_granted(ctx, &refused)),
    }
}

fn not_granted(ctx: &Ctx<'_>, outcome: &Refresh) -> Problem {
    if let Refresh::Reused(session) = outcome {
        ctx.app.sessions.forget(|actor| actor.session_id == *session);
    }
    sessions::refused(matches!(outcome, Refresh::Reused(_)))
}

/// `POST /auth/logout`. Logging out twice is no mistake.
pub fn logout(ctx: &mut Ctx<'_>, cookies: Cookies) -> Result<WithCookie<NoContent>> {
    let by_cookie = match &cookies.refresh {
        Some(token) => ctx.write(|change| sessions::end_by_token(change, token))?,
        None => None,
    };
    let ended = by_cookie.or(ctx.trace.actor.map(|actor| actor.session_id));
    if by_cookie.is_none()
        && let Some(session) = ended
    {
        ctx.write(|change| sessions::end(change, session))?;
    }
    ctx.app.sessions.forget(|actor| Some(actor.session_id) == ended);
    Ok(WithCookie { inner: NoContent, cookie: sessions::cookie(ctx, "", 0) })
}

/// `POST /auth/logout-everywhere`
pub fn logout_everywhere(ctx: &mut Ctx<'_>, (): ()) -> Result<WithCookie<NoContent>> {
    let user = ctx.actor()?.user_id;
    ctx.write(|change| {
        sessions::end_all(change, user, Reach::Person)?;
        journal::record(
            change.db,
            change.trace,
            &Entry::new("logged_out_everywhere", "user", user, json!({})),
        )
    })?;
    ctx.app.sessions.forget(|actor| actor.user_id == user && actor.scope == Scope::Person);
    Ok(WithCookie { inner: NoContent, cookie: sessions::cookie(ctx, "", 0) })
}

/// `GET /auth/invitations/{token}`
pub fn invitation(ctx: &mut Ctx<'_>, Path(token): Path<String>) -> Result<Json<InvitationView>> {
    let now = ctx.now();
    Ok(Json(one_time::find(ctx.db, &token, now)?.view))
}

/// `POST /auth/activate`
pub fn activate(ctx: &mut Ctx<'_>, Json(body): Json<Activate>) -> Result<WithCookie<Json<LoggedIn>>> {
    let now = ctx.now();
    let live = one_time::find(ctx.db, &body.token, now)?;
    let mut errors = rules::check_password(&body.password, &live.view.email, "password");
    let changes = UserChanges {
        terms_version: Some(TERMS_VERSION.to_owned()),
        terms_accepted_at: Some(now),
        privacy_accepted_at: Some(now),
        ..profile(
            now,
            Some(&body.first_name),
            Some(&body.last_name),
            body.phone.as_deref().filter(|phone| !phone.trim().is_empty()),
            &mut errors,
        )
    };
    for (accepted, field) in [(body.accept_terms, "accept_terms"), (body.accept_privacy, "accept_privacy")] {
        if !accepted {
            errors.push(FieldError::new(
                field,
                "must_be_accepted",
                "Cette case doit être cochée pour continuer.",
            ));
        }
    }
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let hash = ctx.app.passwords.hash(ctx.random(), &body.password)?;
    let app = ctx.app;
    let granted = ctx.write(|change| {
        one_time::spend(change.db, live.id, now)?;
        store::update(change.db, live.user_id, &changes)?;
        store::set_password(change, live.user_id, &hash)?;
        let user = store::by_id(change.db, live.user_id)?.ok_or_else(error::not_found)?;
        mail::queue(
            change,
            &app.config,
            user.mailbox(),
            &mail::messages::AccountActivated::new(&user.first_name),
        )?;
        let granted = sessions::open(change, &app.config.secrets, user)?;
        let details = json!({ "terms_version": TERMS_VERSION });
        journal::record(
            change.db,
            change.trace,
            &Entry::new("account_activated", "user", live.user_id, details),
        )?;
        Ok(granted)
    })?;
    granted.answer(ctx)
}

/// `POST /auth/password/forgot`: the same answer whether the address is known or not.
pub fn forgot(ctx: &mut Ctx<'_>, Json(body): Json<Forgot>) -> Result<Accepted<()>> {
    let (now, email) = (ctx.now(), typed_email(&body.email));
    limits::PASSWORD_RESET_ADDRESS.spend(ctx.db, &ctx.trace.address, now)?;
    limits::PASSWORD_RESET.spend(ctx.db, &email, now)?;
    let user = store::by_email(ctx.db, &email)?.filter(|user| user.state == UserState::Active);
    let token = ctx.random().token();
    let app = ctx.app;
    ctx.write(|change| {
        let Some(user) = &user else {
            // As much writing as for a known address, so that the time taken tells nothing.
            let message = mail::messages::PasswordReset::new("", &app.config.site, &token);
            mail::rehearse(change, &app.config, &email, &message)?;
            return journal::record(
                change.db,
                change.trace,
                &Entry::new("password_reset_unknown", "address", &change.trace.address, json!({})),
            );
        };
        let expires_at = now.plus(TimeDelta::minutes(RESET_MINUTES));
        store::add_reset_token(change.db, user.id, &hex::sha256(&token), now, expires_at)?;
        let message = mail::messages::PasswordReset::new(&user.first_name, &app.config.site, &token);
        // Whoever asks next must not wait for a mail server because this address is known.
        let posting = mail::Posting { without_haste: true, ..mail::Posting::default() };
        mail::queue_as(change, &app.config, user.mailbox(), &message, posting)?;
        journal::record(
            change.db,
            change.trace,
            &Entry::new("password_reset_asked", "user", user.id, json!({})),
        )
    })?;
    Ok(Accepted(()))
}

/// `POST /auth/password/reset`
pub fn reset(ctx: &mut Ctx<'_>, Json(body): Json<Reset>) -> Result<NoContent> {
    let errors = rules::check_password(&body.password, "", "password");
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let (now, token) = (ctx.now(), hex::sha256(&body.token));
    let invalid_link = || {
        error::gone(
            "reset_link_invalid",
            "Ce lien n'est plus valable. Demandez-en un nouveau, il sert une heure.",
        )
    };
    let hash = ctx.app.passwords.hash(ctx.random(), &body.password)?;
    let app = ctx.app;
    let user = ctx.write(|change| {
        let user = store::spend_reset_token(change.db, &token, now)?.ok_or_else(invalid_link)?;
        refuse_former(change, &app.passwords, user, &body.password, "password")?;
        replace_password(change, &app.config, user, &hash)?;
        Ok(user)
    })?;
    ctx.app.sessions.forget(|actor| actor.user_id == user);
    Ok(NoContent)
}

/// `POST /auth/password/change`. All log-ins end; the person logs in again with the new password.
pub fn change(ctx: &mut Ctx<'_>, Json(body): Json<ChangePassword>) -> Result<NoContent> {
    let (now, user_id) = (ctx.now(), ctx.actor()?.user_id);
    let user = store::by_id(ctx.db, user_id)?.ok_or_else(error::not_found)?;
    limits::LOGIN_ACCOUNT.check(ctx.db, &user.email, now)?;
    if !ctx.app.passwords.opens(&body.current, user.password_hash.as_deref()) {
        limits::LOGIN_ACCOUNT.count(ctx.db, &user.email, now)?;
        return Err(wrong_credentials());
    }
    let errors = rules::check_password(&body.new, &user.email, "new");
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let hash = ctx.app.passwords.hash(ctx.random(), &body.new)?;
    let app = ctx.app;
    ctx.write(|change| {
        refuse_former(change, &app.passwords, user_id, &body.new, "new")?;
        replace_password(change, &app.config, user_id, &hash)
    })?;
    app.sessions.forget(|actor| actor.user_id == user_id);
    Ok(NoContent)
}

fn refuse_former(
    change: &mut Change<'_>,
    passwords: &Passwords,
    user: UserId,
    password: &str,
    field: &str,
) -> Result<()> {
    let former = store::last_passwords(change.db, user)?;
    if former.iter().any(|hash| passwords.opens(password, Some(hash))) {
        let sentence = "Choisissez un mot de passe différent de vos trois derniers.";
        return Err(invalid(vec![FieldError::new(field, "password_reused", sentence)]));
    }
    Ok(())
}

fn replace_password(
    change: &mut Change<'_>,
    config: &crate::config::Config,
    user: UserId,
    hash: &str,
) -> Result<()> {
    store::set_password(change, user, hash)?;
    sessions::end_all(change, user, Reach::Person)?;
    if let Some(user) = store::by_id(change.db, user)? {
        mail::queue(change, config, user.mailbox(), &mail::messages::PasswordChanged::new(&user.first_name))?;
    }
    journal::record(change.db, change.trace, &Entry::new("password_changed", "user", user, json!({})))
}

/// `GET /me`
pub fn me(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<UserView>> {
    let id = ctx.actor()?.user_id;
    store::by_id(ctx.db, id)?.map(|user| Json(user.into())).ok_or_else(error::not_found)
}

/// `PATCH /me`
pub fn update_me(ctx: &mut Ctx<'_>, Json(body): Json<UpdateMe>) -> Result<Json<UserView>> {
    let (id, mut errors) = (ctx.actor()?.user_id, Vec::new());
    let names = (body.first_name.as_deref(), body.last_name.as_deref());
    let mut changes = profile(ctx.now(), names.0, names.1, body.phone.as_deref(), &mut errors);
    let short = |text: Option<String>, most: usize, field: &str, errors: &mut Vec<FieldError>| {
        let text = text.map(|text| text.trim().to_owned())?;
        if text.chars().count() > most || text.chars().any(char::is_control) {
            errors.push(FieldError::new(field, "too_long", format!("{most} caractères au plus.")));
        }
        Some(Some(text).filter(|text| !text.is_empty()))
    };
    changes.address = short(body.address, 200, "address", &mut errors);
    changes.postal_code = short(body.postal_code, 10, "postal_code", &mut errors);
    changes.city = short(body.city, 80, "city", &mut errors);
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    ctx.write(|change| {
        store::update(change.db, id, &changes)?;
        journal::record(change.db, change.trace, &Entry::new("profile_changed", "user", id, json!({})))
    })?;
    me(ctx, ())
}

/// Names and telephone, checked; every mistake is added to `errors`.
fn profile(
    now: crate::kernel::clock::Instant,
    first_name: Option<&str>,
    last_name: Option<&str>,
    phone: Option<&str>,
    errors: &mut Vec<FieldError>,
) -> UserChanges {
    errors.extend(first_name.and_then(|name| rules::check_name(name, "first_name")));
    errors.extend(last_name.and_then(|name| rules::check_name(name, "last_name")));
    let phone = phone.map(str::trim).map(|phone| {
        if phone.is_empty() {
            return None;
        }
        let number = normalise_phone(phone);
        if number.is_err() {
            errors.push(FieldError::new(
                "phone",
                "phone_invalid",
                "Numéro attendu, par exemple 06 12 34 56 78.",
            ));
        }
        number.ok()
    });
    UserChanges {
        first_name: first_name.map(|name| name.trim().to_owned()),
        last_name: last_name.map(|name| name.trim().to_owned()),
        phone,
        updated_at: Some(now),
        ..UserChanges::default()
    }
}
