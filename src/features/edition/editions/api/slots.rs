//! Deposit slots.

use serde_json::json;

use super::configuring::advance_draft;
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Problem, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::{Slot, SlotTerms};
use crate::features::edition::editions::notices;
use crate::features::edition::editions::notices::Concerned;
use crate::features::edition::editions::slots::standard_slots;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store;
use crate::features::edition::editions::views::{NewSlot, SlotChanges, SlotView, StandardSlots};
use crate::http::{Created, Json, NoContent, Path};
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, SlotId};
use crate::kernel::text::tidy;

/// Most registrations of one slot: more people than any hall takes in at once.
const LARGEST: i32 = 500;

/// `GET /editions/{id}/slots`
pub fn list(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<Paged<SlotView>>> {
    let actor = ctx.actor()?;
    store::visible(ctx.db, actor, edition)?;
    all(store::slots::of_edition(ctx.db, edition)?).map(Json)
}

/// An edition's slots fit on one page.
fn all(slots: Vec<Slot>) -> Result<Paged<SlotView>> {
    let total = i64::try_from(slots.len()).unwrap_or(i64::MAX);
    let items = slots.into_iter().map(SlotView::new).collect::<Result<_>>()?;
    Ok(Paged::new(items, Page { number: 1, size: total.max(1) }, total))
}

/// `POST /editions/{id}/slots`
pub fn create(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<NewSlot>),
) -> Result<Created<SlotView>> {
    let terms = SlotTerms {
        starts_at: body.starts_at,
        ends_at: body.ends_at,
        capacity: body.capacity,
        residents_only: body.residents_only,
        list_types: body.list_types,
        note: tidy(&body.note),
    };
    check(&terms)?;
    let slot = ctx.write(|change| {
        store::lock(change, edition)?;
        let slot = Slot::new(SlotId::new(change.uuid()), edition, terms.clone())?;
        store::slots::insert(change.db, &slot).on_unique(start_taken)?;
        let mut entries = vec![Entry::new(Event::SlotCreated, slot.id, facts(edition, &terms))];
        entries.extend(advance_draft(change, edition)?);
        change.journal_all(&entries)?;
        Ok(slot)
    })?;
    SlotView::new(slot).map(Created)
}

/// `PATCH /editions/{id}/slots/{slot}`
pub fn change(
    ctx: &mut Ctx<'_>,
    (Path((edition, id)), Json(body)): (Path<(EditionId, SlotId)>, Json<SlotChanges>),
) -> Result<Json<SlotView>> {
    let services = ctx.services;
    let slot = ctx.write(|change| {
        let locked = store::lock(change, edition)?;
        let slot = store::slots::by_id(change.db, edition, id)?;
        let before = slot.clone();
        let terms = SlotTerms {
            starts_at: body.starts_at.unwrap_or(slot.starts_at),
            ends_at: body.ends_at.unwrap_or(slot.ends_at),
            capacity: body.capacity.unwrap_or(slot.capacity),
            residents_only: body.residents_only.unwrap_or(slot.residents_only),
            list_types: body.list_types.clone().map_or_else(|| slot.list_types(), Ok)?,
            note: body.note.as_deref().map_or(slot.note, tidy),
        };
        check(&terms)?;
        if !store::slots::update(change.db, id, &terms).on_unique(start_taken)? {
            let sentence = format!(
                "{} déposants ont déjà ce créneau : sa capacité ne peut pas descendre plus bas.",
                slot.taken
            );
            return Err(conflict("slot_capacity_below_taken", sentence));
        }
        let after = store::slots::by_id(change.db, edition, id)?;
        if body.confirm_notify {
            let changes = notices::changed_slot(&before, &after);
            notices::tell(change, &services.config, &locked, Concerned::OfSlot(id), &changes)?;
        }
        change.journal(Event::SlotChanged, id, facts(edition, &terms))?;
        Ok(after)
    })?;
    SlotView::new(slot).map(Json)
}

/// `DELETE /editions/{id}/slots/{slot}`
pub fn delete(ctx: &mut Ctx<'_>, Path((edition, id)): Path<(EditionId, SlotId)>) -> Result<NoContent> {
    ctx.write(|change| {
        let status = store::lock(change, edition)?.status;
        store::slots::by_id(change.db, edition, id)?;
        if status > EditionStatus::Draft && store::slots::count(change.db, edition)? == 1 {
            let sentence = "C'est le dernier créneau de l'édition : ajoutez-en un autre d'abord.";
            return Err(conflict("last_slot", sentence));
        }
        if !store::slots::delete(change.db, id)? {
            let sentence = "Ce créneau a des inscriptions : déplacez-les d'abord.";
            return Err(conflict("slot_not_empty", sentence));
        }
        change.journal(Event::SlotDeleted, id, json!({ "edition": edition }))
    })?;
    Ok(NoContent)
}

/// `POST /editions/{id}/slots/standard`: the usual set. What already starts at the same time is left as it is.
pub fn standard(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<StandardSlots>),
) -> Result<Created<Paged<SlotView>>> {
    let slots = ctx.write(|change| {
        let configured = store::lock(change, edition)?.deposit_days()?;
        let days = if body.days.is_empty() { &configured } else { &body.days };
        if days.is_empty() {
            let sentence = "Indiquez d'abord les jours de dépôt.";
            return Err(invalid(vec![FieldError::new("days", "deposit_days_missing", sentence)]));
        }
        if days.len() > 14 {
            let sentence = "Quatorze jours de dépôt au plus.";
            return Err(invalid(vec![FieldError::new("days", "deposit_days_many", sentence)]));
        }
        let added = add_standard(change, edition, days)?;
        let mut entries = vec![Entry::new(Event::StandardSlotsAdded, edition, json!({ "slots": added }))];
        entries.extend(advance_draft(change, edition)?);
        change.journal_all(&entries)?;
        store::slots::of_edition(change.db, edition)
    })?;
    all(slots).map(Created)
}

fn add_standard(change: &mut Change<'_>, edition: EditionId, days: &[Day]) -> Result<usize> {
    let present = store::slots::of_edition(change.db, edition)?;
    let dates: Vec<_> = days.iter().copied().map(Day::date).collect();
    let mut added = 0;
    for shape in standard_slots(&dates) {
        let terms = SlotTerms {
            starts_at: Instant::new(shape.starts_at),
            ends_at: Instant::new(shape.ends_at),
            capacity: shape.capacity,
            residents_only: shape.residents_only,
            list_types: shape.list_types,
            note: shape.note.to_owned(),
        };
        if present.iter().all(|slot| slot.starts_at != terms.starts_at) {
            store::slots::insert(change.db, &Slot::new(SlotId::new(change.uuid()), edition, terms)?)?;
            added += 1;
        }
    }
    Ok(added)
}

fn check(terms: &SlotTerms) -> Result<()> {
    let too_long = terms.ends_at.millis() - terms.starts_at.millis() > 24 * 3600 * 1000;
    #[rustfmt::skip]
    let rules = [
        (!Day::new(terms.starts_at.utc().date_naive()).is_plausible(), "starts_at", "year_absurd", "Vérifiez l'année : elle est entre 2000 et 2100."),
        (terms.starts_at >= terms.ends_at, "ends_at", "ends_before_start", "La fin du créneau vient après son début."),
        (too_long, "ends_at", "slot_too_long", "Un créneau dure moins d'une journée."),
        (!(1..=LARGEST).contains(&terms.capacity), "capacity", "capacity_range", "La capacité va de 1 à 500 déposants."),
        (terms.note.chars().count() > 200, "note", "too_long", "200 caractères au plus."),
    ];
    let broken = rules.into_iter().filter(|rule| rule.0);
    let errors: Vec<_> =
        broken.map(|(_, field, code, message)| FieldError::new(field, code, message)).collect();
    if errors.is_empty() { Ok(()) } else { Err(invalid(errors)) }
}

fn start_taken() -> Problem {
    conflict("slot_start_taken", "Un autre créneau commence déjà à cette heure.")
}

fn facts(edition: EditionId, terms: &SlotTerms) -> serde_json::Value {
    json!({
        "edition": edition,
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "capacity": terms.capacity,
        "residents_only": terms.residents_only,
        "list_types": terms.list_types,
    })
}
