//! Payouts in the database.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{DepositorView, PaidArticle, PaidList, Payout};
use crate::db::schema::{articles, lists, payouts, ticket_lines, users};
use crate::db::{Backend, Conn};
use crate::error::{Result, not_found};
use crate::features::checkout::states::LineStatus;
use crate::features::editions::states::ListType;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::kernel::ids::{ArticleId, EditionId, PayoutId, UserId};

/// Lists that count: their articles were on the tables.
const USED: [ListState; 3] = [ListState::Validated, ListState::Reviewed, ListState::Closed];

/// What the sums of one depositor are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) gross_cents: i64,
    pub(super) lists_used: HashMap<ListType, usize>,
}

/// Gross and lists used of every depositor of an edition, or of one. Two statements, however many there are.
pub(super) fn facts(
    db: &mut Conn,
    edition: EditionId,
    only: Option<UserId>,
) -> Result<HashMap<UserId, Facts>> {
    let mut all: HashMap<UserId, Facts> = HashMap::new();
    let mut used = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq_any(USED))
        .select((lists::user_id, lists::list_type))
        .into_boxed::<Backend>();
    // The effective claim names its article: the unique key over it is what lets one sale count only.
    let mut sold = ticket_lines::table
        .inner_join(articles::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .inner_join(lists::table.on(articles::list_id.eq(lists::id)))
        .filter(ticket_lines::edition_id.eq(edition))
        .select((lists::user_id, ticket_lines::payout_price_cents, ticket_lines::price_cents))
        .into_boxed::<Backend>();
    if let Some(user) = only {
        used = used.filter(lists::user_id.eq(user));
        sold = sold.filter(lists::user_id.eq(user));
    }
    for (user, list_type) in used.load::<(UserId, ListType)>(db)? {
        *all.entry(user).or_default().lists_used.entry(list_type).or_default() += 1;
    }
    for (user, settled, price) in sold.load::<(UserId, Option<i32>, i32)>(db)? {
        all.entry(user).or_default().gross_cents += i64::from(settled.unwrap_or(price));
    }
    Ok(all)
}

/// All payouts of an edition.
pub(super) fn of_edition(db: &mut Conn, edition: EditionId) -> Result<Vec<Payout>> {
    Ok(payouts::table.filter(payouts::edition_id.eq(edition)).select(Payout::as_select()).load(db)?)
}

/// One payout; 404 when there is none.
pub(super) fn by_id(db: &mut Conn, id: PayoutId) -> Result<Payout> {
    payouts::table.find(id).select(Payout::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// A person's payouts, the latest edition first.
pub(super) fn of_user(db: &mut Conn, user: UserId) -> Result<Vec<Payout>> {
    Ok(payouts::table
        .filter(payouts::user_id.eq(user))
        .order(payouts::computed_at.desc())
        .select(Payout::as_select())
        .load(db)?)
}

/// People by their ids.
pub(super) fn people(db: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, DepositorView>> {
    let rows: Vec<DepositorView> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::first_name, users::last_name, users::phone))
        .load(db)?;
    Ok(rows.into_iter().map(|person| (person.id, person)).collect())
}

/// The lists that count of an edition, by owner, in the order of their numbers.
pub(super) fn lists_by_owner(db: &mut Conn, edition: EditionId) -> Result<HashMap<UserId, Vec<PaidList>>> {
    let rows = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq_any(USED))
        .order(lists::number)
        .select((lists::user_id, lists::id, lists::number))
        .load::<(UserId, _, i32)>(db)?;
    let mut all: HashMap<UserId, Vec<PaidList>> = HashMap::new();
    for (user, id, number) in rows {
        all.entry(user).or_default().push(PaidList { id, number });
    }
    Ok(all)
}

/// A depositor's articles, by what became of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Articles {
    pub(super) sold: Vec<PaidArticle>,
    pub(super) unsold: Vec<PaidArticle>,
    pub(super) refused: Vec<PaidArticle>,
}

#[derive(Queryable)]
struct ArticleRow {
    owner: UserId,
    id: ArticleId,
    code: Option<String>,
    description: String,
    category: String,
    asked_cents: i32,
    status: ArticleStatus,
    reason: Option<String>,
}

/// Articles of the lists that count, of everybody or of one. `category_name` turns a category's code into French.
pub(super) fn articles_by_owner(
    db: &mut Conn,
    edition: EditionId,
    only: Option<UserId>,
    category_name: impl Fn(&str) -> String,
) -> Result<HashMap<UserId, Articles>> {
    let paid = sale_prices(db, edition)?;
    let mut query = articles::table
        .inner_join(lists::table)
        .filter(articles::edition_id.eq(edition))
        .filter(lists::state.eq_any(USED))
        .order((articles::list_number, articles::line))
        .select((
            lists::user_id,
            articles::id,
            articles::code,
            articles::description,
            articles::category,
            articles::price_cents,
            articles::status,
            articles::status_reason,
        ))
        .into_boxed::<Backend>();
    if let Some(user) = only {
        query = query.filter(lists::user_id.eq(user));
    }
    let mut all: HashMap<UserId, Articles> = HashMap::new();
    for row in query.load::<ArticleRow>(db)? {
        let theirs = all.entry(row.owner).or_default();
        let sale = paid.get(&row.id).copied();
        let article = PaidArticle {
            code: row.code.unwrap_or_default(),
            description: row.description,
            category: category_name(&row.category),
            price_cents: sale.unwrap_or(row.asked_cents),
            reason: row.reason,
        };
        match row.status {
            _ if sale.is_some() => theirs.sold.push(article),
            ArticleStatus::Refused
            | ArticleStatus::NotBrought
            | ArticleStatus::Withdrawn
            | ArticleStatus::Lost => {
                theirs.refused.push(article);
            }
            _ => theirs.unsold.push(article),
        }
    }
    Ok(all)
}

fn sale_prices(db: &mut Conn, edition: EditionId) -> Result<HashMap<ArticleId, i32>> {
    let rows = ticket_lines::table
        .filter(ticket_lines::edition_id.eq(edition))
        .filter(ticket_lines::status.eq(LineStatus::Sold))
        .filter(ticket_lines::effective_article_id.is_not_null())
        .select((
            ticket_lines::effective_article_id.assume_not_null(),
            ticket_lines::payout_price_cents,
            ticket_lines::price_cents,
        ))
        .load::<(ArticleId, Option<i32>, i32)>(db)?;
    Ok(rows.into_iter().map(|(article, settled, price)| (article, settled.unwrap_or(price))).collect())
}
