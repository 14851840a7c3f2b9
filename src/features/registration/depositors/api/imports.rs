//! Billetweb's export: preview, then import (billetweb.md 4).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::json;

use super::changes;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{self, FieldError, Problem, Result, conflict, gone, internal, missing, unprocessable};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::limits;
use crate::features::base::mail;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::registration::depositors::billetweb::export::{Anomaly, Export, parse};
use crate::features::registration::depositors::billetweb::facts::{Facts, Tariffs};
use crate::features::registration::depositors::billetweb::groups;
use crate::features::registration::depositors::billetweb::plan::{Plan, plan, plan_renumbering};
use crate::features::registration::depositors::billetweb::preview::{Preview, PreviewOrder};
use crate::features::registration::depositors::model::Import;
use crate::features::registration::depositors::registering;
use crate::features::registration::depositors::registering::{Notification, must_take_registrations};
use crate::features::registration::depositors::states::RegistrationOrigin;
use crate::features::registration::depositors::store::facts;
use crate::features::registration::depositors::store::facts::Known;
use crate::features::registration::depositors::store::imports;
use crate::features::registration::depositors::store::imports::HOURS_KEPT;
use crate::features::registration::depositors::views::imports::{
    ImportOrder, ImportOutcome, ImportView, PreviewQuery,
};
use crate::http::{Json, Path, Query, Raw};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::EditionId;
use crate::kernel::text::{ellipsis, tidy};
use crate::sheets::MAX_BYTES;

/// `POST /editions/{id}/billetweb/preview`: changes nothing but that the file is kept for a day.
pub fn preview(
    ctx: &mut Ctx<'_>,
    (Path(id), Query(query), Raw(content)): (Path<EditionId>, Query<PreviewQuery>, Raw),
) -> Result<Json<Preview>> {
    let (now, user, max_per_hour) = (ctx.now(), ctx.actor()?.user_id, ctx.config().mail.max_per_hour);
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    if content.len() > MAX_BYTES {
        return Err(error::too_large(MAX_BYTES as u64));
    }
    let file_name = ellipsis(&tidy(&query.filename), 200);
    // Read before the transaction: a large file must not keep others from writing.
    let parsed = parse(&content, most_rows(&editions::by_id(ctx.db, id)?)?);
    ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        must_take_registrations(change, &edition)?;
        let export = match &parsed {
            Ok(export) => export,
            Err(problems) => return Ok(Json(unreadable(&content, problems.clone()))),
        };
        let known = known(change, &edition, export)?;
        let remembered = imports::tariffs(change.db, id)?;
        imports::forget_old(change.db, now)?;
        imports::keep(change, id, user, &export.digest, &file_name, &content)?;
        let plan = plan(&known.facts, &Tariffs::Proposed(remembered), export);
        shown(change, &edition, plan, max_per_hour).map(Json)
    })
}

/// `POST /editions/{id}/billetweb/preview/again`: what has been chosen or made since, on the same file; changes nothing.
pub fn preview_again(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(order)): (Path<EditionId>, Json<PreviewOrder>),
) -> Result<Json<Preview>> {
    let (now, max_per_hour) = (ctx.now(), ctx.config().mail.max_per_hour);
    let edition = editions::by_id(ctx.db, id)?;
    let export = reread(ctx.db, &edition, &order.digest, now)?.1;
    ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        must_take_registrations(change, &edition)?;
        let known = known(change, &edition, &export)?;
        let mut meanings = imports::tariffs(change.db, id)?;
        meanings.extend(order.tariffs.clone());
        let tariffs = Tariffs::Proposed(meanings);
        let plan = plan_renumbering(&known.facts, &tariffs, &order.renumber, &export);
        shown(change, &edition, plan, max_per_hour).map(Json)
    })
}

/// A plan as it is shown: with when its messages would have left. People of a training edition get none.
fn shown(change: &mut Change<'_>, edition: &Edition, plan: Plan<'_>, max_per_hour: u32) -> Result<Preview> {
    let mut preview = plan.preview;
    let more = if edition.is_training { 0 } else { preview.to_import };
    if more > 0 {
        preview.mails = Some(mail::forecast(change.db, more, max_per_hour, change.now())?);
    }
    Ok(preview)
}

/// A previewed file, read again.
fn reread(db: &mut Conn, edition: &Edition, digest: &str, now: Instant) -> Result<(Import, Export)> {
    edition.must_be_open()?;
    let file = imports::by_digest(db, edition.id, digest)?.ok_or_else(unknown_preview)?;
    let export = parse(previewed(&file, now)?, most_rows(edition)?).map_err(blocked)?;
    Ok((file, export))
}

fn most_rows(edition: &Edition) -> Result<usize> {
    Ok(usize::try_from(edition.settings()?.import_max_rows).unwrap_or_default())
}

fn known(change: &mut Change<'_>, edition: &Edition, export: &Export) -> Result<Known> {
    let emails: Vec<&str> = export.tickets.iter().filter_map(|ticket| ticket.email.as_deref().ok()).collect();
    facts::load(change.db, edition, &emails)
}

/// The preview of a file that has to be mended as a whole: no row, and what is wrong with it.
fn unreadable(content: &[u8], mut problems: Vec<Anomaly>) -> Preview {
    let groups = groups::group(&mut problems, &Facts::default(), &Tariffs::default(), &[]);
    Preview { digest: hex::sha256(content), problems, groups, ..Preview::default() }
}

/// `POST /editions/{id}/billetweb/import`: all or nothing, in one transaction, checked again against the edition as it is
/// now.
pub fn import(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(order)): (Path<EditionId>, Json<ImportOrder>),
) -> Result<Json<ImportOutcome>> {
    let (now, user) = (ctx.now(), ctx.actor()?.user_id);
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    let edition = editions::by_id(ctx.db, id)?;
    let (file, export) = reread(ctx.db, &edition, &order.digest, now)?;
    let services = ctx.services;
    let outcome = ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        must_take_registrations(change, &edition)?;
        let known = known(change, &edition, &export)?;
        let tariffs = Tariffs::Confirmed(order.tariffs.clone());
        let plan = plan_renumbering(&known.facts, &tariffs, &order.renumber, &export);
        check(&plan, order.skip_invalid)?;
        let import = changes::Import { config: &services.config, edition: &edition, known: &known };
        let mut entries = changes::apply(change, &import, &plan, &order.changes)?;
        let mut outcome = counted(&plan);
        outcome.changed = entries.len();
        outcome.unchanged &= entries.is_empty();
        for accepted in &plan.accepted {
            let origin = RegistrationOrigin::Billetweb;
            let (_, told) =
                registering::register(change, &services.config, &edition, &known, accepted, origin)?;
            outcome.invited += usize::from(told == Notification::Invited);
            outcome.noticed += usize::from(told == Notification::Noticed);
        }
        if outcome.unchanged {
            return Ok(outcome);
        }
        imports::remember_tariffs(change.db, id, &order.tariffs)?;
        let result = serde_json::to_string(&outcome).map_err(internal)?;
        imports::finish(change.db, file.id, user, now, &result)?;
        let opened = registering::open_if_first(change, &edition)?;
        let details =
            json!({ "file": file.file_name, "digest": file.digest, "counts": without_numbers(&outcome) });
        entries.insert(0, Entry::new(Event::BilletwebImported, id, details));
        entries.extend(opened);
        change.journal_all(&entries)?;
        Ok(outcome)
    });
    outcome.map(Json).on_unique(registering::raced)
}

fn unknown_preview() -> Problem {
    missing("preview_unknown", "Ce fichier n'a pas été prévisualisé pour cette édition. Envoyez-le d'abord.")
}

/// The content of a file previewed less than a day ago.
fn previewed(file: &Import, now: Instant) -> Result<&[u8]> {
    let fresh = file.created_at.plus(TimeDelta::hours(HOURS_KEPT)) > now;
    file.content.as_deref().filter(|_| fresh).ok_or_else(|| {
        gone(
            "preview_expired",
            "La prévisualisation date de plus de 24 heures. Envoyez le fichier à nouveau.",
        )
    })
}

/// Refuses while the meaning of a tariff is not confirmed, and while rows are blocked unless they may be left out.
fn check(plan: &Plan<'_>, skip_invalid: bool) -> Result<()> {
    let blocking = plan.preview.problems.iter().filter(|problem| problem.blocking);
    let (unmapped, others): (Vec<_>, Vec<_>) =
        blocking.partition(|problem| problem.code == "unmapped_tariff");
    if !unmapped.is_empty() {
        let mut texts: Vec<&str> = unmapped.iter().map(|problem| problem.value.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        let errors = texts.iter().map(|text| {
            let message = format!("Dites ce que vaut le tarif « {text} ».");
            FieldError::new(format!("tariffs[{text}]"), "unmapped_tariff", message)
        });
        let sentence = "Dites ce que vaut chaque tarif avant d'importer.";
        return Err(unprocessable("unmapped_tariff", sentence).with_errors(errors.collect()));
    }
    if skip_invalid || others.is_empty() {
        Ok(())
    } else {
        Err(blocked(others.into_iter().cloned().collect()))
    }
}

fn blocked(problems: Vec<Anomaly>) -> Problem {
    let errors = problems.into_iter().map(|problem| {
        let mut error = FieldError::new(format!("rows[{}]", problem.line), problem.code, problem.message);
        error.facts.insert("line".to_owned(), json!(problem.line));
        error.facts.insert("column".to_owned(), json!(problem.column));
        error.facts.insert("value".to_owned(), json!(problem.value));
        error
    });
    let sentence = "Des lignes ne peuvent pas être importées. Corrigez le fichier, ou importez sans elles.";
    conflict("import_blocked", sentence).with_errors(errors.collect())
}

fn counted(plan: &Plan<'_>) -> ImportOutcome {
    let preview = &plan.preview;
    let mut numbers: Vec<i32> =
        plan.accepted.iter().flat_map(|accepted| &accepted.numbers).copied().collect();
    numbers.sort_unstable();
    let replaced = preview.problems.iter().filter(|problem| problem.code == "list_numbers_replaced");
    let lines: BTreeSet<u32> = replaced.map(|problem| problem.line).collect();
    let renumbered = plan.accepted.iter().filter(|accepted| lines.contains(&accepted.ticket.line));
    let counted = preview.to_import + preview.skipped + preview.duplicates + preview.already_registered;
    ImportOutcome {
        rows: preview.rows,
        registered: preview.to_import,
        invited: 0,
        noticed: 0,
        skipped: preview.skipped,
        duplicates: preview.duplicates,
        already_registered: preview.already_registered,
        left_out: preview.rows.saturating_sub(counted),
        numbers,
        changed: 0,
        renumbered: renumbered.count(),
        unchanged: preview.to_import == 0,
    }
}

/// The journal keeps counts; the numbers are in the table of registrations.
fn without_numbers(outcome: &ImportOutcome) -> ImportOutcome {
    ImportOutcome { numbers: Vec::new(), ..outcome.clone() }
}

/// `GET /editions/{id}/imports`
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<ImportView>>> {
    let page = Page::from(query);
    editions::by_id(ctx.db, edition)?;
    let (rows, total) = imports::page(ctx.db, edition, page)?;
    let views = rows.into_iter().filter_map(|(id, digest, file_name, imported_at, result, first, last)| {
        let (imported_at, result) = imported_at.zip(result)?;
        let imported_by = format!("{first} {last}").trim().to_owned();
        let view = |result| ImportView { id, digest, file_name, imported_at, imported_by, result };
        Some(serde_json::from_str(&result).map(view).map_err(internal))
    });
    Ok(Json(Paged::new(views.collect::<Result<_>>()?, page, total)))
}
