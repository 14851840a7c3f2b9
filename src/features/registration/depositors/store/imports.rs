//! Previewed files and remembered tariffs in the database.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::ctx::Change;
use crate::db::Conn;
use crate::db::paging::Page;
use crate::db::schema::{imports, tariffs, users};
use crate::error::Result;
use crate::features::registration::depositors::model::Import;
use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ImportId, UserId};

/// How long a previewed file is kept (billetweb.md 4).
pub const HOURS_KEPT: i64 = 24;

/// Longest tariff that is remembered, in characters.
const TARIFF_CHARS: usize = 120;

/// Keeps a previewed file; a second preview of the same file starts its 24 hours anew.
pub fn keep(
    change: &mut Change<'_>,
    edition: EditionId,
    by: UserId,
    digest: &str,
    file_name: &str,
    content: &[u8],
) -> Result<()> {
    let now = change.now();
    let known = imports::table.filter(imports::edition_id.eq(edition)).filter(imports::digest.eq(digest));
    let fresh = (imports::content.eq(content), imports::created_at.eq(now), imports::file_name.eq(file_name));
    if diesel::update(known).set(fresh).execute(change.db)? == 1 {
        return Ok(());
    }
    let import = Import {
        id: ImportId::new(change.uuid()),
        edition_id: edition,
        digest: digest.to_owned(),
        file_name: file_name.to_owned(),
        content: Some(content.to_vec()),
        created_at: now,
        created_by: by,
        imported_at: None,
        result: None,
    };
    diesel::insert_into(imports::table).values(&import).execute(change.db)?;
    Ok(())
}

/// Forgets the contents of files previewed more than a day ago: they are full of personal data.
pub fn forget_old(db: &mut Conn, now: Instant) -> Result<usize> {
    let yesterday = now.plus(TimeDelta::hours(-HOURS_KEPT));
    let old = imports::table.filter(imports::created_at.lt(yesterday)).filter(imports::content.is_not_null());
    Ok(diesel::update(old).set(imports::content.eq(None::<Vec<u8>>)).execute(db)?)
}

/// Forgets the previewed files and tariffs of an edition that is being taken away.
pub fn forget_edition(db: &mut Conn, edition: EditionId) -> Result<()> {
    diesel::delete(imports::table.filter(imports::edition_id.eq(edition))).execute(db)?;
    diesel::delete(tariffs::table.filter(tariffs::edition_id.eq(edition))).execute(db)?;
    Ok(())
}

/// A previewed file by its digest.
pub fn by_digest(db: &mut Conn, edition: EditionId, digest: &str) -> Result<Option<Import>> {
    let query = imports::table.filter(imports::edition_id.eq(edition)).filter(imports::digest.eq(digest));
    Ok(query.select(Import::as_select()).first(db).optional()?)
}

/// Notes what an import did, and who did it.
pub fn finish(db: &mut Conn, id: ImportId, by: UserId, now: Instant, result: &str) -> Result<()> {
    let changes = (imports::imported_at.eq(now), imports::created_by.eq(by), imports::result.eq(result));
    diesel::update(imports::table.find(id)).set(changes).execute(db)?;
    Ok(())
}

/// An import that was carried out, and by whom.
pub type Done = (ImportId, String, String, Option<Instant>, Option<String>, String, String);

/// A page of the imports that were carried out, the latest first, and how many there are.
pub fn page(db: &mut Conn, edition: EditionId, page: Page) -> Result<(Vec<Done>, i64)> {
    let done =
        || imports::table.filter(imports::edition_id.eq(edition)).filter(imports::imported_at.is_not_null());
    let rows = done()
        .inner_join(users::table.on(users::id.eq(imports::created_by)))
        .order((imports::imported_at.desc(), imports::id.desc()))
        .limit(page.size)
        .offset(page.offset())
        .select((
            imports::id,
            imports::digest,
            imports::file_name,
            imports::imported_at,
            imports::result,
            users::first_name,
            users::last_name,
        ))
        .load(db)?;
    Ok((rows, done().count().get_result(db)?))
}

/// What tariffs meant in earlier imports of an edition.
pub fn tariffs(db: &mut Conn, edition: EditionId) -> Result<BTreeMap<String, TariffUse>> {
    let query = tariffs::table.filter(tariffs::edition_id.eq(edition));
    let rows: Vec<(String, TariffUse)> = query.select((tariffs::text, tariffs::list_type)).load(db)?;
    Ok(rows.into_iter().collect())
}

/// Remembers what tariffs mean. A name too long to be remembered is asked for again.
pub fn remember_tariffs(
    db: &mut Conn,
    edition: EditionId,
    meanings: &BTreeMap<String, TariffUse>,
) -> Result<()> {
    let remembered = tariffs(db, edition)?;
    for (text, meaning) in meanings.iter().filter(|(text, _)| text.chars().count() <= TARIFF_CHARS) {
        match remembered.get(text) {
            Some(known) if known == meaning => {}
            Some(_) => {
                let row = tariffs::table.find((edition, text));
                diesel::update(row).set(tariffs::list_type.eq(meaning)).execute(db)?;
            }
            None => {
                let row =
                    (tariffs::edition_id.eq(edition), tariffs::text.eq(text), tariffs::list_type.eq(meaning));
                diesel::insert_into(tariffs::table).values(row).execute(db)?;
            }
        }
    }
    Ok(())
}
