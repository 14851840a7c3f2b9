//! Deposit slots in the database. Places are taken and given back here only, by conditional updates.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::slots;
use crate::error::{Result, internal, not_found};
use crate::features::edition::editions::model::{Slot, SlotTerms};
use crate::kernel::ids::{EditionId, SlotId};

/// The slots of an edition, in the order of time.
pub fn of_edition(db: &mut Conn, edition: EditionId) -> Result<Vec<Slot>> {
    let query = slots::table.filter(slots::edition_id.eq(edition)).order((slots::starts_at, slots::id));
    Ok(query.select(Slot::as_select()).load(db)?)
}

/// A slot of an edition; 404 when there is none.
pub fn by_id(db: &mut Conn, edition: EditionId, id: SlotId) -> Result<Slot> {
    let query = slots::table.find(id).filter(slots::edition_id.eq(edition));
    query.select(Slot::as_select()).first(db).optional()?.ok_or_else(not_found)
}

/// How many slots an edition has.
pub fn count(db: &mut Conn, edition: EditionId) -> Result<i64> {
    Ok(slots::table.filter(slots::edition_id.eq(edition)).count().get_result(db)?)
}

/// Adds a slot. A second one with the same start is a unique violation.
pub fn insert(db: &mut Conn, slot: &Slot) -> Result<()> {
    diesel::insert_into(slots::table).values(slot).execute(db)?;
    Ok(())
}

/// Changes a slot unless more are registered than the new capacity: `false`, and nothing has changed.
pub fn update(db: &mut Conn, id: SlotId, terms: &SlotTerms) -> Result<bool> {
    let changes = (
        slots::starts_at.eq(terms.starts_at),
        slots::ends_at.eq(terms.ends_at),
        slots::capacity.eq(terms.capacity),
        slots::residents_only.eq(terms.residents_only),
        slots::list_types.eq(serde_json::to_string(&terms.list_types).map_err(internal)?),
        slots::note.eq(&terms.note),
    );
    let roomy = slots::table.find(id).filter(slots::taken.le(terms.capacity));
    Ok(diesel::update(roomy).set(changes).execute(db)? == 1)
}

/// Takes a slot out unless somebody is registered in it: `false`, and it is still there.
pub fn delete(db: &mut Conn, id: SlotId) -> Result<bool> {
    Ok(diesel::delete(slots::table.find(id).filter(slots::taken.eq(0))).execute(db)? == 1)
}

/// Takes one place: of two who want the last one, one gets it and the other `false`.
pub fn take_place(db: &mut Conn, id: SlotId) -> Result<bool> {
    let free = slots::table.find(id).filter(slots::taken.lt(slots::capacity));
    Ok(diesel::update(free).set(slots::taken.eq(slots::taken + 1)).execute(db)? == 1)
}

/// Gives one place back.
pub fn give_back_place(db: &mut Conn, id: SlotId) -> Result<()> {
    let used = slots::table.find(id).filter(slots::taken.gt(0));
    diesel::update(used).set(slots::taken.eq(slots::taken - 1)).execute(db)?;
    Ok(())
}

/// Takes away every slot of an edition that nobody is registered in. Gives how many.
pub fn remove_all(db: &mut Conn, edition: EditionId) -> Result<usize> {
    Ok(diesel::delete(slots::table.filter(slots::edition_id.eq(edition))).execute(db)?)
}
