//! Whether a ticket can be trusted: its signature, its place in the chain, its time, its sums (till.md 4). Pure.
//!
//! Tickets are judged one after the other in the order of their chains. One that is authentic and in its place but wrong
//! otherwise still takes its place, so that those that follow are not dragged along.

use std::collections::BTreeMap;

use crate::features::sale::rules::{check_amounts, check_clock, counter_in_time};
use crate::features::sale::states::TicketRefusal;
use crate::features::sale::takings::PerMethod;
use crate::features::sale::ticket::{SigningKey, Ticket};
use crate::features::sale::tills::model::RegisterSession;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegisterSessionId, TicketId};

/// A register session as its tickets arrive.
#[derive(Clone, Debug)]
pub struct SessionFacts {
    /// The session as it was read.
    pub session: RegisterSession,
    /// What its till signs with.
    pub key: SigningKey,
    /// Sequence of the last ticket of the chain, those judged so far included.
    pub last_sequence: i32,
    /// Signature of that ticket.
    pub last_signature: String,
    /// Latest time of its recorded tickets; read where a counter-ticket needs it.
    pub latest_sold_at: Option<Instant>,
}

impl SessionFacts {
    /// The facts before any ticket is judged.
    pub fn new(session: RegisterSession, offline_secret: &[u8]) -> Self {
        Self {
            key: SigningKey::derive(offline_secret, session.id),
            last_sequence: session.last_sequence,
            last_signature: session.last_signature.clone(),
            latest_sold_at: None,
            session,
        }
    }

    /// Whether tickets judged so far have made the chain longer.
    pub fn has_advanced(&self) -> bool {
        self.last_sequence != self.session.last_sequence
    }

    /// Makes this ticket the last of the chain.
    pub fn advance_to(&mut self, ticket: &Ticket) {
        self.last_sequence = ticket.sequence;
        self.last_signature.clone_from(&ticket.signature);
        self.latest_sold_at = self.latest_sold_at.max(Some(ticket.sold_at));
    }

    fn is_next(&self, ticket: &Ticket) -> bool {
        let predecessor = (self.last_sequence > 0).then_some(self.last_signature.as_str());
        ticket.sequence == self.last_sequence + 1 && ticket.follows(predecessor)
    }
}

/// A ticket that is recorded.
#[derive(Clone, Debug)]
pub struct KnownTicket {
    /// Whose it is.
    pub session_id: RegisterSessionId,
    /// What it was signed with.
    pub signature: String,
    /// When it was made.
    pub sold_at: Instant,
    /// Sum of its lines that are not cancelled.
    pub standing_cents: i64,
    /// What it was paid with, less what was given back.
    pub paid: PerMethod,
    /// Whether a depositor has been paid for one of its lines.
    pub is_paid_out: bool,
}

/// What was found about a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// To be recorded.
    Sound(&'a Ticket),
    /// Recorded before, with the same signature.
    Duplicate,
    /// Not to be trusted.
    Refused(TicketRefusal),
}

/// Judges tickets, with what is known of their sessions and of the tickets before them.
#[derive(Debug)]
pub struct Judge {
    /// When they arrived.
    pub now: Instant,
    /// The register sessions of the edition that they name.
    pub sessions: BTreeMap<RegisterSessionId, SessionFacts>,
    /// Recorded tickets that have their ids, or that they cancel.
    pub known: BTreeMap<TicketId, KnownTicket>,
    /// Least price of a line in cents.
    pub least_price_cents: i32,
}

impl Judge {
    /// Judges the next ticket, none when it cannot be read, and remembers it.
    pub fn judge<'a>(&mut self, ticket: Option<&'a Ticket>) -> Verdict<'a> {
        let checked = ticket.ok_or(TicketRefusal::Malformed).and_then(|ticket| self.check(ticket));
        checked.unwrap_or_else(Verdict::Refused)
    }

    fn check<'a>(&mut self, ticket: &'a Ticket) -> Result<Verdict<'a>, TicketRefusal> {
        let facts = self.sessions.get_mut(&ticket.session_id).ok_or(TicketRefusal::UnknownSession)?;
        if !facts.key.verifies(ticket) {
            return Err(TicketRefusal::BadSignature);
        }
        let known = self.known.get(&ticket.ticket_id);
        if known.is_some_and(|known| known.signature == ticket.signature) {
            return Ok(Verdict::Duplicate);
        }
        let (is_next, latest) = (facts.is_next(ticket), facts.latest_sold_at);
        let drawer_counted = facts.session.is_counted_whole();
        if is_next {
            facts.advance_to(ticket);
        }
        if known.is_some() {
            return Err(TicketRefusal::TicketIdReused);
        }
        if !is_next {
            return Err(TicketRefusal::BrokenChain);
        }
        check_clock(ticket.sold_at, facts.session.opened_at, facts.session.closed_at, self.now)?;
        if drawer_counted && ticket.cancels.is_some() {
            return Err(TicketRefusal::DrawerCounted);
        }
        let cancelled_cents = ticket.cancels.map(|id| self.cancellable(ticket, id, latest)).transpose()?;
        check_amounts(ticket, cancelled_cents)?;
        if ticket.lines.iter().any(|line| line.price_cents < self.least_price_cents) {
            return Err(TicketRefusal::PriceTooLow);
        }
        self.remember(ticket);
        Ok(Verdict::Sound(ticket))
    }

    /// What is left to give back of the ticket that a counter-ticket cancels: one of the same till and so of the same
    /// volunteer, of a few minutes ago, the money the way it came (till.md 6).
    fn cancellable(
        &self,
        ticket: &Ticket,
        cancelled: TicketId,
        latest: Option<Instant>,
    ) -> Result<i64, TicketRefusal> {
        let known = self.known.get(&cancelled).filter(|known| known.session_id == ticket.session_id);
        let known = known.ok_or(TicketRefusal::UnknownTicket)?;
        if known.standing_cents == 0 {
            return Err(TicketRefusal::AlreadyCancelled);
        }
        if !counter_in_time(known.sold_at, ticket.sold_at, latest) {
            return Err(TicketRefusal::CancelTooLate);
        }
        if known.is_paid_out {
            return Err(TicketRefusal::PayoutPaid);
        }
        let given_back: PerMethod = ticket.paid().collect();
        if PerMethod::default().minus(&given_back) != known.paid {
            return Err(TicketRefusal::PaymentMismatch);
        }
        Ok(known.standing_cents)
    }

    fn remember(&mut self, ticket: &Ticket) {
        if let Some(cancelled) = ticket.cancels.and_then(|id| self.known.get_mut(&id)) {
            cancelled.standing_cents = 0;
            cancelled.paid = PerMethod::default();
        }
        let known = KnownTicket {
            session_id: ticket.session_id,
            signature: ticket.signature.clone(),
            sold_at: ticket.sold_at,
            standing_cents: ticket.total_cents(),
            paid: ticket.paid().collect(),
            is_paid_out: false,
        };
        self.known.insert(ticket.ticket_id, known);
    }
}
