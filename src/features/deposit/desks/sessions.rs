//! Opening, hearing of and closing desks.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::{desk_sessions, users};
use crate::error::{FieldError, Result, internal, invalid, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::http::{Created, Json, NoContent, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{DeskSessionId, EditionId, ListId, UserId};
use crate::kernel::text::{PersonName, tidy};

/// Most desks of an edition.
const MOST_DESKS: i32 = 20;
/// Most volunteers at a desk.
const MOST_VOLUNTEERS: usize = 4;
/// Longest name in full letters.
const NAME_MAX: usize = 80;

/// Body of `POST /editions/{id}/desk-sessions`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDesk {
    /// Number of the table, 1 to 20; none for a telephone.
    #[serde(default)]
    pub desk_number: Option<i32>,
    /// Names in full letters of who sits there beside whoever has logged in, 4 at most.
    #[serde(default)]
    pub volunteers: Vec<String>,
}

/// A desk that was opened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenedDesk {
    /// Its session, which its commands name.
    pub session_id: DeskSessionId,
    /// Number of the table.
    pub desk_number: Option<i32>,
    /// The time for its clock.
    pub server_time: Instant,
    /// 32 bytes that labels are checked with, base64url.
    pub label_key: String,
    /// What label codes begin with.
    pub edition_code: String,
    /// Whether nothing is real.
    pub is_training: bool,
}

/// Body of `POST /desk-sessions/{id}/report`: what a device says of itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskReport {
    /// The list on its screen.
    #[serde(default)]
    pub open_list_id: Option<ListId>,
    /// Decisions that wait for the network.
    pub unsent: u32,
    /// Version of the page.
    pub version: String,
    /// Its own clock, milliseconds since 1970.
    pub clock_ms: i64,
}

/// What the device learns.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct DeskHeard {
    /// The time for its clock.
    pub server_time: Instant,
    /// Whether its session is still open.
    pub open: bool,
}

/// A desk as it lies in the database.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = desk_sessions)]
#[allow(missing_docs)]
pub struct DeskSession {
    pub id: DeskSessionId,
    pub edition_id: EditionId,
    pub desk_number: Option<i32>,
    pub user_id: UserId,
    volunteers: String,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    report: Option<String>,
    pub heard_at: Option<Instant>,
}

impl DeskSession {
    /// Names in full letters.
    pub fn volunteers(&self) -> Result<Vec<String>> {
        serde_json::from_str(&self.volunteers).map_err(internal)
    }

    /// What the device said last.
    pub fn report(&self) -> Result<Option<DeskReport>> {
        self.report.as_deref().map(serde_json::from_str).transpose().map_err(internal)
    }
}

/// One desk; nothing when there is none with this id in the edition.
pub fn in_edition(db: &mut Conn, edition: EditionId, id: DeskSessionId) -> Result<Option<DeskSession>> {
    let found = desk_sessions::table.find(id).filter(desk_sessions::edition_id.eq(edition));
    Ok(found.select(DeskSession::as_select()).first(db).optional()?)
}

/// The desks of an edition with who opened them, the latest first.
pub fn of_edition(db: &mut Conn, edition: EditionId) -> Result<Vec<(DeskSession, PersonName)>> {
    let rows: Vec<(DeskSession, String, String)> = desk_sessions::table
        .inner_join(users::table)
        .filter(desk_sessions::edition_id.eq(edition))
        .order(desk_sessions::opened_at.desc())
        .select((DeskSession::as_select(), users::first_name, users::last_name))
        .load(db)?;
    Ok(rows.into_iter().map(|(desk, first, last)| (desk, PersonName::new(&first, &last))).collect())
}

/// Forgets who sat with a person at the desks they opened: the account goes.
pub fn forget_names(db: &mut Conn, user: UserId) -> Result<()> {
    diesel::update(desk_sessions::table.filter(desk_sessions::user_id.eq(user)))
        .set(desk_sessions::volunteers.eq("[]"))
        .execute(db)?;
    Ok(())
}

fn by_id(db: &mut Conn, id: DeskSessionId) -> Result<DeskSession> {
    let found = desk_sessions::table.find(id).select(DeskSession::as_select());
    found.first(db).optional()?.ok_or_else(not_found)
}

/// Refuses unless desks may be opened: from the first deposit day until the edition is closed.
fn must_have_desks(edition: &Edition) -> Result<()> {
    let states = [EditionStatus::Deposit, EditionStatus::Sale, EditionStatus::Settlement];
    edition.must_be(&states, "desk_not_open", "Les tables s’ouvrent quand le dépôt commence.")
}

/// `POST /editions/{id}/desk-sessions`
pub fn open(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Json(body)): (Path<EditionId>, Json<OpenDesk>),
) -> Result<Created<OpenedDesk>> {
    let (actor, now) = (ctx.actor()?, ctx.now());
    let edition = editions::by_id(ctx.db, edition_id)?;
    must_have_desks(&edition)?;
    let volunteers = checked(&body)?;
    let names = serde_json::to_string(&volunteers).map_err(internal)?;
    let session_id = ctx.write(|change| {
        editions::held_status(change.db, edition_id)?.must_be_open()?;
        let id = DeskSessionId::new(change.uuid());
        diesel::insert_into(desk_sessions::table)
            .values((
                desk_sessions::id.eq(id),
                desk_sessions::edition_id.eq(edition_id),
                desk_sessions::desk_number.eq(body.desk_number),
                desk_sessions::user_id.eq(actor.user_id),
                desk_sessions::volunteers.eq(&names),
                desk_sessions::opened_at.eq(now),
            ))
            .execute(change.db)?;
        change.journal(Event::DeskOpened, id, json!({ "desk_number": body.desk_number }))?;
        Ok(id)
    })?;
    Ok(Created(OpenedDesk {
        session_id,
        desk_number: body.desk_number,
        server_time: now,
        label_key: edition.label_key_base64url()?,
        edition_code: edition.code,
        is_training: edition.is_training,
    }))
}

fn checked(body: &OpenDesk) -> Result<Vec<String>> {
    let mut errors = Vec::new();
    if body.desk_number.is_some_and(|number| !(1..=MOST_DESKS).contains(&number)) {
        let sentence = "Les tables ont un numéro de 1 à 20.";
        errors.push(FieldError::new("desk_number", "out_of_range", sentence));
    }
    let names: Vec<String> =
        body.volunteers.iter().map(|name| tidy(name)).filter(|name| !name.is_empty()).collect();
    if names.len() > MOST_VOLUNTEERS || names.iter().any(|name| name.chars().count() > NAME_MAX) {
        let sentence = "Quatre noms au plus, de 80 caractères au plus.";
        errors.push(FieldError::new("volunteers", "too_long", sentence));
    }
    if errors.is_empty() { Ok(names) } else { Err(invalid(errors)) }
}

/// `POST /desk-sessions/{id}/report`
pub fn report(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<DeskSessionId>, Json<DeskReport>),
) -> Result<Json<DeskHeard>> {
    let now = ctx.now();
    let desk = by_id(ctx.db, id)?;
    let body = DeskReport { version: body.version.chars().take(40).collect(), ..body };
    let text = serde_json::to_string(&body).map_err(internal)?;
    ctx.write(|change| {
        diesel::update(desk_sessions::table.find(id))
            .set((desk_sessions::report.eq(&text), desk_sessions::heard_at.eq(now)))
            .execute(change.db)?;
        Ok(())
    })?;
    Ok(Json(DeskHeard { server_time: now, open: desk.closed_at.is_none() }))
}

/// `POST /desk-sessions/{id}/close`: its unsent decisions are taken in afterwards, too.
pub fn close(ctx: &mut Ctx<'_>, Path(id): Path<DeskSessionId>) -> Result<NoContent> {
    let now = ctx.now();
    by_id(ctx.db, id)?;
    ctx.write(|change| {
        let open = desk_sessions::table.find(id).filter(desk_sessions::closed_at.is_null());
        if diesel::update(open).set(desk_sessions::closed_at.eq(now)).execute(change.db)? == 1 {
            change.journal(Event::DeskClosed, id, json!({}))?;
        }
        Ok(())
    })?;
    Ok(NoContent)
}
