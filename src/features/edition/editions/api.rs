//! Creating editions, and what an edition says of itself.

pub mod configuring;
pub mod slots;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::model::Edition;
use super::rules::{ScheduleProblem, check_span, check_span_holds};
use super::states::EditionStatus;
use super::store;
use super::store::EditionPatch;
use super::views::{EditionChanges, EditionView, NewEdition, RunningTerms, TermsView, When};
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::{FieldError, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::http::{Created, Json, Path, Query};
use crate::kernel::clock::{Instant, paris};
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

/// `GET /editions/terms`: for anybody, since depositors accept them before they have an account.
pub fn terms(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<RunningTerms>> {
    let running = store::running(ctx.db)?;
    Ok(Json(RunningTerms { terms: running.map(TermsView::new).transpose()? }))
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
    let body = tidied(body);
    let outcome = ctx.write(|change| {
        let edition = store::lock(change, id)?;
        let mut errors = check_changes(&body);
        let span = span_after(&edition, &body);
        errors.extend(check_span(span.0.utc(), span.1.utc()).map(as_field));
        if errors.is_empty() && span != (edition.starts_at, edition.ends_at) {
            let (first, last) = (paris::local_date(span.0.utc()), paris::local_date(span.1.utc()));
            errors.extend(check_span_holds(&edition.schedule()?, first, last));
        }
        if !errors.is_empty() {
            return Err(invalid(errors));
        }
        let entry = write_changes(change, &edition, &body)?;
        change.journal_all(&[entry])?;
        store::by_id(change.db, id)
    });
    let (name, code) = (body.name.as_deref().unwrap_or_default(), body.code.as_deref().unwrap_or_default());
    let edition = named_by_key(ctx, outcome, name, code, Some(id))?;
    EditionView::new(edition).map(Json)
}

/// The words as they are kept.
fn tidied(body: EditionChanges) -> EditionChanges {
    EditionChanges {
        name: body.name.as_deref().map(tidy),
        code: body.code.map(|code| code.trim().to_uppercase()),
        place: body.place.as_deref().map(tidy),
        description: body.description.map(|text| text.trim().to_owned()),
        ..body
    }
}

fn check_changes(body: &EditionChanges) -> Vec<FieldError> {
    check_words(
        body.name.as_deref(),
        body.code.as_deref(),
        body.place.as_deref(),
        body.description.as_deref(),
    )
}

/// Start and end of the edition once these changes are made.
fn span_after(edition: &Edition, body: &EditionChanges) -> (Instant, Instant) {
    let starts_at = body.starts_at.map_or(edition.starts_at, When::start);
    (starts_at, body.ends_at.map_or(edition.ends_at, When::end))
}

/// Writes changes that were checked over a locked edition. Gives the entry for the journal.
fn write_changes(change: &mut Change<'_>, edition: &Edition, body: &EditionChanges) -> Result<Entry> {
    let full = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let code_changes = body.code.as_ref().is_some_and(|code| *code != edition.code);
    if code_changes && edition.status >= EditionStatus::RegistrationsOpen {
        let sentence =
            "Les étiquettes portent ce code : il ne change plus une fois les inscriptions ouvertes.";
        return Err(conflict("edition_code_fixed", sentence));
    }
    let name = body.name.as_ref().unwrap_or(&edition.name);
    let code = body.code.as_ref().unwrap_or(&edition.code);
    refuse_taken(change, name, code, Some(edition.id))?;
    let (starts_at, ends_at) = span_after(edition, body);
    let patch = EditionPatch {
        name: body.name.clone(),
        code: body.code.clone(),
        starts_at: Some(starts_at),
        ends_at: Some(ends_at),
        place: body.place.as_deref().map(full),
        description: body.description.as_deref().map(full),
        updated_at: change.now(),
    };
    store::patch(change.db, edition.id, &patch)?;
    let details = json!({ "name": name, "code": code, "starts_at": starts_at, "ends_at": ends_at });
    Ok(Entry::new(Event::EditionChanged, edition.id, details))
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
