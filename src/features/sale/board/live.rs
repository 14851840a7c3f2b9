//! Live figures of the sale, polled every ten seconds by managers and volunteers (till.md 10).
//!
//! Each process caches its sums and brings them up to date from the journal entries written since, so that an answer takes
//! few statements while nothing happens.

mod since;
mod sums;

use std::cmp::Reverse;

use self::sums::Sums;
pub use self::sums::Waiting;
use crate::ctx::Ctx;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::journal;
use crate::features::base::journal::Mark;
use crate::features::edition::editions::store;
use crate::features::sale::states::PaymentMethod;
use crate::features::sale::takings::PerMethod;
use crate::features::sale::tills::store as tills_store;
use crate::features::sale::views::{HourSales, ListSales, LiveView, TillLive};
use crate::http::{Path, Tagged};
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;

/// How many lists are shown as those that sold most.
const TOP: usize = 10;

/// `GET /editions/{id}/live`
pub fn live(ctx: &mut Ctx<'_>, Path(edition_id): Path<EditionId>) -> Result<Tagged<LiveView>> {
    let (id, memo) = (store::by_id(ctx.db, edition_id)?.id, &ctx.services.live);
    let end = journal::end(ctx.db)?;
    // As of a place in the journal: nothing that counts here changes without an entry.
    let sums = match memo.get::<(Mark, Sums)>(id) {
        Some((as_of, sums)) if as_of == end => sums,
        older => {
            let (as_of, sums) = db::at_one_instant(ctx.db, |db| brought_up_to_date(db, id, older))?;
            memo.keep(id, (as_of, sums.clone()));
            sums
        }
    };
    // Tills report themselves without an entry in the journal.
    let tills = tills(ctx.db, id, &sums)?;
    Ok(Tagged(shown(sums, tills)))
}

/// Sums and the place in the journal that they are as of. Whoever calls sees the journal and the tables at the same instant: a sale
/// that was in one and not yet in the other would be left out, or counted twice the next time.
fn brought_up_to_date(db: &mut Conn, id: EditionId, older: Option<(Mark, Sums)>) -> Result<(Mark, Sums)> {
    let end = journal::end(db)?;
    if let Some((as_of, sums)) = older
        && let Some(sums) = since::added(db, id, sums, &as_of)?
    {
        return Ok((end, Sums { waiting: Waiting::read(db, id)?, ..sums }));
    }
    Ok((end, Sums::read(db, id)?))
}

fn shown(sums: Sums, tills: Vec<TillLive>) -> LiveView {
    let (sold, offered) = (sums.hours.values().map(|sold| sold.articles).sum(), sums.articles_offered);
    let takings = sums.takings.values();
    let takings: PerMethod = takings
        .flat_map(|sums| PaymentMethod::ALL.iter().map(|method| (*method, sums.of(*method))))
        .collect();
    let hours = sums.hours.iter().filter_map(|(hour, sold)| {
        let from = Instant::parse(&format!("{hour}:00:00.000Z"))?;
        Some(HourSales { from, articles: sold.articles, sales_cents: sold.cents })
    });
    let mut lists: Vec<_> = sums.lists.iter().collect();
    lists.sort_by_key(|(number, sold)| (Reverse(sold.cents), **number));
    let top = lists.into_iter().take(TOP);
    LiveView {
        articles_sold: sold,
        articles_offered: offered,
        sold_bp: if offered == 0 { 0 } else { sold * 10_000 / offered },
        tickets: sums.tickets.values().sum(),
        private_sale_tickets: sums.private_sale_tickets,
        takings_cents: takings.total(),
        takings,
        tills,
        hours: hours.collect(),
        top_lists: top
            .map(|(number, sold)| ListSales {
                list_number: *number,
                articles: sold.articles,
                sales_cents: sold.cents,
            })
            .collect(),
        conflicts: sums.waiting.conflicts,
        quarantined: sums.waiting.quarantined,
        prices_to_decide: sums.waiting.prices_to_decide,
        lines_without_owner: sums.waiting.without_owner,
    }
}

fn tills(db: &mut Conn, id: EditionId, sums: &Sums) -> Result<Vec<TillLive>> {
    let sessions = tills_store::of_edition(db, id, None)?;
    Ok(sessions
        .into_iter()
        .map(|(session, name)| TillLive {
            session_id: session.id,
            register_number: session.register_number,
            seller: name.short(),
            state: session.state(),
            counted: session.counted.is_some(),
            opened_at: session.opened_at,
            last_seen_at: session.last_seen_at,
            report: session.report(),
            tickets: sums.tickets.get(&session.id).copied().unwrap_or(0),
            takings_cents: sums.takings.get(&session.id).map_or(0, PerMethod::total),
        })
        .collect())
}
