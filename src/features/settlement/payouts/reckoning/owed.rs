//! What everybody is owed now: one reckoning, from which sums, slips and payments all come.
//!
//! Nothing here is read from what was stored earlier. Whoever moves money calls [`of_one`] inside the transaction that
//! records it, with the edition held.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::rules::{Amounts, compute};
use crate::db::schema::{articles, lists, payout_adjustments, payouts, ticket_lines};
use crate::db::{Backend, Conn};
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::settings::Settings;
use crate::features::edition::editions::states::ListType;
use crate::features::lists::states::{ArticleStatus, Verdict};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{AdjustmentId, ArticleId, ListId, UserId};

/// An effective sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldArticle {
    /// What was sold.
    pub article_id: ArticleId,
    /// What the depositor is paid on, in cents: 0 while a manager has not decided about a price that differs.
    pub cents: i64,
    /// Whether the price waits for a manager.
    pub is_undecided: bool,
    /// When its till sold it. Part of no digest: a slip does not show it.
    pub sold_at: Instant,
}

/// What one depositor is owed, and what that is made of.
#[derive(Clone, Debug, Default)]
pub struct Owed {
    /// The sums.
    pub amounts: Amounts,
    /// Effective sales, in the order of the articles' ids.
    pub sold: Vec<SoldArticle>,
    /// Lists used, in the order of their ids.
    pub lists: Vec<ListId>,
    /// Names everything above: a slip is true as long as this is the digest that it was made from.
    pub digest: String,
}

impl Owed {
    /// Sales whose price waits for a manager.
    pub fn undecided(&self) -> usize {
        self.sold.iter().filter(|sold| sold.is_undecided).count()
    }
}

/// What goes into one depositor's reckoning.
#[derive(Debug, Default)]
struct Facts {
    sold: Vec<SoldArticle>,
    lists: BTreeMap<ListId, ListType>,
    adjustments: Vec<(AdjustmentId, i64)>,
}

/// What everybody of an edition is owed who had a list used, something sold, or an adjustment. Three statements, however
/// many people there are.
pub fn of_edition(db: &mut Conn, edition: &Edition) -> Result<HashMap<UserId, Owed>> {
    let (facts, settings) = (facts(db, edition, None)?, edition.settings()?);
    Ok(facts.into_iter().map(|(user, facts)| (user, reckon(edition, &settings, facts))).collect())
}

/// What one depositor is owed.
pub fn of_one(db: &mut Conn, edition: &Edition, user: UserId) -> Result<Owed> {
    let facts = facts(db, edition, Some(user))?.remove(&user).unwrap_or_default();
    Ok(reckon(edition, &edition.settings()?, facts))
}

fn facts(db: &mut Conn, edition: &Edition, only: Option<UserId>) -> Result<HashMap<UserId, Facts>> {
    // An article that was taken in or sold makes a list used (domain.md 7).
    let mut used = lists::table
        .inner_join(articles::table)
        .filter(lists::edition_id.eq(edition.id))
        .filter(articles::verdict.eq(Verdict::Accept).or(articles::status.eq(ArticleStatus::Sold)))
        .select((lists::user_id, lists::id, lists::list_type))
        .distinct()
        .into_boxed::<Backend>();
    // The effective claim names its article: the unique key over it is what lets one sale count only.
    let mut sold = ticket_lines::table
        .inner_join(articles::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .inner_join(lists::table.on(articles::list_id.eq(lists::id)))
        .filter(ticket_lines::edition_id.eq(edition.id))
        .select((
            lists::user_id,
            articles::id,
            ticket_lines::price_cents,
            ticket_lines::price_differs,
            ticket_lines::payout_price_cents,
            ticket_lines::sold_at,
        ))
        .into_boxed::<Backend>();
    let mut adjusted = payout_adjustments::table
        .inner_join(payouts::table)
        .filter(payouts::edition_id.eq(edition.id))
        .select((payouts::user_id, payout_adjustments::id, payout_adjustments::amount_cents))
        .into_boxed::<Backend>();
    if let Some(user) = only {
        used = used.filter(lists::user_id.eq(user));
        sold = sold.filter(lists::user_id.eq(user));
        adjusted = adjusted.filter(payouts::user_id.eq(user));
    }
    let mut all: HashMap<UserId, Facts> = HashMap::new();
    for (user, list, list_type) in used.load::<(UserId, ListId, ListType)>(db)? {
        all.entry(user).or_default().lists.insert(list, list_type);
    }
    for (user, article_id, price, differs, settled, sold_at) in
        sold.load::<(UserId, ArticleId, i32, bool, Option<i32>, Instant)>(db)?
    {
        let is_undecided = differs && settled.is_none();
        let cents = if is_undecided { 0 } else { i64::from(settled.unwrap_or(price)) };
        all.entry(user).or_default().sold.push(SoldArticle { article_id, cents, is_undecided, sold_at });
    }
    for (user, id, cents) in adjusted.load::<(UserId, AdjustmentId, i32)>(db)? {
        all.entry(user).or_default().adjustments.push((id, cents.into()));
    }
    Ok(all)
}

fn reckon(edition: &Edition, settings: &Settings, mut facts: Facts) -> Owed {
    facts.sold.sort_unstable_by_key(|sold| sold.article_id);
    facts.adjustments.sort_unstable();
    let mut used: BTreeMap<ListType, usize> = BTreeMap::new();
    for list_type in facts.lists.values() {
        *used.entry(*list_type).or_default() += 1;
    }
    let used: Vec<(ListType, usize)> = used.into_iter().collect();
    let amounts = compute(
        facts.sold.iter().map(|sold| sold.cents).sum(),
        &used,
        facts.adjustments.iter().map(|(_, cents)| cents).sum(),
        edition.commission_bp,
        settings,
    );
    let digest = digest(edition, settings, &facts);
    Owed { amounts, sold: facts.sold, lists: facts.lists.into_keys().collect(), digest }
}

fn digest(edition: &Edition, settings: &Settings, facts: &Facts) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("commission {}\n", edition.commission_bp));
    // Fees that an association chose: those that everybody had before are part of no digest, so that printed slips stay true.
    let (fees, usual) = (settings.fees(), Settings::default().fees());
    if fees != usual {
        hash.update(format!("fees {} {}\n", fees.0, fees.1));
    }
    for sold in &facts.sold {
        hash.update(format!("sold {} {} {}\n", sold.article_id, sold.cents, sold.is_undecided));
    }
    for list in facts.lists.keys() {
        hash.update(format!("list {list}\n"));
    }
    for (id, cents) in &facts.adjustments {
        hash.update(format!("adjustment {id} {cents}\n"));
    }
    hex::encode(&hash.finalize())
}
