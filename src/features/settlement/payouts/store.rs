//! Payouts in the database.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::Payout;
use super::reckoning::owed::{Owed, SoldArticle};
use super::states::PayoutState;
use super::views::{PaidArticle, PaidList, PayoutDepositor};
use crate::db::schema::{
    articles, lists, payout_adjustments, payout_payments, payouts, registrations, users,
};
use crate::db::{Backend, Conn};
use crate::error::{Result, not_found};
use crate::features::lists::printed::printing::address_lines;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, PayoutId, RegistrationId, UserId};

/// Lists whose articles may have been on the tables.
const SHOWN: [ListState; 3] = [ListState::Validated, ListState::Reviewed, ListState::Closed];

/// All payouts of an edition.
pub(crate) fn of_edition(db: &mut Conn, edition: EditionId) -> Result<Vec<Payout>> {
    Ok(payouts::table.filter(payouts::edition_id.eq(edition)).select(Payout::as_select()).load(db)?)
}

/// One payout; 404 when there is none.
pub(crate) fn by_id(db: &mut Conn, id: PayoutId) -> Result<Payout> {
    payouts::table.find(id).select(Payout::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// A person's payouts, the latest edition first.
pub(crate) fn of_user(db: &mut Conn, user: UserId) -> Result<Vec<Payout>> {
    Ok(payouts::table
        .filter(payouts::user_id.eq(user))
        .order(payouts::computed_at.desc())
        .select(Payout::as_select())
        .load(db)?)
}

/// People by their ids.
pub(crate) fn people(db: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, PayoutDepositor>> {
    let rows: Vec<PayoutDepositor> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::first_name, users::last_name, users::phone))
        .load(db)?;
    Ok(rows.into_iter().map(|person| (person.id, person)).collect())
}

/// Where post reaches people, as on an envelope; those of whom nothing is known are left out.
pub(crate) fn addresses(db: &mut Conn, ids: &[UserId]) -> Result<HashMap<UserId, Vec<String>>> {
    type Row = (UserId, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Row> = users::table
        .filter(users::id.eq_any(ids))
        .select((users::id, users::address, users::postal_code, users::city))
        .load(db)?;
    let lines = rows.into_iter().map(|(id, street, postal_code, city)| {
        let [street, postal_code, city] = [street, postal_code, city].map(Option::unwrap_or_default);
        (id, address_lines(&street, &postal_code, &city))
    });
    Ok(lines.filter(|(_, lines)| !lines.is_empty()).collect())
}

/// The lists of an edition that were on the tables, or of one person, by owner and in the order of their numbers.
pub(crate) fn lists_by_owner(
    db: &mut Conn,
    edition: EditionId,
    only: Option<UserId>,
) -> Result<HashMap<UserId, Vec<PaidList>>> {
    let mut query = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq_any(SHOWN))
        .order(lists::number)
        .select((lists::user_id, lists::id, lists::number))
        .into_boxed::<Backend>();
    if let Some(user) = only {
        query = query.filter(lists::user_id.eq(user));
    }
    let mut all: HashMap<UserId, Vec<PaidList>> = HashMap::new();
    for (user, id, number) in query.load::<(UserId, ListId, i32)>(db)? {
        all.entry(user).or_default().push(PaidList { id, number });
    }
    Ok(all)
}

/// How many articles of each owner were handed back.
pub(crate) fn returned_by_owner(db: &mut Conn, edition: EditionId) -> Result<HashMap<UserId, usize>> {
    let counts: Vec<(UserId, i64)> = articles::table
        .inner_join(lists::table)
        .filter(articles::edition_id.eq(edition))
        .filter(articles::status.eq(ArticleStatus::Returned))
        .group_by(lists::user_id)
        .select((lists::user_id, count_star()))
        .load(db)?;
    Ok(counts.into_iter().map(|(user, count)| (user, usize::try_from(count).unwrap_or_default())).collect())
}

/// The registration of everybody in an edition.
pub(crate) fn registrations(db: &mut Conn, edition: EditionId) -> Result<HashMap<UserId, RegistrationId>> {
    let rows: Vec<(UserId, RegistrationId)> = registrations::table
        .filter(registrations::edition_id.eq(edition))
        .select((registrations::user_id, registrations::id))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// A depositor's articles, by what became of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Articles {
    pub(crate) sold: Vec<PaidArticle>,
    pub(crate) unsold: Vec<PaidArticle>,
    pub(crate) refused: Vec<PaidArticle>,
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

/// Articles of everybody or of one, sorted by the sales that the reckonings count: what a slip lists as sold is what its
/// sums are made of. `category_name` turns a category's code into French.
pub(crate) fn articles_by_owner(
    db: &mut Conn,
    edition: EditionId,
    only: Option<UserId>,
    owed: &HashMap<UserId, Owed>,
    category_name: impl Fn(&str) -> String,
) -> Result<HashMap<UserId, Articles>> {
    let sales: HashMap<ArticleId, &SoldArticle> =
        owed.values().flat_map(|owed| &owed.sold).map(|sold| (sold.article_id, sold)).collect();
    let mut query = articles::table
        .inner_join(lists::table)
        .filter(articles::edition_id.eq(edition))
        .filter(lists::state.eq_any(SHOWN))
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
        let sale = sales.get(&row.id);
        let undecided = sale.is_some_and(|sale| sale.is_undecided);
        let article = PaidArticle {
            code: row.code.unwrap_or_default(),
            description: row.description,
            category: category_name(&row.category),
            price_cents: sale.map_or(row.asked_cents.into(), |sale| sale.cents),
            reason: if undecided { Some("Prix à décider".to_owned()) } else { row.reason },
            sold_at: sale.map(|sale| sale.sold_at),
        };
        match row.status {
            _ if sale.is_some() => theirs.sold.push(article),
            ArticleStatus::Refused
            | ArticleStatus::NotBrought
            | ArticleStatus::Withdrawn
            | ArticleStatus::Lost => {
                theirs.refused.push(article);
            }
            ArticleStatus::Accepted
            | ArticleStatus::OnSale
            | ArticleStatus::Unsold
            | ArticleStatus::Returned
            | ArticleStatus::Donated => theirs.unsold.push(article),
            // What was never taken in lies at home.
            _ => {}
        }
    }
    Ok(all)
}

/// The sale goes on: payouts of an edition will be computed anew. Those that keep the trace of money, of a payment taken
/// back or of an adjustment, stay.
pub(crate) fn start_anew(db: &mut Conn, edition: EditionId) -> Result<()> {
    let paid = payout_payments::table.select(payout_payments::payout_id);
    let adjusted = payout_adjustments::table.select(payout_adjustments::payout_id);
    let of_edition = || payouts::table.filter(payouts::edition_id.eq(edition));
    let kept: Vec<PayoutId> = of_edition()
        .filter(payouts::id.eq_any(paid).or(payouts::id.eq_any(adjusted)))
        .select(payouts::id)
        .load(db)?;
    diesel::delete(of_edition().filter(payouts::id.ne_all(kept))).execute(db)?;
    diesel::update(of_edition())
        .set((payouts::state.eq(PayoutState::ToGenerate), payouts::slip_digest.eq(None::<String>)))
        .execute(db)?;
    Ok(())
}

/// The edition is closed: what was paid is over.
pub(crate) fn close_paid(db: &mut Conn, edition: EditionId) -> Result<()> {
    let paid =
        payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::state.eq(PayoutState::Paid));
    diesel::update(paid).set(payouts::state.eq(PayoutState::Closed)).execute(db)?;
    Ok(())
}

/// Notes which reckoning a slip shows. Whether that is what is owed is never stored.
pub(crate) fn note_slip(db: &mut Conn, id: PayoutId, digest: &str, now: Instant) -> Result<()> {
    let is_new = payouts::slip_digest.is_null().or(payouts::slip_digest.ne(digest));
    diesel::update(payouts::table.find(id).filter(is_new))
        .set((payouts::slip_digest.eq(digest), payouts::slip_at.eq(now)))
        .execute(db)?;
    // For a former release of the program, which reads the word.
    let waiting = payouts::table.find(id).filter(payouts::state.eq(PayoutState::ToGenerate));
    diesel::update(waiting).set(payouts::state.eq(PayoutState::SlipReady)).execute(db)?;
    Ok(())
}
