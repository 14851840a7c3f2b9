//! Payouts as they lie in the database.

use super::states::{PayoutMethod, PayoutState};
use crate::db::schema;
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
