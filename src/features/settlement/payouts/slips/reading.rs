//! Payouts as they are shown: a page of them, or one with its articles.

use std::collections::HashMap;

use super::documents;
use crate::ctx::Ctx;
use crate::db::paging::{Page, Paged};
use crate::db::{self, Conn};
use crate::error::{Result, not_found};
use crate::features::edition::editions;
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::reckoning::account::Account;
use crate::features::settlement::payouts::reckoning::hold;
use crate::features::settlement::payouts::store;
use crate::features::settlement::payouts::views::{PayoutQuery, PayoutRow, PayoutView};
use crate::http::{Json, Path, Query};
use crate::kernel::actor::Role;
use crate::kernel::ids::{EditionId, PayoutId};
use crate::kernel::text;

/// `GET /editions/{id}/payouts`
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PayoutQuery>),
) -> Result<Json<Paged<PayoutRow>>> {
    let mut rows = db::at_one_instant(ctx.db, |db| {
        let edition = editions::store::by_id(db, edition)?;
        let accounts = hold::accounts(db, &edition)?;
        rows(db, &edition, accounts)
    })?;
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

/// Payouts beside their owners and the lists that were used.
pub(crate) fn rows(db: &mut Conn, edition: &Edition, accounts: Vec<Account>) -> Result<Vec<PayoutRow>> {
    let owners: Vec<_> = accounts.iter().map(|account| account.payout.user_id).collect();
    let only = match owners.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let mut people = store::people(db, &owners)?;
    let mut lists = store::lists_by_owner(db, edition.id, only)?;
    let returned = store::returned_by_owner(db, edition.id)?;
    Ok(accounts
        .into_iter()
        .filter_map(|account| {
            let owner = account.payout.user_id;
            let person = people.remove(&owner)?;
            let mut lists = lists.remove(&owner).unwrap_or_default();
            lists.retain(|list| account.owed.lists.contains(&list.id));
            Some(PayoutRow::new(
                edition,
                account,
                person,
                lists,
                returned.get(&owner).copied().unwrap_or_default(),
            ))
        })
        .collect())
}

/// A payout its reader may see, with its edition: managers any, depositors their own.
pub(crate) fn visible(ctx: &mut Ctx<'_>, id: PayoutId) -> Result<Edition> {
    let (actor, payout) = (ctx.actor()?, store::by_id(ctx.db, id)?);
    if actor.is_at_least(Role::Manager) || payout.user_id == actor.user_id {
        editions::store::by_id(ctx.db, payout.edition_id)
    } else {
        Err(not_found())
    }
}

/// `GET /payouts/{id}`
pub fn show(ctx: &mut Ctx<'_>, Path(id): Path<PayoutId>) -> Result<Json<PayoutView>> {
    let edition = visible(ctx, id)?;
    view(ctx, &edition, id).map(Json)
}

/// A payout with its articles, all of one moment.
pub(crate) fn view(ctx: &mut Ctx<'_>, edition: &Edition, id: PayoutId) -> Result<PayoutView> {
    db::at_one_instant(ctx.db, |db| {
        let account = hold::one(db, edition, id)?;
        let user = account.payout.user_id;
        let owed = HashMap::from([(user, account.owed.clone())]);
        let articles = documents::articles(db, edition, Some(user), &owed)?.remove(&user).unwrap_or_default();
        let row = rows(db, edition, vec![account])?.pop().ok_or_else(not_found)?;
        Ok(PayoutView { row, sold: articles.sold, unsold: articles.unsold, refused: articles.refused })
    })
}
