//! Trading a refresh token for a new pair.
//!
//! A log-in counts its renewals: its generation. A token of the present generation renews it. In a hall answers get lost
//! and two tabs ask at once, so for a minute a token of the generation before gets a further token of the present one,
//! unless that one has been traded on: then its holder has it, and whoever comes with the old one is a thief or was
//! robbed. Tokens that share a generation stand for one another; what ends one of them ends all.

use diesel::prelude::*;
use serde_json::json;

use super::log_ins;
use super::log_ins::Granted;
use crate::config::Secrets;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::{refresh_tokens, register_sessions, sessions};
use crate::error::Result;
use crate::features::base::journal::Event;
use crate::features::people::accounts::model::{Session, User, UserState};
use crate::features::people::accounts::store;
use crate::kernel::actor::{Role, Scope};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::SessionId;

/// How long the generation before still gets a token of the present one (api.md 3).
const GRACE_MILLIS: i64 = 60_000;

/// What became of a refresh token.
pub enum Refresh {
    /// A new pair.
    Granted(Box<Granted>),
    /// It was traded too long ago, or what it was traded for has been traded on: the log-in has been ended.
    Reused(SessionId),
    /// Unknown, too old, of an ended log-in, or of another scope.
    Refused,
}

/// What a token is worth to its log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Renews,
    Repeats,
    Nothing,
}

fn worth(session: &Session, generation: i32, used: bool, now: Instant) -> Worth {
    let since = session.renewed_at.map(|renewed| now.millis() - renewed.millis());
    if generation == session.generation && !used {
        Worth::Renews
    } else if generation + 1 == session.generation
        // Below zero for who asked first and was served second.
        && since.is_some_and(|since| since.abs() <= GRACE_MILLIS)
    {
        Worth::Repeats
    } else {
        Worth::Nothing
    }
}

/// Trades a refresh token of a log-in of this scope for a new pair.
pub fn refresh(change: &mut Change<'_>, secrets: &Secrets, token: &str, scope: Scope) -> Result<Refresh> {
    let (now, hash) = (change.now(), hex::sha256(token));
    let of: Option<SessionId> =
        refresh_tokens::table.find(&hash).select(refresh_tokens::session_id).first(change.db).optional()?;
    let Some(id) = of else { return Ok(Refresh::Refused) };
    let standing = sessions::table
        .find(id)
        .filter(sessions::scope.eq(scope))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now));
    // Holds the log-in until the commit: what is read from here on nobody else changes.
    if diesel::update(standing).set(sessions::last_used_at.eq(now)).execute(change.db)? == 0 {
        return Ok(Refresh::Refused);
    }
    let mut session: Session = sessions::table.find(id).select(Session::as_select()).first(change.db)?;
    let (generation, used_at): (i32, Option<Instant>) = refresh_tokens::table
        .find(&hash)
        .select((refresh_tokens::generation, refresh_tokens::used_at))
        .first(change.db)?;
    let Some(user) = owner(change.db, &session)? else { return Ok(Refresh::Refused) };
    match worth(&session, generation, used_at.is_some(), now) {
        Worth::Renews => {
            session.generation += 1;
            session.renewed_at = Some(now);
            session.expires_at = session.renewed_until(secrets, now);
            diesel::update(refresh_tokens::table.find(&hash))
                .set(refresh_tokens::used_at.eq(now))
                .execute(change.db)?;
            diesel::update(sessions::table.find(id))
                .set((
                    sessions::generation.eq(session.generation),
                    sessions::renewed_at.eq(session.renewed_at),
                    sessions::expires_at.eq(session.expires_at),
                ))
                .execute(change.db)?;
        }
        Worth::Repeats => {}
        Worth::Nothing => {
            log_ins::end(change, id)?;
            let details = json!({ "session": id, "scope": scope });
            change.journal(Event::RefreshTokenReused, session.user_id, details)?;
            return Ok(Refresh::Reused(id));
        }
    }
    let refresh_token = log_ins::add_token(change, &session)?;
    Ok(Refresh::Granted(Box::new(Granted { user, session, refresh_token })))
}

/// The owner, while the account can act through this log-in; a till's also needs its register session open.
fn owner(db: &mut Conn, session: &Session) -> Result<Option<User>> {
    let user = store::by_id(db, session.user_id)?.filter(|user| user.state == UserState::Active);
    let Some(register_session) = session.register_session_id else { return Ok(user) };
    let open: i64 = register_sessions::table
        .find(register_session)
        .filter(register_sessions::closed_at.is_null())
        .count()
        .get_result(db)?;
    Ok(user.filter(|user| user.role >= Role::Volunteer && open == 1))
}
