//! Editions in the database.

use diesel::prelude::*;

use super::model::Edition;
use crate::db::Conn;
use crate::db::schema::editions;
use crate::error::{Result, not_found};
use crate::kernel::ids::EditionId;

/// An edition by its id; 404 when there is none.
pub fn by_id(db: &mut Conn, id: EditionId) -> Result<Edition> {
    editions::table.find(id).select(Edition::as_select()).first(db).optional()?.ok_or_else(not_found)
}
