//! Looking up one article by whatever its label or a person says (till.md 2). At most three statements.

use diesel::prelude::*;

use super::views::{ScannedArticle, ScannedDepositor, ScannedSale, seller};
use crate::ctx::Ctx;
use crate::db::schema::{articles, editions, register_sessions, ticket_lines, tickets, users};
use crate::db::{self, Conn};
use crate::error::{self, Problem, Result};
use crate::features::lists::label_code::{self, LabelCode, Scanned};
use crate::features::lists::states::ArticleStatus;
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{ArticleId, EditionId};

/// `GET /editions/{id}/articles/by-code/{code}`: the printed code, the whole QR text, or `245-3`.
pub fn by_code(
    ctx: &mut Ctx<'_>,
    Path((edition_id, text)): Path<(EditionId, String)>,
) -> Result<Json<ScannedArticle>> {
    let scanned = label_code::read(&text)
        .map_err(|unreadable| error::missing("unknown_code", unreadable.to_string()))?;
    let (article, label_key) = find(ctx.db, edition_id, &scanned)?.ok_or_else(|| unknown(&scanned))?;
    let label_price_cents = match &scanned {
        Scanned::Label { code, price_cents, check } => {
            if !is_genuine(&label_key, code, *price_cents, check) {
                return Err(misread());
            }
            Some(*price_cents).filter(|price| *price != article.price_cents)
        }
        _ => None,
    };
    let sale = sales(ctx.db, &[article.id])?.pop().map(|(_, sale)| sale);
    Ok(Json(article.view(label_price_cents, sale)))
}

/// Whether the check characters are those of this code and price under the edition's key (till.md 3).
pub fn is_genuine(label_key: &str, code: &LabelCode, price_cents: i32, check: &str) -> bool {
    hex::decode(label_key).is_some_and(|key| label_code::check_characters(&key, code, price_cents) == check)
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
            price_cents: self.price_cents,
            label_price_cents,
            is_lot: self.is_lot,
            depositor: ScannedDepositor { list_number: self.list_number },
            sale,
        }
    }
}

/// The article with the key of its edition's labels.
fn find(db: &mut Conn, edition_id: EditionId, scanned: &Scanned) -> Result<Option<(Found, String)>> {
    let mut query = articles::table
        .inner_join(editions::table)
        .filter(articles::edition_id.eq(edition_id))
        .filter(articles::code.is_not_null())
        .select((Found::as_select(), editions::label_key))
        .into_boxed::<db::Backend>();
    query = match scanned {
        Scanned::Label { code, .. } | Scanned::Code(code) => {
            query.filter(articles::code.eq(code.to_string()))
        }
        Scanned::Short { list_number, line } => {
            query.filter(articles::list_number.eq(*list_number)).filter(articles::line.eq(*line))
        }
    };
    Ok(query.first(db).optional()?)
}

/// The effective sales of articles: when, where, by whom, for how much.
pub fn sales(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<(ArticleId, ScannedSale)>> {
    type Row = (ArticleId, Instant, i32, (String, String), i32);
    let rows: Vec<Row> = ticket_lines::table
        .inner_join(tickets::table.inner_join(register_sessions::table.inner_join(users::table)))
        .filter(ticket_lines::effective_article_id.eq_any(ids))
        .select((
            ticket_lines::effective_article_id.assume_not_null(),
            ticket_lines::sold_at,
            register_sessions::register_number,
            (users::first_name, users::last_name),
            ticket_lines::price_cents,
        ))
        .load(db)?;
    let sale = |(id, sold_at, register_number, (first, last), price_cents): Row| {
        (id, ScannedSale { sold_at, register_number, seller: seller(&first, &last), price_cents })
    };
    Ok(rows.into_iter().map(sale).collect())
}
