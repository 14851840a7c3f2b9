//! Log-ins: opening, refreshing, ending.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use super::model::{LoggedIn, Session, User, UserState};
use super::{jwt, store};
use crate::config::Secrets;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::schema::{refresh_tokens, sessions, user_tokens};
use crate::error::{Result, internal, unauthenticated};
use crate::features::journal::{self, Entry};
use crate::http::{Json, WithCookie};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{SessionId, UserId};

/// Name of the cookie that holds the refresh token.
pub const COOKIE: &str = "bourse_refresh";

/// A log-in just opened or refreshed: what the answer is made of.
pub struct Granted {
    user: User,
    session_id: SessionId,
    refresh_token: String,
}

/// Opens a log-in for a person.
pub fn open(change: &mut Change<'_>, secrets: &Secrets, user: User) -> Result<Granted> {
    let now = change.now();
    let session = Session {
        id: SessionId::new(change.uuid()),
        user_id: user.id,
        created_at: now,
        expires_at: now.plus(TimeDelta::days(secrets.refresh_days)),
        last_used_at: now,
        revoked_at: None,
        address: change.trace.address.clone(),
        agent: change.trace.agent.clone(),
    };
    diesel::insert_into(sessions::table).values(&session).execute(change.db)?;
    let refresh_token = add_token(change, session.id)?;
    store::touch_login(change.db, user.id, now)?;
    Ok(Granted { user, session_id: session.id, refresh_token })
}

fn add_token(change: &mut Change<'_>, session_id: SessionId) -> Result<String> {
    let token = change.random.token();
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::hash.eq(hex::sha256(&token)),
            refresh_tokens::session_id.eq(session_id),
            refresh_tokens::created_at.eq(change.trace.now),
        ))
        .execute(change.db)?;
    Ok(token)
}

/// What became of a refresh token.
pub enum Refresh {
    /// A new pair.
    Granted(Box<Granted>),
    /// It had been used before: the session has been ended.
    Reused,
    /// Unknown, too old, or of an ended session.
    Refused,
}

/// Trades a refresh token for a new pair. The used one is spent by a conditional update: of two that come at once, one wins.
pub fn refresh(change: &mut Change<'_>, secrets: &Secrets, token: &str) -> Result<Refresh> {
    let (now, hash) = (change.now(), hex::sha256(token));
    let spent = diesel::update(refresh_tokens::table.find(&hash).filter(refresh_tokens::used_at.is_null()))
        .set(refresh_tokens::used_at.eq(now))
        .execute(change.db)?;
    let session: Option<Session> = refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::hash.eq(&hash))
        .select(Session::as_select())
        .first(change.db)
        .optional()?;
    let Some(session) = session else { return Ok(Refresh::Refused) };
    if session.revoked_at.is_some() || session.expires_at <= now {
        return Ok(Refresh::Refused);
    }
    if spent == 0 {
        end(change, session.id)?;
        let details = json!({ "session": session.id });
        let entry = Entry::new("refresh_token_reused", "user", session.user_id, details);
        journal::record(change.db, change.trace, &entry)?;
        return Ok(Refresh::Reused);
    }
    let user = store::by_id(change.db, session.user_id)?.filter(|user| user.state == UserState::Active);
    let Some(user) = user else { return Ok(Refresh::Refused) };
    diesel::update(sessions::table.find(session.id))
        .set((
            sessions::last_used_at.eq(now),
            sessions::expires_at.eq(now.plus(TimeDelta::days(secrets.refresh_days))),
        ))
        .execute(change.db)?;
    let refresh_token = add_token(change, session.id)?;
    Ok(Refresh::Granted(Box::new(Granted { user, session_id: session.id, refresh_token })))
}

/// Ends one log-in.
pub fn end(change: &mut Change<'_>, session: SessionId) -> Result<()> {
    diesel::update(sessions::table.find(session).filter(sessions::revoked_at.is_null()))
        .set(sessions::revoked_at.eq(change.trace.now))
        .execute(change.db)?;
    Ok(())
}

/// Ends the log-in a refresh token belongs to, if any.
pub fn end_by_token(change: &mut Change<'_>, token: &str) -> Result<Option<SessionId>> {
    let session: Option<SessionId> = refresh_tokens::table
        .find(hex::sha256(token))
        .select(refresh_tokens::session_id)
        .first(change.db)
        .optional()?;
    if let Some(session) = session {
        end(change, session)?;
    }
    Ok(session)
}

/// Ends all log-ins of a person: role or password changed, account erased, or asked for.
pub fn end_all(change: &mut Change<'_>, user: UserId) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::revoked_at.is_null()))
        .set(sessions::revoked_at.eq(change.trace.now))
        .execute(change.db)?;
    Ok(())
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
    gone += diesel::delete(user_tokens::table.filter(user_tokens::expires_at.lt(then))).execute(db)?;
    Ok(gone)
}

impl Granted {
    /// The answer with its cookie.
    pub fn answer(self, ctx: &Ctx<'_>) -> Result<WithCookie<Json<LoggedIn>>> {
        let secrets = &ctx.config().secrets;
        let actor = Actor { user_id: self.user.id, role: self.user.role, session_id: self.session_id };
        let access_token =
            jwt::issue(&secrets.jwt, actor, ctx.now(), secrets.access_minutes).map_err(internal)?;
        let cookie = cookie(ctx, &self.refresh_token, secrets.refresh_days * 86_400);
        let expires_in = secrets.access_minutes * 60;
        Ok(WithCookie { inner: Json(LoggedIn { access_token, expires_in, user: self.user.into() }), cookie })
    }
}

/// The refresh cookie; `max_age` of 0 takes it back.
///
/// `Secure` is left out only where the application itself runs without TLS, on a laptop: elsewhere the browser would not
/// send the cookie back and nobody could stay logged in.
pub fn cookie(ctx: &Ctx<'_>, value: &str, max_age: i64) -> String {
    let secure = if ctx.config().site.url.starts_with("https://") { " Secure;" } else { "" };
    format!("{COOKIE}={value}; HttpOnly;{secure} SameSite=Strict; Path=/api/v1/auth; Max-Age={max_age}")
}

/// The problem of a refresh that was not granted.
pub fn refused(reused: bool) -> crate::error::Problem {
    if reused {
        unauthenticated("token_reused", "Cette session a été fermée par sécurité. Connectez-vous de nouveau.")
    } else {
        unauthenticated("session_ended", "Votre session est terminée. Connectez-vous de nouveau.")
    }
}
