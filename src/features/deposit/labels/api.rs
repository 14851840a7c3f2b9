//! Labels over the API: how far they are, made, downloaded, marked.

use std::collections::HashMap;
use std::io::ErrorKind;

use serde_json::json;

use super::model::{Chosen, LabelFile, LabelsView, ListLabels, Marked, Selection, SlotLabels};
use super::plan::{Plan, chosen_of};
use super::store;
use super::store::{DECLARED, ListRow};
use super::work;
use super::work::{KIND, LabelSheets};
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::error::{FieldError, Result, conflict, internal, not_found};
use crate::features::base::jobs::model::{Job, JobState, JobView};
use crate::features::base::jobs::store as jobs;
use crate::features::base::jobs::work::advance;
use crate::features::base::journal::Event;
use crate::features::base::limits;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::store as lists;
use crate::features::lists::states::LabelState;
use crate::features::people::accounts::store as accounts;
use crate::http::{Accepted, Document, Json, Path};
use crate::kernel::ids::{EditionId, JobId, ListId};

/// `GET /editions/{id}/labels`
pub fn labels(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<LabelsView>> {
    editions::by_id(ctx.db, edition)?;
    let mut files = latest_files(ctx, edition)?;
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
                file: files.remove(&Chosen::Slot(slot.id).key()),
                lists: own
                    .into_iter()
                    .map(|(list, owner, _)| ListLabels {
                        list_id: list.id,
                        number: list.number,
                        registration_id: list.registration_id,
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
    Ok(Json(LabelsView { file: files.remove(&Chosen::All.key()), slots }))
}

/// The latest file of each choice, by [`Chosen::key`]: one that can be fetched, or one that this person waits for.
fn latest_files(ctx: &mut Ctx<'_>, edition: EditionId) -> Result<HashMap<String, LabelFile>> {
    let user = ctx.actor()?.user_id;
    let mut latest = HashMap::new();
    for job in jobs::latest(ctx.db, edition, KIND)? {
        let Some(chosen) = chosen_of(&job.payload_start).map(str::to_owned) else { continue };
        let shown = match job.state {
            JobState::Done => work::file(ctx.config(), edition, job.id).exists(),
            _ => job.created_by == user,
        };
        if shown && !latest.contains_key(&chosen) {
            latest.insert(chosen, LabelFile { made_at: job.updated_at, job: job.into() });
        }
    }
    Ok(latest)
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
    let plan: Plan = serde_json::from_str(&job.payload).map_err(internal)?;
    match std::fs::read(work::file(ctx.config(), edition.id, job.id)) {
        Ok(bytes) => Ok(Document::pdf(plan.file_name, bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(not_found()),
        Err(error) => Err(internal(error)),
    }
}

/// `POST /editions/{id}/labels/mark-printed`
pub fn mark_printed(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Selection>),
) -> Result<Json<Marked>> {
    mark(ctx, edition, body, (Event::LabelsPrinted, lists::note_labels_printed))
}

/// `POST /editions/{id}/labels/unmark-printed`: they were not on paper after all, or the paper is lost.
pub fn unmark_printed(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Selection>),
) -> Result<Json<Marked>> {
    mark(ctx, edition, body, (Event::LabelsNotPrinted, lists::note_labels_unprinted))
}

/// What a list's row is to say.
type Note = fn(&mut Conn, &[ListId]) -> Result<()>;

/// Notes something of the chosen lists whose labels are made.
fn mark(
    ctx: &mut Ctx<'_>,
    edition: EditionId,
    body: Selection,
    (event, note): (Event, Note),
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
        note(change.db, &ids)?;
        let details = json!({ "lists": numbers });
        change.journal(event, edition.id, details)
    })?;
    Ok(Json(Marked { marked: made.len(), left: left.into_iter().map(|list| list.number).collect() }))
}
