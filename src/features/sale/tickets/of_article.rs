//! Where articles were sold: when, at which till, on which ticket.

use std::collections::HashMap;

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, Paged};
use crate::db::schema::{articles, register_sessions, ticket_lines, tickets, users};
use crate::error::{Result, not_found};
use crate::features::lists::declared::api::summary;
use crate::features::lists::declared::store;
use crate::features::lists::declared::views::{ArticleView, ListSummary};
use crate::features::sale::views::ClaimView;
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, ListId, TicketId};
use crate::kernel::text::PersonName;

/// A ticket that sold an article, or that claims to have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleClaim {
    /// The article.
    pub article_id: ArticleId,
    /// Whether this is its sale: the others were cancelled, or came after it.
    pub effective: bool,
    /// Where, when, by whom, for how much.
    #[serde(flatten)]
    pub claim: ClaimView,
}

/// `GET /articles/{id}`: an article as managers see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArticleSheet {
    /// The article.
    pub article: ArticleView,
    /// Its list, with whose it is.
    pub list: ListSummary,
    /// Every ticket that has it, in the order of their times.
    pub claims: Vec<ArticleClaim>,
}

/// `GET /articles/{id}`
pub fn sheet(ctx: &mut Ctx<'_>, Path(id): Path<ArticleId>) -> Result<Json<ArticleSheet>> {
    let now = ctx.now();
    let (list, _) = store::list_of(ctx.db, id)?.ok_or_else(not_found)?;
    let article = store::articles_of(ctx.db, list)?.into_iter().find(|article| article.id == id);
    let claims = claims(ctx.db, &[id])?;
    Ok(Json(ArticleSheet {
        article: article.ok_or_else(not_found)?.into(),
        list: summary(ctx.db, list, now)?,
        claims,
    }))
}

/// `GET /lists/{id}/sales`: the sales of a list's articles, by line. At most one for each article.
pub fn of_list(ctx: &mut Ctx<'_>, Path(id): Path<ListId>) -> Result<Json<Paged<ArticleClaim>>> {
    store::with_edition(ctx.db, id)?.ok_or_else(not_found)?;
    let lines: HashMap<ArticleId, i32> = articles::table
        .filter(articles::list_id.eq(id))
        .select((articles::id, articles::line))
        .load::<(ArticleId, i32)>(ctx.db)?
        .into_iter()
        .collect();
    let ids: Vec<ArticleId> = lines.keys().copied().collect();
    let mut sold = claims(ctx.db, &ids)?;
    sold.retain(|claim| claim.effective);
    sold.sort_by_key(|claim| lines.get(&claim.article_id).copied());
    let total = i64::try_from(sold.len()).unwrap_or(i64::MAX);
    Ok(Json(Paged::new(sold, Page::new(None, Some(200)), total)))
}

#[derive(Queryable)]
struct ClaimRow {
    article_id: ArticleId,
    effective: Option<ArticleId>,
    ticket_id: TicketId,
    ticket_number: i32,
    line: i32,
    sold_at: Instant,
    register_number: i32,
    seller: PersonName,
    price_cents: i32,
    cancelled_at: Option<Instant>,
}

/// Every line of a ticket that names one of these articles. One statement.
fn claims(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<ArticleClaim>> {
    let rows: Vec<ClaimRow> = ticket_lines::table
        .inner_join(tickets::table.inner_join(register_sessions::table.inner_join(users::table)))
        .filter(ticket_lines::article_id.eq_any(ids))
        .order((ticket_lines::sold_at, ticket_lines::ticket_id, ticket_lines::line))
        .select((
            ticket_lines::article_id.assume_not_null(),
            ticket_lines::effective_article_id,
            tickets::id,
            tickets::number,
            ticket_lines::line,
            ticket_lines::sold_at,
            register_sessions::register_number,
            (users::first_name, users::last_name),
            ticket_lines::price_cents,
            ticket_lines::cancelled_at,
        ))
        .load(db)?;
    let claim = |row: ClaimRow| ArticleClaim {
        article_id: row.article_id,
        effective: row.effective.is_some(),
        claim: ClaimView {
            ticket_id: row.ticket_id,
            ticket_number: row.ticket_number,
            line: row.line,
            sold_at: row.sold_at,
            register_number: row.register_number,
            seller: row.seller.short(),
            price_cents: row.price_cents,
            cancelled: row.cancelled_at.is_some(),
        },
    };
    Ok(rows.into_iter().map(claim).collect())
}
