//! Labels over the API: how far they are, made, downloaded, marked, printed one by one.

use std::io::ErrorKind;

use serde_json::json;

use super::gather::SheetBuilder;
use super::model::{Chosen, LabelsView, ListLabels, Marked, Selection, SlotLabels};
use super::plan::Plan;
use super::sheet::label_sheet;
use super::store;
use super::store::{DECLARED, ListRow};
use super::work;
use super::work::{KIND, LabelSheets};
use crate::ctx::Ctx;
use crate::error::{FieldError, Result, conflict, internal, not_found};
use crate::features::base::jobs::model::{Job, JobState, JobView};
use crate::features::base::jobs::store as jobs;
use crate::features::base::jobs::work::advance;
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::store as lists;
use crate::features::lists::states::{ArticleStatus, LabelState};
use crate::features::people::accounts::store as accounts;
use crate::http::{Accepted, Document, Json, Path};
use crate::kernel::ids::{ArticleId, EditionId, JobId, ListId};

/// `GET /editions/{id}/labels`
pub fn labels(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<LabelsView>> {
    editions::by_id(ctx.db, edition)?;
    let slots = store::slots_of(ctx.db, edition)?;
    let rows = store::lists_of(ctx.db, edition, &Chosen::All)?;
    let ids: Vec<ListId> = rows.iter().map(|(list, ..)| list.id).collect();
    let sums = lists::sums(ctx.db, &ids)?;
    let articles = |list: ListId| sums.get(&list).map_or(0, |sum| sum.articles);
    let slots = slots
        .into_iter()
        .map(|slot| {
            let own: Vec<&ListRow> = rows.iter().filter(|(_, _, its)| its.id == slot.id).collect();
            let printable: Vec<_> =
                own.iter().map(|(list, ..)| list).filter(|list| DECLARED.contains(&list.state)).collect();
            let so_far = |state| printable.iter().filter(|list| list.label_state == state).count();
            let mut depositors: Vec<_> = own.iter().map(|(list, ..)| list.user_id).collect();
            depositors.sort_unstable();
            depositors.dedup();
            SlotLabels {
                slot_id: slot.id,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                depositors: depositors.len(),
                printable: printable.len(),
                articles: printable.iter().map(|list| articles(list.id)).sum(),
                none: so_far(LabelState::None),
                generated: so_far(LabelState::Generated),
                printed: so_far(LabelState::Printed),
                lists: own
                    .into_iter()
                    .map(|(list, owner, _)| ListLabels {
                        list_id: list.id,
                        number: list.number,
                        depositor: owner.name(),
                        articles: articles(list.id),
                        state: list.state,
                        label_state: list.label_state,
                        labels_at: list.labels_at,
                    })
                    .collect(),
            }
        })
        .collect();
    Ok(Json(LabelsView { slots }))
}

/// The lists that a selection names; 404 when it names something of another edition.
fn select(ctx: &mut Ctx<'_>, edition: &Edition, chosen: &Chosen) -> Result<Vec<ListRow>> {
    if let Chosen::Slot(slot) = chosen
        && !store::slots_of(ctx.db, edition.id)?.iter().any(|its| its.id == *slot)
    {
        return Err(not_found());
    }
    let rows = store::lists_of(ctx.db, edition.id, chosen)?;
    if let Chosen::Lists(ids) = chosen
        && rows.len() != ids.len()
    {
        return Err(not_found());
    }
    Ok(rows)
}

/// `POST /editions/{id}/labels/generate`. What takes one step is done at once; asking for the same again gives the file
/// that is there.
pub fn generate(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Selection>),
) -> Result<Accepted<JobView>> {
    let (user, now) = (ctx.actor()?.user_id, ctx.now());
    let chosen = body.chosen()?;
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    let edition = editions::by_id(ctx.db, edition)?;
    edition.must_be_open()?;
    let plan = plan(ctx, &edition, &chosen)?;
    let known = jobs::same(ctx.db, (edition.id, user), KIND, &plan.fingerprint)?;
    let there =
        |job: &Job| job.state != JobState::Done || work::file(ctx.config(), edition.id, job.id).exists();
    let job = match known.filter(there) {
        Some(job) => job,
        None => start(ctx, &edition, &plan)?,
    };
    let mut job = advance(ctx, &LabelSheets, job)?;
    if plan.steps.len() == 1 {
        job = advance(ctx, &LabelSheets, job)?;
    }
    Ok(Accepted(job.into()))
}

fn plan(ctx: &mut Ctx<'_>, edition: &Edition, chosen: &Chosen) -> Result<Plan> {
    let rows = select(ctx, edition, chosen)?;
    let ids: Vec<ListId> = rows.iter().map(|(list, ..)| list.id).collect();
    let articles = store::articles_of(ctx.db, &ids)?;
    let user = ctx.actor()?.user_id;
    let made_by = accounts::by_id(ctx.db, user)?.map(|user| user.name().full()).unwrap_or_default();
    let plan = Plan::new(edition, chosen, &rows, &articles, (ctx.now(), made_by));
    if plan.labels == 0 {
        let flaw = |list: &super::plan::Flawed| {
            FieldError::new(format!("lists[{}]", list.number), "list_left_out", list.reason.clone())
        };
        let errors = plan.left_out().map(flaw).collect();
        let sentence = "Aucune liste validée à imprimer ici.";
        return Err(conflict("nothing_to_print", sentence).with_errors(errors));
    }
    Ok(plan)
}

fn start(ctx: &mut Ctx<'_>, edition: &Edition, plan: &Plan) -> Result<Job> {
    let user = ctx.actor()?.user_id;
    let payload = serde_json::to_string(plan).map_err(internal)?;
    // Each part is a step, and putting them together is one more.
    let total = i32::try_from(plan.steps.len() + 1).map_err(internal)?;
    ctx.write(|change| {
        let job = Job {
            id: JobId::new(change.uuid()),
            kind: KIND.to_owned(),
            edition_id: edition.id,
            created_by: user,
            state: JobState::Waiting,
            done: 0,
            total,
            message: "Les étiquettes se préparent.".to_owned(),
            payload: payload.clone(),
            result_path: None,
            claimed_until: None,
            created_at: change.now(),
            updated_at: change.now(),
        };
        jobs::insert(change.db, &job)?;
        Ok(job)
    })
}

/// `GET /editions/{id}/labels/{job}.pdf`
pub fn label_file(ctx: &mut Ctx<'_>, Path((edition, job)): Path<(EditionId, JobId)>) -> Result<Document> {
    let edition = editions::by_id(ctx.db, edition)?;
    let job = jobs::by_id(ctx.db, job)?
        .filter(|job| job.edition_id == edition.id && job.kind == KIND && job.state == JobState::Done)
        .ok_or_else(not_found)?;
    match std::fs::read(work::file(ctx.config(), edition.id, job.id)) {
        Ok(bytes) => Ok(Document::pdf(format!("Etiquettes_{}.pdf", edition.code), bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(not_found()),
        Err(error) => Err(internal(error)),
    }
}

/// `POST /editions/{id}/labels/mark-printed`
pub fn mark_printed(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Selection>),
) -> Result<Json<Marked>> {
    let chosen = body.chosen()?;
    let edition = editions::by_id(ctx.db, edition)?;
    edition.must_be_open()?;
    let rows = select(ctx, &edition, &chosen)?;
    let (made, left): (Vec<_>, Vec<_>) =
        rows.into_iter().map(|(list, ..)| list).partition(|list| list.label_state != LabelState::None);
    let ids: Vec<ListId> = made.iter().map(|list| list.id).collect();
    let numbers: Vec<i32> = made.iter().map(|list| list.number).collect();
    ctx.write(|change| {
        lists::note_labels_printed(change.db, &ids)?;
        let details = json!({ "lists": numbers });
        change.journal(Event::LabelsPrinted, edition.id, details)
    })?;
    Ok(Json(Marked { marked: made.len(), left: left.into_iter().map(|list| list.number).collect() }))
}

/// `POST /articles/{id}/label.pdf`: one label again, the same as the first.
pub fn reprint(ctx: &mut Ctx<'_>, Path(id): Path<ArticleId>) -> Result<Document> {
    let (user, now) = (ctx.actor()?.user_id, ctx.now());
    let (list, _) = lists::list_of(ctx.db, id)?.ok_or_else(not_found)?;
    let (list, edition) = lists::with_edition(ctx.db, list)?.ok_or_else(not_found)?;
    let articles = lists::articles_of(ctx.db, list.id)?;
    let article = articles.iter().find(|article| article.id == id).ok_or_else(not_found)?;
    let Some(code) = article.code.clone().filter(|_| article.status != ArticleStatus::Refused) else {
        let sentence = "Cet article n'a pas d'étiquette : sa liste n'est pas validée, ou il a été refusé.";
        return Err(conflict("no_label", sentence));
    };
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    let config = &ctx.services.config;
    let chosen = SheetBuilder::new(&edition, config)?.reprint(article, articles.len(), now)?.noted(ctx)?;
    let bytes = label_sheet::render_chosen(&chosen).map_err(internal)?;
    Ok(Document::pdf(format!("Etiquette_{code}.pdf"), bytes))
}
