//! Log-ins: opening, ending, forgetting. How their tokens are renewed is in [`super::refresh`].

use chrono::TimeDelta;
use diesel::prelude::*;

use super::jwt;
use crate::config::Secrets;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::schema::{refresh_tokens, sessions};
use crate::error::{Problem, Result, internal, unauthenticated};
use crate::features::people::accounts::model::{DevicePair, LoggedIn, Session, User};
use crate::features::people::accounts::store as accounts;
use crate::features::people::accounts::store;
use crate::http::{Json, WithCookie};
use crate::kernel::actor::{Actor, Scope};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{RegisterSessionId, SessionId, UserId};
use crate::program::Services;

/// Name of the cookie that holds the refresh token.
pub const COOKIE: &str = "bourse_refresh";

/// A log-in ends this long after the password was typed, however often it is renewed (api.md 3).
const LONGEST_DAYS: i64 = 30;

/// A device's pair ends this long after its register session was opened (api.md 4).
const DEVICE_DAYS: i64 = 3;

/// A log-in just opened or refreshed: what the answer is made of.
pub struct Granted {
    pub(crate) user: User,
    pub(crate) session: Session,
    pub(crate) refresh_token: String,
}

/// Opens a log-in for a person who has just typed the password that `user` holds.
///
/// # Errors
/// `401 wrong_credentials` when the account has another one by now: it was changed while this one was being checked.
pub fn open(change: &mut Change<'_>, secrets: &Secrets, user: User) -> Result<Granted> {
    let now = change.now();
    let life = TimeDelta::days(secrets.refresh_days.min(LONGEST_DAYS));
    let session = Session { password_at: Some(now), ..fresh(change, &user, now.plus(life)) };
    if !store::hold_proved(change.db, &user)? {
        return Err(wrong_credentials());
    }
    store::touch_login(change.db, user.id, now)?;
    insert(change, user, session)
}

/// What is not told apart: an address without an account, and a wrong password.
pub fn wrong_credentials() -> Problem {
    unauthenticated("wrong_credentials", "L'adresse ou le mot de passe n'est pas le bon.")
}

/// Opens the pair of the device on which a register session has just been opened. It acts for the volunteer.
pub fn open_device(
    change: &mut Change<'_>,
    user: User,
    register_session: RegisterSessionId,
) -> Result<Granted> {
    let ends = change.now().plus(TimeDelta::days(DEVICE_DAYS));
    let session = Session {
        scope: Scope::Till,
        register_session_id: Some(register_session),
        ..fresh(change, &user, ends)
    };
    insert(change, user, session)
}

fn fresh(change: &Change<'_>, user: &User, expires_at: Instant) -> Session {
    let now = change.now();
    Session {
        id: SessionId::new(change.uuid()),
        user_id: user.id,
        created_at: now,
        expires_at,
        last_used_at: now,
        revoked_at: None,
        address: change.trace.address.clone(),
        agent: change.trace.agent.clone(),
        scope: Scope::Person,
        register_session_id: None,
        generation: 0,
        renewed_at: None,
        password_at: None,
    }
}

fn insert(change: &mut Change<'_>, user: User, session: Session) -> Result<Granted> {
    diesel::insert_into(sessions::table).values(&session).execute(change.db)?;
    let refresh_token = add_token(change, &session)?;
    Ok(Granted { user, session, refresh_token })
}

/// Adds a refresh token of the log-in's present generation.
pub(crate) fn add_token(change: &mut Change<'_>, session: &Session) -> Result<String> {
    let token = change.random.token();
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::hash.eq(hex::sha256(&token)),
            refresh_tokens::session_id.eq(session.id),
            refresh_tokens::created_at.eq(change.trace.now),
            refresh_tokens::generation.eq(session.generation),
        ))
        .execute(change.db)?;
    Ok(token)
}

impl Session {
    /// Until when a log-in renewed `now` lives: a person's some days on, never beyond the longest; a device's to its end.
    pub(crate) fn renewed_until(&self, secrets: &Secrets, now: Instant) -> Instant {
        match self.scope {
            Scope::Person => now
                .plus(TimeDelta::days(secrets.refresh_days))
                .min(self.created_at.plus(TimeDelta::days(LONGEST_DAYS))),
            Scope::Till => self.expires_at,
        }
    }
}

/// Ends one log-in; `false` when it had ended.
pub fn end(change: &mut Change<'_>, session: SessionId) -> Result<bool> {
    let standing = sessions::table.find(session).filter(sessions::revoked_at.is_null());
    Ok(diesel::update(standing).set(sessions::revoked_at.eq(change.trace.now)).execute(change.db)? == 1)
}

/// The log-in that a refresh token belongs to, and whose it is.
pub fn of_token(db: &mut Conn, token: &str) -> Result<Option<(SessionId, UserId)>> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::hash.eq(hex::sha256(token)))
        .select((sessions::id, sessions::user_id))
        .first(db)
        .optional()?)
}

/// Which log-ins of a person are ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those that a password opened. Tills go on selling.
    Person,
    /// These and the pairs of devices.
    Everything,
}

/// Ends log-ins of a person: role or password changed, account disabled or erased, or asked for.
pub fn end_all(change: &mut Change<'_>, user: UserId, reach: Reach) -> Result<()> {
    let scopes: &[Scope] = if reach == Reach::Everything { Scope::ALL } else { &[Scope::Person] };
    let theirs = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::scope.eq_any(scopes))
        .filter(sessions::revoked_at.is_null());
    diesel::update(theirs).set(sessions::revoked_at.eq(change.trace.now)).execute(change.db)?;
    Ok(())
}

/// Has this process ask the database again who may act at a till: a register session has been closed or taken over, and
/// the pair of its device ended with it.
pub fn till_ended(services: &Services) {
    services.sessions.forget(|actor| actor.scope == Scope::Till);
}

/// Days after which an ended log-in, its tokens and an old link are forgotten.
const REMEMBERED_DAYS: i64 = 30;

/// Forgets log-ins that ended a month ago, refresh tokens spent a month ago, and links that ran out a month ago.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let then = now.plus(TimeDelta::days(-REMEMBERED_DAYS));
    let ended = || sessions::revoked_at.lt(then).or(sessions::expires_at.lt(then));
    let theirs = refresh_tokens::session_id.eq_any(sessions::table.filter(ended()).select(sessions::id));
    let mut gone = diesel::delete(refresh_tokens::table.filter(theirs)).execute(db)?;
    gone += diesel::delete(refresh_tokens::table.filter(refresh_tokens::used_at.lt(then))).execute(db)?;
    gone += diesel::delete(sessions::table.filter(ended())).execute(db)?;
    gone += accounts::forget_links(db, then)?;
    Ok(gone)
}

impl Granted {
    /// Who acts through it.
    fn actor(&self) -> Actor {
        Actor {
            user_id: self.user.id,
            role: self.user.role,
            session_id: self.session.id,
            scope: self.session.scope,
        }
    }

    fn access_token(&self, ctx: &Ctx<'_>) -> Result<String> {
        let secrets = &ctx.config().secrets;
        jwt::issue(&secrets.jwt, self.actor(), ctx.now(), secrets.access_minutes).map_err(internal)
    }

    /// The answer with its cookie.
    pub fn answer(self, ctx: &Ctx<'_>) -> Result<WithCookie<Json<LoggedIn>>> {
        let access_token = self.access_token(ctx)?;
        let seconds = (self.session.expires_at.millis() - ctx.now().millis()) / 1000;
        let cookie = cookie(ctx, &self.refresh_token, seconds);
        let expires_in = ctx.config().secrets.access_minutes * 60;
        Ok(WithCookie { inner: Json(LoggedIn { access_token, expires_in, user: self.user.into() }), cookie })
    }

    /// The pair that a device keeps.
    pub fn pair(self, ctx: &Ctx<'_>) -> Result<DevicePair> {
        Ok(DevicePair {
            access_token: self.access_token(ctx)?,
            expires_in: ctx.config().secrets.access_minutes * 60,
            expires_at: self.session.expires_at,
            refresh_token: self.refresh_token,
        })
    }
}

/// The refresh cookie; `max_age` of 0 takes it back.
pub fn cookie(ctx: &Ctx<'_>, value: &str, max_age: i64) -> String {
    named_cookie(ctx, COOKIE, value, max_age)
}

/// A cookie for the routes of log-ins alone; `max_age` in seconds.
///
/// `Secure` is left out only where the application itself runs without TLS, on a laptop: elsewhere the browser would not
/// send the cookie back and nobody could stay logged in.
pub(crate) fn named_cookie(ctx: &Ctx<'_>, name: &str, value: &str, max_age: i64) -> String {
    let secure = if ctx.config().site.url.starts_with("https://") { " Secure;" } else { "" };
    format!("{name}={value}; HttpOnly;{secure} SameSite=Strict; Path=/api/v1/auth; Max-Age={max_age}")
}

/// The problem of a refresh that was not granted.
pub fn refused(reused: bool) -> crate::error::Problem {
    if reused {
        unauthenticated("token_reused", "Cette session a été fermée par sécurité. Connectez-vous de nouveau.")
    } else {
        unauthenticated("session_ended", "Votre session est terminée. Connectez-vous de nouveau.")
    }
}
