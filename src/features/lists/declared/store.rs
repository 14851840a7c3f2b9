//! Lists and articles in the database.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::bodies::ArticlesQuery;
use super::model::{Article, EditionFacts, List, Owner, SlotFacts};
use super::views::Sums;
use crate::db::hold::{self, Held};
use crate::db::paging::Page;
use crate::db::schema::{articles, editions, list_numbers, lists, registrations, slots, users};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::ListType;
use crate::features::lists::label_code;
use crate::features::lists::label_code::Scanned;
use crate::features::lists::states::{Bags, LabelState, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId, UserId};
use crate::kernel::text::tidy;

diesel::define_sql_function! {
    /// The engine's lower case: all letters on `MariaDB`, plain ones on SQLite.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// What pages of lists read of each.
pub type ListFacts = (List, EditionFacts, Owner, SlotFacts);

/// A list and its edition.
pub fn with_edition(db: &mut Conn, id: ListId) -> Result<Option<(List, Edition)>> {
    let found = lists::table.inner_join(editions::table).filter(lists::id.eq(id));
    Ok(found.select((List::as_select(), Edition::as_select())).first(db).optional()?)
}

/// The list that an article is on.
pub fn list_of(db: &mut Conn, id: ArticleId) -> Result<Option<(ListId, UserId)>> {
    let found = articles::table.inner_join(lists::table).filter(articles::id.eq(id));
    Ok(found.select((lists::id, lists::user_id)).first(db).optional()?)
}

/// One list with all that is shown beside its articles.
pub fn facts(db: &mut Conn, id: ListId) -> Result<Option<(List, Edition, Owner, SlotFacts)>> {
    let joined = lists::table
        .inner_join(editions::table)
        .inner_join(users::table)
        .inner_join(registrations::table.inner_join(slots::table))
        .filter(lists::id.eq(id));
    let columns = (List::as_select(), Edition::as_select(), Owner::as_select(), SlotFacts::as_select());
    Ok(joined.select(columns).first(db).optional()?)
}

/// Whose lists a page shows.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Everybody's of one edition.
    Edition(EditionId),
    /// One person's of one edition.
    InEdition(EditionId, UserId),
    /// One person's of all editions.
    Person(UserId),
}

/// A page of lists, the latest edition first, then by number; and how many there are.
pub fn page(db: &mut Conn, whose: Whose, page: Page) -> Result<(Vec<ListFacts>, i64)> {
    let filtered = || {
        let mut found = lists::table
            .inner_join(editions::table)
            .inner_join(users::table)
            .inner_join(registrations::table.inner_join(slots::table))
            .into_boxed::<db::Backend>();
        let (edition, person) = match whose {
            Whose::Edition(edition) => (Some(edition), None),
            Whose::InEdition(edition, person) => (Some(edition), Some(person)),
            Whose::Person(person) => (None, Some(person)),
        };
        if let Some(edition) = edition {
            found = found.filter(lists::edition_id.eq(edition));
        }
        if let Some(person) = person {
            found = found.filter(lists::user_id.eq(person));
        }
        found
    };
    let total = filtered().count().get_result(db)?;
    let columns = (List::as_select(), EditionFacts::as_select(), Owner::as_select(), SlotFacts::as_select());
    let rows = filtered()
        .order((editions::starts_at.desc(), lists::number, lists::id))
        .limit(page.size)
        .offset(page.offset())
        .select(columns)
        .load(db)?;
    Ok((rows, total))
}

/// A `LIKE` pattern for texts that contain these words, whatever signs they hold.
pub fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Sums over the articles of several lists, in one statement.
pub fn sums(db: &mut Conn, ids: &[ListId]) -> Result<HashMap<ListId, Sums>> {
    let rows: Vec<(ListId, String, i64, Option<i64>)> = articles::table
        .filter(articles::list_id.eq_any(ids))
        .group_by((articles::list_id, articles::category))
        .select((
            articles::list_id,
            articles::category,
            diesel::dsl::count_star(),
            diesel::dsl::sum(articles::price_cents),
        ))
        .load(db)?;
    let mut sums: HashMap<ListId, Sums> = HashMap::new();
    for (list, category, count, cents) in rows {
        let sum = sums.entry(list).or_default();
        sum.articles += count;
        sum.total_cents += cents.unwrap_or(0);
        if category == "clothes" {
            sum.clothes += count;
        }
    }
    Ok(sums)
}

/// A registration as far as making a list needs it.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = registrations)]
#[allow(missing_docs)]
pub struct Registered {
    pub id: RegistrationId,
    pub list_type: ListType,
}

/// The registration of a person, locked until the end of the transaction so that two requests cannot both take its
/// last number.
pub fn lock_registration(db: &mut Conn, edition: EditionId, user: UserId) -> Result<Option<Registered>> {
    let mine = registrations::table
        .filter(registrations::edition_id.eq(edition))
        .filter(registrations::user_id.eq(user));
    let Some(id) = mine.select(registrations::id).first::<RegistrationId>(db).optional()? else {
        return Ok(None);
    };
    hold::exclusive(db, Held::Registration, id.as_str())?;
    Ok(registrations::table.find(id).select(Registered::as_select()).first(db).optional()?)
}

/// Numbers that a registration holds, and those of its lists.
pub fn numbers(db: &mut Conn, registration: RegistrationId) -> Result<(BTreeSet<i32>, BTreeSet<i32>)> {
    let held: Vec<i32> = list_numbers::table
        .filter(list_numbers::registration_id.eq(registration))
        .select(list_numbers::number)
        .load(db)?;
    let used: Vec<i32> =
        lists::table.filter(lists::registration_id.eq(registration)).select(lists::number).load(db)?;
    Ok((held.into_iter().collect(), used.into_iter().collect()))
}

/// Whether a person took part with lists of this type in an earlier edition.
pub fn took_part_before(db: &mut Conn, user: UserId, list_type: ListType, edition: &Edition) -> Result<bool> {
    let earlier = registrations::table
        .inner_join(editions::table)
        .filter(registrations::user_id.eq(user))
        .filter(registrations::list_type.eq(list_type))
        .filter(editions::starts_at.lt(edition.starts_at))
        .filter(editions::is_training.eq(false));
    Ok(earlier.count().get_result::<i64>(db)? > 0)
}

/// Adds a list.
pub fn insert_list(db: &mut Conn, list: &List) -> Result<()> {
    diesel::insert_into(lists::table).values(list).execute(db)?;
    Ok(())
}

/// Takes a list out.
pub fn delete_list(db: &mut Conn, id: ListId) -> Result<()> {
    diesel::delete(lists::table.find(id)).execute(db)?;
    Ok(())
}

/// Locks a list that may still be edited; false when it is no draft any more.
pub fn lock_draft(db: &mut Conn, id: ListId) -> Result<bool> {
    let draft = lists::table.find(id).filter(lists::state.eq(ListState::Draft));
    Ok(diesel::update(draft).set(lists::version.eq(lists::version + 1)).execute(db)? == 1)
}

/// Marks a locked draft as validated.
pub fn validate(db: &mut Conn, id: ListId, now: Instant) -> Result<()> {
    diesel::update(lists::table.find(id))
        .set((lists::state.eq(ListState::Validated), lists::validated_at.eq(now)))
        .execute(db)?;
    Ok(())
}

/// Takes a validated list back to draft; false when it was not validated.
pub fn reopen(db: &mut Conn, id: ListId) -> Result<bool> {
    let validated = lists::table.find(id).filter(lists::state.eq(ListState::Validated));
    let changes = (
        lists::state.eq(ListState::Draft),
        lists::label_state.eq(LabelState::None),
        lists::labels_at.eq(None::<Instant>),
        lists::version.eq(lists::version + 1),
    );
    Ok(diesel::update(validated).set(changes).execute(db)? == 1)
}

/// Moves every list of an edition from one of some states to another. Gives how many.
pub fn move_all(db: &mut Conn, edition: EditionId, from: &[ListState], to: ListState) -> Result<usize> {
    let found = lists::table.filter(lists::edition_id.eq(edition)).filter(lists::state.eq_any(from));
    Ok(diesel::update(found).set((lists::state.eq(to), lists::version.eq(lists::version + 1))).execute(db)?)
}

/// Marks validated lists of an edition as reviewed: all of them, or those named. Gives which.
pub fn review(db: &mut Conn, edition: EditionId, only: Option<&[ListId]>) -> Result<Vec<ListId>> {
    let mut validated = lists::table
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq(ListState::Validated))
        .select(lists::id)
        .into_boxed::<db::Backend>();
    if let Some(ids) = only {
        validated = validated.filter(lists::id.eq_any(ids));
    }
    let ids: Vec<ListId> = validated.load(db)?;
    let changes = (lists::state.eq(ListState::Reviewed), lists::version.eq(lists::version + 1));
    diesel::update(lists::table.filter(lists::id.eq_any(&ids))).set(changes).execute(db)?;
    Ok(ids)
}

/// Where the review of a list stands, and its bags, as desks decided.
#[derive(Clone, Debug, PartialEq, Eq, diesel::AsChangeset)]
#[diesel(table_name = lists, treat_none_as_null = true)]
pub struct Reviewing {
    /// `validated` or `reviewed`.
    pub state: ListState,
    /// When a desk began with it.
    pub review_started_at: Option<Instant>,
    /// What became of its bags.
    pub bags: Option<Bags>,
}

/// Writes how far desks are with a list that is declared.
pub fn set_reviewing(db: &mut Conn, id: ListId, reviewing: &Reviewing) -> Result<()> {
    diesel::update(lists::table.find(id).filter(lists::state.eq_any(PRINTABLE)))
        .set((reviewing, lists::version.eq(lists::version + 1)))
        .execute(db)?;
    Ok(())
}

/// States of a list whose labels can be made.
pub const PRINTABLE: [ListState; 2] = [ListState::Validated, ListState::Reviewed];

/// Notes that labels were made. Lists whose labels are on paper stay printed: a second print is the same.
pub fn note_labels_made(db: &mut Conn, ids: &[ListId], now: Instant) -> Result<()> {
    let made = || lists::table.filter(lists::id.eq_any(ids)).filter(lists::state.eq_any(PRINTABLE));
    diesel::update(made()).set(lists::labels_at.eq(now)).execute(db)?;
    diesel::update(made().filter(lists::label_state.eq(LabelState::None)))
        .set(lists::label_state.eq(LabelState::Generated))
        .execute(db)?;
    Ok(())
}

/// Notes that labels are on paper.
pub fn note_labels_printed(db: &mut Conn, ids: &[ListId]) -> Result<()> {
    let made = lists::table.filter(lists::id.eq_any(ids)).filter(lists::label_state.ne(LabelState::None));
    diesel::update(made).set(lists::label_state.eq(LabelState::Printed)).execute(db)?;
    Ok(())
}

/// Takes back that labels are on paper: they are made and wait for it.
pub fn note_labels_unprinted(db: &mut Conn, ids: &[ListId]) -> Result<()> {
    let printed =
        lists::table.filter(lists::id.eq_any(ids)).filter(lists::label_state.eq(LabelState::Printed));
    diesel::update(printed).set(lists::label_state.eq(LabelState::Generated)).execute(db)?;
    Ok(())
}

/// The articles of a list, by line.
pub fn articles_of(db: &mut Conn, list: ListId) -> Result<Vec<Article>> {
    Ok(articles::table
        .filter(articles::list_id.eq(list))
        .order((articles::line, articles::entry))
        .select(Article::as_select())
        .load(db)?)
}

/// Adds an article.
pub fn insert_article(db: &mut Conn, article: &Article) -> Result<()> {
    diesel::insert_into(articles::table).values(article).execute(db)?;
    Ok(())
}

/// Writes an article's declared part anew.
pub fn update_article(db: &mut Conn, article: &Article) -> Result<()> {
    diesel::update(articles::table.find(article.id))
        .set((
            articles::line.eq(article.line),
            articles::category.eq(&article.category),
            articles::subcategory.eq(&article.subcategory),
            articles::gender.eq(article.gender),
            articles::size.eq(&article.size),
            articles::description.eq(&article.description),
            articles::color.eq(&article.color),
            articles::brand.eq(&article.brand),
            articles::price_cents.eq(article.price_cents),
            articles::is_lot.eq(article.is_lot),
            articles::lot_quantity.eq(article.lot_quantity),
            articles::certified.eq(article.certified),
            articles::updated_at.eq(article.updated_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Moves an article to another line.
pub fn set_line(db: &mut Conn, id: ArticleId, line: i32) -> Result<()> {
    diesel::update(articles::table.find(id)).set(articles::line.eq(line)).execute(db)?;
    Ok(())
}

/// Takes an article out.
pub fn delete_article(db: &mut Conn, id: ArticleId) -> Result<()> {
    diesel::delete(articles::table.find(id)).execute(db)?;
    Ok(())
}

/// A page of an edition's articles by list and line, and how many there are.
pub fn articles_page(
    db: &mut Conn,
    edition: EditionId,
    query: &ArticlesQuery,
    page: Page,
) -> Result<(Vec<Article>, i64)> {
    let filtered = || {
        let mut found = articles::table.filter(articles::edition_id.eq(edition)).into_boxed::<db::Backend>();
        if let Some(number) = query.list {
            found = found.filter(articles::list_number.eq(number));
        }
        if let Some(status) = query.status {
            found = found.filter(articles::status.eq(status));
        }
        if let Some(category) = &query.category {
            found = found.filter(articles::category.eq(category));
        }
        if let Some(text) = query.q.as_deref().map(tidy).filter(|text| !text.is_empty()) {
            let pattern = containing(&text);
            found = match label_code::read(&text) {
                Ok(Scanned::Short { list_number, line }) => {
                    found.filter(articles::list_number.eq(list_number)).filter(articles::line.eq(line))
                }
                Ok(Scanned::Label { code, .. }) => found.filter(articles::code.eq(code.to_string())),
                _ => found.filter(
                    lower(articles::description)
                        .like(pattern.clone())
                        .escape('!')
                        .or(lower(articles::brand.assume_not_null()).like(pattern.clone()).escape('!'))
                        .or(lower(articles::size.assume_not_null()).like(pattern.clone()).escape('!'))
                        .or(lower(articles::code.assume_not_null()).like(pattern).escape('!')),
                ),
            };
        }
        found
    };
    let total = filtered().count().get_result(db)?;
    let rows = filtered()
        .order((articles::list_number, articles::line, articles::id))
        .limit(page.size)
        .offset(page.offset())
        .select(Article::as_select())
        .load(db)?;
    Ok((rows, total))
}
