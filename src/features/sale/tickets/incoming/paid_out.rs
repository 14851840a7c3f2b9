//! Sales whose money has gone on to the depositor: what was paid out cannot be taken back here.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::hold::{self, Held};
use crate::db::schema::{articles, lists, payout_payments, payouts, ticket_lines};
use crate::error::{Result, conflict};
use crate::kernel::ids::{EditionId, PayoutId, PayoutPaymentId, TicketId, TicketLineId, UserId};

/// Refuses to change what depositors get for these lines once their payout has been paid: `409 payout_paid`. Holds the
/// payouts until the commit, so that none is paid meanwhile. Lines that take no effect count in no payout.
pub fn refuse(db: &mut Conn, lines: &[TicketLineId]) -> Result<()> {
    let owners: Vec<(UserId, EditionId, i32)> = ticket_lines::table
        .inner_join(articles::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .inner_join(lists::table.on(articles::list_id.eq(lists::id)))
        .filter(ticket_lines::id.eq_any(lines))
        .select((lists::user_id, lists::edition_id, lists::number))
        .load(db)?;
    let Some((_, edition, _)) = owners.first() else { return Ok(()) };
    let ids: Vec<UserId> = owners.iter().map(|(user, ..)| *user).collect();
    let concerned =
        payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::user_id.eq_any(ids));
    let ids: Vec<PayoutId> = concerned.order(payouts::id).select(payouts::id).load(db)?;
    for id in &ids {
        hold::exclusive(db, Held::Payout, id.as_str())?;
    }
    let paid = owners_paid(db, &ids)?;
    let mut numbers: Vec<i32> =
        owners.iter().filter(|(user, ..)| paid.contains(user)).map(|(_, _, number)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let Some(first) = numbers.first() else { return Ok(()) };
    let sentence = format!(
        "Le reversement de la liste n° {first} est déjà payé : cette vente ne peut plus être modifiée. Un remboursement \
         au client reste à la charge de l'association ; notez-le dans sa comptabilité."
    );
    Err(conflict("payout_paid", sentence).with("list_numbers", numbers))
}

/// Tickets of these with a line that takes effect and whose depositor has been paid.
pub fn among(db: &mut Conn, tickets: &[TicketId]) -> Result<BTreeSet<TicketId>> {
    if tickets.is_empty() {
        return Ok(BTreeSet::new());
    }
    let owners: Vec<(TicketId, EditionId, UserId)> = ticket_lines::table
        .inner_join(articles::table.on(ticket_lines::effective_article_id.eq(articles::id.nullable())))
        .inner_join(lists::table.on(articles::list_id.eq(lists::id)))
        .filter(ticket_lines::ticket_id.eq_any(tickets))
        .select((ticket_lines::ticket_id, lists::edition_id, lists::user_id))
        .load(db)?;
    let Some((_, edition, _)) = owners.first() else { return Ok(BTreeSet::new()) };
    let ids: Vec<UserId> = owners.iter().map(|(.., user)| *user).collect();
    let concerned: Vec<PayoutId> = payouts::table
        .filter(payouts::edition_id.eq(edition))
        .filter(payouts::user_id.eq_any(ids))
        .select(payouts::id)
        .load(db)?;
    let paid = owners_paid(db, &concerned)?;
    Ok(owners.into_iter().filter(|(.., user)| paid.contains(user)).map(|(ticket, ..)| ticket).collect())
}

/// Whose payout was paid, of these, and not taken back again.
fn owners_paid(db: &mut Conn, ids: &[PayoutId]) -> Result<Vec<UserId>> {
    type Row = (UserId, PayoutPaymentId, Option<PayoutPaymentId>);
    let rows: Vec<Row> = payout_payments::table
        .inner_join(payouts::table)
        .filter(payouts::id.eq_any(ids))
        .select((payouts::user_id, payout_payments::id, payout_payments::reverses))
        .load(db)?;
    let taken_back: Vec<PayoutPaymentId> = rows.iter().filter_map(|(_, _, reverses)| *reverses).collect();
    let standing = rows.iter().filter(|(_, id, reverses)| reverses.is_none() && !taken_back.contains(id));
    Ok(standing.map(|(user, ..)| *user).collect())
}
