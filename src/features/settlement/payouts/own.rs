//! A depositor's own sales and payouts.

use std::collections::HashMap;

use diesel::prelude::*;

use super::reckoning::{hold, owed};
use super::slips::{documents, reading};
use super::store;
use super::views::{MySales, MySalesQuery, PayoutRow};
use crate::ctx::Ctx;
use crate::db::paging::{Page, Paged};
use crate::db::schema::registrations;
use crate::error::{Result, not_found};
use crate::features::edition::editions;
use crate::http::{Json, Query};

/// `GET /me/sales`
pub fn sales(ctx: &mut Ctx<'_>, Query(query): Query<MySalesQuery>) -> Result<Json<MySales>> {
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
    let owed = HashMap::from([(user, owed::of_one(ctx.db, &edition, user)?)]);
    let articles =
        documents::articles(ctx.db, &edition, Some(user), &owed)?.remove(&user).unwrap_or_default();
    let amounts = owed.get(&user).map(|owed| owed.amounts).unwrap_or_default();
    let (sold, unsold, refused) = (articles.sold, articles.unsold, articles.refused);
    Ok(Json(MySales { sold, unsold, refused, amounts, commission_bp: edition.commission_bp }))
}

/// `GET /me/payouts`
pub fn payouts(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<Paged<PayoutRow>>> {
    let user = ctx.actor()?.user_id;
    let mut items = Vec::new();
    // One turn per edition the person took part in: two a year.
    for payout in store::of_user(ctx.db, user)? {
        let edition = editions::store::by_id(ctx.db, payout.edition_id)?;
        let account = hold::one(ctx.db, &edition, payout.id)?;
        items.extend(reading::rows(ctx.db, &edition, vec![account])?);
    }
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Json(Paged::new(items, Page::new(None, Some(200)), total)))
}
