//! Making slips. One says which reckoning it shows: it may be signed and paid as long as that is what is owed.

use std::collections::BTreeSet;

use serde_json::json;

use super::documents;
use super::documents::Material;
use super::reading;
use crate::ctx::Ctx;
use crate::db;
use crate::error::{FieldError, Result, conflict, internal, invalid, not_found};
use crate::features::base::jobs::model::{Job, JobState};
use crate::features::base::jobs::store as jobs;
use crate::features::base::journal::{Entry, Event};
use crate::features::base::limits;
use crate::features::edition::editions;
use crate::features::settlement::payouts::reckoning::hold;
use crate::features::settlement::payouts::store;
use crate::features::settlement::payouts::views::{ChosenSlips, SlipsJob, SlipsPaper};
use crate::http::{Accepted, Document, Json, Path};
use crate::kernel::actor::Role;
use crate::kernel::clock::paris;
use crate::kernel::ids::{EditionId, JobId, PayoutId};
use crate::program::whole_file;

/// Kind of the jobs that note that all slips were made.
const KIND: &str = "payout_slips";

/// `POST /editions/{id}/payouts/slips`: all slips in one file. Making them says that they can be signed.
pub fn make_all(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Accepted<SlipsJob>> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), now)?;
    let (edition, material) = db::at_one_instant(ctx.db, |db| {
        let edition = editions::store::by_id(db, id)?;
        hold::in_settlement(&edition)?;
        let accounts = hold::accounts(db, &edition)?;
        if accounts.is_empty() {
            return Err(conflict("payouts_missing", "Calculez d'abord les reversements."));
        }
        let material = Material::gather(db, &edition, accounts)?;
        Ok((edition, material))
    })?;
    let bytes = material.render(ctx.config(), &edition, now)?;
    let path = documents::path_of_all(ctx.config(), &edition);
    whole_file::write(&path, |file| file.write_all(&bytes)).map_err(internal)?;
    let result_url = format!("/api/v1/editions/{}/payouts/slips.pdf", edition.id);
    let count = i32::try_from(material.len()).map_err(internal)?;
    ctx.write(|change| {
        let edition = hold::edition(change, edition.id)?;
        hold::in_settlement(&edition)?;
        for (payout, digest) in material.digests() {
            store::note_slip(change.db, payout, digest, change.trace.now)?;
        }
        let job = Job {
            id: JobId::new(change.uuid()),
            kind: KIND.to_owned(),
            edition_id: edition.id,
            created_by: actor.user_id,
            state: JobState::Done,
            done: count,
            total: count,
            message: format!("{count} bordereaux"),
            payload: "{}".to_owned(),
            result_path: Some(result_url.clone()),
            claimed_until: None,
            created_at: now,
            updated_at: now,
        };
        jobs::insert(change.db, &job)?;
        change.journal(Event::PayoutSlipsMade, edition.id, json!({ "slips": count }))?;
        Ok(Accepted(SlipsJob { job_id: job.id, slips: material.len(), result_url: result_url.clone() }))
    })
}

/// `GET /editions/{id}/payouts/slips/paper`: how many sheets all slips take, counted by the code that draws them.
pub fn paper(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<SlipsPaper>> {
    let now = ctx.now();
    let (edition, material) = db::at_one_instant(ctx.db, |db| {
        let edition = editions::store::by_id(db, id)?;
        let accounts = hold::accounts(db, &edition)?;
        let material = Material::gather(db, &edition, accounts)?;
        Ok((edition, material))
    })?;
    let sheets = material.page_count(ctx.config(), &edition, now)?;
    Ok(Json(SlipsPaper { slips: material.len(), sheets }))
}

/// `GET /editions/{id}/payouts/slips.pdf`
pub fn file_of_all(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Document> {
    let edition = editions::store::by_id(ctx.db, edition)?;
    let bytes = std::fs::read(documents::path_of_all(ctx.config(), &edition)).map_err(|_| not_found())?;
    let made = jobs::latest(ctx.db, edition.id, KIND)?.first().map_or(ctx.now(), |job| job.updated_at);
    let day = paris::day_in_file_name(paris::local_date(made.utc()));
    Ok(Document::pdf(format!("Reversements_{}_{day}.pdf", edition.code), bytes))
}

/// Most slips of one choice.
const MOST: usize = 500;

/// `POST /editions/{id}/payouts/slips/chosen`: the slips of some people in one file; they can be paid from then on.
pub fn chosen(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<ChosenSlips>),
) -> Result<Document> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    let ids: BTreeSet<PayoutId> = body.payout_ids.iter().copied().collect();
    if ids.is_empty() || ids.len() > MOST {
        let sentence = "Choisissez les bordereaux à imprimer, 500 au plus.";
        return Err(invalid(vec![FieldError::new("payout_ids", "selection_required", sentence)]));
    }
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), now)?;
    let (edition, fresh, material) = db::at_one_instant(ctx.db, |db| {
        let edition = editions::store::by_id(db, id)?;
        hold::in_settlement(&edition)?;
        let mut accounts = hold::accounts(db, &edition)?;
        accounts.retain(|account| ids.contains(&account.payout.id));
        if accounts.len() < ids.len() {
            return Err(not_found());
        }
        let untrue = accounts.iter().filter(|account| !account.slip_is_true());
        let fresh: BTreeSet<PayoutId> = untrue.map(|account| account.payout.id).collect();
        let material = Material::gather(db, &edition, accounts)?;
        Ok((edition, fresh, material))
    })?;
    let bytes = material.render(ctx.config(), &edition, now)?;
    if !fresh.is_empty() {
        ctx.write(|change| {
            let edition = hold::edition(change, edition.id)?;
            hold::in_settlement(&edition)?;
            let mut entries = Vec::new();
            for (payout, digest) in material.digests().filter(|(payout, _)| fresh.contains(payout)) {
                store::note_slip(change.db, payout, digest, change.trace.now)?;
                entries.push(Entry::new(Event::PayoutSlipMade, payout, json!({})));
            }
            change.journal_all(&entries)
        })?;
    }
    let day = paris::day_in_file_name(paris::local_date(now.utc()));
    Ok(Document::pdf(format!("Reversements_{}_{}_choisis_{day}.pdf", edition.code, ids.len()), bytes))
}

/// `GET /payouts/{id}/slip.pdf`. A manager who fetches it may have it signed: the payout can be paid from then on.
pub fn one(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Document> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    let edition = reading::visible(ctx, id)?;
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), now)?;
    let (account, material) = db::at_one_instant(ctx.db, |db| {
        let account = hold::one(db, &edition, id)?;
        let material = Material::gather(db, &edition, vec![account.clone()])?;
        Ok((account, material))
    })?;
    let makes = actor.is_at_least(Role::Manager) && !account.slip_is_true();
    // Dated by its data, so that the same slip is the same file whenever it is fetched.
    let known = account.payout.slip_at.filter(|_| account.slip_is_true());
    let at = if makes { now } else { known.unwrap_or(account.payout.computed_at) };
    let bytes = material.render(ctx.config(), &edition, at)?;
    if makes {
        ctx.write(|change| {
            hold::edition(change, edition.id)?;
            store::note_slip(change.db, id, &account.owed.digest, change.trace.now)?;
            change.journal(Event::PayoutSlipMade, id, json!({}))
        })?;
    }
    Ok(Document::pdf(material.file_name(), bytes))
}
