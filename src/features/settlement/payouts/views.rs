//! Bodies and answers of payouts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reckoning::account::Account;
use super::reckoning::ledger::{AdjustmentView, PayoutPayment};
use super::reckoning::rules::Amounts;
use super::states::{AdjustmentKind, PayoutMethod, PayoutState, UnsoldOutcome};
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::payments::cheque_number::ChequeNumber;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{EditionId, JobId, ListId, PayoutId, PayoutPaymentId, UserId};
use crate::kernel::text::{Comment, Reason};

/// Whose payout it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema, diesel::Queryable)]
pub struct PayoutDepositor {
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

/// A row of `GET /editions/{id}/payouts`. Sums are what they are now:
/// `gross + adjustments + fees_due = commission + fees + net`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PayoutRow {
    /// Identifier.
    pub id: PayoutId,
    /// Which edition it is of.
    pub edition_id: EditionId,
    /// Whose it is.
    pub depositor: PayoutDepositor,
    /// Their lists that were used.
    pub lists: Vec<PaidList>,
    /// Sum of the effective sales.
    pub gross_cents: i64,
    /// The association's share.
    pub commission_cents: i64,
    /// Fees of the lists used.
    pub fees_cents: i64,
    /// Sum of the adjustments; above zero in favour of the depositor.
    pub adjustments_cents: i64,
    /// What the depositor is owed.
    pub net_cents: i64,
    /// What the depositor owes.
    pub fees_due_cents: i64,
    /// What was paid, less what was taken back.
    pub paid_cents: i64,
    /// What is owed less what was paid; below zero when too much was paid.
    pub to_pay_cents: i64,
    /// State of the payout.
    pub state: PayoutState,
    /// Whether the slip shows what is owed now.
    pub slip_ready: bool,
    /// Sold articles whose price waits for a manager; they count nothing so far.
    pub prices_undecided: usize,
    /// How the latest payment was made.
    pub method: Option<PayoutMethod>,
    /// Number of its cheque.
    pub cheque_number: Option<String>,
    /// Day of its transfer.
    pub transfer_date: Option<Day>,
    /// Unsold articles that were handed back.
    pub returned: usize,
    /// Remark on it.
    pub comment: Option<String>,
    /// When it was recorded.
    pub paid_at: Option<Instant>,
    /// Everything that was paid and taken back, in order.
    pub payments: Vec<PayoutPayment>,
    /// Lines beside sales, commission and fees.
    pub adjustments: Vec<AdjustmentView>,
}

impl PayoutRow {
    /// A payout beside its owner, lists and how many articles were handed back.
    pub fn new(
        edition: &Edition,
        account: Account,
        depositor: PayoutDepositor,
        lists: Vec<PaidList>,
        returned: usize,
    ) -> Self {
        let (state, slip_ready) = (account.state(edition), account.slip_is_true());
        let (paid_cents, to_pay_cents) = (account.payments.paid_cents(), account.to_pay_cents());
        let prices_undecided = account.owed.undecided();
        let latest = account.payments.standing().next_back().cloned();
        let Account { payout, owed, payments, adjustments } = account;
        let method = latest.as_ref().map(|payment| payment.method);
        let paid_at = latest.as_ref().map(|payment| payment.paid_at);
        let (cheque_number, transfer_date, comment) = latest
            .map(|payment| (payment.cheque_number, payment.transfer_date, payment.comment))
            .unwrap_or_default();
        Self {
            id: payout.id,
            edition_id: payout.edition_id,
            depositor,
            lists,
            gross_cents: owed.amounts.gross_cents,
            commission_cents: owed.amounts.commission_cents,
            fees_cents: owed.amounts.fees_cents,
            adjustments_cents: owed.amounts.adjustments_cents,
            net_cents: owed.amounts.net_cents,
            fees_due_cents: owed.amounts.fees_due_cents,
            paid_cents,
            to_pay_cents,
            state,
            slip_ready,
            prices_undecided,
            method,
            cheque_number,
            transfer_date,
            returned,
            comment,
            paid_at,
            payments: payments.0,
            adjustments,
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
    /// What its depositor is paid on where it was sold, else the price asked.
    pub price_cents: i64,
    /// Why it was refused or withdrawn.
    pub reason: Option<String>,
    /// When it was sold, by the clock of the till.
    pub sold_at: Option<Instant>,
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

/// `GET /editions/{id}/payouts?state=&q=&page=&per_page=`
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

/// Answer of `POST /editions/{id}/payouts/compute`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Computed {
    /// Depositors with a payout.
    pub payouts: usize,
    /// Payouts whose sums are new.
    pub changed: usize,
    /// Payouts of which more or less was paid than is owed now: a supplement, or too much.
    pub paid_differently: Vec<PayoutId>,
    /// All payouts together.
    pub total: Amounts,
    /// What may still change the sums.
    pub warnings: Warnings,
}

/// What may still change what is owed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Warnings {
    /// Numbers of the tills that are still open.
    pub open_tills: Vec<i32>,
    /// Tickets that tills said they hold and that have not come.
    pub tickets_unsent: i64,
    /// Sold articles whose price waits for a manager.
    pub prices_undecided: i64,
}

/// Answer of `POST /payouts/{id}/pay`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Paid {
    /// The payout as it stands now.
    #[serde(flatten)]
    pub payout: PayoutView,
    /// What may still change what is owed.
    pub warnings: Warnings,
}

/// Body of `POST /payouts/{id}/reverse`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reverse {
    /// Which payment is taken back.
    pub payment_id: PayoutPaymentId,
    /// Why; journalled.
    pub reason: Reason,
}

/// Body of `POST /editions/{id}/payouts/slips/chosen`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenSlips {
    /// Whose slips; 500 at most.
    pub payout_ids: Vec<PayoutId>,
}

/// Body of `POST /payouts/{id}/adjustments`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjust {
    /// Why the line is there.
    pub kind: AdjustmentKind,
    /// Amount in cents; above zero in favour of the depositor.
    pub amount_cents: i64,
    /// Why, in words; the depositor reads it.
    pub reason: Reason,
}

/// Body of `POST /payouts/{id}/pay`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pay {
    /// What is to pay, as it was read: refused when it is something else by now.
    pub expected_cents: i64,
    /// How; `nothing` when nothing is to pay.
    pub method: PayoutMethod,
    /// Needed for a cheque.
    #[serde(default, deserialize_with = "ChequeNumber::optional")]
    pub cheque_number: Option<ChequeNumber>,
    /// Needed for a transfer.
    #[serde(default)]
    pub transfer_date: Option<Day>,
    /// Whether the unsold articles were handed back as well.
    #[serde(default)]
    pub unsold_returned: bool,
    /// Remark.
    #[serde(default, deserialize_with = "Comment::optional")]
    pub comment: Option<Comment>,
}

/// Body of `POST /editions/{id}/returns`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Lists whose bags were handed over.
    pub list_ids: Vec<ListId>,
    /// To the depositor. What is given away goes through `donate-unsold`.
    pub outcome: UnsoldOutcome,
}

/// Body of `POST /editions/{id}/returns/revoke`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeReturn {
    /// Lists whose bags are in the hall after all.
    pub list_ids: Vec<ListId>,
    /// How many articles are unsold again by it.
    pub confirm_count: usize,
    /// Why; journalled.
    pub reason: Reason,
}

/// Answer of `POST /editions/{id}/returns` and of what takes one back.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Returned {
    /// Articles that were unsold and are now handed over, or the other way round.
    pub articles: usize,
}

/// `GET /editions/{id}/payouts/slips/paper`.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct SlipsPaper {
    /// Slips.
    pub slips: usize,
    /// Sheets of paper that they take, printed on one side.
    pub sheets: usize,
}

/// Answer of `POST /editions/{id}/payouts/slips`: the job, already done, since all slips of an edition take less than a
/// second.
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

/// `GET /editions/{id}/donate-unsold`: what is left, and what was given away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnsoldLeft {
    /// Articles that nobody bought and nobody has fetched.
    pub articles: usize,
    /// Of how many depositors.
    pub depositors: usize,
    /// Those of them who have fetched nothing at all.
    pub not_come: usize,
    /// Articles that were given away.
    pub donated: usize,
    /// Last day of the return.
    pub return_day: Option<Day>,
    /// Whether that day is over.
    pub return_day_over: bool,
}

/// Body of `POST /editions/{id}/donate-unsold`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DonateUnsold {
    /// Who gets them.
    pub charity: String,
    /// How many articles are given: refused when it is another number by now.
    pub confirm_count: usize,
    /// Why, before the day of the return is over; journalled.
    #[serde(default, deserialize_with = "Reason::optional")]
    pub reason: Option<Reason>,
}

/// Body of `POST /editions/{id}/donate-unsold/revoke`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeDonation {
    /// How many articles are taken back.
    pub confirm_count: usize,
    /// Why; journalled.
    pub reason: Reason,
}
