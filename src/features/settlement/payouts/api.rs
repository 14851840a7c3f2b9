//! Computing, paying, taking back, adjusting, handing back.

use serde_json::json;

use super::payments::{adjust as adjusting, pay as paying, returns as handing};
use super::reckoning::rules::check_payment;
use super::reckoning::{compute as computing, hold};
use super::slips::reading;
use super::states::UnsoldOutcome;
use super::views::{
    Adjust, Computed, DonateUnsold, Paid, Pay, PayoutView, Returned, Returns, Reverse, RevokeDonation,
    RevokeReturn, UnsoldLeft,
};
use super::warnings;
use crate::ctx::Ctx;
use crate::error::{FieldError, Result, conflict, invalid};
use crate::features::base::journal::Event;
use crate::features::edition::editions;
use crate::features::settlement::payouts::payments::cheque_number::ChequeNumber;
use crate::http::{Accepted, Json, Path};
use crate::kernel::ids::{EditionId, PayoutId};
use crate::kernel::text::tidy;

/// `POST /editions/{id}/payouts/compute`
pub fn compute(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<Computed>> {
    ctx.write(|change| {
        let edition = hold::edition(change, edition)?;
        hold::in_settlement(&edition)?;
        computing::compute_all(change, &edition)
    })
    .map(Json)
}

/// `POST /payouts/{id}/pay`
pub fn pay(ctx: &mut Ctx<'_>, (Path(id), Json(body)): (Path<PayoutId>, Json<Pay>)) -> Result<Json<Paid>> {
    let services = ctx.services;
    let transfer_date = body.transfer_date.map(crate::kernel::clock::Day::date);
    let number = body.cheque_number.as_ref().map(ChequeNumber::as_str);
    if let Err(problem) = check_payment(body.expected_cents, body.method, number, transfer_date) {
        let (field, sentence) = problem.in_words();
        return Err(invalid(vec![FieldError::new(field, problem.as_str(), sentence)]));
    }
    let edition = ctx.write(|change| {
        let edition = paying::pay(change, &services.config, id, &body)?;
        Ok(edition)
    })?;
    let payout = reading::view(ctx, &edition, id)?;
    Ok(Json(Paid { payout, warnings: warnings::of(ctx.db, &edition)? }))
}

/// `POST /payouts/{id}/reverse`
pub fn reverse(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<PayoutId>, Json<Reverse>),
) -> Result<Json<PayoutView>> {
    let services = ctx.services;
    ctx.write(|change| paying::reverse(change, &services.config, id, &body))?;
    reading::show(ctx, Path(id))
}

/// `POST /payouts/{id}/adjustments`
pub fn adjust(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<PayoutId>, Json<Adjust>),
) -> Result<Json<PayoutView>> {
    let by = ctx.actor()?.user_id;
    ctx.write(|change| adjusting::adjust(change, id, by, &body))?;
    reading::show(ctx, Path(id))
}

/// `POST /payouts/{id}/absent`
pub fn absent(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Json<PayoutView>> {
    ctx.write(|change| paying::mark_absent(change, id))?;
    reading::show(ctx, Path(id))
}

/// `POST /payouts/{id}/remind`: a mail to somebody who was not seen at the return.
pub fn remind(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Accepted<()>> {
    let services = ctx.services;
    ctx.write(|change| paying::remind(change, &services.config, id))?;
    Ok(Accepted(()))
}

/// `POST /editions/{id}/returns`
pub fn returns(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<Returns>),
) -> Result<Json<Returned>> {
    if body.outcome == UnsoldOutcome::Donated {
        let sentence = "Donner les invendus se confirme par leur nombre, pour toute l'édition.";
        return Err(conflict("confirmation_needed", sentence));
    }
    let mut lists = body.list_ids;
    lists.sort();
    lists.dedup();
    ctx.write(|change| {
        let edition = hold::edition(change, edition)?;
        hold::in_settlement(&edition)?;
        handing::must_hold(change, &edition, &lists)?;
        let articles = handing::hand_back(change, &edition, &lists)?;
        let details = json!({ "lists": lists, "articles": articles });
        change.journal(Event::UnsoldReturned, edition.id, details)?;
        Ok(Json(Returned { articles }))
    })
}

/// `POST /editions/{id}/returns/revoke`
pub fn revoke_return(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(mut body)): (Path<EditionId>, Json<RevokeReturn>),
) -> Result<Json<Returned>> {
    body.list_ids.sort();
    body.list_ids.dedup();
    ctx.write(|change| handing::revoke_return(change, id, &body)).map(Json)
}

/// `GET /editions/{id}/donate-unsold`
pub fn unsold_left(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<UnsoldLeft>> {
    let now = ctx.now();
    let edition = editions::store::by_id(ctx.db, id)?;
    handing::left(ctx.db, &edition, now).map(Json)
}

/// `POST /editions/{id}/donate-unsold`
pub fn donate(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<DonateUnsold>),
) -> Result<Json<Returned>> {
    let charity = tidy(&body.charity);
    if !(1..=120).contains(&charity.chars().count()) {
        let sentence = "Dites à qui les invendus sont donnés, en 120 caractères au plus.";
        return Err(invalid(vec![FieldError::new("charity", "charity_missing", sentence)]));
    }
    ctx.write(|change| handing::donate(change, id, &body, &charity)).map(Json)
}

/// `POST /editions/{id}/donate-unsold/revoke`
pub fn revoke_donation(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<RevokeDonation>),
) -> Result<Json<Returned>> {
    ctx.write(|change| handing::revoke(change, id, &body)).map(Json)
}
