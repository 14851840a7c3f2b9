//! Editions in the database.

pub mod slots;

use diesel::prelude::*;

use super::model::Edition;
use super::rules::{Condition, Unmet};
use super::settings::Settings;
use super::states::EditionStatus;
use super::views::NewEdition;
use crate::ctx::Change;
use crate::db::hold::{self, Held};
use crate::db::paging::Page;
use crate::db::schema::{editions, registrations};
use crate::db::{self, Conn};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Problem, Result, conflict, internal, not_found};
use crate::features::edition::catalogue::model::Catalogue;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{Day, Instant};
use crate::kernel::hex;
use crate::kernel::ids::{EditionId, UserId};

/// What a new edition starts from (domain.md 5.3).
const COMMISSION_BP: i32 = 2000;

/// An edition by its id; 404 when there is none.
pub fn by_id(db: &mut Conn, id: EditionId) -> Result<Edition> {
    editions::table.find(id).select(Edition::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// The one real edition that runs, if any.
pub fn running(db: &mut Conn) -> Result<Option<Edition>> {
    Ok(editions::table.filter(editions::running.eq(1)).select(Edition::as_select()).first(db).optional()?)
}

/// The same as [`by_id`] for somebody: depositors see only the editions they are registered in.
pub fn visible(db: &mut Conn, actor: Actor, id: EditionId) -> Result<Edition> {
    if !actor.is_at_least(Role::Volunteer) {
        let own = registrations::table
            .filter(registrations::edition_id.eq(id))
            .filter(registrations::user_id.eq(actor.user_id));
        if !diesel::select(diesel::dsl::exists(own)).get_result::<bool>(db)? {
            return Err(not_found());
        }
    }
    by_id(db, id)
}

/// A page of the editions that somebody sees, the latest first, and how many there are.
pub fn page(
    db: &mut Conn,
    actor: Actor,
    status: Option<EditionStatus>,
    page: Page,
) -> Result<(Vec<Edition>, i64)> {
    let matching = || {
        let mut query = editions::table.into_boxed::<db::Backend>();
        if !actor.is_at_least(Role::Volunteer) {
            let own = registrations::table.filter(registrations::user_id.eq(actor.user_id));
            query = query.filter(editions::id.eq_any(own.select(registrations::edition_id)));
        }
        if let Some(status) = status {
            query = query.filter(editions::status.eq(status));
        }
        query
    };
    let rows = matching()
        .order((editions::starts_at.desc(), editions::id.desc()))
        .limit(page.size)
        .offset(page.offset())
        .select(Edition::as_select())
        .load(db)?;
    Ok((rows, matching().count().get_result(db)?))
}

/// Writes a new edition with a label key of its own.
pub fn insert(change: &mut Change<'_>, edition: &NewEdition) -> Result<EditionId> {
    let id = EditionId::new(change.uuid());
    let now = change.now();
    let new = (
        editions::id.eq(id),
        editions::name.eq(&edition.name),
        editions::code.eq(&edition.code),
        editions::status.eq(EditionStatus::Draft),
        editions::is_training.eq(edition.is_training),
        editions::starts_at.eq(edition.starts_at.start()),
        editions::ends_at.eq(edition.ends_at.end()),
        editions::place.eq(&edition.place),
        editions::description.eq(&edition.description),
        editions::deposit_days.eq("[]"),
        editions::sale_days.eq("[]"),
        editions::commission_bp.eq(COMMISSION_BP),
        editions::settings.eq(to_json(&Settings::default())?),
        editions::label_key.eq(hex::encode(&change.random.bytes::<32>())),
        editions::created_at.eq(now),
        editions::created_by.eq(change.trace.actor.map(|actor| actor.user_id)),
        editions::updated_at.eq(now),
    );
    diesel::insert_into(editions::table).values(new).execute(change.db)?;
    Ok(id)
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(internal)
}

/// Which of a name and a code another edition has: `(name, code)`.
pub fn taken(db: &mut Conn, name: &str, code: &str, but: Option<EditionId>) -> Result<(bool, bool)> {
    let others: Vec<(EditionId, String, String)> = editions::table
        .filter(editions::name.eq(name).or(editions::code.eq(code)))
        .select((editions::id, editions::name, editions::code))
        .load(db)?;
    let others = || others.iter().filter(|other| Some(other.0) != but);
    Ok((others().any(|other| other.1 == name), others().any(|other| other.2 == code)))
}

/// Columns of an edition to be replaced; `None` stays as it is.
#[derive(Clone, Debug, diesel::AsChangeset)]
#[diesel(table_name = editions)]
#[allow(missing_docs)]
pub struct EditionPatch {
    pub name: Option<String>,
    pub code: Option<String>,
    pub starts_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub place: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub updated_at: Instant,
}

/// Changes an edition's name, code, span or words.
pub fn patch(db: &mut Conn, id: EditionId, patch: &EditionPatch) -> Result<()> {
    diesel::update(editions::table.find(id)).set(patch).execute(db)?;
    Ok(())
}

/// Dates, commission and settings, checked.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Last instant for declaring.
    pub declaration_deadline: Option<Instant>,
    /// Days on which articles are handed in, in order.
    pub deposit_days: Vec<Day>,
    /// Days of the sale, in order.
    pub sale_days: Vec<Day>,
    /// Last day of returns.
    pub return_day: Option<Day>,
    /// Hundredths of a percent.
    pub commission_bp: i32,
    /// What the association chose.
    pub settings: Settings,
}

/// Replaces dates, commission and settings.
pub fn configure(db: &mut Conn, id: EditionId, terms: &Terms, now: Instant) -> Result<()> {
    diesel::update(editions::table.find(id))
        .set((
            editions::declaration_deadline.eq(terms.declaration_deadline),
            editions::deposit_days.eq(to_json(&terms.deposit_days)?),
            editions::sale_days.eq(to_json(&terms.sale_days)?),
            editions::return_day.eq(terms.return_day),
            editions::commission_bp.eq(terms.commission_bp),
            editions::settings.eq(to_json(&terms.settings)?),
            editions::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// Locks the edition's row until the end of the transaction and reads it: whoever decides about several of its slots,
/// numbers or lists at once comes through here, one after the other. 404 when there is none, 409 when it is closed.
pub fn lock(change: &mut Change<'_>, id: EditionId) -> Result<Edition> {
    let row = editions::table.find(id);
    diesel::update(row).set(editions::updated_at.eq(change.now())).execute(change.db)?;
    let edition = by_id(change.db, id)?;
    edition.must_be_open()?;
    Ok(edition)
}

/// Where an edition stands, held so that no step is taken before the commit. Any number of transactions may hold it at once:
/// whatever is decided by the state of an edition is decided behind this. 404 when there is none.
pub fn held_status(db: &mut Conn, id: EditionId) -> Result<EditionStatus> {
    hold::shared(db, Held::Edition, id.as_str())?;
    editions::table.find(id).select(editions::status).first(db).optional()?.ok_or_else(not_found)
}

/// Moves a locked edition to another state.
pub fn set_status(db: &mut Conn, id: EditionId, status: EditionStatus) -> Result<()> {
    diesel::update(editions::table.find(id)).set(editions::status.eq(status)).execute(db)?;
    Ok(())
}

/// Notes when the sale of a locked edition was opened, or that it is not any more.
pub fn note_opening(db: &mut Conn, id: EditionId, opened: Option<Instant>) -> Result<()> {
    diesel::update(editions::table.find(id)).set(editions::sale_opened_at.eq(opened)).execute(db)?;
    Ok(())
}

/// Opens the registrations of a locked, configured edition and freezes its catalogue. Of two real editions that open at
/// once the unique key of `running` lets one.
pub fn open_registrations(change: &mut Change<'_>, edition: &Edition) -> Result<()> {
    let catalogue = match &edition.catalogue {
        Some(frozen) => frozen.as_str(),
        None => Catalogue::standard_json(),
    };
    let changes = (
        editions::status.eq(EditionStatus::RegistrationsOpen),
        editions::running.eq((!edition.is_training).then_some(1)),
        editions::catalogue.eq(catalogue),
    );
    let outcome = diesel::update(editions::table.find(edition.id)).set(changes).execute(change.db);
    outcome.map(drop).on_unique(|| not_ready(&[Condition::AnotherEditionActive.into()]))
}

/// No longer counted among the running editions.
pub fn stop_running(db: &mut Conn, id: EditionId) -> Result<()> {
    diesel::update(editions::table.find(id)).set(editions::running.eq(None::<i32>)).execute(db)?;
    Ok(())
}

/// Notes when an edition was closed, and by whom.
pub fn note_closing(db: &mut Conn, id: EditionId, by: UserId, now: Instant) -> Result<()> {
    diesel::update(editions::table.find(id))
        .set((editions::closed_at.eq(now), editions::closed_by.eq(by)))
        .execute(db)?;
    Ok(())
}

/// Notes until when managers have been told what waits for them. `false`, and nothing has changed, when that is no longer
/// what was read.
pub fn note_managers_told(
    db: &mut Conn,
    id: EditionId,
    last: Option<Instant>,
    at: Option<Instant>,
) -> Result<bool> {
    let (row, told) = (editions::table.find(id), editions::managers_told_at);
    let noted = match last {
        None => diesel::update(row.filter(told.is_null())).set(told.eq(at)).execute(db)?,
        Some(last) => diesel::update(row.filter(told.eq(last))).set(told.eq(at)).execute(db)?,
    };
    Ok(noted == 1)
}

/// The next thing that managers have to decide is told at once.
pub fn forget_managers_told(db: &mut Conn, id: EditionId) -> Result<()> {
    let forgotten = editions::managers_told_at.eq(None::<Instant>);
    diesel::update(editions::table.find(id)).set(forgotten).execute(db)?;
    Ok(())
}

/// Takes away an edition on which nothing hangs any more.
pub fn remove(db: &mut Conn, id: EditionId) -> Result<()> {
    diesel::delete(editions::table.find(id)).execute(db)?;
    Ok(())
}

/// `409 edition_not_ready` with every condition that is lacking.
pub fn not_ready(missing: &[Unmet]) -> Problem {
    let detail = missing.iter().map(|unmet| unmet.message.as_str()).collect::<Vec<_>>().join(" ");
    let errors = missing
        .iter()
        .map(|unmet| FieldError::new("status", unmet.code.as_str(), unmet.message.as_str()))
        .collect();
    conflict("edition_not_ready", detail).with_errors(errors)
}
