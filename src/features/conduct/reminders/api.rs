//! Who has declared what, and reminding those who are late by hand.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::rules::DEADLINE_NOTICES;
use super::writing::Reminder;
use super::{notices, store, writing};
use crate::ctx::Ctx;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::{Result, conflict, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::registration::depositors;
use crate::features::registration::depositors::store::progress;
use crate::features::registration::depositors::views::{DeclarationView, RegistrationsQuery};
use crate::http::{Json, Path, Query};
use crate::kernel::clock::paris;
use crate::kernel::ids::{EditionId, UserId};
use crate::kernel::text::fold;

/// `GET /editions/{id}/declarations`: those who declared least come first.
pub fn declarations(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<DeclarationView>>> {
    let page = Page::from(query);
    editions::by_id(ctx.db, edition)?;
    let rows = depositors::store::of_edition(ctx.db, edition, &RegistrationsQuery::default())?;
    let ids: Vec<_> = rows.iter().map(|row| row.0.id).collect();
    let mut numbers = depositors::store::numbers(ctx.db, edition)?;
    let declared = progress::declared(ctx.db, &ids)?;
    let reminded = notices::last_told(ctx.db, &DEADLINE_NOTICES, edition.as_str())?;
    let views = rows.into_iter().map(|(registration, person, slot, _)| {
        let so_far = declared.get(&registration.id).copied().unwrap_or_default();
        DeclarationView {
            registration_id: registration.id,
            reminded_at: reminded.get(&person.id).copied(),
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
    Ok(Json(depositors::api::cut(views, page)))
}

/// Body of `POST /editions/{id}/declarations/remind`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remind {
    /// Whom; everybody who has validated nothing when it is null.
    pub depositor_ids: Option<Vec<UserId>>,
}

/// Answer of `POST /editions/{id}/declarations/remind`. The four add up to those who were meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reminded {
    /// People who get a message.
    pub reminded: usize,
    /// People who had one today already.
    pub told_today: usize,
    /// People who have validated a list meanwhile.
    pub declared: usize,
    /// People whose address does not take messages.
    pub unreachable: usize,
}

/// `POST /editions/{id}/declarations/remind`: a message to those who have validated nothing, once a day at most.
pub fn remind(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Remind>),
) -> Result<Json<Reminded>> {
    let services = ctx.services;
    let outcome = ctx.write(|change| {
        let edition = editions::lock(change, edition)?;
        if edition.is_training {
            let sentence = "Une édition d'entraînement n'envoie pas de courrier.";
            return Err(conflict("edition_is_training", sentence));
        }
        let now = change.now();
        let over = edition.declaration_deadline.is_none_or(|deadline| now > deadline);
        if over || edition.status != EditionStatus::RegistrationsOpen {
            let sentence = "Les déclarations sont closes : un rappel ne servirait plus.";
            return Err(conflict("declaration_closed", sentence));
        }
        let registered = store::registered(change.db, edition.id)?;
        let meant: HashSet<UserId> = match &body.depositor_ids {
            Some(ids) if ids.iter().any(|id| !registered.contains(id)) => return Err(not_found()),
            Some(ids) => ids.iter().copied().collect(),
            None => registered,
        };
        let declared = store::declared(change.db, edition.id)?;
        let late: HashSet<UserId> = meant.difference(&declared).copied().collect();
        let today = paris::local_date(now.utc());
        let told = notices::last_told(change.db, &DEADLINE_NOTICES, edition.id.as_str())?;
        let told_today = |id: &UserId| told.get(id).is_some_and(|at| paris::local_date(at.utc()) == today);
        let mut outcome = Reminded { unreachable: late.len(), ..Reminded::default() };
        outcome.declared = meant.len() - late.len();
        let reminder = Reminder { site: &services.config.site, edition: &edition, now };
        for person in store::depositors(change.db, edition.id)? {
            if !late.contains(&person.id) {
                continue;
            }
            outcome.unreachable -= 1;
            let letter = reminder.asked(&person);
            if !told_today(&person.id) && writing::write(services, change, &edition, &[letter])? == 1 {
                outcome.reminded += 1;
            } else {
                outcome.told_today += 1;
            }
        }
        if outcome.reminded > 0 {
            change.journal(Event::DeclarationsReminded, edition.id, json!({ "people": outcome.reminded }))?;
        }
        Ok(outcome)
    })?;
    Ok(Json(outcome))
}
