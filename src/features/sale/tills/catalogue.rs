//! The catalogue that tills keep a copy of (till.md 1).

use chrono::TimeDelta;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::ctx::Ctx;
use crate::db::schema::articles;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::edition::editions::store as editions;
use crate::features::lists::states::ArticleStatus;
use crate::features::registration::depositors::numbers::colour_of;
use crate::features::sale::views::{CatalogueArticle, RegisterCatalogue};
use crate::http::{Path, Query, Tagged};
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;

/// Changes this much older than the till's version are sent again: a transaction carries the time at which its request came
/// in, and may be seen only after six attempts that each waited five seconds for a lock.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// Query of `GET /editions/{id}/register-catalogue`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// `version` of the till's copy: only what changed since is sent. Everything when left out.
    pub since: Option<Instant>,
}

/// `GET /editions/{id}/register-catalogue`
pub fn register_catalogue(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(Since { since })): (Path<EditionId>, Query<Since>),
) -> Result<Tagged<RegisterCatalogue>> {
    editions::by_id(ctx.db, edition_id)?;
    let rows = changed_since(ctx.db, edition_id, since)?;
    let newest = rows.iter().map(|row| row.updated_at).max();
    Ok(Tagged(RegisterCatalogue {
        // The newest change, not the present: the same question keeps its answer and its tag until something changes.
        version: newest.max(since),
        whole: since.is_none(),
        articles: rows.into_iter().map(Row::view).collect(),
    }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles)]
struct Row {
    updated_at: Instant,
    #[diesel(select_expression = articles::code.assume_not_null())]
    code: String,
    list_number: i32,
    line: i32,
    description: String,
    size: Option<String>,
    color: Option<String>,
    brand: Option<String>,
    price_cents: i32,
    status: ArticleStatus,
    status_reason: Option<String>,
}

impl Row {
    fn view(self) -> CatalogueArticle {
        CatalogueArticle {
            code: self.code,
            list_number: self.list_number,
            line: self.line,
            description: self.description,
            size: self.size,
            color: self.color,
            brand: self.brand,
            label_color: colour_of(self.list_number).map(|colour| colour.hex),
            price_cents: self.price_cents,
            status: self.status,
            status_reason: self.status_reason,
        }
    }
}

fn changed_since(db: &mut Conn, edition_id: EditionId, since: Option<Instant>) -> Result<Vec<Row>> {
    let mut query = articles::table
        .filter(articles::edition_id.eq(edition_id))
        .filter(articles::code.is_not_null())
        .select(Row::as_select())
        .into_boxed::<db::Backend>();
    if let Some(since) = since {
        query = query.filter(articles::updated_at.ge(since.plus(-OVERLAP)));
    }
    Ok(query.load(db)?)
}
