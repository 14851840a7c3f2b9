//! A new link in place of one that ran out, asked for by whoever has it.

use serde_json::json;

use super::invitations;
use crate::ctx::Ctx;
use crate::error::{Result, conflict};
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::model::LookUpInvitation;
use crate::features::people::accounts::one_time;
use crate::features::people::accounts::one_time::{Found, RunOut};
use crate::http::{Accepted, Json};

/// `POST /auth/invitations/renew`: mails a new link to the address that the old one was sent to. Only whoever holds that old
/// link can ask, once, and learns nothing: neither the address nor the name is told.
pub fn renew(ctx: &mut Ctx<'_>, Json(body): Json<LookUpInvitation>) -> Result<Accepted<()>> {
    let (now, network) = (ctx.now(), limits::network(&ctx.trace.address));
    limits::PASSWORD_RESET_ADDRESS.spend(ctx.db, &network, now)?;
    let asked = run_out(one_time::look_up(ctx.db, &body.token, now)?)?;
    limits::PASSWORD_RESET.spend(ctx.db, asked.user_id.as_str(), now)?;
    limits::PASSWORD_RESET_ALL.spend(ctx.db, "", now)?;
    let services = ctx.services;
    ctx.write(|change| {
        let edition = editions::lock(change, asked.edition_id)?;
        // Of two taps at once the second finds the link replaced.
        let found = run_out(one_time::look_up(change.db, &body.token, now)?)?;
        let (email, first_name) = (&found.email, &found.first_name);
        invitations::send(change, &services.config, &edition, found.user_id, email, first_name)?;
        change.journal(Event::InvitationResent, found.id, json!({ "asked_with": "expired_link" }))
    })?;
    Ok(Accepted(()))
}

fn run_out(found: Found) -> Result<RunOut> {
    match found {
        Found::Expired(invitation) => Ok(invitation),
        Found::Live(_) => Err(conflict("invitation_active", "Ce lien fonctionne encore : ouvrez-le.")),
    }
}
