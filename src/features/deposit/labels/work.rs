//! Label sheets made step by step: a part of the file each, put together by the last step.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::gather::{SheetBuilder, SheetHeader};
use super::model::Chosen;
use super::plan::{Flawed, Plan, Step};
use super::sheet::label_sheet;
use super::sheet::model::LeftOut;
use super::store;
use crate::config::Config;
use crate::ctx::Ctx;
use crate::error::{Result, internal};
use crate::features::base::jobs::model::{Job, Progress};
use crate::features::base::jobs::work::Worker;
use crate::features::base::journal::Event;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::store as lists;
use crate::features::lists::declared::store::PRINTABLE;
use crate::kernel::ids::{EditionId, JobId, ListId};
use crate::pdf::{Continuation, Meta, Part, Pdf};
use crate::program::whole_file;

/// Kind of the jobs of this module.
pub const KIND: &str = "label_sheets";

/// Makes label sheets.
pub struct LabelSheets;

impl Worker for LabelSheets {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn step(&self, ctx: &mut Ctx<'_>, job: &Job) -> Result<Progress> {
        let plan: Plan = serde_json::from_str(&job.payload).map_err(internal)?;
        let edition = editions::by_id(ctx.db, job.edition_id)?;
        let done = usize::try_from(job.done).map_err(internal)?;
        match plan.steps.get(done) {
            Some(step) => draw(ctx, job, &plan, &edition, (done, step)),
            None => put_together(ctx, job, &plan, &edition),
        }
    }
}

/// The finished file of a job.
pub fn file(config: &Config, edition: EditionId, job: JobId) -> PathBuf {
    folder(config, edition).join(format!("{job}.pdf"))
}

fn folder(config: &Config, edition: EditionId) -> PathBuf {
    config.folders.labels.join(edition.as_str())
}

fn part(config: &Config, job: &Job, number: usize) -> PathBuf {
    folder(config, job.edition_id).join(format!("{}.{number:03}.part", job.id))
}

fn read_part(path: &Path) -> Result<Part> {
    std::fs::read(path).and_then(|bytes| Part::read(&bytes)).map_err(internal)
}

fn meta(plan: &Plan, edition: &Edition, config: &Config) -> Meta {
    Meta {
        title: format!("Étiquettes - {} - {}", edition.name, plan.scope),
        author: config.site.association.clone(),
        made_at: crate::kernel::clock::paris::to_local(plan.made_at.utc()),
    }
}

fn draw(
    ctx: &mut Ctx<'_>,
    job: &Job,
    plan: &Plan,
    edition: &Edition,
    (number, step): (usize, &Step),
) -> Result<Progress> {
    let config = &ctx.services.config;
    let after = match number.checked_sub(1) {
        Some(before) => read_part(&part(config, job, before))?.continuation().clone(),
        None => Continuation::default(),
    };
    let mut pdf = Pdf::resume(meta(plan, edition, config), &after).map_err(internal)?;
    let builder = SheetBuilder::new(edition, config)?;
    let mut sheet_of = |ids: &[ListId], left_out: &[Flawed]| {
        let mut rows = store::lists_of(ctx.db, edition.id, &Chosen::Lists(ids.to_vec()))?;
        // What was re-opened since has no labels any more; the last step names it.
        rows.retain(|(list, ..)| PRINTABLE.contains(&list.state));
        let articles = store::articles_of(ctx.db, ids)?;
        let left_out = left_out.iter().map(printed).collect();
        let header =
            SheetHeader { scope: &step.scope, made_at: plan.made_at, made_by: &plan.made_by, left_out };
        builder.sheet(header, &rows, &articles)?.noted(ctx)
    };
    if step.has_cover() {
        label_sheet::draw_cover(&mut pdf, &sheet_of(&step.cover, &step.left_out)?).map_err(internal)?;
    }
    label_sheet::draw_depositors(&mut pdf, &sheet_of(&step.lists, &[])?).map_err(internal)?;
    let drawn = pdf.suspend().map_err(internal)?;
    whole_file::write(&part(config, job, number), |mut file| drawn.write(&mut file)).map_err(internal)?;
    let lists: usize = plan.steps[..=number].iter().map(|step| step.lists.len()).sum();
    let message = format!("{lists} listes sur {} sont prêtes.", plan.lists().len());
    Ok(Progress { done: job.done + 1, message, result_url: None })
}

/// A list that cannot be printed, as the cover names it.
pub fn printed(list: &Flawed) -> LeftOut {
    LeftOut { list_number: list.number, depositor: list.depositor.clone(), reason: list.reason.clone() }
}

fn put_together(ctx: &mut Ctx<'_>, job: &Job, plan: &Plan, edition: &Edition) -> Result<Progress> {
    let config = &ctx.services.config;
    let path = file(config, edition.id, job.id);
    let parts: Vec<PathBuf> = (0..plan.steps.len()).map(|number| part(config, job, number)).collect();
    // A file that is there was made by a process that died before it could say so.
    if !path.exists() {
        let read: Vec<Part> = parts.iter().map(|path| read_part(path)).collect::<Result<_>>()?;
        let bytes = Pdf::join(meta(plan, edition, config), read).map_err(internal)?;
        whole_file::write(&path, |file| file.write_all(&bytes)).map_err(internal)?;
    }
    let ids = plan.lists();
    let reopened = ctx.write(|change| {
        let rows = store::lists_of(change.db, edition.id, &Chosen::Lists(ids.clone()))?;
        let (made, reopened): (Vec<_>, Vec<_>) =
            rows.into_iter().map(|(list, ..)| list).partition(|list| PRINTABLE.contains(&list.state));
        let made: Vec<ListId> = made.into_iter().map(|list| list.id).collect();
        lists::note_labels_made(change.db, &made, change.trace.now)?;
        let details = json!({ "job": job.id, "lists": made.len(), "labels": plan.labels });
        change.journal(Event::LabelsGenerated, edition.id, details)?;
        Ok(reopened.into_iter().map(|list| list.number).collect::<Vec<_>>())
    })?;
    for path in parts {
        if let Err(error) = std::fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            log::warn!("{}: {error}", path.display());
        }
    }
    Ok(Progress {
        done: job.total,
        message: report(plan, &reopened),
        result_url: Some(format!("/api/v1/editions/{}/labels/{}.pdf", edition.id, job.id)),
    })
}

/// What was made and what was not, in French.
fn report(plan: &Plan, reopened: &[i32]) -> String {
    let mut report =
        vec![format!("{} étiquettes de {} listes sont prêtes.", plan.labels, plan.lists().len())];
    let flaws: Vec<String> =
        plan.left_out().map(|list| format!("{} ({})", list.number, list.reason)).collect();
    if !flaws.is_empty() {
        report.push(format!("Listes laissées de côté : {}.", flaws.join(" ; ")));
    }
    if !reopened.is_empty() {
        let numbers: Vec<String> = reopened.iter().map(i32::to_string).collect();
        report.push(format!("Rouvertes entre-temps, à ne pas utiliser : {}.", numbers.join(", ")));
    }
    report.join(" ")
}
