//! What a payout is worth: what is owed beside what was paid.

use super::ledger::{AdjustmentView, Payments};
use super::owed::Owed;
use super::rules;
use super::rules::Standing;
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::model::Payout;
use crate::features::settlement::payouts::states::PayoutState;

/// A payout beside what is owed and what was paid, all read at one moment.
#[derive(Clone, Debug)]
pub struct Account {
    /// The row.
    pub payout: Payout,
    /// What is owed.
    pub owed: Owed,
    /// What was paid.
    pub payments: Payments,
    /// Lines beside sales, commission and fees.
    pub adjustments: Vec<AdjustmentView>,
}

impl Account {
    /// What is owed less what was paid, in cents; below zero when too much was paid.
    pub fn to_pay_cents(&self) -> i64 {
        self.owed.amounts.net_cents - self.payments.paid_cents()
    }

    /// Whether a payment, or that nothing is to be paid, was recorded and not taken back.
    pub fn is_settled_once(&self) -> bool {
        self.payments.standing().next().is_some()
    }

    /// Whether the slip shows what is owed now.
    pub fn slip_is_true(&self) -> bool {
        self.payout.slip_digest.as_deref() == Some(self.owed.digest.as_str())
    }

    /// State of the payout.
    pub fn state(&self, edition: &Edition) -> PayoutState {
        rules::state(Standing {
            to_pay_cents: self.to_pay_cents(),
            is_settled_once: self.is_settled_once(),
            slip_is_true: self.slip_is_true(),
            is_absent: self.payout.state == PayoutState::Absent,
            is_closed: edition.status.is_read_only(),
        })
    }
}
