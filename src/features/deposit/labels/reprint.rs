//! Labels again: one, or some on sheets of their own, the same as the first.

use std::collections::BTreeSet;

use super::gather::SheetBuilder;
use super::model::ChosenArticles;
use super::sheet::label_sheet;
use super::store;
use crate::ctx::Ctx;
use crate::error::{FieldError, Result, conflict, internal, invalid, not_found};
use crate::features::base::limits;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::model::Article;
use crate::features::lists::declared::store as lists;
use crate::features::lists::states::ArticleStatus;
use crate::http::{Document, Json, Path};
use crate::kernel::ids::{ArticleId, EditionId};

/// Most labels of one request.
const MOST: usize = 500;
/// More lists than these are not named one by one in a file's name.
const MOST_NAMED: usize = 6;

/// `POST /articles/{id}/label.pdf`
pub fn one(ctx: &mut Ctx<'_>, Path(id): Path<ArticleId>) -> Result<Document> {
    let (list, _) = lists::list_of(ctx.db, id)?.ok_or_else(not_found)?;
    let (list, edition) = lists::with_edition(ctx.db, list)?.ok_or_else(not_found)?;
    let articles = lists::articles_of(ctx.db, list.id)?;
    let article = articles.iter().find(|article| article.id == id).ok_or_else(not_found)?;
    let bytes = print(ctx, &edition, &[(article, articles.len())], 0)?;
    let code = article.code.as_deref().unwrap_or_default();
    Ok(Document::pdf(format!("Etiquette_{code}.pdf"), bytes))
}

/// `POST /editions/{id}/labels/reprint`
pub fn some(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<ChosenArticles>),
) -> Result<Document> {
    let ids: BTreeSet<ArticleId> = body.article_ids.iter().copied().collect();
    let first = body.first_place.unwrap_or(1);
    let mut errors = Vec::new();
    if ids.is_empty() || ids.len() > MOST {
        let sentence = "Choisissez les étiquettes à réimprimer, 500 au plus.";
        errors.push(FieldError::new("article_ids", "selection_required", sentence));
    }
    if !(1..=12).contains(&first) {
        let sentence = "Une planche a douze places : indiquez la première libre, de 1 à 12.";
        errors.push(FieldError::new("first_place", "out_of_range", sentence));
    }
    if !errors.is_empty() {
        return Err(invalid(errors));
    }
    let edition = editions::by_id(ctx.db, edition)?;
    let of_lists = store::articles_beside(ctx.db, edition.id, &ids)?;
    let mut by_list: Vec<&Vec<Article>> = of_lists.values().collect();
    by_list.sort_by_key(|articles| articles.first().map(|article| article.list_number));
    let chosen: Vec<(&Article, usize)> = by_list
        .iter()
        .flat_map(|articles| articles.iter().map(|article| (article, articles.len())))
        .filter(|(article, _)| ids.contains(&article.id))
        .collect();
    if chosen.len() != ids.len() {
        return Err(not_found());
    }
    let bytes = print(ctx, &edition, &chosen, usize::from(first) - 1)?;
    Ok(Document::pdf(file_name(&edition, &chosen), bytes))
}

/// `Etiquettes_AUT26_245-246_reimpression.pdf`
fn file_name(edition: &Edition, chosen: &[(&Article, usize)]) -> String {
    let numbers: BTreeSet<i32> = chosen.iter().map(|(article, _)| article.list_number).collect();
    let what = if numbers.len() > MOST_NAMED {
        format!("{}-listes", numbers.len())
    } else {
        numbers.iter().map(i32::to_string).collect::<Vec<_>>().join("-")
    };
    format!("Etiquettes_{}_{what}_reimpression.pdf", edition.code)
}

fn print(
    ctx: &mut Ctx<'_>,
    edition: &Edition,
    articles: &[(&Article, usize)],
    first_cell: usize,
) -> Result<Vec<u8>> {
    let (user, now) = (ctx.actor()?.user_id, ctx.now());
    let without = |(article, _): &&(&Article, usize)| {
        article.code.is_none() || article.status == ArticleStatus::Refused
    };
    if articles.iter().any(|article| without(&article)) {
        let sentence = "Cet article n'a pas d'étiquette : sa liste n'est pas validée, ou il a été refusé.";
        return Err(conflict("no_label", sentence));
    }
    limits::HEAVY.spend(ctx.db, user.as_str(), now)?;
    let config = &ctx.services.config;
    let labels = SheetBuilder::new(edition, config)?.reprint(articles, first_cell, now)?.noted(ctx)?;
    label_sheet::render_chosen(&labels).map_err(internal)
}
