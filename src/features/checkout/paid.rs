//! Taking in tickets that have been paid: nothing may be lost (till.md 4).

use std::collections::BTreeMap;

use serde_json::json;

use super::arrival::Arrival;
use super::facts::{self, Facts, Receipt};
use super::quarantine_store as kept;
use super::record::{self, Admitted};
use super::shelf::Shelf;
use super::states::{LineStatus, QuarantineState, SyncStatus, TicketOrigin, TicketRefusal};
use super::ticket::Ticket;
use super::verdict::Verdict;
use super::views::{Sync, SyncResult, Synced, SyncedLine};
use super::{attention, cancel};
use crate::ctx::{Change, Ctx};
use crate::error::{Result, internal, lost_race, malformed};
use crate::features::editions::states::EditionStatus;
use crate::features::journal::{self, Entry};
use crate::http::{Json, Path, Sealed};
use crate::kernel::ids::{EditionId, QuarantineId, RegisterSessionId, TicketId};

/// Most tickets of one sync.
const MOST: usize = 500;

/// Tickets of one transaction: short enough not to hold up the other tills.
const STEP: usize = 50;

/// What became of a ticket.
#[derive(Clone, Debug)]
enum Outcome {
    Recorded(Receipt),
    Duplicate(Receipt),
    Quarantined(TicketRefusal),
}

/// `POST /editions/{id}/tickets/sync`
///
/// Tickets are worked off in the order of their chains, whatever their order in the request, and each step is committed
/// on its own. When one fails the whole answer is an error: the till sends all of them again, and finds those of the
/// earlier steps recorded.
pub fn sync(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Sealed(body)): (Path<EditionId>, Sealed<Sync>),
) -> Result<Json<Synced>> {
    if body.tickets.len() > MOST {
        return Err(malformed("too_many_tickets", format!("{MOST} tickets au plus à la fois.")));
    }
    let mut arrivals = Vec::with_capacity(body.tickets.len());
    for (index, ticket) in body.tickets.into_iter().enumerate() {
        let arrival = Arrival::read(index, ticket)
            .map_err(|error| malformed("malformed", error.message.clone()).with_errors(vec![error]))?;
        arrivals.push((index, arrival));
    }
    arrivals.sort_by_key(|(_, arrival)| arrival.place());
    let (places, arrivals): (Vec<usize>, Vec<Arrival>) = arrivals.into_iter().unzip();
    let secret = &ctx.app.config.secrets.offline;
    let mut outcomes = Vec::with_capacity(arrivals.len());
    let mut needs_attention = false;
    // A sync of nothing still says whether the edition takes tickets in.
    for step in arrivals.chunks(STEP).chain(arrivals.is_empty().then_some([].as_slice())) {
        let taken = ctx.write(|change| take_in(change, edition_id, secret, step, &sessions(step)))?;
        outcomes.extend(taken.outcomes);
        needs_attention |= taken.needs_attention;
    }
    if needs_attention {
        attention::tell_managers(ctx, edition_id);
    }
    let mut results: Vec<(usize, SyncResult)> = places
        .into_iter()
        .zip(arrivals.iter().zip(outcomes))
        .map(|(place, (arrival, outcome))| (place, result(arrival, outcome)))
        .collect();
    results.sort_by_key(|(place, _)| *place);
    Ok(Json(Synced { results: results.into_iter().map(|(_, result)| result).collect() }))
}

fn sessions(arrivals: &[Arrival]) -> Vec<RegisterSessionId> {
    let mut sessions: Vec<RegisterSessionId> = arrivals
        .iter()
        .filter_map(|arrival| arrival.ticket.as_ref())
        .map(|ticket| ticket.session_id)
        .collect();
    sessions.dedup();
    sessions
}

fn result(arrival: &Arrival, outcome: Outcome) -> SyncResult {
    let (status, receipt, reason) = match outcome {
        Outcome::Recorded(receipt) => (SyncStatus::Recorded, Some(receipt), None),
        Outcome::Duplicate(receipt) => (SyncStatus::Duplicate, Some(receipt), None),
        Outcome::Quarantined(reason) => (SyncStatus::Quarantined, None, Some(reason.to_string())),
    };
    let number = receipt.as_ref().map(|receipt| receipt.number);
    let sold = arrival.ticket.as_ref().map_or(&[][..], |ticket| &ticket.lines);
    let became = receipt.map_or_else(Vec::new, |receipt| receipt.lines);
    let lines = sold
        .iter()
        .zip(became)
        .map(|(line, status)| SyncedLine { code: line.code.clone(), status })
        .collect();
    SyncResult { ticket_id: arrival.id, status, reason, number, lines }
}

/// Refuses unless paid tickets are taken in: also while payouts are made, since tills may have been off-line.
pub fn must_take_in(status: EditionStatus) -> Result<()> {
    let sentence = "Cette édition ne prend pas de tickets : sa vente n'a pas commencé.";
    status.must_be(&[EditionStatus::Sale, EditionStatus::Settlement], "edition_not_in_sale", sentence)
}

/// Takes tickets of these sessions from behind the gaps that have been filled since.
pub fn release(
    change: &mut Change<'_>,
    edition_id: EditionId,
    secret: &[u8],
    session: RegisterSessionId,
) -> Result<()> {
    take_in(change, edition_id, secret, &[], &[session]).map(drop)
}

/// A ticket in the queue of one transaction.
struct Queued<'a> {
    arrival: &'a Arrival,
    /// Its place in the answer; none for one that only waited behind a gap.
    place: Option<usize>,
    /// Its entry among those kept apart, if it waited behind a gap.
    kept: Option<QuarantineId>,
}

/// The arrivals and those that wait behind gaps of the same sessions, in the order of their chains.
fn queue<'a>(arrivals: &'a [Arrival], behind: &'a [(QuarantineId, Arrival)]) -> Vec<Queued<'a>> {
    let kept = |arrival: &Arrival| {
        let same = |(_, waiting): &&(QuarantineId, Arrival)| {
            waiting.id == arrival.id && waiting.digest == arrival.digest
        };
        behind.iter().find(same).map(|(id, _)| *id)
    };
    let mut queue: Vec<Queued<'a>> = arrivals
        .iter()
        .enumerate()
        .map(|(place, arrival)| Queued { arrival, place: Some(place), kept: kept(arrival) })
        .collect();
    for (id, arrival) in behind {
        if queue.iter().all(|queued| queued.kept != Some(*id)) {
            queue.push(Queued { arrival, place: None, kept: Some(*id) });
        }
    }
    queue.sort_by_key(|queued| queued.arrival.place());
    queue
}

/// What the judgement of a queue came to.
#[derive(Default)]
struct Sorted<'a> {
    sound: Vec<(Option<usize>, &'a Ticket)>,
    duplicates: Vec<(Option<usize>, TicketId)>,
    refused: Vec<(Option<usize>, TicketRefusal)>,
    /// Refused for the first time: to be kept apart.
    apart: Vec<(&'a Arrival, TicketRefusal)>,
    /// Kept apart until now, recorded from now on.
    released: Vec<QuarantineId>,
}

fn sort<'a>(
    facts: &mut Facts,
    queue: &[Queued<'a>],
    mut seen: BTreeMap<(TicketId, String), (TicketRefusal, QuarantineState)>,
) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for queued in queue {
        let content = (queued.arrival.id, queued.arrival.digest.clone());
        let before = seen.get(&content).copied();
        let verdict = match before {
            Some((reason, QuarantineState::Dropped)) => Verdict::Refused(reason),
            _ => facts.judge.judge(queued.arrival.ticket.as_ref()),
        };
        match verdict {
            Verdict::Sound(ticket) => sorted.sound.push((queued.place, ticket)),
            Verdict::Duplicate => sorted.duplicates.push((queued.place, queued.arrival.id)),
            Verdict::Refused(found) => {
                sorted.refused.push((queued.place, before.map_or(found, |(reason, _)| reason)));
                if before.is_none() && queued.kept.is_none() {
                    seen.insert(content, (found, QuarantineState::Waiting));
                    sorted.apart.push((queued.arrival, found));
                }
                continue;
            }
        }
        sorted.released.extend(queued.kept);
    }
    sorted
}

/// What taking tickets in came to.
struct Taken {
    /// One per arrival, in order.
    outcomes: Vec<Outcome>,
    /// Whether it left something for a manager to decide.
    needs_attention: bool,
}

/// Records tickets in one transaction: those that cannot be trusted are kept apart, and those of `sessions` that were kept
/// apart only because one before them was missing are recorded behind it. One outcome per arrival, in order.
fn take_in(
    change: &mut Change<'_>,
    edition_id: EditionId,
    secret: &[u8],
    arrivals: &[Arrival],
    sessions: &[RegisterSessionId],
) -> Result<Taken> {
    let behind = kept::behind_gaps(change.db, edition_id, sessions)?;
    let queue = queue(arrivals, &behind);
    let readable = queue.iter().filter_map(|queued| queued.arrival.ticket.as_ref());
    let mut facts = Facts::read(change.db, edition_id, secret, change.now(), readable)?;
    must_take_in(facts.status)?;
    let ids: Vec<TicketId> = arrivals.iter().map(|arrival| arrival.id).collect();
    let seen = kept::seen(change.db, edition_id, &ids)?;
    let sorted = sort(&mut facts, &queue, seen);
    let mut entries = Vec::new();
    let mut outcomes: BTreeMap<usize, Outcome> = BTreeMap::new();

    record::advance(change, facts.judge.sessions.values())?;
    let admitted: Vec<Admitted<'_>> =
        sorted.sound.iter().map(|(_, ticket)| facts.admit(ticket, TicketOrigin::Sync)).collect();
    let recorded = write(change, &facts, &admitted, &mut entries)?;
    let became: Vec<LineStatus> = recorded.iter().flat_map(|receipt| &receipt.lines).copied().collect();
    for ((place, _), receipt) in sorted.sound.iter().zip(recorded) {
        outcomes.extend(place.map(|place| (place, Outcome::Recorded(receipt))));
    }
    let known: Vec<TicketId> = sorted.duplicates.iter().map(|(_, id)| *id).collect();
    let receipts = facts::receipts(change.db, &known)?;
    for (place, id) in &sorted.duplicates {
        let receipt = receipts.get(id).cloned();
        outcomes.extend(place.zip(receipt).map(|(place, receipt)| (place, Outcome::Duplicate(receipt))));
    }
    for (arrival, reason) in sorted.apart {
        let id = kept::keep(change, edition_id, arrival, reason)?;
        let details = json!({ "reason": reason, "ticket_id": arrival.id });
        entries.push(Entry::new("ticket_quarantined", "quarantine", id, details));
    }
    for (place, reason) in sorted.refused {
        outcomes.extend(place.map(|place| (place, Outcome::Quarantined(reason))));
    }
    release_kept(change, &sorted.released, &mut entries)?;
    journal::record_all(change.db, change.trace, &entries)?;
    if outcomes.len() == arrivals.len() {
        let needs_attention = attention::is_needed(&entries, became);
        Ok(Taken { outcomes: outcomes.into_values().collect(), needs_attention })
    } else {
        Err(internal("a ticket of a sync was left without an outcome"))
    }
}

fn release_kept(change: &mut Change<'_>, released: &[QuarantineId], entries: &mut Vec<Entry>) -> Result<()> {
    if !kept::decide(change, released, QuarantineState::Accepted, "Les tickets précédents sont arrivés.")?
    {
        return Err(lost_race());
    }
    entries.extend(released.iter().map(|id| Entry::new("quarantine_released", "quarantine", id, json!({}))));
    Ok(())
}

/// Writes paid tickets, and cancels what counter-tickets among them cancel.
pub fn write(
    change: &mut Change<'_>,
    facts: &Facts,
    admitted: &[Admitted<'_>],
    entries: &mut Vec<Entry>,
) -> Result<Vec<Receipt>> {
    if admitted.is_empty() {
        return Ok(Vec::new());
    }
    let lines = admitted.iter().flat_map(|one| &one.ticket.lines);
    let shelf = Shelf::read(change.db, facts.edition_id, &facts.label_key, lines)?;
    let statuses = record::write(change, facts.edition_id, &shelf, admitted, entries)?;
    cancel::by_counter_tickets(change, facts.status, admitted)?;
    let (now, receipts) = (change.now(), admitted.iter().zip(statuses));
    Ok(receipts.map(|(one, lines)| Receipt { number: one.number(), recorded_at: now, lines }).collect())
}
