//! Looking up one article by whatever its label or a person says (till.md 2). One statement.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::db::schema::{
    articles, editions, label_prices, lists, register_sessions, ticket_lines, tickets, users,
};
use crate::db::{self, Conn};
use crate::error::{self, Problem, Result};
use crate::features::lists::label_code::{self, LabelCode, Scanned};
use crate::features::lists::states::ArticleStatus;
use crate::features::registration::depositors::numbers::colour_of;
use crate::features::sale::views::{ScannedArticle, ScannedDepositor, ScannedSale};
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{ArticleId, EditionId};
use crate::kernel::text::PersonName;

/// `GET /editions/{id}/articles/by-code/{code}`: the printed code, the whole QR text, or `245-3`.
pub fn by_code(
    ctx: &mut Ctx<'_>,
    Path((edition_id, text)): Path<(EditionId, String)>,
) -> Result<Json<ScannedArticle>> {
    let scanned = label_code::read(&text)
        .map_err(|unreadable| error::missing("unknown_code", unreadable.to_string()))?;
    let (article, label_key, sale) = find(ctx.db, edition_id, &scanned)?.ok_or_else(|| unknown(&scanned))?;
    let label_price_cents = match &scanned {
        Scanned::Label { code, price_cents, check } => {
            if !is_genuine(&label_key, code, *price_cents, check) {
                return Err(misread());
            }
            // Whoever has opened a till can make check characters: only what was printed is a label's price.
            let printed = printed_prices(ctx.db, &[article.id])?.contains(&(article.id, *price_cents));
            Some(*price_cents).filter(|price| printed && *price != article.price_cents)
        }
        _ => None,
    };
    Ok(Json(article.view(label_price_cents, sale.map(SaleRow::view))))
}

/// Whether the check characters are those of this code and price under the edition's key (till.md 3).
pub fn is_genuine(label_key: &str, code: &LabelCode, price_cents: i32, check: &str) -> bool {
    hex::decode(label_key).is_some_and(|key| label_code::check_characters(&key, code, price_cents) == check)
}

/// The prices that labels of articles were made with.
pub fn printed_prices(db: &mut Conn, ids: &[ArticleId]) -> Result<BTreeSet<(ArticleId, i32)>> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<(ArticleId, i32)> = label_prices::table
        .filter(label_prices::article_id.eq_any(ids))
        .select((label_prices::article_id, label_prices::price_cents))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

fn unknown(scanned: &Scanned) -> Problem {
    let read = match scanned {
        Scanned::Label { code, .. } | Scanned::Code(code) => code.to_string(),
        Scanned::Short { list_number, line } => format!("{list_number}-{line}"),
    };
    error::missing("unknown_code", format!("Aucun article de cette édition n'a le code {read}."))
}

fn misread() -> Problem {
    error::unprocessable("label_misread", "Étiquette mal lue : scannez-la de nouveau.")
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles)]
struct Found {
    id: ArticleId,
    #[diesel(select_expression = articles::code.assume_not_null())]
    code: String,
    list_number: i32,
    line: i32,
    status: ArticleStatus,
    status_reason: Option<String>,
    category: String,
    subcategory: String,
    description: String,
    size: Option<String>,
    color: Option<String>,
    brand: Option<String>,
    price_cents: i32,
    is_lot: bool,
}

impl Found {
    fn view(self, label_price_cents: Option<i32>, sale: Option<ScannedSale>) -> ScannedArticle {
        ScannedArticle {
            id: self.id,
            code: self.code,
            list_number: self.list_number,
            line: self.line,
            status: self.status,
            status_reason: self.status_reason,
            category: self.category,
            subcategory: self.subcategory,
            description: self.description,
            size: self.size,
            color: self.color,
            brand: self.brand,
            label_color: colour_of(self.list_number).map(|colour| colour.hex),
            price_cents: self.price_cents,
            label_price_cents,
            is_lot: self.is_lot,
            depositor: ScannedDepositor { list_number: self.list_number },
            sale,
        }
    }
}

/// An effective sale: when, where, by whom, for how much.
#[derive(Queryable)]
struct SaleRow {
    sold_at: Instant,
    register_number: i32,
    first_name: String,
    last_name: String,
    price_cents: i32,
}

impl SaleRow {
    fn view(self) -> ScannedSale {
        ScannedSale {
            sold_at: self.sold_at,
            register_number: self.register_number,
            seller: PersonName::new(&self.first_name, &self.last_name).short(),
            price_cents: self.price_cents,
        }
    }
}

/// The columns of a [`SaleRow`].
const SALE: (
    ticket_lines::sold_at,
    register_sessions::register_number,
    users::first_name,
    users::last_name,
    ticket_lines::price_cents,
) = (
    ticket_lines::sold_at,
    register_sessions::register_number,
    users::first_name,
    users::last_name,
    ticket_lines::price_cents,
);

/// The article with the key of its edition's labels and its sale, if it is sold.
fn find(
    db: &mut Conn,
    edition_id: EditionId,
    scanned: &Scanned,
) -> Result<Option<(Found, String, Option<SaleRow>)>> {
    let sold = ticket_lines::table
        .inner_join(tickets::table.inner_join(register_sessions::table.inner_join(users::table)));
    let mut query = articles::table
        .inner_join(editions::table)
        .left_join(sold.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .filter(articles::edition_id.eq(edition_id))
        .filter(articles::code.is_not_null())
        .select((Found::as_select(), editions::label_key, SALE.nullable()))
        .into_boxed::<db::Backend>();
    query = match scanned {
        Scanned::Label { code, .. } | Scanned::Code(code) => {
            query.filter(articles::code.eq(code.to_string()))
        }
        Scanned::Short { list_number, line } => {
            let list = lists::table
                .filter(lists::edition_id.eq(edition_id))
                .filter(lists::number.eq(*list_number))
                .select(lists::id);
            query.filter(articles::list_id.eq_any(list)).filter(articles::line.eq(*line))
        }
    };
    Ok(query.first(db).optional()?)
}

/// The effective sales of articles.
pub fn sales(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<(ArticleId, ScannedSale)>> {
    let rows: Vec<(ArticleId, SaleRow)> = ticket_lines::table
        .inner_join(tickets::table.inner_join(register_sessions::table.inner_join(users::table)))
        .filter(ticket_lines::effective_article_id.eq_any(ids))
        .select((ticket_lines::effective_article_id.assume_not_null(), SALE))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, sale)| (id, sale.view())).collect())
}
