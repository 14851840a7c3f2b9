//! Activating an account, choosing a password, one's own profile.

use chrono::TimeDelta;
use serde_json::json;

use super::login::{Entrance, entrance, typed_email};
use super::users;
use crate::config::Config;
use crate::ctx::{Change, Ctx};
use crate::error::{self, FieldError, Result, invalid, unauthenticated};
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::base::mail;
use crate::features::people::accounts::contact;
use crate::features::people::accounts::model::{
    Activate, ChangePassword, Forgot, InvitationView, LookUpInvitation, Reset, UpdateMe, User, UserState,
    UserView,
};
use crate::features::people::accounts::one_time;
use crate::features::people::accounts::one_time::InvitationState;
use crate::features::people::accounts::store;
use crate::features::people::accounts::store::UserChanges;
use crate::features::people::passwords::rules;
use crate::features::people::passwords::rules::{Owner, RESET_MINUTES, TERMS_VERSION};
use crate::features::people::sessions::attempts;
use crate::features::people::sessions::log_ins;
use crate::features::people::sessions::log_ins::Reach;
use crate::http::{Accepted, Cookies, Json, NoContent, Path};
use crate::kernel::actor::Role;
use crate::kernel::hex;
use crate::kernel::ids::UserId;

/// `POST /auth/invitations`: the token stays out of addresses, which every log on the way keeps. This is the page that the
/// link opens: the first time is noted for managers, also of a link that has run out.
pub fn invitation(ctx: &mut Ctx<'_>, Json(body): Json<LookUpInvitation>) -> Result<Json<InvitationView>> {
    let now = ctx.now();
    let found = one_time::look_up(ctx.db, &body.token, now)?;
    one_time::note_opening(ctx.db, found.id(), now);
    Ok(Json(found.live()?.view))
}

/// `GET /auth/invitations/{token}`, as programs of others may still ask.
pub fn invitation_in_path(ctx: &mut Ctx<'_>, Path(token): Path<String>) -> Result<Json<InvitationView>> {
    let now = ctx.now();
    Ok(Json(one_time::find(ctx.db, &token, now)?.view))
}

/// `POST /auth/activate`
pub fn activate(ctx: &mut Ctx<'_>, (Json(body), cookies): (Json<Activate>, Cookies)) -> Result<Entrance> {
    let now = ctx.now();
    let live = one_time::find(ctx.db, &body.token, now)?;
    let owner = Owner { email: &live.view.email, first_name: &body.first_name, last_name: &body.last_name };
    let mut errors = rules::check_password(&body.password, owner, "password");
    let changes = UserChanges {
        terms_version: Some(TERMS_VERSION.to_owned()),
        terms_accepted_at: Some(now),
        privacy_accepted_at: Some(now),
        ..contact::names_and_phone(
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
    let hash = ctx.services.passwords.hash(ctx.random(), &body.password)?;
    let services = ctx.services;
    let granted = ctx.write(|change| {
        one_time::spend(change.db, live.id, now)?;
        store::update(change.db, live.user_id, &changes)?;
        if !store::set_password(change, live.user_id, &hash)? {
            return Err(one_time::cancelled());
        }
        store::end_links(change, live.user_id, InvitationState::Used)?;
        let user = store::by_id(change.db, live.user_id)?.ok_or_else(error::not_found)?;
        mail::queue(
            change,
            &services.config,
            user.mailbox(),
            &mail::messages::AccountActivated::new(&user.first_name),
        )?;
        let granted = log_ins::open(change, &services.config.secrets, user)?;
        let details = json!({ "terms_version": TERMS_VERSION });
        change.journal(Event::AccountActivated, live.user_id, details)?;
        Ok(granted)
    })?;
    entrance(ctx, granted, live.user_id, &cookies)
}

/// `POST /auth/password/forgot`: the same answer whether the address is known or not.
pub fn forgot(ctx: &mut Ctx<'_>, Json(body): Json<Forgot>) -> Result<Accepted<()>> {
    let (now, email) = (ctx.now(), typed_email(&body.email));
    limits::PASSWORD_RESET_ADDRESS.spend(ctx.db, &limits::network(&ctx.trace.address), now)?;
    // Counted by its fingerprint: an address is of any length, and outlives no account here.
    limits::PASSWORD_RESET.spend(ctx.db, &hex::sha256(&email), now)?;
    limits::PASSWORD_RESET_ALL.spend(ctx.db, "", now)?;
    let user = store::by_email(ctx.db, &email)?.filter(may_ask_for_a_link);
    let token = ctx.random().token();
    let services = ctx.services;
    ctx.write(|change| {
        let Some(user) = &user else {
            // As much writing as for a known address, so that the time taken tells nothing.
            let message = mail::messages::PasswordReset::new("", &services.config.site, &token);
            mail::rehearse(change, &services.config, &email, &message)?;
            return change.journal(Event::PasswordResetUnknown, &change.trace.address, json!({}));
        };
        // Whoever asks next must not wait for a mail server because this address is known.
        let posting = mail::Posting { without_haste: true, ..mail::Posting::default() };
        if user.state == UserState::Invited {
            users::send_first_link(change, &services.config, user, posting)?;
            return change.journal(Event::PasswordResetAsked, user.id, json!({}));
        }
        let expires_at = now.plus(TimeDelta::minutes(RESET_MINUTES));
        store::add_reset_token(change.db, user.id, &hex::sha256(&token), now, expires_at)?;
        let message = mail::messages::PasswordReset::new(&user.first_name, &services.config.site, &token);
        mail::queue_as(change, &services.config, user.mailbox(), &message, posting)?;
        change.journal(Event::PasswordResetAsked, user.id, json!({}))
    })?;
    Ok(Accepted(()))
}

/// Those who have a password, and those who work at the sale and lost the mail with their first link: depositors are
/// invited anew by their edition.
fn may_ask_for_a_link(user: &User) -> bool {
    match user.state {
        UserState::Active => true,
        UserState::Invited => user.role != Role::Depositor,
        UserState::Disabled | UserState::Erased => false,
    }
}

/// `POST /auth/password/reset`. The link is looked at first: without one nothing is hashed.
pub fn reset(ctx: &mut Ctx<'_>, Json(body): Json<Reset>) -> Result<NoContent> {
    let (now, token) = (ctx.now(), hex::sha256(&body.token));
    let invalid_link = || {
        error::gone(
            "reset_link_invalid",
            "Ce lien n'est plus valable. Demandez-en un nouveau, il sert une heure.",
        )
    };
    let network = limits::network(&ctx.trace.address);
    limits::WRONG_LINKS.spend(ctx.db, &network, now)?;
    let user = store::owner_of_link(ctx.db, &token, now)?.ok_or_else(invalid_link)?;
    limits::WRONG_LINKS.give_back(ctx.db, &network, now)?;
    let errors = rules::check_password(&body.password, user.as_owner(), "password");
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    refuse_former(ctx, user.id, &body.password, "password")?;
    let hash = ctx.services.passwords.hash(ctx.random(), &body.password)?;
    let services = ctx.services;
    ctx.write(|change| {
        let spent = store::spend_reset_token(change.db, &token, now)?.is_some();
        if !spent || !replace_password(change, &services.config, &user, &hash)? {
            return Err(invalid_link());
        }
        Ok(())
    })?;
    ctx.services.sessions.forget(|actor| actor.user_id == user.id);
    Ok(NoContent)
}

/// `POST /auth/password/change`. All log-ins end; the person logs in again with the new password.
pub fn change(ctx: &mut Ctx<'_>, Json(body): Json<ChangePassword>) -> Result<NoContent> {
    let user = attempts::check_own(ctx, &body.current)?;
    let errors = rules::check_password(&body.new, user.as_owner(), "new");
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    refuse_former(ctx, user.id, &body.new, "new")?;
    let hash = ctx.services.passwords.hash(ctx.random(), &body.new)?;
    let services = ctx.services;
    ctx.write(|change| {
        if !store::hold_proved(change.db, &user)? {
            return Err(attempts::wrong());
        }
        if replace_password(change, &services.config, &user, &hash)? {
            return Ok(());
        }
        Err(unauthenticated("unauthenticated", "Votre compte n'est plus actif. Écrivez à l'association."))
    })?;
    services.sessions.forget(|actor| actor.user_id == user.id);
    Ok(NoContent)
}

/// Refuses the last passwords. Outside any transaction: comparing takes a while, and nobody else is to wait for it.
fn refuse_former(ctx: &mut Ctx<'_>, user: UserId, password: &str, field: &str) -> Result<()> {
    for hash in store::last_passwords(ctx.db, user)? {
        if ctx.services.passwords.opens(password, Some(&hash))? {
            let sentence = "Choisissez un mot de passe différent de vos trois derniers.";
            return Err(invalid(vec![FieldError::new(field, "password_reused", sentence)]));
        }
    }
    Ok(())
}

/// Sets a new password, ends the person's log-ins and every other link that could set one; tells them by mail. `false`,
/// and nothing is changed, when the account has been disabled or erased.
fn replace_password(change: &mut Change<'_>, config: &Config, user: &User, hash: &str) -> Result<bool> {
    if !store::set_password(change, user.id, hash)? {
        return Ok(false);
    }
    store::end_links(change, user.id, InvitationState::Used)?;
    log_ins::end_all(change, user.id, Reach::Person)?;
    mail::queue(change, config, user.mailbox(), &mail::messages::PasswordChanged::new(&user.first_name))?;
    change.journal(Event::PasswordChanged, user.id, json!({}))?;
    Ok(true)
}

/// `GET /me`
pub fn me(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<UserView>> {
    let id = ctx.actor()?.user_id;
    store::by_id(ctx.db, id)?.map(|user| Json(user.into())).ok_or_else(error::not_found)
}

/// `PATCH /me`
pub fn update_me(ctx: &mut Ctx<'_>, Json(body): Json<UpdateMe>) -> Result<Json<UserView>> {
    let id = ctx.actor()?.user_id;
    let changes = contact::checked(body, ctx.now())?;
    ctx.write(|change| {
        store::update(change.db, id, &changes)?;
        change.journal(Event::ProfileChanged, id, json!({}))
    })?;
    me(ctx, ())
}
