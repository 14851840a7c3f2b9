//! Taking in tickets that have been paid: nothing may be lost (till.md 4).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::cancel;
use super::incoming::arrival::Arrival;
use super::incoming::known;
use super::incoming::known::{Facts, Receipt};
use super::incoming::record;
use super::incoming::record::Admitted;
use super::incoming::shelf::Shelf;
use super::incoming::verdict::Verdict;
use super::quarantined as kept;
use crate::ctx::{Change, Ctx};
use crate::db::Conn;
use crate::error::{Problem, Result, internal, lost_race, malformed, too_many};
use crate::features::base::journal::{Entry, Event};
use crate::features::sale::board::attention;
use crate::features::sale::permission;
use crate::features::sale::states::{LineStatus, QuarantineState, SyncStatus, TicketOrigin, TicketRefusal};
use crate::features::sale::ticket::Ticket;
use crate::features::sale::tills::store as tills;
use crate::features::sale::views::{ExpectedSequence, Sync, SyncResult, Synced, SyncedLine};
use crate::http::{Json, Path, Sealed};
use crate::kernel::ids::{EditionId, QuarantineId, RegisterSessionId, TicketId};

/// Most tickets of one sync.
const MOST: usize = 500;

/// Tickets of one transaction: short enough not to hold up the other tills.
const STEP: usize = 50;

/// After how long a till may send again what was too much.
const FLOOD_PAUSE_SECONDS: u32 = 300;

/// What became of a ticket.
#[derive(Clone, Debug)]
enum Outcome {
    Recorded(Receipt),
    Duplicate(Receipt),
    Quarantined(TicketRefusal),
}

/// `POST /editions/{id}/tickets/sync`
///
/// Tickets are processed in the order of their chains, whatever their order in the request, and each step is committed
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
    let named: BTreeSet<RegisterSessionId> =
        arrivals.iter().filter_map(|(_, arrival)| Some(arrival.ticket.as_ref()?.session_id)).collect();
    let mut results: Vec<(usize, SyncResult)> = Vec::with_capacity(arrivals.len());
    let mut is_flooded = false;
    for (edition_id, (places, arrivals)) in by_edition(ctx.db, edition_id, arrivals)? {
        let taken = take_all_in(ctx, edition_id, &arrivals)?;
        is_flooded |= taken.is_flooded;
        let told = places.into_iter().zip(arrivals.iter().zip(taken.outcomes));
        results.extend(told.map(|(place, (arrival, outcome))| (place, result(arrival, outcome))));
    }
    if is_flooded {
        return Err(flooded());
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(Json(Synced {
        results: results.into_iter().map(|(_, result)| result).collect(),
        server_time: ctx.now(),
        expected: expected(ctx.db, &named)?,
    }))
}

/// Tickets and their places in the request.
type Placed = (Vec<usize>, Vec<Arrival>);

/// Parts tickets by edition: each goes to that of its session as long as it takes tickets in, the others to the edition that
/// was asked. A sync of nothing goes there too, and so still says whether it takes tickets in.
fn by_edition(
    db: &mut Conn,
    asked: EditionId,
    arrivals: Vec<(usize, Arrival)>,
) -> Result<BTreeMap<EditionId, Placed>> {
    let named: BTreeSet<RegisterSessionId> =
        arrivals.iter().filter_map(|(_, arrival)| Some(arrival.ticket.as_ref()?.session_id)).collect();
    let homes = tills::editions_of(db, &named, &permission::TAKING_IN)?;
    let mut parted: BTreeMap<EditionId, Placed> = BTreeMap::new();
    if arrivals.is_empty() {
        parted.insert(asked, Placed::default());
    }
    for (place, arrival) in arrivals {
        let home = arrival.ticket.as_ref().and_then(|ticket| homes.get(&ticket.session_id));
        let (places, arrivals) = parted.entry(home.copied().unwrap_or(asked)).or_default();
        places.push(place);
        arrivals.push(arrival);
    }
    Ok(parted)
}

/// Takes the tickets of one edition in, step by step.
fn take_all_in(ctx: &mut Ctx<'_>, edition_id: EditionId, arrivals: &[Arrival]) -> Result<Taken> {
    let secret = &ctx.services.config.secrets.offline;
    let mut all = Taken::default();
    for step in arrivals.chunks(STEP).chain(arrivals.is_empty().then_some([].as_slice())) {
        let taken = ctx.write(|change| take_in(change, edition_id, secret, step, &sessions(step)))?;
        all.outcomes.extend(taken.outcomes);
        all.needs_attention |= taken.needs_attention;
        all.is_flooded |= taken.is_flooded;
    }
    for session in sessions(arrivals) {
        release(ctx, edition_id, session)?;
    }
    if all.needs_attention {
        attention::tell_managers(ctx, edition_id);
    }
    Ok(all)
}

fn flooded() -> Problem {
    let sentence = "Trop de tickets illisibles ou mal signés viennent de vous et attendent un gestionnaire. Les autres sont \
                    enregistrés ; prévenez un gestionnaire, puis renvoyez.";
    let mut problem = too_many(FLOOD_PAUSE_SECONDS);
    sentence.clone_into(&mut problem.detail);
    problem
}

/// The sequence that each of these sessions goes on with.
fn expected(db: &mut Conn, sessions: &BTreeSet<RegisterSessionId>) -> Result<Vec<ExpectedSequence>> {
    let expected =
        |(session_id, last): (RegisterSessionId, i32)| ExpectedSequence { session_id, sequence: last + 1 };
    Ok(tills::last_sequences(db, sessions)?.into_iter().map(expected).collect())
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

/// Takes tickets of a session from behind the gaps that have been filled since, a step in each transaction.
pub fn release(ctx: &mut Ctx<'_>, edition_id: EditionId, session: RegisterSessionId) -> Result<()> {
    let secret = &ctx.services.config.secrets.offline;
    while kept::next_waits(ctx.db, session)? {
        let taken = ctx.write(|change| take_in(change, edition_id, secret, &[], &[session]))?;
        if taken.released == 0 {
            break;
        }
    }
    Ok(())
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

fn sort<'a>(facts: &mut Facts, queue: &[Queued<'a>], mut seen: kept::Seen) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for queued in queue {
        let content = (queued.arrival.id, queued.arrival.digest.clone());
        let before = seen.get(&content).copied();
        let verdict = match before {
            Some(kept::Before { reason, state: QuarantineState::Dropped, .. }) => Verdict::Refused(reason),
            _ => facts.judge.judge(queued.arrival.ticket.as_ref()),
        };
        match verdict {
            Verdict::Sound(ticket) => sorted.sound.push((queued.place, ticket)),
            Verdict::Duplicate => sorted.duplicates.push((queued.place, queued.arrival.id)),
            Verdict::Refused(found) => {
                sorted.refused.push((queued.place, before.map_or(found, |before| before.reason)));
                if before.is_none() && queued.kept.is_none() {
                    let kept = kept::Before { id: None, reason: found, state: QuarantineState::Waiting };
                    seen.insert(content, kept);
                    sorted.apart.push((queued.arrival, found));
                }
                continue;
            }
        }
        let waited = before.filter(|before| before.state == QuarantineState::Waiting);
        sorted.released.extend(queued.kept.or(waited.and_then(|before| before.id)));
    }
    sorted.released.sort_unstable();
    sorted.released.dedup();
    sorted
}

/// What taking tickets in came to.
#[derive(Default)]
struct Taken {
    /// One per arrival, in order.
    outcomes: Vec<Outcome>,
    /// Whether it left something for a manager to decide.
    needs_attention: bool,
    /// Whether a ticket without a true signature was not even kept, because its sender has sent enough of them.
    is_flooded: bool,
    /// Tickets recorded that had waited behind a gap.
    released: usize,
}

/// Records tickets in one transaction, while the edition is held: those that cannot be trusted are kept apart, and those of `sessions` that were kept
/// apart only because one before them was missing are recorded behind it. One outcome per arrival, in order.
fn take_in(
    change: &mut Change<'_>,
    edition_id: EditionId,
    secret: &[u8],
    arrivals: &[Arrival],
    sessions: &[RegisterSessionId],
) -> Result<Taken> {
    let behind = kept::behind_gaps(change.db, sessions, STEP)?;
    let queue = queue(arrivals, &behind);
    let readable = queue.iter().filter_map(|queued| queued.arrival.ticket.as_ref());
    let mut facts = Facts::read(change.db, edition_id, secret, change.now(), readable)?;
    permission::must_take_in(facts.status)?;
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
    let receipts = known::receipts(change.db, &known)?;
    for (place, id) in &sorted.duplicates {
        let receipt = receipts.get(id).cloned();
        outcomes.extend(place.zip(receipt).map(|(place, receipt)| (place, Outcome::Duplicate(receipt))));
    }
    let mut room = kept::Room::default();
    let mut is_flooded = false;
    for (arrival, reason) in sorted.apart {
        let signed = arrival.is_signed(secret);
        if !signed && !room.takes(change, arrival)? {
            is_flooded = true;
            continue;
        }
        let id = kept::keep(change, edition_id, arrival, (reason, signed))?;
        let details = json!({ "reason": reason, "ticket_id": arrival.id });
        entries.push(Entry::new(Event::TicketQuarantined, id, details));
    }
    for (place, reason) in sorted.refused {
        outcomes.extend(place.map(|place| (place, Outcome::Quarantined(reason))));
    }
    release_kept(change, &sorted.released, &mut entries)?;
    change.journal_all(&entries)?;
    if outcomes.len() == arrivals.len() {
        let needs_attention = attention::is_needed(&entries, became);
        let released = sorted.released.len();
        Ok(Taken { outcomes: outcomes.into_values().collect(), needs_attention, is_flooded, released })
    } else {
        Err(internal("a ticket of a sync was left without an outcome"))
    }
}

fn release_kept(change: &mut Change<'_>, released: &[QuarantineId], entries: &mut Vec<Entry>) -> Result<()> {
    if !kept::decide(change, released, QuarantineState::Accepted, "Les tickets précédents sont arrivés.")?
    {
        return Err(lost_race());
    }
    entries.extend(released.iter().map(|id| Entry::new(Event::QuarantineReleased, id, json!({}))));
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
