//! Computing, printing, paying; a depositor's own sales and payouts.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;

use super::documents::{self, Material};
use super::model::{
    Computed, MySales, MySalesQuery, Pay, Payout, PayoutQuery, PayoutRow, PayoutView, Returned, Returns,
    SlipsJob,
};
use super::rules::check_payment;
use super::states::{PayoutState, UnsoldOutcome};
use super::{compute, pay, store};
use crate::ctx::Ctx;
use crate::db::paging::{Page, Paged};
use crate::db::schema::{jobs, payouts, registrations};
use crate::error::{FieldError, Result, conflict, internal, invalid, not_found};
use crate::features::auth::limits;
use crate::features::editions;
use crate::features::editions::model::Edition;
use crate::features::editions::states::EditionStatus;
use crate::features::journal::{self, Entry};
use crate::http::{Accepted, Document, Json, Path, Query};
use crate::kernel::actor::Role;
use crate::kernel::ids::{EditionId, JobId, PayoutId};
use crate::kernel::text;

fn in_settlement(edition: &Edition) -> Result<()> {
    edition.must_be(&[EditionStatus::Settlement], "edition_not_ready", "Terminez d'abord la vente.")
}

/// `POST E/payouts/compute`
pub fn compute(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<Computed>> {
    ctx.write(|change| {
        let edition = editions::store::by_id(change.db, edition)?;
        in_settlement(&edition)?;
        compute::compute_all(change, &edition)
    })
    .map(Json)
}

/// `GET E/payouts`
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PayoutQuery>),
) -> Result<Json<Paged<PayoutRow>>> {
    let edition = editions::store::by_id(ctx.db, edition)?;
    let all = store::of_edition(ctx.db, edition.id)?;
    let mut rows = rows(ctx, all, edition.id)?;
    rows.sort_by_key(|row| (row.lists.first().map(|list| list.number), row.id));
    if let Some(state) = query.state {
        rows.retain(|row| row.state == state);
    }
    if let Some(wanted) = query.q.as_deref().map(text::fold).filter(|wanted| !wanted.is_empty()) {
        rows.retain(|row| {
            let name = text::fold(&format!("{} {}", row.depositor.first_name, row.depositor.last_name));
            name.contains(&wanted) || row.lists.iter().any(|list| list.number.to_string() == wanted)
        });
    }
    let (page, total) = (Page::new(query.page, query.per_page), rows.len());
    let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let take = usize::try_from(page.size).unwrap_or_default();
    let items = rows.into_iter().skip(skip).take(take).collect();
    Ok(Json(Paged::new(items, page, i64::try_from(total).unwrap_or(i64::MAX))))
}

fn rows(ctx: &mut Ctx<'_>, payouts: Vec<Payout>, edition: EditionId) -> Result<Vec<PayoutRow>> {
    let owners: Vec<_> = payouts.iter().map(|payout| payout.user_id).collect();
    let mut people = store::people(ctx.db, &owners)?;
    let mut lists = store::lists_by_owner(ctx.db, edition)?;
    Ok(payouts
        .into_iter()
        .filter_map(|payout| {
            let person = people.remove(&payout.user_id)?;
            let lists = lists.remove(&payout.user_id).unwrap_or_default();
            Some(PayoutRow::new(payout, person, lists))
        })
        .collect())
}

/// A payout its reader may see: managers any, depositors their own.
fn visible(ctx: &mut Ctx<'_>, id: PayoutId) -> Result<Payout> {
    let (actor, payout) = (ctx.actor()?, store::by_id(ctx.db, id)?);
    if actor.is_at_least(Role::Manager) || payout.user_id == actor.user_id {
        Ok(payout)
    } else {
        Err(not_found())
    }
}

/// `GET /payouts/{id}`
pub fn show(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Json<PayoutView>> {
    let payout = visible(ctx, id)?;
    view(ctx, payout).map(Json)
}

fn view(ctx: &mut Ctx<'_>, payout: Payout) -> Result<PayoutView> {
    let edition = editions::store::by_id(ctx.db, payout.edition_id)?;
    let articles = articles_of(ctx, &edition, payout.user_id)?;
    let row = rows(ctx, vec![payout], edition.id)?.pop().ok_or_else(not_found)?;
    Ok(PayoutView { row, sold: articles.sold, unsold: articles.unsold, refused: articles.refused })
}

fn articles_of(
    ctx: &mut Ctx<'_>,
    edition: &Edition,
    user: crate::kernel::ids::UserId,
) -> Result<store::Articles> {
    let names: HashMap<String, String> = documents::category_names(edition)?;
    let category = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    Ok(store::articles_by_owner(ctx.db, edition.id, Some(user), category)?.remove(&user).unwrap_or_default())
}

/// `POST E/payouts/slips`: all slips in one file. Making them says that they can be signed.
pub fn slips(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Accepted<SlipsJob>> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), now)?;
    let edition = editions::store::by_id(ctx.db, edition)?;
    in_settlement(&edition)?;
    let all = store::of_edition(ctx.db, edition.id)?;
    if all.is_empty() {
        return Err(conflict("payouts_missing", "Calculez d'abord les reversements."));
    }
    let bytes = Material::gather(ctx.db, &edition, &all)?.render(ctx.config(), &edition, &all, now)?;
    let path = documents::path_of_all(ctx.config(), &edition);
    write_whole(&path, &bytes)?;
    let result_url = format!("/api/v1/editions/{}/payouts/slips.pdf", edition.id);
    let count = i32::try_from(all.len()).map_err(internal)?;
    ctx.write(|change| {
        let waiting = payouts::table
            .filter(payouts::edition_id.eq(edition.id))
            .filter(payouts::state.eq(PayoutState::ToGenerate))
            .filter(payouts::computed_at.le(now));
        diesel::update(waiting)
            .set((payouts::state.eq(PayoutState::SlipReady), payouts::slip_at.eq(now)))
            .execute(change.db)?;
        let job_id = JobId::new(change.uuid());
        diesel::insert_into(jobs::table)
            .values((
                jobs::id.eq(job_id),
                jobs::kind.eq("payout_slips"),
                jobs::edition_id.eq(edition.id),
                jobs::created_by.eq(actor.user_id),
                jobs::state.eq("done"),
                jobs::done.eq(count),
                jobs::total.eq(count),
                jobs::message.eq(format!("{count} bordereaux")),
                jobs::payload.eq("{}"),
                jobs::result_path.eq(&result_url),
                jobs::created_at.eq(now),
                jobs::updated_at.eq(now),
            ))
            .execute(change.db)?;
        let entry = Entry::new("payout_slips_made", "edition", edition.id, json!({ "slips": count }));
        journal::record(change.db, change.trace, &entry)?;
        Ok(Accepted(SlipsJob { job_id, slips: all.len(), result_url: result_url.clone() }))
    })
}

/// Beside first, then renamed: a full disk leaves the former file whole.
fn write_whole(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("part");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).map_err(internal)
}

/// `GET E/payouts/slips.pdf`
pub fn slips_file(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Document> {
    let edition = editions::store::by_id(ctx.db, edition)?;
    let bytes = std::fs::read(documents::path_of_all(ctx.config(), &edition)).map_err(|_| not_found())?;
    Ok(Document::pdf(format!("Reversements_{}.pdf", edition.code), bytes))
}

/// `GET /payouts/{id}/slip.pdf`. A manager who fetches it may have it signed: the payout can be paid from then on.
pub fn slip(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Document> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    let payout = visible(ctx, id)?;
    limits::HEAVY.spend(ctx.db, actor.user_id.as_str(), now)?;
    let edition = editions::store::by_id(ctx.db, payout.edition_id)?;
    let one = [payout];
    let material = Material::gather(ctx.db, &edition, &one)?;
    let [payout] = &one;
    // Dated by its data, so that the same slip is the same file whenever it is fetched.
    let bytes =
        material.render(ctx.config(), &edition, &one, payout.slip_at.unwrap_or(payout.computed_at))?;
    if payout.state == PayoutState::ToGenerate && actor.is_at_least(Role::Manager) {
        ctx.write(|change| {
            let waiting = payouts::table.find(id).filter(payouts::state.eq(PayoutState::ToGenerate));
            diesel::update(waiting)
                .set((payouts::state.eq(PayoutState::SlipReady), payouts::slip_at.eq(now)))
                .execute(change.db)?;
            journal::record(change.db, change.trace, &Entry::new("payout_slip_made", "payout", id, json!({})))
        })?;
    }
    Ok(Document::pdf(material.file_name(payout), bytes))
}

/// `POST /payouts/{id}/pay`
pub fn pay(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<PayoutId>, Json<Pay>),
) -> Result<Json<PayoutView>> {
    let (app, actor) = (ctx.app, ctx.actor()?);
    let transfer_date = body.transfer_date.map(crate::kernel::clock::Day::date);
    let mut errors = Vec::new();
    if let Err(problem) = check_payment(body.method, body.cheque_number.as_deref(), transfer_date) {
        let (field, sentence) = problem.in_words();
        errors.push(FieldError::new(field, problem.as_str(), sentence));
    }
    for (text, most, field) in [(&body.cheque_number, 40, "cheque_number"), (&body.comment, 500, "comment")] {
        if text.as_ref().is_some_and(|text| text.chars().count() > most) {
            errors.push(FieldError::new(field, "too_long", format!("{most} caractères au plus.")));
        }
    }
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    ctx.write(|change| {
        let payout = store::by_id(change.db, id)?;
        let edition = editions::store::by_id(change.db, payout.edition_id)?;
        pay::must_be_payable(&edition, &payout, actor)?;
        pay::pay(change, &app.config, &edition, &payout, &body)
    })?;
    show(ctx, Path(id))
}

/// `POST /payouts/{id}/absent`
pub fn absent(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Json<PayoutView>> {
    ctx.write(|change| {
        let payout = store::by_id(change.db, id)?;
        in_settlement(&editions::store::by_id(change.db, payout.edition_id)?)?;
        pay::mark_absent(change, &payout)
    })?;
    show(ctx, Path(id))
}

/// `POST /payouts/{id}/remind`: a mail to somebody who was not seen at the return.
pub fn remind(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Accepted<()>> {
    let app = ctx.app;
    ctx.write(|change| {
        let payout = store::by_id(change.db, id)?;
        let edition = editions::store::by_id(change.db, payout.edition_id)?;
        pay::remind(change, &app.config, &edition, &payout)
    })?;
    Ok(Accepted(()))
}

/// `POST E/returns`
pub fn returns(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Returns>),
) -> Result<Json<Returned>> {
    let mut lists = body.list_ids;
    lists.sort();
    lists.dedup();
    ctx.write(|change| {
        let edition = editions::store::by_id(change.db, edition)?;
        in_settlement(&edition)?;
        pay::must_hold(change, &edition, &lists)?;
        let articles = pay::hand_over(change, &edition, &lists, body.outcome)?;
        let event = match body.outcome {
            UnsoldOutcome::Returned => "unsold_returned",
            UnsoldOutcome::Donated => "unsold_donated",
        };
        let details = json!({ "lists": lists, "articles": articles });
        journal::record(change.db, change.trace, &Entry::new(event, "edition", edition.id, details))?;
        Ok(Json(Returned { articles }))
    })
}

/// `GET /me/sales`
pub fn my_sales(ctx: &mut Ctx<'_>, Query(query): Query<MySalesQuery>) -> Result<Json<MySales>> {
    let user = ctx.actor()?.user_id;
    let registered: i64 = registrations::table
        .filter(registrations::edition_id.eq(query.edition_id))
        .filter(registrations::user_id.eq(user))
        .count()
        .get_result(ctx.db)?;
    if registered == 0 {
        return Err(not_found());
    }
    let edition = editions::store::by_id(ctx.db, query.edition_id)?;
    let articles = articles_of(ctx, &edition, user)?;
    let facts = store::facts(ctx.db, edition.id, Some(user))?.remove(&user).unwrap_or_default();
    let amounts = compute::amounts(&edition, &facts);
    let (sold, unsold, refused) = (articles.sold, articles.unsold, articles.refused);
    Ok(Json(MySales { sold, unsold, refused, amounts, commission_bp: edition.commission_bp }))
}

/// `GET /me/payouts`
pub fn my_payouts(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<Paged<PayoutRow>>> {
    let user = ctx.actor()?.user_id;
    let mut items = Vec::new();
    // One turn per edition the person took part in: two a year.
    for payout in store::of_user(ctx.db, user)? {
        let edition = payout.edition_id;
        items.extend(rows(ctx, vec![payout], edition)?);
    }
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Json(Paged::new(items, Page::new(None, Some(200)), total)))
}
