//! Selling before the customer pays: everything is recorded, or nothing is (till.md 4).

use serde_json::json;

use super::cancel;
use super::incoming::arrival::Arrival;
use super::incoming::known;
use super::incoming::known::{Facts, Receipt};
use super::incoming::shelf::Shelf;
use super::incoming::verdict::Verdict;
use super::incoming::{record, refusals};
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::error::{FieldError, Problem, Result, conflict, internal, lost_race};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::sale::permission;
use crate::features::sale::rules;
use crate::features::sale::rules::ArticleFacts;
use crate::features::sale::states::{LineRefusal, RegisterSessionState, TicketOrigin, TicketRefusal};
use crate::features::sale::ticket::{Ticket, TicketLine};
use crate::features::sale::tills::scan;
use crate::features::sale::tills::sessions::session_closed;
use crate::features::sale::views::{AnsweredLine, RecordedTicket, ScannedSale};
use crate::http::{Path, Recorded, Sealed};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::{ArticleId, EditionId};
use crate::kernel::money;

/// `POST /editions/{id}/tickets`
pub fn sell(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Sealed(ticket)): (Path<EditionId>, Sealed<Ticket>),
) -> Result<Recorded<RecordedTicket>> {
    let secret = &ctx.services.config.secrets.offline;
    let arrival = Arrival::strict(ticket);
    let ticket = arrival.ticket.as_ref().ok_or_else(|| refusals::refusal(TicketRefusal::Malformed))?;
    let actor = ctx.actor()?;
    let outcome = ctx.write(|change| record_all_or_nothing(change, edition_id, secret, (actor, ticket)));
    let (again, receipt) = permission::journalled(ctx, "tickets", outcome)?;
    Ok(Recorded { again, value: answer(ticket, receipt, ctx.now())? })
}

/// Whether the ticket was recorded before, and its receipt.
fn record_all_or_nothing(
    change: &mut Change<'_>,
    edition_id: EditionId,
    secret: &[u8],
    (actor, ticket): (Actor, &Ticket),
) -> Result<(bool, Receipt)> {
    let mut facts = Facts::read(change.db, edition_id, secret, change.now(), std::iter::once(ticket))?;
    let expected_sequence =
        facts.judge.sessions.get(&ticket.session_id).map(|session| session.last_sequence + 1);
    let verdict = facts.judge.judge(Some(ticket));
    if verdict == Verdict::Duplicate {
        let receipt = known::receipts(change.db, &[ticket.ticket_id])?.remove(&ticket.ticket_id);
        return receipt.map(|receipt| (true, receipt)).ok_or_else(|| internal("a known ticket is not there"));
    }
    must_sell(&facts, ticket)?;
    if let Some(cancelled) = ticket.cancels.filter(|id| facts.judge.known.contains_key(id)) {
        // Who can ask the server cancels by the server's rules and clock.
        cancel::may_cancel(actor, &cancel::sale(change.db, cancelled)?, change.now())?;
    }
    if verdict == Verdict::Refused(TicketRefusal::PayoutPaid) {
        return Err(conflict("payout_paid", refusals::explain(TicketRefusal::PayoutPaid)));
    }
    if let Verdict::Refused(reason) = verdict {
        let problem = refusals::refusal(reason).with("server_time", change.now());
        return Err(problem.with("expected_sequence", expected_sequence));
    }
    let shelf = Shelf::read(change.db, edition_id, &facts.label_key, &ticket.lines)?;
    let articles: Vec<Option<ArticleFacts>> = ticket.lines.iter().map(|line| shelf.facts(line)).collect();
    let refusals = rules::line_refusals(ticket, &articles);
    if !refusals.is_empty() {
        // Sold by this very ticket, which another process has recorded since it was looked for: that is a success.
        if known::receipts(change.db, &[ticket.ticket_id])?.contains_key(&ticket.ticket_id) {
            return Err(lost_race());
        }
        return Err(not_sellable(change.db, ticket, &shelf, &refusals)?);
    }
    record::advance(change, facts.judge.sessions.values())?;
    let (admitted, mut entries) = ([facts.admit(ticket, TicketOrigin::Strict)], Vec::new());
    let lines = record::write(change, edition_id, &shelf, &admitted, &mut entries)?.pop().unwrap_or_default();
    cancel::by_counter_tickets(change, facts.status, &admitted)?;
    change.journal_all(&entries)?;
    Ok((false, Receipt { number: admitted[0].number(), recorded_at: change.now(), lines }))
}

fn must_sell(facts: &Facts, ticket: &Ticket) -> Result<()> {
    let sentence = "La vente de cette édition n'est pas ouverte.";
    facts.status.must_be(&[EditionStatus::Sale], "edition_not_in_sale", sentence)?;
    let session = facts.judge.sessions.get(&ticket.session_id);
    if session.is_some_and(|facts| facts.session.state() == RegisterSessionState::Closed) {
        return Err(session_closed());
    }
    Ok(())
}

fn answer(ticket: &Ticket, receipt: Receipt, server_time: Instant) -> Result<RecordedTicket> {
    let lines = ticket.lines.iter().zip(1..).zip(receipt.lines);
    Ok(RecordedTicket {
        ticket_id: ticket.ticket_id,
        number: receipt.number,
        total_cents: i32::try_from(ticket.total_cents()).map_err(internal)?,
        lines: lines
            .map(|((line, place), status)| AnsweredLine {
                line: place,
                code: line.code.clone(),
                price_cents: line.price_cents,
                status,
            })
            .collect(),
        recorded_at: receipt.recorded_at,
        server_time,
    })
}

fn not_sellable(
    db: &mut Conn,
    ticket: &Ticket,
    shelf: &Shelf,
    refusals: &[(usize, LineRefusal)],
) -> Result<Problem> {
    let sold: Vec<ArticleId> = refusals
        .iter()
        .filter(|(_, refusal)| *refusal == LineRefusal::AlreadySold)
        .filter_map(|(index, _)| shelf.article(ticket.lines.get(*index)?))
        .collect();
    let sales = if sold.is_empty() { Vec::new() } else { scan::sales(db, &sold)? };
    let errors = refusals
        .iter()
        .filter_map(|(index, refusal)| {
            let line = ticket.lines.get(*index)?;
            let sale = sales.iter().find(|(id, _)| Some(*id) == shelf.article(line)).map(|(_, sale)| sale);
            Some(line_error(*index, line, *refusal, sale.filter(|_| *refusal == LineRefusal::AlreadySold)))
        })
        .collect();
    let sentence = "Ce ticket n'est pas enregistré : des articles ne peuvent pas être vendus.";
    Ok(conflict("lines_not_sellable", sentence).with_errors(errors))
}

fn line_error(
    index: usize,
    line: &TicketLine,
    refusal: LineRefusal,
    sale: Option<&ScannedSale>,
) -> FieldError {
    let code = &line.code;
    let message = match (refusal, sale) {
        (LineRefusal::AlreadySold, Some(sale)) => format!(
            "{code} est déjà vendu : {}, caisse {}, {}, {}.",
            paris::long_date_time(sale.sold_at.utc()),
            sale.register_number,
            sale.seller,
            money::euros(i64::from(sale.price_cents)),
        ),
        (LineRefusal::AlreadySold, None) => format!("{code} est déjà vendu."),
        (LineRefusal::UnknownCode, _) => format!("Aucun article de cette édition n'a le code {code}."),
        (LineRefusal::NotOnSale, _) => format!("{code} n'est pas en vente."),
        (LineRefusal::DuplicateLine, _) => format!("{code} est déjà dans ce ticket."),
        (LineRefusal::PriceDiffers, _) => {
            format!(
                "Le prix de {code} n'est ni celui du catalogue ni celui d'une étiquette : scannez-la de nouveau."
            )
        }
    };
    let mut error = FieldError::new(format!("lines[{index}]"), refusal.as_str(), message);
    if let Some(sale) = sale {
        error.facts.insert("sold_at".to_owned(), json!(sale.sold_at));
        error.facts.insert("register_number".to_owned(), json!(sale.register_number));
        error.facts.insert("seller".to_owned(), json!(sale.seller));
    }
    error
}
