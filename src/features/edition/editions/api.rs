//! Creating and configuring editions.

pub mod slots;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::model::{Edition, Settings};
use super::notices;
use super::notices::Concerned;
use super::rules::{ScheduleProblem, check_schedule, check_span};
use super::states::EditionStatus;
use super::store;
use super::store::{EditionPatch, Terms};
use super::views::{Configuration, EditionChanges, EditionView, NewEdition, When};
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::{FieldError, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::http::{Created, Json, Path, Query};
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::EditionId;
use crate::kernel::text::tidy;

/// `GET /editions`: which ones.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionsQuery {
    /// Only those that stand here.
    status: Option<EditionStatus>,
    /// From 1.
    page: Option<i64>,
    /// At most 200, 50 by default.
    per_page: Option<i64>,
}

/// `GET /editions`
pub fn list(ctx: &mut Ctx<'_>, Query(query): Query<EditionsQuery>) -> Result<Json<Paged<EditionView>>> {
    let (actor, page) = (ctx.actor()?, Page::new(query.page, query.per_page));
    let (rows, total) = store::page(ctx.db, actor, query.status, page)?;
    let items = rows.into_iter().map(EditionView::new).collect::<Result<_>>()?;
    Ok(Json(Paged::new(items, page, total)))
}

/// `GET /editions/{id}`
pub fn show(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<EditionView>> {
    let actor = ctx.actor()?;
    EditionView::new(store::visible(ctx.db, actor, id)?).map(Json)
}

/// `POST /editions`
pub fn create(ctx: &mut Ctx<'_>, Json(body): Json<NewEdition>) -> Result<Created<EditionView>> {
    let new = NewEdition {
        name: tidy(&body.name),
        code: body.code.trim().to_uppercase(),
        place: body.place.as_deref().map(tidy).filter(|place| !place.is_empty()),
        description: body
            .description
            .as_deref()
            .map(str::trim)
            .map(str::to_owned)
            .filter(|text| !text.is_empty()),
        ..body
    };
    let mut errors =
        check_words(Some(&new.name), Some(&new.code), new.place.as_deref(), new.description.as_deref());
    errors.extend(check_span(new.starts_at.start().utc(), new.ends_at.end().utc()).map(as_field));
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let outcome = ctx.write(|change| {
        refuse_taken(change, &new.name, &new.code, None)?;
        let id = store::insert(change, &new)?;
        let details = json!({ "name": new.name, "code": new.code, "is_training": new.is_training });
        change.journal(Event::EditionCreated, id, details)?;
        store::by_id(change.db, id)
    });
    let edition = named_by_key(ctx, outcome, &new.name, &new.code, None)?;
    EditionView::new(edition).map(Created)
}

/// `PATCH /editions/{id}`
pub fn change(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<EditionChanges>),
) -> Result<Json<EditionView>> {
    let name = body.name.as_deref().map(tidy);
    let code = body.code.as_deref().map(|code| code.trim().to_uppercase());
    let place = body.place.as_deref().map(tidy);
    let description = body.description.as_deref().map(str::trim);
    let errors = check_words(name.as_deref(), code.as_deref(), place.as_deref(), description);
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let full = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let outcome = ctx.write(|change| {
        let edition = store::lock(change, id)?;
        let starts_at = body.starts_at.map_or(edition.starts_at, When::start);
        let ends_at = body.ends_at.map_or(edition.ends_at, When::end);
        if let Some(problem) = check_span(starts_at.utc(), ends_at.utc()) {
            return Err(invalid(vec![as_field(problem)]));
        }
        if code.as_ref().is_some_and(|code| *code != edition.code)
            && edition.status >= EditionStatus::RegistrationsOpen
        {
            let sentence =
                "Les étiquettes portent ce code : il ne change plus une fois les inscriptions ouvertes.";
            return Err(conflict("edition_code_fixed", sentence));
        }
        let (new_name, new_code) =
            (name.as_ref().unwrap_or(&edition.name), code.as_ref().unwrap_or(&edition.code));
        refuse_taken(change, new_name, new_code, Some(id))?;
        let patch = EditionPatch {
            name: name.clone(),
            code: code.clone(),
            starts_at: Some(starts_at),
            ends_at: Some(ends_at),
            place: place.as_deref().map(full),
            description: description.map(full),
            updated_at: change.now(),
        };
        store::patch(change.db, id, &patch)?;
        let details =
            json!({ "name": new_name, "code": new_code, "starts_at": starts_at, "ends_at": ends_at });
        change.journal(Event::EditionChanged, id, details)?;
        store::by_id(change.db, id)
    });
    let (name, code) = (name.as_deref().unwrap_or_default(), code.as_deref().unwrap_or_default());
    let edition = named_by_key(ctx, outcome, name, code, Some(id))?;
    EditionView::new(edition).map(Json)
}

/// `PUT /editions/{id}/configuration`: everything wrong with it at once. A draft with a slot becomes `configured`.
pub fn configure(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<Configuration>),
) -> Result<Json<EditionView>> {
    let services = ctx.services;
    let edition = ctx.write(|change| {
        let edition = store::lock(change, id)?;
        if edition.status >= EditionStatus::Settlement {
            let sentence = "La vente est terminée : les dates et la commission ne changent plus.";
            return Err(conflict("edition_not_configurable", sentence));
        }
        let terms = terms(&edition, body.clone(), change.now())?;
        store::configure(change.db, id, &terms, change.now())?;
        let configured = advance_draft(change, id)?;
        if body.confirm_notify {
            let changes = notices::changed_dates(&edition, &terms)?;
            notices::tell(change, &services.config, &edition, Concerned::Everybody, &changes)?;
        }
        let details = json!({
            "declaration_deadline": terms.declaration_deadline,
            "deposit_days": terms.deposit_days,
            "sale_days": terms.sale_days,
            "return_day": terms.return_day,
            "commission_bp": terms.commission_bp,
            "settings": terms.settings,
        });
        let mut entries = vec![Entry::new(Event::EditionConfigured, id, details)];
        entries.extend(configured);
        change.journal_all(&entries)?;
        store::by_id(change.db, id)
    })?;
    EditionView::new(edition).map(Json)
}

/// The configuration over what the edition has, or everything that is wrong with it.
fn terms(edition: &Edition, body: Configuration, now: Instant) -> Result<Terms> {
    let in_order = |mut days: Vec<Day>| {
        days.sort_unstable();
        days.dedup();
        days
    };
    let present = edition.settings()?;
    let settings = Settings {
        price_step_cents: body.price_step_cents.unwrap_or(present.price_step_cents),
        resident_postal_codes: body.resident_postal_codes.unwrap_or(present.resident_postal_codes),
        import_max_rows: body.import_max_rows.unwrap_or(present.import_max_rows),
        accept_whole_lists: body.accept_whole_lists.unwrap_or(present.accept_whole_lists),
        extended_numbers: body.extended_numbers.unwrap_or(present.extended_numbers),
        label_layout: body.label_layout.unwrap_or(present.label_layout),
        separator_pages: body.separator_pages.unwrap_or(present.separator_pages),
        private_sale: body.private_sale,
    };
    let mut errors = check_settings(&settings);
    let terms = Terms {
        declaration_deadline: body.declaration_deadline.map(When::end),
        deposit_days: in_order(body.deposit_days),
        sale_days: in_order(body.sale_days),
        return_day: body.return_day,
        commission_bp: body.commission_bp.unwrap_or_default(),
        settings,
    };
    let dates = |days: &[Day]| days.iter().copied().map(Day::date).collect();
    let schedule = super::rules::Schedule {
        declaration_deadline: terms.declaration_deadline.map(Instant::utc),
        deposit_days: dates(&terms.deposit_days),
        sale_days: dates(&terms.sale_days),
        return_day: terms.return_day.map(Day::date),
        commission_bp: body.commission_bp,
        private_sale: terms.settings.private_sale.map(|sale| (sale.starts_at.utc(), sale.ends_at.utc())),
    };
    let unchanged: Option<DateTime<Utc>> = edition.declaration_deadline.map(Instant::utc);
    errors.extend(check_schedule(&schedule, unchanged, now.utc()).into_iter().map(as_field));
    if errors.is_empty() { Ok(terms) } else { Err(invalid(errors)) }
}

fn check_settings(settings: &Settings) -> Vec<FieldError> {
    let codes = &settings.resident_postal_codes;
    let code_wrong = |code: &String| code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit());
    #[rustfmt::skip]
    let rules = [
        (!(1..=10_000).contains(&settings.price_step_cents), "price_step_cents", "price_step_range", "Le pas des prix va de 1 centime à 100 €."),
        (codes.iter().any(code_wrong) || codes.len() > 50, "resident_postal_codes", "postal_code_invalid", "Un code postal compte cinq chiffres ; 50 codes au plus."),
        (!(1..=2000).contains(&settings.import_max_rows), "import_max_rows", "import_max_rows_range", "Un import compte de 1 à 2000 lignes."),
    ];
    let broken = rules.into_iter().filter(|rule| rule.0);
    broken.map(|(_, field, code, message)| FieldError::new(field, code, message)).collect()
}

/// Makes a draft `configured` once its dates are sound and it has a slot. Gives the entry for the journal.
pub(super) fn advance_draft(change: &mut Change<'_>, id: EditionId) -> Result<Option<Entry>> {
    let edition = store::by_id(change.db, id)?;
    if edition.status != EditionStatus::Draft {
        return Ok(None);
    }
    let unchanged = edition.declaration_deadline.map(Instant::utc);
    let sound = check_schedule(&edition.schedule()?, unchanged, change.now().utc()).is_empty();
    if !sound || store::slots::count(change.db, id)? == 0 {
        return Ok(None);
    }
    store::set_status(change.db, id, EditionStatus::Configured)?;
    let details = json!({ "from": EditionStatus::Draft, "to": EditionStatus::Configured });
    Ok(Some(Entry::new(Event::EditionStep, id, details)))
}

fn as_field(problem: ScheduleProblem) -> FieldError {
    FieldError::new(problem.field, problem.code, problem.message)
}

fn check_words(
    name: Option<&str>,
    code: Option<&str>,
    place: Option<&str>,
    description: Option<&str>,
) -> Vec<FieldError> {
    let longer = |text: Option<&str>, most: usize| text.is_some_and(|text| text.chars().count() > most);
    let code_fits = |code: &str| {
        (2..=8).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    #[rustfmt::skip]
    let rules = [
        (name.is_some_and(str::is_empty) || longer(name, 120), "name", "name_length", "Le nom compte de 1 à 120 caractères."),
        (code.is_some_and(|code| !code_fits(code)), "code", "code_format", "Le code compte de 2 à 8 lettres majuscules ou chiffres, par exemple A2025."),
        (longer(place, 200), "place", "too_long", "200 caractères au plus."),
        (longer(description, 2000), "description", "too_long", "2000 caractères au plus."),
    ];
    let broken = rules.into_iter().filter(|rule| rule.0);
    broken.map(|(_, field, code, message)| FieldError::new(field, code, message)).collect()
}

fn refuse_taken(change: &mut Change<'_>, name: &str, code: &str, but: Option<EditionId>) -> Result<()> {
    match store::taken(change.db, name, code, but)? {
        (true, _) => Err(conflict("edition_name_taken", "Une autre édition porte déjà ce nom.")),
        (_, true) => Err(conflict("edition_code_taken", "Une autre édition porte déjà ce code.")),
        _ => Ok(()),
    }
}

/// Says which unique key refused the row, when somebody was first between the check and the write.
fn named_by_key(
    ctx: &mut Ctx<'_>,
    outcome: Result<Edition>,
    name: &str,
    code: &str,
    but: Option<EditionId>,
) -> Result<Edition> {
    match outcome {
        Err(problem) if problem.is_unique_violation() => {
            ctx.write(|change| refuse_taken(change, name, code, but)).and(Err(problem))
        }
        other => other,
    }
}
