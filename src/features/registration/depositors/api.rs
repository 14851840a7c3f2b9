//! Registrations: listing, entering one by hand, moving, taking out.

pub mod bulk;
mod changes;
mod guests;
pub mod imports;
pub mod invitations;
pub mod progress;
pub mod renewal;

use std::collections::BTreeMap;

use serde_json::json;

use super::billetweb::export::{Anomaly, Export, Ticket};
use super::billetweb::facts::Tariffs;
use super::billetweb::plan::{Plan, plan};
use super::numbers::in_words;
use super::numbers::number_text::NumberText;
use super::registering;
use super::registering::must_take_registrations;
use super::states::{RegistrationOrigin, TariffUse};
use super::store;
use super::store::{Entry as Row, facts};
use super::views::{
    NewRegistration, RegistrationChanges, RegistrationSort, RegistrationView, RegistrationsQuery,
};
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Problem, Result, conflict, invalid, unprocessable};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Slot;
use crate::features::edition::editions::notices;
use crate::features::edition::editions::notices::Concerned;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::edition::editions::store as editions;
use crate::features::people::passwords::rules::check_name;
use crate::http::{Created, Json, NoContent, Path, Query};
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::{EditionId, RegistrationId};
use crate::kernel::text::contact::{normalise_email, normalise_phone, normalise_postal_code};
use crate::kernel::text::{fold, tidy};

/// `GET /editions/{id}/registrations`
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<RegistrationsQuery>),
) -> Result<Json<Paged<RegistrationView>>> {
    let (now, page) = (ctx.now(), Page::new(query.page, query.per_page));
    editions::by_id(ctx.db, edition)?;
    let rows = store::of_edition(ctx.db, edition, &query)?;
    let mut numbers = store::numbers(ctx.db, edition)?;
    let views = rows.into_iter().map(|row| {
        let numbers = numbers.remove(&row.0.id).unwrap_or_default();
        view(row, numbers, now)
    });
    let wanted = query.q.as_deref().map(fold).unwrap_or_default();
    let mut found: Vec<_> = views.filter(|view| matches(view, wanted.trim())).collect();
    sort(&mut found, query.sort.unwrap_or(RegistrationSort::Name));
    Ok(Json(cut(found, page)))
}

/// One page of a whole list.
pub(crate) fn cut<T>(items: Vec<T>, page: Page) -> Paged<T> {
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let number = |rows: i64| usize::try_from(rows).unwrap_or_default();
    let items = items.into_iter().skip(number(page.offset())).take(number(page.size)).collect();
    Paged::new(items, page, total)
}

/// A registration as managers see it.
pub(crate) fn view(
    (registration, person, slot, invitation): Row,
    numbers: Vec<i32>,
    now: Instant,
) -> RegistrationView {
    RegistrationView {
        id: registration.id,
        depositor: person.into(),
        slot: slot.into(),
        list_type: registration.list_type,
        numbers,
        origin: registration.origin,
        ticket_ref: registration.ticket_ref,
        order_ref: registration.order_ref,
        tariff: registration.tariff,
        invitation: invitation.map(|invitation| invitation.standing(now)),
        created_at: registration.created_at,
    }
}

/// Whether a person is searched for: every word is in their names or address, or is one of their numbers.
fn matches(view: &RegistrationView, wanted: &str) -> bool {
    let person = &view.depositor;
    let text = fold(&format!("{} {} {}", person.last_name, person.first_name, person.email));
    wanted.split_whitespace().all(|word| {
        text.contains(word) || word.parse().is_ok_and(|number: i32| view.numbers.contains(&number))
    })
}

fn sort(views: &mut [RegistrationView], by: RegistrationSort) {
    let name = |view: &RegistrationView| (fold(&view.depositor.last_name), fold(&view.depositor.first_name));
    let first = |view: &RegistrationView| view.numbers.first().copied();
    match by {
        RegistrationSort::Name => views.sort_by_cached_key(|view| (name(view), view.id)),
        RegistrationSort::Slot => views.sort_by_key(|view| (view.slot.starts_at, first(view), view.id)),
        RegistrationSort::Number => views.sort_by_key(|view| (first(view), view.id)),
        RegistrationSort::CreatedAt => {
            views.sort_by_key(|view| std::cmp::Reverse((view.created_at, view.id)));
        }
    }
}

fn show(ctx: &mut Ctx<'_>, edition: EditionId, id: RegistrationId) -> Result<RegistrationView> {
    let now = ctx.now();
    let row = store::one(ctx.db, edition, id)?;
    let numbers = store::numbers_of(ctx.db, &[id])?.remove(&id).unwrap_or_default();
    Ok(view(row, numbers, now))
}

/// `POST /editions/{id}/registrations`: one person by hand, under the rules of an import of one row.
pub fn create(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<NewRegistration>),
) -> Result<Created<RegistrationView>> {
    let email = check(&body)?;
    let services = ctx.services;
    let id = ctx
        .write(|change| {
            let edition = editions::lock(change, edition)?;
            must_take_registrations(change, &edition)?;
            let slot = editions::slots::by_id(change.db, edition.id, body.slot_id)?;
            let known = facts::load(change.db, &edition, &[&email])?;
            let export = single(&body, &email, &slot);
            let tariffs = BTreeMap::from([(String::new(), tariff_use(body.list_type))]);
            let plan = plan(&known.facts, &Tariffs::Confirmed(tariffs), &export);
            let Some(accepted) = plan.accepted.first() else {
                return Err(refusal(change, edition.id, known.people.get(&email).map(|user| user.id), plan));
            };
            let origin = RegistrationOrigin::Manual;
            let (id, _) =
                registering::register(change, &services.config, &edition, &known, accepted, origin)?;
            let opened = registering::open_if_first(change, &edition)?;
            let details = json!({ "edition": edition.id, "slot": slot.id, "numbers": accepted.numbers });
            let mut entries = vec![Entry::new(Event::RegistrationCreated, id, details)];
            entries.extend(opened);
            change.journal_all(&entries)?;
            Ok(id)
        })
        .on_unique(registering::raced)?;
    show(ctx, edition, id).map(Created)
}

/// The address, or everything wrong with what was typed.
fn check(body: &NewRegistration) -> Result<String> {
    let mut errors = Vec::new();
    for (name, field) in [(&body.first_name, "first_name"), (&body.last_name, "last_name")] {
        errors.extend(
            Some(name).filter(|name| !name.trim().is_empty()).and_then(|name| check_name(name, field)),
        );
    }
    if !body.phone.trim().is_empty() && normalise_phone(&body.phone).is_err() {
        errors.push(FieldError::new("phone", "phone_invalid", "Numéro attendu, par exemple 06 12 34 56 78."));
    }
    if normalise_postal_code(&body.postal_code).chars().count() > 10 {
        errors.push(FieldError::new("postal_code", "too_long", "10 caractères au plus."));
    }
    let email = normalise_email(&body.email);
    if let Err(error) = &email {
        errors.push(FieldError::new("email", "email_invalid", error.to_string()));
    }
    match email {
        Ok(email) if errors.is_empty() => Ok(email),
        _ => Err(invalid(errors)),
    }
}

/// What was typed, as the only row of a file.
fn single(body: &NewRegistration, email: &str, slot: &Slot) -> Export {
    let mut numbers = body.numbers.clone();
    numbers.sort_unstable();
    numbers.dedup();
    let shown = in_words(&numbers);
    let ticket = Ticket {
        line: 1,
        reference: String::new(),
        order: String::new(),
        starts_at: Ok(paris::to_local(slot.starts_at.utc())),
        tariff: String::new(),
        last_name: tidy(&body.last_name),
        first_name: tidy(&body.first_name),
        email: Ok(email.to_owned()),
        phone: Some(&body.phone)
            .filter(|phone| !phone.trim().is_empty())
            .map(|phone| normalise_phone(phone).map_err(|_| phone.clone())),
        address: String::new(),
        postal_code: normalise_postal_code(&body.postal_code),
        city: String::new(),
        authorisation: shown,
        numbers: if numbers.is_empty() { NumberText::None } else { NumberText::Read(numbers) },
        skipped: None,
        remarks: Vec::new(),
    };
    Export { digest: String::new(), tickets: vec![ticket] }
}

const fn tariff_use(list_type: ListType) -> TariffUse {
    match list_type {
        ListType::Standard => TariffUse::Standard,
        ListType::Member1000 => TariffUse::Member1000,
        ListType::Family2000 => TariffUse::Family2000,
    }
}

/// Why the only row of a plan was not accepted.
fn refusal(
    change: &mut Change<'_>,
    edition: EditionId,
    user: Option<crate::kernel::ids::UserId>,
    plan: Plan<'_>,
) -> Problem {
    if plan.preview.already_registered > 0 {
        let existing = user.and_then(|user| store::of_user(change.db, edition, user).ok().flatten());
        return conflict("already_registered", "Cette personne est déjà inscrite à cette édition.")
            .with("existing_id", existing);
    }
    let Some(problem) = plan.preview.problems.into_iter().find(|problem| problem.blocking) else {
        return conflict("registration_raced", "L'inscription n'a pas pu être enregistrée. Réessayez.");
    };
    match problem.code {
        "slot_full" => conflict("slot_full", problem.message),
        "list_numbers_taken" => conflict("list_numbers_taken", problem.message),
        "not_resident" => unprocessable("not_resident", problem.message),
        code => invalid(vec![FieldError::new(field_of(&problem), code, problem.message)]),
    }
}

/// The field of the body that a column of the file stands for.
fn field_of(problem: &Anomaly) -> &'static str {
    match problem.column.as_str() {
        "Email" => "email",
        "Autorisation" => "numbers",
        "Tarif" => "list_type",
        _ => "slot_id",
    }
}

/// `PATCH /editions/{id}/registrations/{registration}`: moves somebody to another slot.
pub fn change(
    ctx: &mut Ctx<'_>,
    (Path((edition, id)), Json(body)): (Path<(EditionId, RegistrationId)>, Json<RegistrationChanges>),
) -> Result<Json<RegistrationView>> {
    let services = ctx.services;
    ctx.write(|change| {
        let locked = editions::lock(change, edition)?;
        locked.must_be_open()?;
        if locked.status >= EditionStatus::Sale {
            let sentence = "Le dépôt est terminé : les créneaux ne changent plus.";
            return Err(conflict("deposit_over", sentence));
        }
        let settings = locked.settings()?;
        let (registration, person, _, _) = store::one(change.db, edition, id)?;
        let slot = editions::slots::by_id(change.db, edition, body.slot_id)?;
        if slot.id == registration.slot_id {
            return Ok(());
        }
        let resident = person.postal_code.is_some_and(|code| settings.resident_postal_codes.contains(&code));
        if slot.residents_only && !resident {
            let sentence = "Ce créneau est réservé aux habitants, et ce code postal n'en est pas un.";
            return Err(unprocessable("not_resident", sentence));
        }
        if !editions::slots::take_place(change.db, slot.id)? {
            return Err(registering::slot_full());
        }
        editions::slots::give_back_place(change.db, registration.slot_id)?;
        store::set_slot(change.db, id, slot.id)?;
        if body.confirm_notify {
            let before = editions::slots::by_id(change.db, edition, registration.slot_id)?;
            let changes = notices::changed_slot(&before, &slot);
            notices::tell(change, &services.config, &locked, Concerned::One(id), &changes)?;
        }
        let details = json!({ "from": registration.slot_id, "to": slot.id });
        change.journal(Event::RegistrationMoved, id, details)
    })?;
    show(ctx, edition, id).map(Json)
}

/// `DELETE /editions/{id}/registrations/{registration}`: with its numbers, its empty lists and its invitation.
pub fn delete(
    ctx: &mut Ctx<'_>,
    Path((edition, id)): Path<(EditionId, RegistrationId)>,
) -> Result<NoContent> {
    ctx.write(|change| {
        editions::lock(change, edition)?.must_be(
            &[EditionStatus::Configured, EditionStatus::RegistrationsOpen],
            "registrations_closed",
            "Le dépôt est ouvert : les inscriptions ne changent plus.",
        )?;
        let registration = store::by_id(change.db, edition, id)?;
        if !registering::unregister(change, &registration)? {
            let sentence =
                "Des articles ou une somme à régler tiennent à cette inscription : elle ne peut plus être supprimée.";
            return Err(conflict("registration_in_use", sentence));
        }
        let details = json!({ "edition": edition, "user": registration.user_id });
        change.journal(Event::RegistrationDeleted, id, details)
    })?;
    Ok(NoContent)
}
