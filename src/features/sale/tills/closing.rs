//! The closing slip (Z) of a till, as it is fetched (till.md 8).

pub mod slip;

use self::slip::ClosingSlip;
use super::{sessions, store};
use crate::ctx::Ctx;
use crate::error::{Result, conflict, internal};
use crate::features::base::limits;
use crate::features::edition::editions::store as editions;
use crate::features::sale::permission;
use crate::features::sale::states::RegisterSessionState;
use crate::http::{Document, Path};
use crate::kernel::clock::paris;
use crate::kernel::ids::RegisterSessionId;

/// `GET /register-sessions/{id}/closing-slip.pdf`: its own volunteer's, a manager's any. Tickets that arrive after the
/// closing show on the next copy.
pub fn slip(ctx: &mut Ctx<'_>, Path(id): Path<RegisterSessionId>) -> Result<Document> {
    let actor = ctx.actor()?;
    let (session, name) = store::by_id(ctx.db, id)?;
    let mine = permission::must_own(actor, session.user_id, sessions::OTHERS);
    permission::journalled(ctx, "register-sessions/closing-slip", mine)?;
    let Some(closed_at) = session.closed_at.filter(|_| session.state() == RegisterSessionState::Closed)
    else {
        return Err(conflict(
            "register_open",
            "Fermez d'abord la caisse : le ticket Z s'imprime une fois comptée.",
        ));
    };
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), ctx.trace.now)?;
    let edition = editions::by_id(ctx.db, session.edition_id)?;
    let slip = ClosingSlip {
        association: ctx.config().site.association.clone(),
        edition: edition.name,
        is_training: edition.is_training,
        volunteer: name.full(),
        opened_at: paris::to_local(session.opened_at.utc()),
        closed_at: paris::to_local(closed_at.utc()),
        summary: sessions::summarise(ctx.db, &session, &name)?,
    };
    let bytes = slip::render(&slip).map_err(internal)?;
    let name = format!("Caisse_{}_{}.pdf", session.register_number, slip.closed_at.format("%Y-%m-%d_%H-%M"));
    Ok(Document::pdf(name, bytes))
}
