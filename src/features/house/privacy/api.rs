//! A copy of one's own data, erasing one's own account, and erasing somebody's as an admin.

use serde_json::json;

use super::model::{Erase, PersonalData};
use super::{copy, erase};
use crate::ctx::Ctx;
use crate::error::{Result, not_found};
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::people::accounts::store as accounts;
use crate::features::people::sessions::{attempts, log_ins};
use crate::http::{Json, NoContent, Path, WithCookie};
use crate::kernel::ids::UserId;

/// `GET /me/data`
pub fn my_data(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<PersonalData>> {
    let (user, now) = (ctx.actor()?.user_id, ctx.now());
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    let data = copy::of(ctx.db, user, now)?;
    ctx.write(|change| change.journal(Event::OwnDataCopied, user, json!({})))?;
    Ok(Json(data))
}

/// `POST /me/erase`: for good, after the password once more.
pub fn erase_me(ctx: &mut Ctx<'_>, Json(body): Json<Erase>) -> Result<WithCookie<NoContent>> {
    let user = attempts::check_own(ctx, &body.password)?.id;
    erase_account(ctx, user)?;
    Ok(WithCookie { inner: NoContent, cookie: log_ins::cookie(ctx, "", 0) })
}

/// `DELETE /users/{id}`
pub fn erase_user(ctx: &mut Ctx<'_>, Path(id): Path<UserId>) -> Result<NoContent> {
    erase_account(ctx, id)?;
    Ok(NoContent)
}

fn erase_account(ctx: &mut Ctx<'_>, id: UserId) -> Result<()> {
    ctx.write(|change| {
        let user = accounts::by_id(change.db, id)?.ok_or_else(not_found)?;
        erase::erase(change, &user)?;
        change.journal(Event::AccountErased, id, json!({}))
    })?;
    ctx.services.sessions.forget(|actor| actor.user_id == id);
    Ok(())
}
