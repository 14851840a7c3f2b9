//! What a desk keeps a copy of, to work without network (deposit.md 1).

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;

use super::model::Command;
use super::views::{DeskArticle, DeskCatalogue, DeskDecision, DeskDepositor, DeskList};
use crate::ctx::Ctx;
use crate::db::schema::{articles, desk_commands, lists, registrations, slots, users};
use crate::db::{self, Conn};
use crate::error::{Result, internal};
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::edition::editions::store as editions;
use crate::features::lists::articles::Wording;
use crate::features::lists::declared::store::PRINTABLE;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::registration::depositors::numbers::colour_of;
use crate::http::{Path, Query, Tagged};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId};

/// Changes this much older than the desk's version are sent again: a transaction carries the time at which its request came
/// in, and may be seen only some attempts later.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// Query of `GET /editions/{id}/desk-catalogue`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// `version` of the desk's copy: only lists that changed since are sent, each of them whole. All when left out.
    pub since: Option<Instant>,
}

/// `GET /editions/{id}/desk-catalogue`
pub fn desk_catalogue(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(Since { since })): (Path<EditionId>, Query<Since>),
) -> Result<Tagged<DeskCatalogue>> {
    let (edition, (version, found)) = db::at_one_instant(ctx.db, |db| {
        Ok((editions::by_id(db, edition_id)?, lists_since(db, edition_id, since)?))
    })?;
    Ok(Tagged(DeskCatalogue {
        // The newest change, not the present: the same question keeps its answer and its tag until something changes.
        version: version.max(since),
        whole: since.is_none(),
        sale_opened_at: edition.sale_opened_at.filter(|_| edition.status >= EditionStatus::Sale),
        lists: found,
    }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = lists)]
struct ListRow {
    id: ListId,
    number: i32,
    list_type: ListType,
    state: ListState,
    registration_id: RegistrationId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles)]
struct ArticleRow {
    id: ArticleId,
    list_id: ListId,
    line: i32,
    #[diesel(select_expression = articles::code.assume_not_null())]
    code: String,
    category: String,
    subcategory: String,
    #[diesel(embed)]
    wording: Wording,
    lot_quantity: Option<i32>,
    status: ArticleStatus,
    status_reason: Option<String>,
    as_declared: Option<String>,
    updated_at: Instant,
}

impl ArticleRow {
    fn view(self) -> Result<DeskArticle> {
        let declared = match self.as_declared {
            Some(text) => serde_json::from_str(&text).map_err(internal)?,
            None => self.wording,
        };
        Ok(DeskArticle {
            id: self.id,
            line: self.line,
            code: self.code,
            category: self.category,
            subcategory: self.subcategory,
            description: declared.description,
            size: declared.size,
            color: declared.color,
            brand: declared.brand,
            price_cents: declared.price_cents,
            lot_quantity: self.lot_quantity,
            status: self.status,
            status_reason: self.status_reason,
        })
    }
}

type SlotRow = (Instant, Instant, bool);

/// The lists of an edition that changed since, and the newest change.
fn lists_since(
    db: &mut Conn,
    edition: EditionId,
    since: Option<Instant>,
) -> Result<(Option<Instant>, Vec<DeskList>)> {
    let changed = since.map(|since| changed_lists(db, edition, since.plus(-OVERLAP))).transpose()?;
    let mut query = lists::table
        .inner_join(users::table)
        .inner_join(registrations::table.inner_join(slots::table))
        .filter(lists::edition_id.eq(edition))
        .order(lists::number)
        .select((
            ListRow::as_select(),
            (users::first_name, users::last_name),
            (slots::starts_at, slots::ends_at, slots::residents_only),
        ))
        .into_boxed::<db::Backend>();
    query = match &changed {
        // A list that was taken back to draft is told without lines, so that the desk drops it.
        Some(ids) => query.filter(lists::id.eq_any(ids)),
        None => query.filter(lists::state.eq_any(PRINTABLE)),
    };
    let rows: Vec<(ListRow, (String, String), SlotRow)> = query.load(db)?;
    let ids: Vec<ListId> = rows.iter().map(|(list, ..)| list.id).collect();
    let (newest_article, mut articles) = articles_of(db, edition, changed.is_some().then_some(&ids))?;
    let (newest_decision, mut decisions) = decisions_of(db, edition, changed.is_some().then_some(&ids))?;
    let lists = rows
        .into_iter()
        .map(|(list, (first_name, last_name), (slot_starts_at, slot_ends_at, residents_only))| DeskList {
            id: list.id,
            number: list.number,
            list_type: list.list_type,
            state: list.state,
            label_color: colour_of(list.number).map(|colour| colour.hex),
            registration_id: list.registration_id,
            depositor: DeskDepositor { first_name, last_name },
            slot_starts_at,
            slot_ends_at,
            residents_only,
            articles: articles.remove(&list.id).unwrap_or_default(),
            decisions: decisions.remove(&list.id).unwrap_or_default(),
        })
        .collect();
    Ok((newest_article.max(newest_decision), lists))
}

fn changed_lists(db: &mut Conn, edition: EditionId, since: Instant) -> Result<BTreeSet<ListId>> {
    let mut ids: BTreeSet<ListId> = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::updated_at.ge(since))
        .select(articles::list_id)
        .distinct()
        .load(db)?
        .into_iter()
        .collect();
    let decided: Vec<ListId> = desk_commands::table
        .filter(desk_commands::edition_id.eq(edition))
        .filter(desk_commands::received_at.ge(since))
        .select(desk_commands::list_id)
        .distinct()
        .load(db)?;
    ids.extend(decided);
    Ok(ids)
}

type ByList<T> = (Option<Instant>, BTreeMap<ListId, Vec<T>>);

fn articles_of(db: &mut Conn, edition: EditionId, only: Option<&Vec<ListId>>) -> Result<ByList<DeskArticle>> {
    let mut query = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::code.is_not_null())
        .order(articles::line)
        .select(ArticleRow::as_select())
        .into_boxed::<db::Backend>();
    if let Some(ids) = only {
        query = query.filter(articles::list_id.eq_any(ids));
    }
    let rows: Vec<ArticleRow> = query.load(db)?;
    let newest = rows.iter().map(|row| row.updated_at).max();
    let mut by_list: BTreeMap<ListId, Vec<DeskArticle>> = BTreeMap::new();
    for row in rows {
        by_list.entry(row.list_id).or_default().push(row.view()?);
    }
    Ok((newest, by_list))
}

fn decisions_of(
    db: &mut Conn,
    edition: EditionId,
    only: Option<&Vec<ListId>>,
) -> Result<ByList<DeskDecision>> {
    let mut query = desk_commands::table
        .filter(desk_commands::edition_id.eq(edition))
        .order(desk_commands::id)
        .select(Command::as_select())
        .into_boxed::<db::Backend>();
    if let Some(ids) = only {
        query = query.filter(desk_commands::list_id.eq_any(ids));
    }
    let rows: Vec<Command> = query.load(db)?;
    let newest = rows.iter().map(|row| row.received_at).max();
    let mut by_list: BTreeMap<ListId, Vec<DeskDecision>> = BTreeMap::new();
    for row in rows {
        by_list.entry(row.list_id).or_default().push(DeskDecision {
            id: row.id,
            list_id: row.list_id,
            article_id: row.article_id,
            kind: row.kind,
            value: row.value()?,
            decided_at: row.decided_at,
            by_manager: row.by_manager,
        });
    }
    Ok((newest, by_list))
}
