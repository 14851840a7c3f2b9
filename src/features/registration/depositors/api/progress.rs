//! Who declared what so far, one's own registrations, and what is known from earlier editions.

use super::cut;
use crate::ctx::Ctx;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::{FieldError, Result, invalid};
use crate::features::edition::editions::states::ListType;
use crate::features::edition::editions::store as editions;
use crate::features::registration::depositors::store;
use crate::features::registration::depositors::store::progress;
use crate::features::registration::depositors::views::{
    DeclarationView, EarlierEdition, LookupQuery, LookupView, OwnEdition, OwnRegistrationView,
    RegistrationsQuery,
};
use crate::http::{Json, Path, Query};
use crate::kernel::ids::EditionId;
use crate::kernel::text::contact::normalise_email;
use crate::kernel::text::fold;

/// `GET /me/registrations`: a person has a handful, so they are one page.
pub fn own(ctx: &mut Ctx<'_>, Query(query): Query<PageQuery>) -> Result<Json<Paged<OwnRegistrationView>>> {
    let (user, page) = (ctx.actor()?.user_id, Page::from(query));
    let rows = progress::own(ctx.db, user)?;
    let ids: Vec<_> = rows.iter().map(|row| row.0.id).collect();
    let mut numbers = store::numbers_of(ctx.db, &ids)?;
    let declared = progress::declared(ctx.db, &ids)?;
    let views = rows.into_iter().map(|(registration, edition, slot)| {
        let so_far = declared.get(&registration.id).copied().unwrap_or_default();
        OwnRegistrationView {
            id: registration.id,
            declaration_deadline: edition.declaration_deadline,
            edition: OwnEdition {
                id: edition.id,
                name: edition.name,
                code: edition.code,
                status: edition.status,
                is_training: edition.is_training,
                place: edition.place,
            },
            slot: slot.into(),
            list_type: registration.list_type,
            numbers: numbers.remove(&registration.id).unwrap_or_default(),
            lists: so_far.lists,
            validated_lists: so_far.validated,
            articles: so_far.articles,
        }
    });
    Ok(Json(cut(views.collect(), page)))
}

/// `GET /editions/{id}/declarations`: those who declared least come first.
pub fn declarations(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<DeclarationView>>> {
    let page = Page::from(query);
    editions::by_id(ctx.db, edition)?;
    let rows = store::of_edition(ctx.db, edition, &RegistrationsQuery::default())?;
    let ids: Vec<_> = rows.iter().map(|row| row.0.id).collect();
    let mut numbers = store::numbers(ctx.db, edition)?;
    let declared = progress::declared(ctx.db, &ids)?;
    let views = rows.into_iter().map(|(registration, person, slot, _)| {
        let so_far = declared.get(&registration.id).copied().unwrap_or_default();
        DeclarationView {
            registration_id: registration.id,
            depositor: person.into(),
            slot: slot.into(),
            numbers: numbers.remove(&registration.id).unwrap_or_default(),
            lists: so_far.lists,
            validated_lists: so_far.validated,
            articles: so_far.articles,
            total_cents: so_far.total_cents,
        }
    });
    let mut views: Vec<_> = views.collect();
    views.sort_by_cached_key(|view| {
        (view.validated_lists, view.articles, fold(&view.depositor.last_name), view.registration_id)
    });
    Ok(Json(cut(views, page)))
}

/// `GET /depositors/lookup?email=`
pub fn lookup(ctx: &mut Ctx<'_>, Query(query): Query<LookupQuery>) -> Result<Json<LookupView>> {
    let email = normalise_email(&query.email)
        .map_err(|error| invalid(vec![FieldError::new("email", "email_invalid", error.to_string())]))?;
    let Some(person) = progress::person(ctx.db, &email)? else {
        let suggested_list_type = ListType::Standard;
        return Ok(Json(LookupView { depositor: None, editions: Vec::new(), suggested_list_type }));
    };
    let rows = progress::own(ctx.db, person.id)?;
    let sold = progress::sold(ctx.db, person.id)?;
    let editions: Vec<_> = rows
        .into_iter()
        .filter(|(_, edition, _)| !edition.is_training)
        .map(|(registration, edition, _)| {
            let (articles, sold) = sold.get(&edition.id).copied().unwrap_or_default();
            let list_type = registration.list_type;
            EarlierEdition { id: edition.id, name: edition.name, list_type, articles, sold }
        })
        .collect();
    let suggested_list_type = editions.first().map_or(ListType::Standard, |latest| latest.list_type);
    Ok(Json(LookupView { depositor: Some(person.into()), editions, suggested_list_type }))
}
