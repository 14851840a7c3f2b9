//! What the journal has told since the board was added up: plain sales are added to it one by one, so that a poll in the
//! rush costs what happened since the last one, not what happened since the morning.

use serde::Deserialize;

use super::sums::Sums;
use crate::db::Conn;
use crate::error::Result;
use crate::features::base::journal;
use crate::features::base::journal::{LiveSums, Mark};
use crate::features::lists::label_code::LabelCode;
use crate::features::sale::states::LineStatus;
use crate::features::sale::ticket::Payment;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, TicketId};

/// Most entries that are read one by one: more, and adding up afresh costs less.
const MOST: usize = 200;

/// What `record::entry` has written of a ticket.
#[derive(Deserialize)]
struct Recorded {
    cancels: Option<TicketId>,
    edition_id: EditionId,
    lines: Vec<RecordedLine>,
    payments: Vec<Payment>,
    private_sale: bool,
    session_id: RegisterSessionId,
    sold_at: Instant,
}

#[derive(Deserialize)]
struct RecordedLine {
    code: String,
    price_cents: i32,
    status: LineStatus,
}

/// The sums with the sales told after a place in the journal. `None` when something else has happened too, and
/// everything has to be added up afresh.
pub fn added(db: &mut Conn, id: EditionId, mut sums: Sums, as_of: &Mark) -> Result<Option<Sums>> {
    let Some(entries) = journal::told_since(db, as_of, MOST)? else { return Ok(None) };
    let all_added = entries.iter().all(|(event, details)| match LiveSums::after(event) {
        LiveSums::Grow => serde_json::from_str(details).is_ok_and(|ticket: Recorded| {
            // A training sale goes on beside the real one.
            ticket.edition_id != id || add(&mut sums, &ticket).is_some()
        }),
        LiveSums::Stay => true,
        LiveSums::Change => false,
    });
    Ok(all_added.then_some(sums))
}

/// Adds a sale, unless it takes something back or claims what is not simply sold.
fn add(sums: &mut Sums, ticket: &Recorded) -> Option<()> {
    let plain = ticket.cancels.is_none() && ticket.lines.iter().all(|line| line.status == LineStatus::Sold);
    let hour = ticket.sold_at.as_str().get(..13).filter(|_| plain)?;
    for line in &ticket.lines {
        let list = LabelCode::parse(&line.code)?.list_number();
        sums.lists.entry(list).or_default().add(line.price_cents);
        sums.hours.entry(hour.to_owned()).or_default().add(line.price_cents);
    }
    for payment in &ticket.payments {
        let cents = i64::from(payment.amount_cents);
        sums.takings.entry(ticket.session_id).or_default().add(payment.method, cents);
    }
    *sums.tickets.entry(ticket.session_id).or_default() += 1;
    sums.private_sale_tickets += i64::from(ticket.private_sale);
    Some(())
}
