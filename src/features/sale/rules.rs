//! Which claim on an article takes effect, what a ticket must add up to, and when it may have been made
//! (till.md 4 to 6).

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::states::{LineRefusal, LineStatus, TicketRefusal};
use super::ticket::{Ticket, TicketLine};
use crate::features::lists::states::ArticleStatus;
use crate::kernel::clock::Instant;
use crate::kernel::ids::TicketId;

/// How far a till's clock may lie outside its session.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// How long volunteers may cancel their own sale.
const OWN_CANCEL_TIME: TimeDelta = TimeDelta::minutes(5);

/// What decides between claims, smallest first; the line only parts two lines of one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey {
    /// When the till sold it.
    pub sold_at: Instant,
    /// The ticket.
    pub ticket_id: TicketId,
    /// The line of the ticket, from 1.
    pub line: i32,
}

/// A ticket line that sold an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Its place in the order of claims.
    pub key: ClaimKey,
    /// Cancelled by a person, by a counter-ticket or by a refund.
    pub cancelled: bool,
}

/// How the claims on one article stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The sale that counts, if any.
    pub effective: Option<ClaimKey>,
    /// The others that are not cancelled, in order.
    pub conflicts: Vec<ClaimKey>,
}

/// Decides between all claims on one article: the smallest that is not cancelled takes effect (till.md 5).
///
/// The answer depends on the set alone: neither order nor repetition matters, and a claim is cancelled as soon as
/// one of its copies is.
pub fn resolve<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Resolution {
    let mut cancelled_by_key: BTreeMap<&ClaimKey, bool> = BTreeMap::new();
    for claim in claims {
        *cancelled_by_key.entry(&claim.key).or_default() |= claim.cancelled;
    }
    let mut standing = cancelled_by_key.into_iter().filter(|(_, cancelled)| !cancelled).map(|(key, _)| *key);
    Resolution { effective: standing.next(), conflicts: standing.collect() }
}

/// What is known of the article that a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
    /// State of the article.
    pub status: ArticleStatus,
    /// Its price in the catalogue, in cents.
    pub price_cents: i32,
    /// Price of the genuine label that the customer saw, in cents: the till proves it, and a label was made with it.
    pub label_price_cents: Option<i32>,
}

impl ArticleFacts {
    /// Whether the line's price is the catalogue's or that of a genuine label.
    pub fn has_price(&self, price_cents: i32) -> bool {
        self.price_cents == price_cents || self.label_price_cents == Some(price_cents)
    }
}

/// What a sync answers for one line (till.md 4 and 5). `effective` is whether its claim took effect. What was paid claims
/// its article whatever was decided about it: who has sold it cannot have refused it or given it back.
pub fn line_status(article: Option<&ArticleFacts>, price_cents: i32, effective: bool) -> LineStatus {
    match article {
        None => LineStatus::UnknownCode,
        Some(_) if !effective => LineStatus::Conflict,
        Some(article) if !article.has_price(price_cents) => LineStatus::PriceDiffers,
        Some(_) => LineStatus::Sold,
    }
}

/// Why lines cannot be sold strictly: index from 0 and reason, one per line at most; empty when all can.
///
/// `articles` holds what is known for each line of the ticket, in order.
pub fn line_refusals(ticket: &Ticket, articles: &[Option<ArticleFacts>]) -> Vec<(usize, LineRefusal)> {
    let mut codes = BTreeSet::new();
    let refusal = |(line, article): (&TicketLine, &Option<ArticleFacts>)| {
        if !codes.insert(line.code.clone()) {
            return Some(LineRefusal::DuplicateLine);
        }
        match article {
            None => Some(LineRefusal::UnknownCode),
            Some(article) if article.status == ArticleStatus::Sold => Some(LineRefusal::AlreadySold),
            Some(article) if article.status != ArticleStatus::OnSale => Some(LineRefusal::NotOnSale),
            Some(article) if !article.has_price(line.price_cents) => Some(LineRefusal::PriceDiffers),
            Some(_) => None,
        }
    };
    let refusals = ticket.lines.iter().zip(articles).map(refusal).enumerate();
    refusals.filter_map(|(index, refusal)| Some((index, refusal?))).collect()
}

/// Whether payments and lines add up.
///
/// A sale has lines, payments above zero, and equal sums. A counter-ticket (`cancels`) has no lines and gives back
/// exactly `cancelled_cents`, the total of the ticket that it cancels, when that one is known.
pub fn check_amounts(ticket: &Ticket, cancelled_cents: Option<i64>) -> Result<(), TicketRefusal> {
    let sound = if ticket.cancels.is_some() {
        ticket.lines.is_empty()
            && !ticket.payments.is_empty()
            && ticket.payments.iter().all(|payment| payment.amount_cents < 0)
            && cancelled_cents.is_none_or(|cents| ticket.paid_cents() == -cents)
    } else {
        !ticket.lines.is_empty()
            && ticket.lines.iter().all(|line| line.price_cents > 0)
            && ticket.payments.iter().all(|payment| payment.amount_cents > 0)
            && ticket.paid_cents() == ticket.total_cents()
    };
    if sound { Ok(()) } else { Err(TicketRefusal::PaymentMismatch) }
}

/// Whether the till's time lies within its session, give or take five minutes. An open session ends now.
pub fn check_clock(
    sold_at: Instant,
    opened_at: Instant,
    closed_at: Option<Instant>,
    now: Instant,
) -> Result<(), TicketRefusal> {
    let session = opened_at.plus(-CLOCK_TOLERANCE)..=closed_at.unwrap_or(now).plus(CLOCK_TOLERANCE);
    if session.contains(&sold_at) { Ok(()) } else { Err(TicketRefusal::ClockSkew) }
}

/// Whether a counter-ticket comes in time: within five minutes of the sale, and not dated back behind the last ticket of its
/// till, all by the till's own times.
pub fn counter_in_time(sold_at: Instant, cancelled_at: Instant, latest: Option<Instant>) -> bool {
    may_cancel_own(sold_at, cancelled_at)
        && latest.is_none_or(|latest| latest <= cancelled_at.plus(CLOCK_TOLERANCE))
}

/// Whether volunteers may still cancel their own sale made at `sold_at` (till.md 6).
pub fn may_cancel_own(sold_at: Instant, now: Instant) -> bool {
    now <= sold_at.plus(OWN_CANCEL_TIME)
}

#[cfg(test)]
mod tests;
