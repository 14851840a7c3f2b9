//! The money of an edition in sums that explain each other: what came in, whose it is, and what has left.

use std::collections::BTreeSet;

use diesel::dsl::sum;
use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::reckoning::rules::Amounts;
use super::reckoning::{hold, owed};
use super::states::{PayoutMethod, PayoutState};
use super::views::Warnings;
use super::warnings;
use crate::ctx::Ctx;
use crate::db::schema::{payments, ticket_lines, tickets};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::edition::editions;
use crate::features::edition::editions::model::Edition;
use crate::http::{Json, Path};
use crate::kernel::ids::{EditionId, UserId};

/// How many, and how much together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// How many depositors.
    pub depositors: usize,
    /// How much, in cents.
    pub cents: i64,
}

impl Tally {
    fn add(&mut self, cents: i64) {
        self.depositors += 1;
        self.cents += cents;
    }
}

/// What came in, and whose it is:
/// `takings = net + commission + fees - fees_due - adjustments + unowned + price_differences + unexplained`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Takings {
    /// What customers paid, less what they got back.
    pub takings_cents: i64,
    /// Lines that take no effect: conflicts, unknown codes, articles that were not on sale.
    pub unowned_cents: i64,
    /// Price paid less the price that the depositor is paid on; all of it while nobody has decided.
    pub price_differences_cents: i64,
    /// What none of these accounts for: 0, or there is a mistake to look for.
    pub unexplained_cents: i64,
}

/// What has left, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaidOut {
    /// By cheque.
    pub cheque_cents: i64,
    /// By transfer.
    pub transfer_cents: i64,
    /// In cash.
    pub cash_cents: i64,
}

/// Answer of `GET /editions/{id}/payouts/summary`: `net = paid + to_pay + supplements + absent + not_computed - overpaid`.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// What came in.
    #[serde(flatten)]
    pub takings: Takings,
    /// What all depositors are owed, and what it is made of.
    pub total: Amounts,
    /// How it was paid.
    pub paid_by: PaidOut,
    /// What was paid, and to how many nothing is left to pay.
    pub paid: Tally,
    /// Nothing was paid so far.
    pub to_pay: Tally,
    /// Of those, who is owed nothing: to be confirmed.
    pub nothing_to_pay: usize,
    /// More is owed than was paid.
    pub supplements: Tally,
    /// Who did not come.
    pub absent: Tally,
    /// Owed to people without a payout so far.
    pub not_computed: Tally,
    /// More was paid than is owed.
    pub overpaid: Tally,
    /// Debts of depositors.
    pub owing: Tally,
    /// What may still change these sums.
    pub warnings: Warnings,
}

/// `GET /editions/{id}/payouts/summary`
pub fn summary(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<Summary>> {
    db::at_one_instant(ctx.db, |db| {
        let edition = editions::store::by_id(db, id)?;
        of(db, &edition)
    })
    .map(Json)
}

fn of(db: &mut Conn, edition: &Edition) -> Result<Summary> {
    let owed = owed::of_edition(db, edition)?;
    let accounts = hold::accounts(db, edition)?;
    let total: Amounts = owed.values().map(|owed| owed.amounts).sum();
    let mut summary = Summary {
        takings: takings(db, edition.id, total.gross_cents)?,
        total,
        warnings: warnings::of(db, edition)?,
        ..Summary::default()
    };
    for account in &accounts {
        for payment in &account.payments.0 {
            let cents = i64::from(payment.amount_cents);
            match payment.method {
                PayoutMethod::Cheque => summary.paid_by.cheque_cents += cents,
                PayoutMethod::Transfer => summary.paid_by.transfer_cents += cents,
                PayoutMethod::Cash => summary.paid_by.cash_cents += cents,
                PayoutMethod::Nothing => {}
            }
        }
        summary.paid.cents += account.payments.paid_cents();
        let left = account.to_pay_cents();
        match account.state(edition) {
            PayoutState::Paid | PayoutState::Closed => summary.paid.depositors += 1,
            PayoutState::Supplement => summary.supplements.add(left),
            PayoutState::Absent => summary.absent.add(left),
            PayoutState::Overpaid => summary.overpaid.add(-left),
            PayoutState::ToGenerate | PayoutState::SlipReady => {
                summary.to_pay.add(left);
                summary.nothing_to_pay += usize::from(left == 0);
            }
        }
    }
    let known: BTreeSet<UserId> = accounts.iter().map(|account| account.payout.user_id).collect();
    for (user, owed) in &owed {
        if !known.contains(user) {
            summary.not_computed.add(owed.amounts.net_cents);
        }
        if owed.amounts.fees_due_cents > 0 {
            summary.owing.add(owed.amounts.fees_due_cents);
        }
    }
    Ok(summary)
}

/// What came in or went out without a line that accounts for it, in cents: 0, or there is a mistake to look for.
pub fn unexplained_cents(db: &mut Conn, edition: EditionId) -> Result<i64> {
    Ok(takings(db, edition, 0)?.unexplained_cents)
}

fn takings(db: &mut Conn, edition: EditionId, gross_cents: i64) -> Result<Takings> {
    let takings: Option<i64> = payments::table
        .inner_join(tickets::table)
        .filter(tickets::edition_id.eq(edition))
        .select(sum(payments::amount_cents))
        .first(db)?;
    let standing = || {
        ticket_lines::table
            .filter(ticket_lines::edition_id.eq(edition))
            .filter(ticket_lines::cancelled_at.is_null())
            .select(sum(ticket_lines::price_cents))
    };
    let unowned: Option<i64> = standing().filter(ticket_lines::effective_article_id.is_null()).first(db)?;
    let owned: Option<i64> = standing().filter(ticket_lines::effective_article_id.is_not_null()).first(db)?;
    let (takings_cents, unowned_cents) = (takings.unwrap_or(0), unowned.unwrap_or(0));
    let price_differences_cents = owned.unwrap_or(0) - gross_cents;
    let unexplained_cents = takings_cents - unowned_cents - owned.unwrap_or(0);
    Ok(Takings { takings_cents, unowned_cents, price_differences_cents, unexplained_cents })
}
