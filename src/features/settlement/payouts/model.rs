//! Payouts as they lie in the database, and what one is worth beside what is owed and what was paid.

use super::reckoning::ledger::{AdjustmentView, Payments};
use super::reckoning::owed::Owed;
use super::reckoning::rules;
use super::reckoning::rules::Standing;
use super::states::{PayoutMethod, PayoutState};
use crate::db::schema;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::rules::is_read_only;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, PayoutId, RegistrationId, UserId};

/// A payout as it lies in the database.
///
/// Its sums are those of the last computation: for people who look into the database, for a former release of the program,
/// never for moving money. Of `state` only `absent` is read. `method` to `paid_by` hold the payment of a former release.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::payouts)]
#[allow(missing_docs)]
pub struct Payout {
    pub id: PayoutId,
    pub edition_id: EditionId,
    pub user_id: UserId,
    pub gross_cents: i32,
    pub commission_cents: i32,
    pub fees_cents: i32,
    pub net_cents: i32,
    pub fees_due_cents: i32,
    pub state: PayoutState,
    pub computed_at: Instant,
    pub slip_at: Option<Instant>,
    pub method: Option<PayoutMethod>,
    pub cheque_number: Option<String>,
    pub transfer_date: Option<Day>,
    pub unsold_returned: bool,
    pub comment: Option<String>,
    pub paid_at: Option<Instant>,
    pub paid_by: Option<UserId>,
    pub registration_id: Option<RegistrationId>,
    /// Whom of a registration: the depositor, as long as no other payee can be entered.
    pub payee: String,
    pub adjustments_cents: i32,
    /// Digest of the reckoning that the slip shows.
    pub slip_digest: Option<String>,
}

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

    /// Where it stands.
    pub fn state(&self, edition: &Edition) -> PayoutState {
        rules::state(Standing {
            to_pay_cents: self.to_pay_cents(),
            is_settled_once: self.is_settled_once(),
            slip_is_true: self.slip_is_true(),
            is_absent: self.payout.state == PayoutState::Absent,
            is_closed: is_read_only(edition.status),
        })
    }
}
