//! One's own registrations, and what is known from earlier editions.

use super::cut;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::{FieldError, Result, invalid};
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::store;
use crate::features::registration::depositors::store::progress;
use crate::features::registration::depositors::views::{
    EarlierEdition, LookupQuery, LookupView, OwnEdition, OwnRegistrationView,
};
use crate::http::{Json, Query};
use crate::kernel::ids::{EditionId, UserId};
use crate::kernel::text::contact::normalise_email;

/// `GET /me/registrations`: a person has a handful, so they are one page.
pub fn own(ctx: &mut Ctx<'_>, Query(query): Query<PageQuery>) -> Result<Json<Paged<OwnRegistrationView>>> {
    let (user, page) = (ctx.actor()?.user_id, Page::from(query));
    let rows = progress::own(ctx.db, user)?;
    let ids: Vec<_> = rows.iter().map(|row| row.0.id).collect();
    let mut numbers = store::numbers_of(ctx.db, &ids)?;
    let declared = progress::declared(ctx.db, &ids)?;
    let views = rows.into_iter().map(|(registration, edition, slot)| {
        let so_far = declared.get(&registration.id).copied().unwrap_or_default();
        Ok(OwnRegistrationView {
            id: registration.id,
            declaration_deadline: edition.declaration_deadline,
            return_hours: edition.return_window(registration.list_type)?,
            edition: OwnEdition {
                id: edition.id,
                name: edition.name,
                code: edition.code,
                status: edition.status,
                is_training: edition.is_training,
                place: edition.place,
                description: edition.description,
            },
            slot: slot.into(),
            list_type: registration.list_type,
            numbers: numbers.remove(&registration.id).unwrap_or_default(),
            lists: so_far.lists,
            validated_lists: so_far.validated,
            articles: so_far.articles,
        })
    });
    Ok(Json(cut(views.collect::<Result<_>>()?, page)))
}

/// `GET /depositors/lookup?email=`
pub fn lookup(ctx: &mut Ctx<'_>, Query(query): Query<LookupQuery>) -> Result<Json<LookupView>> {
    let email = normalise_email(&query.email)
        .map_err(|error| invalid(vec![FieldError::new("email", "email_invalid", error.to_string())]))?;
    let Some(person) = progress::person(ctx.db, &email)? else {
        let suggested_list_type = ListType::Standard;
        return Ok(Json(LookupView { depositor: None, editions: Vec::new(), suggested_list_type }));
    };
    let editions = taken_part(ctx.db, person.id, None)?;
    let suggested_list_type = editions.first().map_or(ListType::Standard, |latest| latest.list_type);
    Ok(Json(LookupView { depositor: Some(person.into()), editions, suggested_list_type }))
}

/// The real editions somebody took part in but one, the latest first. Two statements.
pub(crate) fn taken_part(db: &mut Conn, user: UserId, but: Option<EditionId>) -> Result<Vec<EarlierEdition>> {
    let rows = progress::own(db, user)?;
    let sold = progress::sold(db, user)?;
    let counted = rows.into_iter().filter(|(_, edition, _)| !edition.is_training && Some(edition.id) != but);
    Ok(counted
        .map(|(registration, edition, _)| {
            let (articles, sold) = sold.get(&edition.id).copied().unwrap_or_default();
            let list_type = registration.list_type;
            EarlierEdition { id: edition.id, name: edition.name, list_type, articles, sold }
        })
        .collect())
}
