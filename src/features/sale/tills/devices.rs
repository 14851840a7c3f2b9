//! The devices on which a till is open, and taking one of them out of use: a lost tablet must not go on selling.

use diesel::prelude::*;
use serde_json::json;

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, PageQuery, Paged};
use crate::db::schema::{register_sessions, sessions, users};
use crate::error::{Result, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::model::UserState;
use crate::features::people::sessions::log_ins as logins;
use crate::features::sale::views::DeviceView;
use crate::http::{Json, NoContent, Path, Query};
use crate::kernel::actor::Scope;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, SessionId};
use crate::kernel::text::PersonName;

/// `GET /editions/{id}/devices`: those whose pair still works, by register.
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Query(page)): (Path<EditionId>, Query<PageQuery>),
) -> Result<Json<Paged<DeviceView>>> {
    let (page, now) = (Page::from(page), ctx.now());
    let edition = editions::by_id(ctx.db, edition_id)?;
    let all = working(ctx.db, edition.id, now)?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let rows = |count: i64| usize::try_from(count).unwrap_or(0);
    let items = all.into_iter().skip(rows(page.offset())).take(rows(page.size)).collect();
    Ok(Json(Paged::new(items, page, total)))
}

fn working(db: &mut Conn, edition: EditionId, now: Instant) -> Result<Vec<DeviceView>> {
    type Row = (SessionId, i32, RegisterSessionId, PersonName, (String, Instant, Instant, Instant));
    let rows: Vec<Row> = sessions::table
        .inner_join(
            register_sessions::table.on(sessions::register_session_id.eq(register_sessions::id.nullable())),
        )
        .inner_join(users::table)
        .filter(register_sessions::edition_id.eq(edition))
        .filter(register_sessions::closed_at.is_null())
        .filter(sessions::scope.eq(Scope::Till))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(users::state.eq(UserState::Active))
        .order((register_sessions::register_number, sessions::id))
        .select((
            sessions::id,
            register_sessions::register_number,
            register_sessions::id,
            (users::first_name, users::last_name),
            (sessions::agent, sessions::created_at, sessions::last_used_at, sessions::expires_at),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, register_number, session_id, name, (agent, opened_at, last_used_at, expires_at))| {
            DeviceView {
                id,
                register_number,
                session_id,
                seller: name.short(),
                agent,
                opened_at,
                last_used_at,
                expires_at,
            }
        })
        .collect())
}

/// `DELETE /devices/{id}`: its pair ends at once; the register session stays open for its volunteer.
pub fn forget(ctx: &mut Ctx<'_>, Path(id): Path<SessionId>) -> Result<NoContent> {
    ctx.write(|change| {
        let device = sessions::table.find(id).filter(sessions::scope.eq(Scope::Till));
        let bound: Option<RegisterSessionId> =
            device.select(sessions::register_session_id).first(change.db).optional()?.flatten();
        let register_session = bound.ok_or_else(not_found)?;
        logins::end(change, id)?;
        let details = json!({ "device": id });
        change.journal(Event::DeviceForgotten, register_session, details)
    })?;
    logins::till_ended(ctx.services);
    Ok(NoContent)
}
