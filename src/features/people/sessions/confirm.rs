//! The password once more: what changes much asks for it when it was typed a while ago, for a screen may be left open.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::attempts;
use crate::ctx::Ctx;
use crate::db::schema::sessions;
use crate::error::{Result, unauthenticated};
use crate::features::people::accounts::model::ConfirmPassword;
use crate::features::people::accounts::store as accounts;
use crate::http::{Json, NoContent};
use crate::kernel::clock::Instant;

/// How long a typed password counts (api.md 5).
const MINUTES: i64 = 15;

/// Refuses unless the password of this log-in was typed lately.
///
/// # Errors
/// `401 password_needed`.
pub fn typed_lately(ctx: &mut Ctx<'_>) -> Result<()> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    let typed: Option<Instant> = sessions::table
        .find(actor.session_id)
        .select(sessions::password_at)
        .first(ctx.db)
        .optional()?
        .flatten();
    let lately = typed.is_some_and(|at| at <= now && now < at.plus(TimeDelta::minutes(MINUTES)));
    if lately {
        return Ok(());
    }
    let sentence = "Cette action demande votre mot de passe : tapez-le de nouveau.";
    Err(unauthenticated("password_needed", sentence))
}

/// `POST /auth/password/confirm`
pub fn confirm(ctx: &mut Ctx<'_>, Json(body): Json<ConfirmPassword>) -> Result<NoContent> {
    let session = ctx.actor()?.session_id;
    let user = attempts::check_own(ctx, &body.password)?;
    ctx.write(|change| {
        if !accounts::hold_proved(change.db, &user)? {
            return Err(attempts::wrong());
        }
        diesel::update(sessions::table.find(session))
            .set(sessions::password_at.eq(change.now()))
            .execute(change.db)?;
        Ok(())
    })?;
    Ok(NoContent)
}
