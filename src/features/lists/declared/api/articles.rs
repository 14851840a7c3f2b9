//! Articles: declared, changed, copied, taken out, found, and what happened to them.

use serde_json::json;

use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{Problem, Result, conflict, not_found};
use crate::features::base::journal;
use crate::features::base::journal::{Event, Stored, Subject};
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::bodies::{ArticleChanges, ArticlesQuery, NewArticle};
use crate::features::lists::declared::model::Article;
use crate::features::lists::declared::open_list::OpenList;
use crate::features::lists::declared::rules::Violation;
use crate::features::lists::declared::rules::draft::ArticleDraft;
use crate::features::lists::declared::store;
use crate::features::lists::declared::views::{ArticleView, HistoryEntry, RemovedArticle, SavedArticle};
use crate::features::people::accounts::store as accounts;
use crate::http::{Created, Json, Path, Query};
use crate::kernel::ids::{ArticleId, EditionId, ListId};

fn record(change: &mut Change<'_>, event: Event, article: &Article) -> Result<()> {
    let details = json!({
        "list": article.list_number,
        "line": article.line,
        "description": article.title(),
        "price_cents": article.price_cents,
    });
    change.journal(event, article.id, details)
}

fn saved(open: &OpenList, article: Article, warnings: Vec<Violation>) -> SavedArticle {
    SavedArticle { article: article.into(), warnings, counters: open.counters() }
}

/// `POST /lists/{id}/articles`
pub fn add_article(
    ctx: &mut Ctx<'_>,
    (Path(list), Json(body)): (Path<ListId>, Json<NewArticle>),
) -> Result<Created<SavedArticle>> {
    let user = ctx.actor()?.user_id;
    let (id, draft) = (body.id, body.into_draft());
    let answer = ctx.write(|change| {
        let mut open = OpenList::lock(change, list, user)?;
        if let Some(id) = id
            && let Some(known) = saved_before(change, &open, id, &draft)?
        {
            return Ok(known);
        }
        let warnings = open.check(&draft, None)?;
        let id = id.unwrap_or_else(|| ArticleId::new(change.uuid()));
        let article = open.add(change, id, &draft)?;
        record(change, Event::ArticleAdded, &article)?;
        Ok(saved(&open, article, warnings))
    });
    // Another list took the same id between the look and the write.
    answer.map(Created).on_unique(id_used)
}

/// The answer to an article whose first answer was lost; refused when its id stands for something else.
fn saved_before(
    change: &mut Change<'_>,
    open: &OpenList,
    id: ArticleId,
    draft: &ArticleDraft,
) -> Result<Option<SavedArticle>> {
    match open.articles.iter().find(|article| article.id == id) {
        Some(article) if open.says(article, draft) => {
            let warnings = open.check(draft, Some(id)).unwrap_or_default();
            Ok(Some(saved(open, article.clone(), warnings)))
        }
        None if store::list_of(change.db, id)?.is_none() => Ok(None),
        _ => Err(id_used()),
    }
}

fn id_used() -> Problem {
    conflict(
        "article_id_used",
        "Cet article est déjà enregistré, avec d'autres mots. Modifiez-le dans la liste.",
    )
}

/// The list of one's own article.
fn own_list(ctx: &mut Ctx<'_>, article: ArticleId) -> Result<ListId> {
    let user = ctx.actor()?.user_id;
    let found = store::list_of(ctx.db, article)?.filter(|(_, owner)| *owner == user);
    found.map(|(list, _)| list).ok_or_else(not_found)
}

/// `PATCH /articles/{id}`
pub fn change_article(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<ArticleId>, Json<ArticleChanges>),
) -> Result<Json<SavedArticle>> {
    let user = ctx.actor()?.user_id;
    let list = own_list(ctx, id)?;
    let answer = ctx.write(|change| {
        let mut open = OpenList::lock(change, list, user)?;
        let draft = body.apply(open.article(id)?);
        let warnings = open.check(&draft, Some(id))?;
        let article = open.replace(change, id, &draft)?;
        record(change, Event::ArticleChanged, &article)?;
        Ok(saved(&open, article, warnings))
    })?;
    Ok(Json(answer))
}

/// `DELETE /articles/{id}`
pub fn remove_article(ctx: &mut Ctx<'_>, Path(id): Path<ArticleId>) -> Result<Json<RemovedArticle>> {
    let user = ctx.actor()?.user_id;
    let list = own_list(ctx, id)?;
    let answer = ctx.write(|change| {
        let mut open = OpenList::lock(change, list, user)?;
        let article = open.remove(change, id)?;
        record(change, Event::ArticleRemoved, &article)?;
        Ok(RemovedArticle { counters: open.counters() })
    })?;
    Ok(Json(answer))
}

/// `POST /articles/{id}/duplicate`: the same once more, if the limits allow it.
pub fn duplicate_article(ctx: &mut Ctx<'_>, Path(id): Path<ArticleId>) -> Result<Created<SavedArticle>> {
    let user = ctx.actor()?.user_id;
    let list = own_list(ctx, id)?;
    let answer = ctx.write(|change| {
        let mut open = OpenList::lock(change, list, user)?;
        let draft = open.article(id)?.draft();
        let warnings = open.check(&draft, None)?;
        let copy = ArticleId::new(change.uuid());
        let article = open.add(change, copy, &draft)?;
        record(change, Event::ArticleAdded, &article)?;
        Ok(saved(&open, article, warnings))
    })?;
    Ok(Created(answer))
}

/// `GET /editions/{id}/articles`
pub fn edition_articles(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<ArticlesQuery>),
) -> Result<Json<Paged<ArticleView>>> {
    editions::by_id(ctx.db, edition)?;
    let page = Page::new(query.page, query.per_page);
    let (rows, total) = store::articles_page(ctx.db, edition, &query, page)?;
    Ok(Json(Paged::new(rows.into_iter().map(Into::into).collect(), page, total)))
}

/// `GET /articles/{id}/history`: what happened to the article and to its list, the latest first.
pub fn article_history(
    ctx: &mut Ctx<'_>,
    (Path(id), Query(query)): (Path<ArticleId>, Query<PageQuery>),
) -> Result<Json<Paged<HistoryEntry>>> {
    let page = Page::from(query);
    let (list, _) = store::list_of(ctx.db, id)?.ok_or_else(not_found)?;
    let subjects = [Subject::Article.with(id), Subject::List.with(list)];
    let (entries, total) = journal::about(ctx.db, &subjects, &[], page)?;
    Ok(Json(Paged::new(told(ctx.db, entries)?, page, total)))
}

/// Entries of the journal as people read them. One statement.
pub(crate) fn told(db: &mut Conn, entries: Vec<Stored>) -> Result<Vec<HistoryEntry>> {
    let actors: Vec<String> = entries.iter().filter_map(|entry| entry.actor_id.clone()).collect();
    let names = accounts::names(db, &actors)?;
    Ok(entries
        .into_iter()
        .map(|entry| HistoryEntry {
            at: entry.at,
            actor: entry.actor_id.and_then(|id| names.get(&id).cloned()),
            sentence: journal::in_words(&entry.event),
            event: entry.event,
            actor_role: entry.actor_role,
            details: serde_json::from_str(&entry.details).unwrap_or_default(),
        })
        .collect())
}
