//! The depositor's copy of a validated list, on its own page and with the mail that confirms the validation.

use super::copy;
use super::printing::list_copy_of;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::error::{Result, conflict, forbidden, internal, not_found};
use crate::features::base::limits;
use crate::features::base::mail::Enclosed;
use crate::features::edition::editions::model::Edition;
use crate::features::lists::declared::model::{List, Owner, SlotFacts, catalogue_of};
use crate::features::lists::declared::store;
use crate::features::lists::states::ListState;
use crate::http::{Document, Path};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::ids::ListId;
use crate::kernel::text::file_name_part;
use crate::program::Services;

/// The copy as it is when the mail leaves; none when the list has been re-opened or deleted since.
pub fn enclose(services: &Services, db: &mut Conn, reference: &str) -> Result<Option<Enclosed>> {
    let id = reference.strip_prefix(List::COPY).and_then(ListId::parse);
    let id = id.ok_or_else(|| internal(format!("{reference} is no enclosure")))?;
    let Some(facts) = store::facts(db, id)?.filter(|facts| is_final(&facts.0)) else { return Ok(None) };
    let bytes = copy(db, &services.config.site.association, &facts)?;
    let (list, edition, owner, _) = &facts;
    let file_name = file_name(list, edition, owner);
    Ok(Some(Enclosed { file_name, content_type: "application/pdf", bytes }))
}

fn is_final(list: &List) -> bool {
    list.validated_at.is_some() && list.state != ListState::Draft
}

/// `Liste_AUT26_245_MARTIN.pdf`.
pub fn file_name(list: &List, edition: &Edition, owner: &Owner) -> String {
    format!("Liste_{}_{}_{}.pdf", edition.code, list.number, file_name_part(&owner.last_name))
}

/// The copy of a validated list as PDF; `409 list_not_validated` for any other.
pub fn copy(
    db: &mut Conn,
    association: &str,
    (list, edition, owner, slot): &(List, Edition, Owner, SlotFacts),
) -> Result<Vec<u8>> {
    let Some(validated_at) = list.validated_at.filter(|_| is_final(list)) else {
        return Err(conflict("list_not_validated", "La copie s'imprime une fois la liste validée."));
    };
    let articles = store::articles_of(db, list.id)?;
    let catalogue = catalogue_of(edition)?;
    let shown =
        list_copy_of((list, owner, slot), edition, association, validated_at, (&catalogue, &articles))?;
    copy::render(&shown).map_err(internal)
}

/// `GET /lists/{id}/sheet.pdf`: the depositor's copy of a validated list.
pub fn list_sheet(ctx: &mut Ctx<'_>, Path(id): Path<ListId>) -> Result<Document> {
    let actor: Actor = ctx.actor()?;
    let facts = store::facts(ctx.db, id)?.ok_or_else(not_found)?;
    if facts.0.user_id != actor.user_id && !actor.is_at_least(Role::Manager) {
        return Err(if actor.is_at_least(Role::Volunteer) { forbidden() } else { not_found() });
    }
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), ctx.trace.now)?;
    let bytes = copy(ctx.db, &ctx.services.config.site.association, &facts)?;
    Ok(Document::pdf(file_name(&facts.0, &facts.1, &facts.2), bytes))
}
