//! Sales that contradict what was decided about their article (till.md 5).

use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::db::schema::{articles, ticket_lines};
use crate::error::Result;
use crate::features::edition::editions::store;
use crate::features::lists::states::{ArticleStatus, Mark, Outcome, Verdict};
use crate::features::sale::tickets::reading::sellers;
use crate::features::sale::views::{ClaimView, Contradiction};
use crate::http::{Json, Path, Query};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId};

type SoldRow = (
    ArticleId,
    String,
    i32,
    String,
    Option<Verdict>,
    Option<Mark>,
    Option<Outcome>,
    Option<String>,
    (TicketId, i32, i32, Instant),
);

/// `GET /editions/{id}/contradictions`: articles that were sold although they had been refused, withdrawn or given back, by
/// code. The sale counts; the list says what to clear up.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(page)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<Contradiction>>> {
    store::by_id(ctx.db, edition_id)?;
    let page = Page::from(page);
    let sold = || {
        let effective = ticket_lines::effective_article_id.eq(articles::id.nullable());
        articles::table
            .inner_join(ticket_lines::table.on(effective))
            .filter(articles::edition_id.eq(edition_id))
            .filter(articles::status.eq(ArticleStatus::Sold))
            .filter(
                articles::verdict
                    .is_null()
                    .or(articles::verdict.assume_not_null().ne(Verdict::Accept))
                    .or(articles::mark.is_not_null())
                    .or(articles::outcome.is_not_null()),
            )
    };
    let total = sold().count().get_result(ctx.db)?;
    let rows: Vec<SoldRow> = sold()
        .order((articles::code, articles::id))
        .limit(page.size)
        .offset(page.offset())
        .select((
            articles::id,
            articles::code.assume_not_null(),
            articles::list_number,
            articles::description,
            articles::verdict,
            articles::mark,
            articles::outcome,
            articles::status_reason,
            (ticket_lines::ticket_id, ticket_lines::line, ticket_lines::price_cents, ticket_lines::sold_at),
        ))
        .load(ctx.db)?;
    let ids: Vec<TicketId> = rows.iter().map(|row| row.8.0).collect();
    let sellers = sellers(ctx.db, &ids)?;
    let view = |row: SoldRow| {
        let (article_id, code, list_number, description, verdict, mark, outcome, status_reason, sale) = row;
        let (ticket_id, line, price_cents, sold_at) = sale;
        let (_, ticket_number, register_number, name) = sellers.iter().find(|(its, ..)| *its == ticket_id)?;
        let sale = ClaimView {
            ticket_id,
            ticket_number: *ticket_number,
            line,
            sold_at,
            register_number: *register_number,
            seller: name.short(),
            price_cents,
            cancelled: false,
        };
        Some(Contradiction {
            article_id,
            code,
            list_number,
            description,
            verdict,
            mark,
            outcome,
            status_reason,
            sale,
        })
    };
    Ok(Json(Paged::new(rows.into_iter().filter_map(view).collect(), page, total)))
}
