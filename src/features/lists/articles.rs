//! The one writer of what an article's state is made of, and of that state (domain.md 4).
//!
//! A verb changes one fact and computes the state anew, in the transaction of whatever happened. The callers hold the
//! edition's state ([`held_status`](crate::features::edition::editions::store::held_status)) and pass it on, so that no step comes
//! between a fact and the state computed from it.

pub mod rules;

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::states::{ArticleStatus, Mark, Outcome, Verdict};
use crate::db::schema::{articles, ticket_lines};
use crate::db::{Backend, Conn};
use crate::error::{Result, internal, lost_race};
use crate::features::edition::editions::states::EditionStatus;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, TicketLineId};
use rules::{Facts, state};

/// Gives an article its line and code for good.
pub fn declare(
    db: &mut Conn,
    edition: EditionStatus,
    id: ArticleId,
    (line, code): (i32, &str),
    now: Instant,
) -> Result<()> {
    let facts = Facts { declared: true, ..Facts::default() };
    diesel::update(articles::table.find(id))
        .set((
            articles::line.eq(line),
            articles::code.eq(code),
            articles::status.eq(state(&facts, edition)),
            articles::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Takes the articles of a list back to draft, without codes: whatever was decided about them was about other things.
pub fn undeclare(db: &mut Conn, edition: EditionStatus, list: ListId, now: Instant) -> Result<()> {
    diesel::update(articles::table.filter(articles::list_id.eq(list)))
        .set((
            articles::code.eq(None::<String>),
            articles::verdict.eq(None::<Verdict>),
            articles::mark.eq(None::<Mark>),
            articles::outcome.eq(None::<Outcome>),
            articles::as_declared.eq(None::<String>),
            articles::reason_code.eq(None::<String>),
            articles::status.eq(state(&Facts::default(), edition)),
            articles::status_reason.eq(None::<String>),
            articles::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Whether anything was decided about an article of a list.
pub fn is_decided(db: &mut Conn, list: ListId) -> Result<bool> {
    let decided = articles::table
        .filter(articles::list_id.eq(list))
        .filter(articles::verdict.is_not_null().or(articles::mark.is_not_null()));
    Ok(decided.count().get_result::<i64>(db)? > 0)
}

/// Sets what the deposit table decided about articles, and why where that is told; `None` takes the decision back.
pub fn set_verdict(
    db: &mut Conn,
    edition: EditionStatus,
    ids: &[ArticleId],
    verdict: Option<Verdict>,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(ids)))
        .set((
            articles::verdict.eq(verdict),
            articles::status_reason.eq(reason),
            articles::updated_at.eq(now),
        ))
        .execute(db)?;
    recompute(db, edition, ids, now)
}

/// Sets that articles are withdrawn or lost, and why; `None` when they are back in the racks.
pub fn set_mark(
    db: &mut Conn,
    edition: EditionStatus,
    ids: &[ArticleId],
    mark: Option<Mark>,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(ids)))
        .set((articles::mark.eq(mark), articles::status_reason.eq(reason), articles::updated_at.eq(now)))
        .execute(db)?;
    recompute(db, edition, ids, now)
}

/// Sets where articles went after the sale; `None` when that was a mistake.
pub fn set_outcome(
    db: &mut Conn,
    edition: EditionStatus,
    ids: &[ArticleId],
    outcome: Option<Outcome>,
    now: Instant,
) -> Result<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(ids)))
        .set((articles::outcome.eq(outcome), articles::updated_at.eq(now)))
        .execute(db)?;
    recompute(db, edition, ids, now)
}

/// What desks decided about an article.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, diesel::AsChangeset, diesel::Queryable, diesel::Selectable,
)]
#[diesel(table_name = articles, treat_none_as_null = true)]
pub struct Decided {
    /// The verdict of the deposit.
    pub verdict: Option<Verdict>,
    /// What happened to it in the hall.
    pub mark: Option<Mark>,
    /// Where it went.
    pub outcome: Option<Outcome>,
    /// The bag it lies in.
    pub bag: Option<i32>,
    /// Why it was refused or withdrawn, for its depositor.
    pub status_reason: Option<String>,
    /// The same as a word.
    pub reason_code: Option<String>,
    /// Simplified labels that are wanted beside the one there is.
    pub extra_simplified: i32,
    /// Complete ones.
    pub extra_complete: i32,
}

/// Writes what desks decided about articles, those with the same in one statement.
pub fn set_decided(
    db: &mut Conn,
    edition: EditionStatus,
    decided: &[(ArticleId, Decided)],
    now: Instant,
) -> Result<()> {
    let mut groups: Vec<(&Decided, Vec<ArticleId>)> = Vec::new();
    for (id, wanted) in decided {
        match groups.iter_mut().find(|(same, _)| *same == wanted) {
            Some((_, ids)) => ids.push(*id),
            None => groups.push((wanted, vec![*id])),
        }
    }
    for (wanted, ids) in groups {
        diesel::update(articles::table.filter(articles::id.eq_any(&ids)))
            .set((wanted, articles::updated_at.eq(now)))
            .execute(db)?;
    }
    let ids: Vec<ArticleId> = decided.iter().map(|(id, _)| *id).collect();
    recompute(db, edition, &ids, now)
}

/// What stands on a label, as the depositor wrote it or as a desk put it right.
#[derive(Clone, Debug, PartialEq, Eq, diesel::AsChangeset, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = articles, treat_none_as_null = true)]
#[derive(serde::Serialize, serde::Deserialize)]
#[allow(missing_docs)]
pub struct Wording {
    pub description: String,
    pub size: Option<String>,
    pub color: Option<String>,
    pub brand: Option<String>,
    pub price_cents: i32,
}

/// Writes what a desk put right, and keeps what the depositor had written.
pub fn correct(
    db: &mut Conn,
    id: ArticleId,
    declared: &Wording,
    correct: &Wording,
    now: Instant,
) -> Result<()> {
    let declared = serde_json::to_string(declared).map_err(internal)?;
    diesel::update(articles::table.find(id))
        .set((correct, articles::as_declared.eq(declared), articles::updated_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Accepts what was not decided about on these lists. Gives how many articles are accepted by it.
pub fn accept_lists(db: &mut Conn, edition: EditionStatus, lists: &[ListId], now: Instant) -> Result<usize> {
    let undecided = articles::table
        .filter(articles::list_id.eq_any(lists))
        .filter(articles::code.is_not_null())
        .filter(articles::verdict.is_null());
    let accepted = diesel::update(undecided).set(articles::verdict.eq(Verdict::Accept)).execute(db)?;
    recompute_groups(db, edition, &Among::Lists(lists), now)?;
    Ok(accepted)
}

/// Takes back the acceptance of every article of an edition. What was refused stays refused.
pub fn take_acceptance_back(
    db: &mut Conn,
    (id, edition): (EditionId, EditionStatus),
    now: Instant,
) -> Result<()> {
    let accepted =
        articles::table.filter(articles::edition_id.eq(id)).filter(articles::verdict.eq(Verdict::Accept));
    diesel::update(accepted).set(articles::verdict.eq(None::<Verdict>)).execute(db)?;
    recompute_groups(db, edition, &Among::Edition(id), now)?;
    Ok(())
}

/// Hands what is left of these lists over. Gives how many articles go by it.
pub fn hand_over(
    db: &mut Conn,
    edition: EditionStatus,
    lists: &[ListId],
    outcome: Outcome,
    now: Instant,
) -> Result<usize> {
    let left = articles::table
        .filter(articles::list_id.eq_any(lists))
        .filter(articles::status.eq(ArticleStatus::Unsold));
    let gone = diesel::update(left).set(articles::outcome.eq(outcome)).execute(db)?;
    recompute_groups(db, edition, &Among::Lists(lists), now)?;
    Ok(gone)
}

/// Computes the state of every article of an edition that has come to another state. Gives how many have come into each
/// state. Few statements, however many articles there are.
pub fn follow_step(
    db: &mut Conn,
    (id, edition): (EditionId, EditionStatus),
    now: Instant,
) -> Result<BTreeMap<ArticleStatus, usize>> {
    recompute_groups(db, edition, &Among::Edition(id), now)
}

/// Holds articles until the commit, and tells tills that something about them changed.
pub fn hold(db: &mut Conn, ids: &[ArticleId], now: Instant) -> Result<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(ids)))
        .set(articles::updated_at.eq(now))
        .execute(db)?;
    Ok(())
}

/// Sells articles that are all on sale, and holds them until the commit; loses the race when one is not.
pub fn sell(db: &mut Conn, ids: &[ArticleId], now: Instant) -> Result<()> {
    let on_sale =
        articles::table.filter(articles::id.eq_any(ids)).filter(articles::status.eq(ArticleStatus::OnSale));
    let sold = diesel::update(on_sale)
        .set((articles::status.eq(ArticleStatus::Sold), articles::updated_at.eq(now)))
        .execute(db)?;
    if sold == ids.len() { Ok(()) } else { Err(lost_race()) }
}

/// Sells articles that were paid for, whatever was decided about them, and holds them until the commit. Loses the race when
/// one of them has been taken back to draft since its code was read.
pub fn claim(db: &mut Conn, ids: &[ArticleId], now: Instant) -> Result<()> {
    let declared = articles::table.filter(articles::id.eq_any(ids)).filter(articles::code.is_not_null());
    let sold = diesel::update(declared)
        .set((articles::status.eq(ArticleStatus::Sold), articles::updated_at.eq(now)))
        .execute(db)?;
    if sold == ids.len() { Ok(()) } else { Err(lost_race()) }
}

type FactRow = (
    ArticleId,
    Option<String>,
    Option<Verdict>,
    Option<Mark>,
    Option<Outcome>,
    ArticleStatus,
    Option<TicketLineId>,
);

/// The facts of articles and the states that are stored for them.
pub fn facts_of(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<(ArticleId, Facts, ArticleStatus)>> {
    let effective = ticket_lines::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable()));
    let rows: Vec<FactRow> = articles::table
        .left_join(effective)
        .filter(articles::id.eq_any(ids))
        .select((
            articles::id,
            articles::code,
            articles::verdict,
            articles::mark,
            articles::outcome,
            articles::status,
            ticket_lines::id.nullable(),
        ))
        .load(db)?;
    let facts = |(id, code, verdict, mark, outcome, stored, claim): FactRow| {
        let facts = Facts { declared: code.is_some(), verdict, mark, outcome, claimed: claim.is_some() };
        (id, facts, stored)
    };
    Ok(rows.into_iter().map(facts).collect())
}

/// Computes the state of some articles. The caller holds them.
pub fn recompute(db: &mut Conn, edition: EditionStatus, ids: &[ArticleId], now: Instant) -> Result<()> {
    let mut moved: BTreeMap<ArticleStatus, Vec<ArticleId>> = BTreeMap::new();
    for (id, facts, stored) in facts_of(db, ids)? {
        let computed = state(&facts, edition);
        if computed != stored {
            moved.entry(computed).or_default().push(id);
        }
    }
    for (computed, ids) in moved {
        diesel::update(articles::table.filter(articles::id.eq_any(ids)))
            .set((articles::status.eq(computed), articles::updated_at.eq(now)))
            .execute(db)?;
    }
    Ok(())
}

/// Articles that are computed together.
enum Among<'a> {
    Edition(EditionId),
    Lists(&'a [ListId]),
}

type GroupRow = (ArticleStatus, Option<Verdict>, Option<Mark>, Option<Outcome>);

/// Computes many articles by what they have in common: one statement finds the groups, and one moves each group whose
/// state is another now. Drafts and sold articles are what they are in every state of the edition.
fn recompute_groups(
    db: &mut Conn,
    edition: EditionStatus,
    among: &Among<'_>,
    now: Instant,
) -> Result<BTreeMap<ArticleStatus, usize>> {
    let settled = [ArticleStatus::Draft, ArticleStatus::Sold];
    let mut found = articles::table
        .filter(articles::status.ne_all(settled))
        .select((articles::status, articles::verdict, articles::mark, articles::outcome))
        .distinct()
        .into_boxed::<Backend>();
    found = match among {
        Among::Edition(id) => found.filter(articles::edition_id.eq(*id)),
        Among::Lists(ids) => found.filter(articles::list_id.eq_any(*ids)),
    };
    let groups: Vec<GroupRow> = found.load(db)?;
    let mut moved = BTreeMap::new();
    for (stored, verdict, mark, outcome) in groups {
        let facts = Facts { declared: true, verdict, mark, outcome, claimed: false };
        let computed = state(&facts, edition);
        if computed == stored {
            continue;
        }
        let mut group = diesel::update(articles::table)
            .set((articles::status.eq(computed), articles::updated_at.eq(now)))
            .into_boxed::<Backend>()
            .filter(articles::status.eq(stored));
        group = match among {
            Among::Edition(id) => group.filter(articles::edition_id.eq(*id)),
            Among::Lists(ids) => group.filter(articles::list_id.eq_any(*ids)),
        };
        group = match verdict {
            Some(verdict) => group.filter(articles::verdict.eq(verdict)),
            None => group.filter(articles::verdict.is_null()),
        };
        group = match mark {
            Some(mark) => group.filter(articles::mark.eq(mark)),
            None => group.filter(articles::mark.is_null()),
        };
        group = match outcome {
            Some(outcome) => group.filter(articles::outcome.eq(outcome)),
            None => group.filter(articles::outcome.is_null()),
        };
        *moved.entry(computed).or_default() += group.execute(db)?;
    }
    Ok(moved)
}
