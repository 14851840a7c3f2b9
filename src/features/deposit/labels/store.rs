//! What labels need from the database.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::model::Chosen;
use crate::db::schema::{articles, label_prices, lists, registrations, slots, users};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::error::unique::UniqueKey;
use crate::features::lists::declared::model::{Article, List, Owner, SlotFacts};
use crate::features::lists::states::ListState;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId};

/// States of lists that were declared for good, whatever has come since.
pub const DECLARED: [ListState; 3] = [ListState::Validated, ListState::Reviewed, ListState::Closed];

/// A list with its owner and its deposit slot.
pub type ListRow = (List, Owner, SlotFacts);

/// Chosen lists of an edition in the order of printing: by slot, then by number. Drafts are among them.
pub fn lists_of(db: &mut Conn, edition: EditionId, chosen: &Chosen) -> Result<Vec<ListRow>> {
    let mut found = lists::table
        .inner_join(users::table)
        .inner_join(registrations::table.inner_join(slots::table))
        .filter(lists::edition_id.eq(edition))
        .into_boxed::<db::Backend>();
    found = match chosen {
        Chosen::All => found,
        Chosen::Slot(slot) => found.filter(registrations::slot_id.eq(*slot)),
        Chosen::Lists(ids) => found.filter(lists::id.eq_any(ids)),
    };
    Ok(found
        .order((slots::starts_at, slots::id, lists::number))
        .select((List::as_select(), Owner::as_select(), SlotFacts::as_select()))
        .load(db)?)
}

/// Deposit slots of an edition, by time.
pub fn slots_of(db: &mut Conn, edition: EditionId) -> Result<Vec<SlotFacts>> {
    Ok(slots::table
        .filter(slots::edition_id.eq(edition))
        .order((slots::starts_at, slots::id))
        .select(SlotFacts::as_select())
        .load(db)?)
}

/// Articles of some lists, each list's by line.
pub fn articles_of(db: &mut Conn, ids: &[ListId]) -> Result<HashMap<ListId, Vec<Article>>> {
    let rows: Vec<Article> = articles::table
        .filter(articles::list_id.eq_any(ids))
        .order((articles::list_number, articles::line))
        .select(Article::as_select())
        .load(db)?;
    let mut by_list: HashMap<ListId, Vec<Article>> = HashMap::new();
    for article in rows {
        by_list.entry(article.list_id).or_default().push(article);
    }
    Ok(by_list)
}

/// All articles of the lists of an edition on which these articles are.
pub fn articles_beside(
    db: &mut Conn,
    edition: EditionId,
    ids: &BTreeSet<ArticleId>,
) -> Result<HashMap<ListId, Vec<Article>>> {
    let lists: Vec<ListId> = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::id.eq_any(ids))
        .select(articles::list_id)
        .distinct()
        .load(db)?;
    articles_of(db, &lists)
}

#[derive(Insertable)]
#[diesel(table_name = label_prices)]
struct LabelPrice {
    article_id: ArticleId,
    price_cents: i32,
    made_at: Instant,
}

/// Notes the prices that labels of articles are made with: a till takes no other from a label (till.md 3).
pub fn note_prices(db: &mut Conn, prices: &BTreeSet<(ArticleId, i32)>, now: Instant) -> Result<()> {
    let ids: BTreeSet<ArticleId> = prices.iter().map(|(id, _)| *id).collect();
    let known: Vec<(ArticleId, i32)> = label_prices::table
        .filter(label_prices::article_id.eq_any(ids))
        .select((label_prices::article_id, label_prices::price_cents))
        .load(db)?;
    let new = prices.iter().filter(|price| !known.contains(price));
    let rows: Vec<LabelPrice> = new
        .map(|(article_id, price_cents)| LabelPrice {
            article_id: *article_id,
            price_cents: *price_cents,
            made_at: now,
        })
        .collect();
    // The same labels may be made by another request at this moment.
    db::insert_all!(db, label_prices::table, &rows).or_lost_race()
}
