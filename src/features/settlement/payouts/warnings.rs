//! What may still change what is owed: said wherever money is computed or paid.

use diesel::prelude::*;

use super::views::Warnings;
use crate::db::Conn;
use crate::db::schema::ticket_lines;
use crate::error::Result;
use crate::features::edition::editions::model::Edition;
use crate::features::sale::tills::outstanding;
use crate::kernel::ids::EditionId;

/// Open tills, tickets that have not come, prices that nobody decided about.
pub(crate) fn of(db: &mut Conn, edition: &Edition) -> Result<Warnings> {
    Ok(Warnings {
        open_tills: outstanding::open_tills(db, edition.id)?,
        tickets_unsent: outstanding::tickets_unsent(db, edition.id)?,
        prices_undecided: prices_undecided(db, edition.id)?,
    })
}

/// Effective sales whose price differs and waits for a manager.
pub fn prices_undecided(db: &mut Conn, edition: EditionId) -> Result<i64> {
    Ok(ticket_lines::table
        .filter(ticket_lines::edition_id.eq(edition))
        .filter(ticket_lines::effective_article_id.is_not_null())
        .filter(ticket_lines::price_differs.eq(true))
        .filter(ticket_lines::payout_price_cents.is_null())
        .count()
        .get_result(db)?)
}
