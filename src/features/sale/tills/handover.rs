//! Baskets handed from one till to another, by a short number or its QR code (till.md 4).
//!
//! Nothing is sold by it: the lines are scanned goods, which the till that takes them up sells like its own. Of two tills
//! that take the same number, the conditional update lets one.

use chrono::TimeDelta;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::sessions::must_be_on_sale;
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::paging::{Page, Paged};
use crate::db::schema::{held_tickets, users};
use crate::error::unique::UniqueKey;
use crate::error::{self, FieldError, Result, conflict, internal, invalid, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::store as editions;
use crate::features::sale::ticket::{MOST_LINES, TicketLine};
use crate::http::{Created, Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, HeldTicketId, UserId};
use crate::kernel::text::PersonName;
use crate::pdf::Qr;

/// Highest number: three digits can be called across the hall.
const HIGHEST: i32 = 999;

/// Minutes within which the same person may take a basket up again: their first answer may have been lost.
const AGAIN_MINUTES: i64 = 10;

/// Body of `POST /editions/{id}/held-tickets`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// What was scanned so far.
    pub lines: Vec<TicketLine>,
}

/// A basket on its way from one till to another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HeldTicket {
    /// The basket.
    pub id: HeldTicketId,
    /// 1 to 999, free again once it has been taken up.
    pub number: i32,
    /// What was scanned.
    pub lines: Vec<TicketLine>,
    /// Sum of its prices, in cents.
    pub total_cents: i64,
    /// When it was handed over.
    pub held_at: Instant,
    /// By whom: `Camille M.`
    pub seller: String,
    /// Text of its QR code: `TICKET 17`.
    pub qr_text: String,
    /// The QR code as SVG path data, in modules, quiet zone of 4 included.
    pub qr_path: String,
    /// Side of that drawing in modules.
    pub qr_side: u32,
}

type Row = (HeldTicketId, i32, String, Instant, PersonName);

type Names = (users::first_name, users::last_name);

/// The columns of a [`Row`].
const COLUMNS: (held_tickets::id, held_tickets::number, held_tickets::body, held_tickets::held_at, Names) = (
    held_tickets::id,
    held_tickets::number,
    held_tickets::body,
    held_tickets::held_at,
    (users::first_name, users::last_name),
);

fn view((id, number, body, held_at, name): Row) -> Result<HeldTicket> {
    let Hold { lines } = serde_json::from_str(&body).map_err(internal)?;
    let qr_text = format!("TICKET {number}");
    let qr = Qr::encode(&qr_text).map_err(internal)?;
    Ok(HeldTicket {
        id,
        number,
        total_cents: lines.iter().map(|line| i64::from(line.price_cents)).sum(),
        lines,
        held_at,
        seller: name.short(),
        qr_path: qr.svg_path(),
        qr_side: qr.svg_side(),
        qr_text,
    })
}

fn by_id(db: &mut Conn, id: HeldTicketId) -> Result<HeldTicket> {
    let row: Row = held_tickets::table
        .inner_join(users::table)
        .filter(held_tickets::id.eq(id))
        .select(COLUMNS)
        .first(db)?;
    view(row)
}

/// `POST /editions/{id}/held-tickets`
pub fn hold(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Json(body)): (Path<EditionId>, Json<Hold>),
) -> Result<Created<HeldTicket>> {
    let by = ctx.actor()?.user_id;
    must_be_on_sale(&editions::by_id(ctx.db, edition_id)?)?;
    if !(1..=MOST_LINES).contains(&body.lines.len()) {
        let sentence = format!("Un ticket mis de côté compte de 1 à {MOST_LINES} articles.");
        return Err(invalid(vec![FieldError::new("lines", "out_of_range", sentence)]));
    }
    if !body.lines.iter().all(TicketLine::is_plausible) {
        let sentence = "Une ligne de ce ticket n'est pas celle d'une étiquette : scannez-la de nouveau.";
        return Err(invalid(vec![FieldError::new("lines", "out_of_range", sentence)]));
    }
    let text = serde_json::to_string(&body).map_err(internal)?;
    let id = ctx.write(|change| {
        let taken: Vec<Option<i32>> = held_tickets::table
            .filter(held_tickets::edition_id.eq(edition_id))
            .filter(held_tickets::open_number.is_not_null())
            .select(held_tickets::open_number)
            .load(change.db)?;
        let Some(number) = (1..=HIGHEST).find(|number| !taken.contains(&Some(*number))) else {
            return Err(conflict("too_many_held", "Trop de tickets attendent : reprenez-en d'abord."));
        };
        let id = HeldTicketId::new(change.uuid());
        let row = (
            held_tickets::id.eq(id),
            held_tickets::edition_id.eq(edition_id),
            held_tickets::number.eq(number),
            held_tickets::open_number.eq(number),
            held_tickets::body.eq(&text),
            held_tickets::held_at.eq(change.now()),
            held_tickets::held_by.eq(by),
        );
        // Another till may be given the number at the same moment: the next one is as good.
        diesel::insert_into(held_tickets::table).values(row).execute(change.db).or_lost_race()?;
        let details = json!({ "number": number, "lines": body.lines.len() });
        change.journal(Event::TicketHeld, id, details)?;
        Ok(id)
    })?;
    by_id(ctx.db, id).map(Created)
}

/// `GET /editions/{id}/held-tickets`: those that wait, the oldest first.
pub fn list(ctx: &mut Ctx<'_>, Path(edition_id): Path<EditionId>) -> Result<Json<Paged<HeldTicket>>> {
    editions::by_id(ctx.db, edition_id)?;
    let rows: Vec<Row> = held_tickets::table
        .inner_join(users::table)
        .filter(held_tickets::edition_id.eq(edition_id))
        .filter(held_tickets::open_number.is_not_null())
        .order((held_tickets::held_at, held_tickets::number))
        .limit(200)
        .select(COLUMNS)
        .load(ctx.db)?;
    let items: Vec<HeldTicket> = rows.into_iter().map(view).collect::<Result<_>>()?;
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    Ok(Json(Paged::new(items, Page::new(None, Some(200)), total)))
}

/// `POST /editions/{id}/held-tickets/{number}/take`: takes a basket up. Whoever did gets it again for a few minutes.
pub fn take(
    ctx: &mut Ctx<'_>,
    Path((edition_id, number)): Path<(EditionId, i32)>,
) -> Result<Json<HeldTicket>> {
    let (by, now) = (ctx.actor()?.user_id, ctx.now());
    must_be_on_sale(&editions::by_id(ctx.db, edition_id)?)?;
    let id = ctx.write(|change| {
        let waiting: Option<HeldTicketId> = held_tickets::table
            .filter(held_tickets::edition_id.eq(edition_id))
            .filter(held_tickets::open_number.eq(number))
            .select(held_tickets::id)
            .first(change.db)
            .optional()?;
        let Some(id) = waiting else { return taken_before(change.db, edition_id, number, by, now) };
        let row = held_tickets::table.find(id).filter(held_tickets::taken_at.is_null());
        let taken = diesel::update(row)
            .set((
                held_tickets::open_number.eq(None::<i32>),
                held_tickets::taken_at.eq(now),
                held_tickets::taken_by.eq(by),
            ))
            .execute(change.db)?;
        if taken == 0 {
            return Err(error::lost_race());
        }
        let details = json!({ "number": number });
        change.journal(Event::TicketTakenUp, id, details)?;
        Ok(id)
    })?;
    by_id(ctx.db, id).map(Json)
}

/// A number that no longer waits: the asker's own of a moment ago, somebody else's, or none at all.
fn taken_before(
    db: &mut Conn,
    edition_id: EditionId,
    number: i32,
    by: UserId,
    now: Instant,
) -> Result<HeldTicketId> {
    let last: Option<(HeldTicketId, Option<UserId>, Option<Instant>)> = held_tickets::table
        .filter(held_tickets::edition_id.eq(edition_id))
        .filter(held_tickets::number.eq(number))
        .order(held_tickets::taken_at.desc())
        .select((held_tickets::id, held_tickets::taken_by, held_tickets::taken_at))
        .first(db)
        .optional()?;
    let recent = now.plus(TimeDelta::minutes(-AGAIN_MINUTES));
    match last {
        None => Err(not_found()),
        Some((id, taken_by, at)) if taken_by == Some(by) && at > Some(recent) => Ok(id),
        Some(_) => {
            Err(conflict("ticket_taken", format!("Le ticket {number} a déjà été repris à une autre caisse.")))
        }
    }
}
