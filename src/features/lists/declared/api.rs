//! The catalogue, and lists as a whole: read, made, validated, re-opened, printed.

mod articles;

use serde_json::json;

pub(crate) use self::articles::told;
pub use self::articles::{
    add_article, article_history, change_article, duplicate_article, edition_articles, remove_article,
};

use super::bodies::{NewList, Reopen, Validate};
use super::model::{Article, EditionFacts, List, catalogue_of};
use super::open_list::{OpenList, counters_of, refuse_frozen};
use super::rules::check_list;
use super::store;
use super::store::Whose;
use super::views::{ListSummary, ListView};
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::db::hold::{self, Held};
use crate::db::paging::{Page, PageQuery, Paged};
use crate::error::{FieldError, Result, conflict, internal, invalid, not_found, unprocessable};
use crate::features::base::journal::Event;
use crate::features::base::mail;
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::lists::articles as facts;
use crate::features::lists::label_code::LabelCode;
use crate::features::lists::states::{LabelState, ListState};
use crate::features::registration::depositors::numbers::max_lists;
use crate::http::{Created, Json, NoContent, Path, Query, Tagged};
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ListId};

/// `GET /catalogue?edition_id=`
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogueQuery {
    /// The edition whose rules are asked for; the standard ones otherwise.
    pub edition_id: Option<EditionId>,
}

/// `GET /catalogue`
pub fn catalogue(ctx: &mut Ctx<'_>, Query(query): Query<CatalogueQuery>) -> Result<Tagged<Catalogue>> {
    match query.edition_id {
        Some(id) => Ok(Tagged(catalogue_of(&editions::by_id(ctx.db, id)?)?)),
        None => Catalogue::standard().map(Tagged).map_err(internal),
    }
}

fn summaries(ctx: &mut Ctx<'_>, whose: Whose, page: Page) -> Result<Json<Paged<ListSummary>>> {
    let now = ctx.now();
    let (items, total) = summarised(ctx.db, whose, page, now)?;
    Ok(Json(Paged::new(items, page, total)))
}

/// A page of lists without their articles, and how many there are. Three statements.
pub(crate) fn summarised(
    db: &mut Conn,
    whose: Whose,
    page: Page,
    now: Instant,
) -> Result<(Vec<ListSummary>, i64)> {
    let (rows, total) = store::page(db, whose, page)?;
    let ids: Vec<ListId> = rows.iter().map(|(list, ..)| list.id).collect();
    let sums = store::sums(db, &ids)?;
    let items = rows
        .into_iter()
        .map(|facts| {
            let sum = sums.get(&facts.0.id).copied().unwrap_or_default();
            ListSummary::new(facts, sum, now)
        })
        .collect();
    Ok((items, total))
}

/// One list without its articles.
pub(crate) fn summary(db: &mut Conn, id: ListId, now: Instant) -> Result<ListSummary> {
    let (list, edition, owner, slot) = store::facts(db, id)?.ok_or_else(not_found)?;
    let sums = store::sums(db, &[id])?.remove(&id).unwrap_or_default();
    Ok(ListSummary::new((list, EditionFacts::from(&edition), owner, slot), sums, now))
}

/// `GET /editions/{id}/lists`: all of them for volunteers, one's own for depositors.
pub fn edition_lists(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<ListSummary>>> {
    let actor = ctx.actor()?;
    editions::visible(ctx.db, actor, edition)?;
    let whose = if actor.is_at_least(Role::Volunteer) {
        Whose::Edition(edition)
    } else {
        Whose::InEdition(edition, actor.user_id)
    };
    summaries(ctx, whose, query.into())
}

/// `GET /me/lists`
pub fn my_lists(ctx: &mut Ctx<'_>, Query(query): Query<PageQuery>) -> Result<Json<Paged<ListSummary>>> {
    let actor = ctx.actor()?;
    summaries(ctx, Whose::Person(actor.user_id), query.into())
}

/// `POST /editions/{id}/lists`: a list under the next number of one's registration.
pub fn create_list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(NewList {})): (Path<EditionId>, Json<NewList>),
) -> Result<Created<ListView>> {
    let user = ctx.actor()?.user_id;
    let id = ctx.write(|change| {
        let edition = editions::by_id(change.db, edition)?;
        let registration = store::lock_registration(change.db, edition.id, user)?.ok_or_else(not_found)?;
        let returning = store::took_part_before(change.db, user, registration.list_type, &edition)?;
        let most = max_lists(registration.list_type, returning);
        let (held, taken) = store::numbers(change.db, registration.id)?;
        let list = List {
            id: ListId::new(change.uuid()),
            edition_id: edition.id,
            registration_id: registration.id,
            user_id: user,
            number: held.difference(&taken).next().copied().unwrap_or_default(),
            list_type: registration.list_type,
            state: ListState::Draft,
            label_state: LabelState::None,
            version: 1,
            created_at: change.now(),
            validated_at: None,
            labels_at: None,
        };
        refuse_frozen(&list, &edition, change.now())?;
        if taken.len() >= most || list.number == 0 {
            let sentence = format!("Vous avez déjà vos {} listes pour cette édition.", taken.len());
            return Err(conflict("list_limit", sentence));
        }
        store::insert_list(change.db, &list)?;
        let details = json!({ "number": list.number });
        change.journal(Event::ListCreated, list.id, details)?;
        Ok(list.id)
    })?;
    Ok(Created(view(ctx, id)?))
}

fn view(ctx: &mut Ctx<'_>, id: ListId) -> Result<ListView> {
    let actor = ctx.actor()?;
    let (list, edition, owner, slot) = store::facts(ctx.db, id)?.ok_or_else(not_found)?;
    if list.user_id != actor.user_id && !actor.is_at_least(Role::Volunteer) {
        return Err(not_found());
    }
    let articles = store::articles_of(ctx.db, id)?;
    let counters = counters_of(&catalogue_of(&edition)?, &articles);
    let sums = super::views::Sums {
        articles: i64::try_from(articles.len()).unwrap_or(i64::MAX),
        clothes: articles.iter().map(|article| i64::from(article.category == "clothes")).sum(),
        total_cents: counters.total_cents,
    };
    let list = ListSummary::new((list, EditionFacts::from(&edition), owner, slot), sums, ctx.now());
    Ok(ListView { list, counters, articles: articles.into_iter().map(Into::into).collect() })
}

/// `GET /lists/{id}`
pub fn list(ctx: &mut Ctx<'_>, Path(id): Path<ListId>) -> Result<Json<ListView>> {
    view(ctx, id).map(Json)
}

/// `DELETE /lists/{id}`: an empty draft only.
pub fn delete_list(ctx: &mut Ctx<'_>, Path(id): Path<ListId>) -> Result<NoContent> {
    let user = ctx.actor()?.user_id;
    ctx.write(|change| {
        let open = OpenList::lock(change, id, user)?;
        if !open.articles.is_empty() {
            let sentence = "Cette liste contient des articles : retirez-les avant de la supprimer.";
            return Err(conflict("list_not_empty", sentence));
        }
        store::delete_list(change.db, id)?;
        let details = json!({ "number": open.list.number });
        change.journal(Event::ListDeleted, id, details)
    })?;
    Ok(NoContent)
}

/// `POST /lists/{id}/validate`: codes are given, nothing changes afterwards.
pub fn validate_list(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<ListId>, Json<Validate>),
) -> Result<Json<ListView>> {
    let user = ctx.actor()?.user_id;
    let services = ctx.services;
    ctx.write(|change| {
        let mut open = OpenList::lock(change, id, user)?;
        if open.articles.is_empty() {
            return Err(unprocessable("list_empty", "Cette liste est vide : ajoutez au moins un article."));
        }
        open.renumber(change)?;
        let errors = problems(&open, body.accept_terms);
        if !errors.is_empty() {
            return Err(invalid(errors));
        }
        declare(change, &open)?;
        store::validate(change.db, id, change.now())?;
        if !open.edition.is_training {
            confirm_by_mail(change, &services.config, &open)?;
        }
        let counters = open.counters();
        let details = json!({
            "number": open.list.number, "articles": counters.articles, "total_cents": counters.total_cents,
        });
        change.journal(Event::ListValidated, id, details)
    })?;
    view(ctx, id).map(Json)
}

fn problems(open: &OpenList, accept_terms: bool) -> Vec<FieldError> {
    let drafts: Vec<_> = open.articles.iter().map(Article::draft).collect();
    let mut errors: Vec<FieldError> = check_list(&open.catalogue, &drafts)
        .into_iter()
        .filter(|(_, found)| super::rules::blocks(std::slice::from_ref(found)))
        .map(|(index, found)| {
            let line = open.articles[index].line;
            let message = format!("Ligne {line} : {}", found.message);
            let mut error =
                FieldError::new(format!("articles[{index}].{}", found.field), found.code, message);
            error.facts.insert("article_id".to_owned(), json!(open.articles[index].id));
            error
        })
        .collect();
    if !accept_terms {
        let sentence = "Cochez cette case pour accepter les conditions de dépôt.";
        errors.push(FieldError::new("accept_terms", "must_be_accepted", sentence));
    }
    errors
}

fn declare(change: &mut Change<'_>, open: &OpenList) -> Result<()> {
    let edition = editions::held_status(change.db, open.edition.id)?;
    for article in &open.articles {
        let code = LabelCode::new(&open.edition.code, open.list.number, article.line)
            .ok_or_else(|| internal(format!("no label code for {}", article.id)))?;
        crate::features::lists::articles::declare(
            change.db,
            edition,
            article.id,
            (article.line, &code.to_string()),
            change.now(),
        )?;
    }
    Ok(())
}

fn confirm_by_mail(change: &mut Change<'_>, config: &crate::config::Config, open: &OpenList) -> Result<()> {
    let Some((_, _, owner, slot)) = store::facts(change.db, open.list.id)? else { return Ok(()) };
    let counters = open.counters();
    let facts = mail::messages::ListFacts {
        first_name: owner.first_name,
        edition: open.edition.name.clone(),
        list_id: open.list.id,
        number: open.list.number,
        articles: counters.articles,
        total_cents: counters.total_cents,
        slot: slot.starts_at,
    };
    let message = mail::messages::ListValidated::new(&facts, &config.site);
    let copy = mail::Posting { enclosure: Some(open.list.copy_reference()), ..Default::default() };
    mail::queue_as(change, config, mail::To::account(owner.id, owner.email), &message, copy)
}

/// `POST /lists/{id}/reopen`: back to draft, without codes; its labels are void.
pub fn reopen_list(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<ListId>, Json<Reopen>),
) -> Result<Json<ListView>> {
    ctx.write(|change| {
        let (list, _) = store::with_edition(change.db, id)?.ok_or_else(not_found)?;
        let edition = editions::held_status(change.db, list.edition_id)?;
        let sentence = "La vente est ouverte : les listes ne peuvent plus être rouvertes.";
        let before_sale =
            [EditionStatus::Configured, EditionStatus::RegistrationsOpen, EditionStatus::Deposit];
        edition.must_be(&before_sale, "reopening_too_late", sentence)?;
        // Desks decide with the registration held, too: nothing is decided between the look and the reopening.
        hold::exclusive(change.db, Held::Registration, list.registration_id.as_str())?;
        if !store::reopen(change.db, id)? {
            return Err(conflict("list_not_validated", "Seule une liste validée peut être rouverte."));
        }
        if facts::is_decided(change.db, id)? {
            let sentence = "Une table a déjà contrôlé des articles de cette liste : elle ne se rouvre plus. Corrigez à la table.";
            return Err(conflict("review_started", sentence));
        }
        facts::undeclare(change.db, edition, id, change.now())?;
        let details = json!({ "number": list.number, "reason": body.reason });
        change.journal(Event::ListReopened, id, details)
    })?;
    view(ctx, id).map(Json)
}
