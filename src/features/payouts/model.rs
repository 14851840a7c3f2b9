//! Rows, bodies and views of payouts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::Amounts;
use super::states::{PayoutMethod, PayoutState, UnsoldOutcome};
use crate::db::schema;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, JobId, ListId, PayoutId, UserId};

/// A payout as it lies in the database.
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
}

impl Payout {
    /// The sums, for adding up.
    pub fn amounts(&self) -> Amounts {
        Amounts {
            gross_cents: self.gross_cents.into(),
            commission_cents: self.commission_cents.into(),
            fees_cents: self.fees_cents.into(),
            net_cents: self.net_cents.into(),
            fees_due_cents: self.fees_due_cents.into(),
        }
    }
}

/// Whose payout it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema, diesel::Queryable)]
pub struct DepositorView {
    /// Identifier of the account.
    pub id: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone, E.164.
    pub phone: Option<String>,
}

/// One list of a payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaidList {
    /// Identifier.
    pub id: ListId,
    /// Number.
    pub number: i32,
}

/// A row of `GET E/payouts`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayoutRow {
    /// Identifier.
    pub id: PayoutId,
    /// Which edition it is of.
    pub edition_id: EditionId,
    /// Whose it is.
    pub depositor: DepositorView,
    /// Their lists.
    pub lists: Vec<PaidList>,
    /// Sum of the effective sales.
    pub gross_cents: i32,
    /// The association's share.
    pub commission_cents: i32,
    /// Fees of the lists used.
    pub fees_cents: i32,
    /// What the depositor gets.
    pub net_cents: i32,
    /// What the sales could not cover.
    pub fees_due_cents: i32,
    /// Where it stands.
    pub state: PayoutState,
    /// How it was paid.
    pub method: Option<PayoutMethod>,
    /// Number of the cheque.
    pub cheque_number: Option<String>,
    /// Day of the transfer.
    pub transfer_date: Option<Day>,
    /// Whether the unsold articles were handed back with it.
    pub unsold_returned: bool,
    /// Remark.
    pub comment: Option<String>,
    /// When it was paid.
    pub paid_at: Option<Instant>,
}

impl PayoutRow {
    /// A payout beside its owner and lists.
    pub fn new(payout: Payout, depositor: DepositorView, lists: Vec<PaidList>) -> Self {
        Self {
            id: payout.id,
            edition_id: payout.edition_id,
            depositor,
            lists,
            gross_cents: payout.gross_cents,
            commission_cents: payout.commission_cents,
            fees_cents: payout.fees_cents,
            net_cents: payout.net_cents,
            fees_due_cents: payout.fees_due_cents,
            state: payout.state,
            method: payout.method,
            cheque_number: payout.cheque_number,
            transfer_date: payout.transfer_date,
            unsold_returned: payout.unsold_returned,
            comment: payout.comment,
            paid_at: payout.paid_at,
        }
    }
}

/// One article of a payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaidArticle {
    /// Printed code.
    pub code: String,
    /// Description.
    pub description: String,
    /// Category, in French.
    pub category: String,
    /// Price: of the sale where it was sold, else the one asked.
    pub price_cents: i32,
    /// Why it was refused or withdrawn.
    pub reason: Option<String>,
}

/// `GET /payouts/{id}`: the row and every article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayoutView {
    /// What the row says.
    #[serde(flatten)]
    pub row: PayoutRow,
    /// Articles sold.
    pub sold: Vec<PaidArticle>,
    /// Articles to be given back, or given back or away already.
    pub unsold: Vec<PaidArticle>,
    /// Articles refused at the deposit, or withdrawn since.
    pub refused: Vec<PaidArticle>,
}

/// `GET E/payouts?state=&q=&page=&per_page=`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutQuery {
    /// Only those in this state.
    pub state: Option<PayoutState>,
    /// Part of a name, or a list number.
    pub q: Option<String>,
    /// From 1.
    pub page: Option<i64>,
    /// At most 200.
    pub per_page: Option<i64>,
}

/// Answer of `POST E/payouts/compute`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Computed {
    /// Depositors with a payout.
    pub payouts: usize,
    /// Payouts whose sums are new.
    pub changed: usize,
    /// Payouts paid already whose sums would be different now; they stay as they were paid.
    pub paid_differently: Vec<PayoutId>,
    /// All payouts together.
    pub total: Amounts,
}

/// Body of `POST /payouts/{id}/pay`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pay {
    /// How.
    pub method: PayoutMethod,
    /// Needed for a cheque.
    #[serde(default)]
    pub cheque_number: Option<String>,
    /// Needed for a transfer.
    #[serde(default)]
    pub transfer_date: Option<Day>,
    /// Whether the unsold articles were handed back as well.
    #[serde(default)]
    pub unsold_returned: bool,
    /// Remark.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Body of `POST E/returns`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Lists whose bags were handed over.
    pub list_ids: Vec<ListId>,
    /// To the depositor, or given away.
    pub outcome: UnsoldOutcome,
}

/// Answer of `POST E/returns`.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Returned {
    /// Articles that were unsold and are now returned or donated.
    pub articles: usize,
}

/// Answer of `POST E/payouts/slips`: the job, already done, since all slips of an edition take less than a second.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlipsJob {
    /// Identifier, for `GET /jobs/{id}`.
    pub job_id: JobId,
    /// How many slips the file holds.
    pub slips: usize,
    /// Where the file is.
    pub result_url: String,
}

/// `GET /me/sales?edition_id=`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MySalesQuery {
    /// Which edition.
    pub edition_id: EditionId,
}

/// A depositor's own sales.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MySales {
    /// Articles sold so far.
    pub sold: Vec<PaidArticle>,
    /// Articles not sold, so far or for good.
    pub unsold: Vec<PaidArticle>,
    /// Refused or withdrawn ones.
    pub refused: Vec<PaidArticle>,
    /// What the payout would be now.
    pub amounts: Amounts,
    /// Commission in hundredths of a percent.
    pub commission_bp: i32,
}
