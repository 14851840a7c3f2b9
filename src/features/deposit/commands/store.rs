//! Commands and what they are about in the database.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::Value;

use super::judge::KnownArticle;
use super::model::Command;
use crate::db::schema::{articles, deposit_checks, desk_commands, lists, registrations};
use crate::db::{self, Conn};
use crate::error::unique::UniqueKey as _;
use crate::error::{Result, internal};
use crate::features::deposit::decisions::states::Kind;
use crate::features::lists::articles::{Decided, Wording};
use crate::features::lists::states::{Bags, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, CommandId, EditionId, ListId, RegistrationId, UserId};

/// The lists of an edition among these, with the registrations they belong to.
pub fn lists_of(
    db: &mut Conn,
    edition: EditionId,
    ids: &BTreeSet<ListId>,
) -> Result<Vec<(ListId, RegistrationId)>> {
    Ok(lists::table
        .filter(lists::id.eq_any(ids))
        .filter(lists::edition_id.eq(edition))
        .order(lists::registration_id)
        .select((lists::id, lists::registration_id))
        .load(db)?)
}

/// What is known of articles that commands name.
pub fn articles_named(db: &mut Conn, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, KnownArticle>> {
    let rows: Vec<(ArticleId, ListId, String, Wording)> = articles::table
        .filter(articles::id.eq_any(ids))
        .select((articles::id, articles::list_id, articles::subcategory, Wording::as_select()))
        .load(db)?;
    let known = |(id, list, subcategory, wording)| (id, KnownArticle { list, subcategory, wording });
    Ok(rows.into_iter().map(known).collect())
}

/// The commands among these ids that have arrived.
pub fn known(db: &mut Conn, ids: &BTreeSet<CommandId>) -> Result<BTreeMap<CommandId, Command>> {
    let rows: Vec<Command> =
        desk_commands::table.filter(desk_commands::id.eq_any(ids)).select(Command::as_select()).load(db)?;
    Ok(rows.into_iter().map(|command| (command.id, command)).collect())
}

/// Whether a desk has decided anything in an edition.
pub fn are_there(db: &mut Conn, edition: EditionId) -> Result<bool> {
    let found = desk_commands::table.filter(desk_commands::edition_id.eq(edition));
    Ok(found.count().get_result::<i64>(db)? > 0)
}

/// Adds commands. Loses the race when one of them has just arrived by another way.
pub fn insert(db: &mut Conn, commands: &[Command]) -> Result<()> {
    db::insert_all!(db, desk_commands::table, commands).or_lost_race()
}

/// A list of a registration as desks see it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = lists)]
#[allow(missing_docs)]
pub struct ListRow {
    pub id: ListId,
    pub state: ListState,
    pub review_started_at: Option<Instant>,
    pub bags: Option<Bags>,
}

/// The lists of a registration, with all that was ever decided about them.
pub fn decided(db: &mut Conn, registration: RegistrationId) -> Result<(Vec<ListRow>, Vec<Command>)> {
    let rows: Vec<ListRow> = lists::table
        .filter(lists::registration_id.eq(registration))
        .order(lists::number)
        .select(ListRow::as_select())
        .load(db)?;
    let ids: Vec<ListId> = rows.iter().map(|row| row.id).collect();
    let commands = desk_commands::table
        .filter(desk_commands::list_id.eq_any(&ids))
        .order(desk_commands::id)
        .select(Command::as_select())
        .load(db)?;
    Ok((rows, commands))
}

/// An article with what desks may change of it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = articles)]
#[allow(missing_docs)]
pub struct ArticleRow {
    pub id: ArticleId,
    pub list_id: ListId,
    #[diesel(embed)]
    pub wording: Wording,
    pub as_declared: Option<String>,
    #[diesel(embed)]
    pub decided: Decided,
}

/// The declared articles of lists.
pub fn articles_on(db: &mut Conn, lists: &[ListId]) -> Result<Vec<ArticleRow>> {
    Ok(articles::table
        .filter(articles::list_id.eq_any(lists))
        .filter(articles::code.is_not_null())
        .order(articles::id)
        .select(ArticleRow::as_select())
        .load(db)?)
}

/// What desks know about a depositor in an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = deposit_checks, treat_none_as_null = true)]
#[allow(missing_docs)]
pub struct Checks {
    pub envelope: Option<bool>,
    pub signed_on_paper: Option<bool>,
    pub identity: Option<bool>,
    pub residence: Option<bool>,
    pub remark: Option<String>,
}

/// What desks know about a depositor; nothing was asked yet when there is none.
pub fn checks(db: &mut Conn, registration: RegistrationId) -> Result<Option<Checks>> {
    Ok(deposit_checks::table.find(registration).select(Checks::as_select()).first(db).optional()?)
}

/// Writes what desks know about a depositor. The caller holds the registration and says whether there was something.
pub fn set_checks(db: &mut Conn, registration: RegistrationId, checks: &Checks, is_new: bool) -> Result<()> {
    if is_new {
        diesel::insert_into(deposit_checks::table)
            .values((deposit_checks::registration_id.eq(registration), checks))
            .execute(db)?;
    } else {
        diesel::update(deposit_checks::table.find(registration)).set(checks).execute(db)?;
    }
    Ok(())
}

/// Forgets the words beside what was decided about a person's lists, and the remarks: the account goes, the decisions stay.
pub fn forget_words(db: &mut Conn, user: UserId) -> Result<()> {
    let own = lists::table.filter(lists::user_id.eq(user)).select(lists::id);
    let ids: Vec<ListId> = own.load(db)?;
    let rows: Vec<(CommandId, Kind, String)> = desk_commands::table
        .filter(desk_commands::list_id.eq_any(&ids))
        .select((desk_commands::id, desk_commands::kind, desk_commands::value))
        .load(db)?;
    for (id, kind, value) in rows {
        let without = wordless(kind, &value)?;
        if without != value {
            diesel::update(desk_commands::table.find(id))
                .set(desk_commands::value.eq(without))
                .execute(db)?;
        }
    }
    let of_person = registrations::table.filter(registrations::user_id.eq(user)).select(registrations::id);
    let of_person: Vec<RegistrationId> = of_person.load(db)?;
    diesel::update(deposit_checks::table.filter(deposit_checks::registration_id.eq_any(&of_person)))
        .set(deposit_checks::remark.eq(None::<String>))
        .execute(db)?;
    Ok(())
}

/// A command's value without what somebody wrote: it still says what was decided.
pub fn wordless(kind: Kind, value: &str) -> Result<String> {
    if kind == Kind::Remark {
        return Ok(r#""""#.to_owned());
    }
    let mut read: Value = serde_json::from_str(value).map_err(internal)?;
    if let Some(members) = read.as_object_mut() {
        members.retain(|name, _| !["text", "given_to"].contains(&name.as_str()));
    }
    Ok(read.to_string())
}

/// Registrations of an edition whose declared lists have commands: all, or those with one decided at or after an instant.
pub fn with_commands(
    db: &mut Conn,
    edition: EditionId,
    since: Option<Instant>,
) -> Result<Vec<RegistrationId>> {
    let mut found = desk_commands::table
        .inner_join(lists::table)
        .filter(desk_commands::edition_id.eq(edition))
        .select(lists::registration_id)
        .distinct()
        .into_boxed::<db::Backend>();
    if let Some(since) = since {
        found = found.filter(desk_commands::decided_at.ge(since));
    }
    Ok(found.load(db)?)
}
