//! What a depositor is owed (domain.md 7, money.md 1), the state of a payout, and what may be paid and adjusted.

use std::iter::Sum;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::features::edition::editions::settings::Settings;
use crate::features::edition::editions::states::ListType;
use crate::features::settlement::payouts::states::{AdjustmentKind, PayoutMethod, PayoutState};
use crate::kernel::money::commission_cents;
use crate::text_enum;

/// A depositor's money in one edition, in cents (money.md 1):
/// `gross + adjustments + fees_due = commission + fees + net`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Amounts {
    /// Sum of the effective sales.
    pub gross_cents: i64,
    /// The association's share, rounded half up once.
    pub commission_cents: i64,
    /// Fees of the lists used.
    pub fees_cents: i64,
    /// Lines beside these, without commission; above zero in favour of the depositor.
    pub adjustments_cents: i64,
    /// What the depositor gets.
    pub net_cents: i64,
    /// What the depositor owes, since the sales could not cover it.
    pub fees_due_cents: i64,
}

impl Sum for Amounts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |total, one| Self {
            gross_cents: total.gross_cents + one.gross_cents,
            commission_cents: total.commission_cents + one.commission_cents,
            fees_cents: total.fees_cents + one.fees_cents,
            adjustments_cents: total.adjustments_cents + one.adjustments_cents,
            net_cents: total.net_cents + one.net_cents,
            fees_due_cents: total.fees_due_cents + one.fees_due_cents,
        })
    }
}

/// Computes what a depositor is owed from the sum of the effective sales, the lists used of each type and the adjustments, by
/// the rate and the fees of the edition.
pub fn compute(
    gross_cents: i64,
    lists_used: &[(ListType, usize)],
    adjustments_cents: i64,
    commission_basis_points: i32,
    settings: &Settings,
) -> Amounts {
    let commission_cents = commission_cents(gross_cents, commission_basis_points);
    let fees_cents = lists_used.iter().map(|&(list_type, used)| settings.fee_cents(list_type, used)).sum();
    let left = gross_cents - commission_cents - fees_cents + adjustments_cents;
    Amounts {
        gross_cents,
        commission_cents,
        fees_cents,
        adjustments_cents,
        net_cents: left.max(0),
        fees_due_cents: (-left).max(0),
    }
}

/// What the state of a payout follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact")]
pub struct Standing {
    /// What is owed less what was paid; below zero when too much was paid.
    pub to_pay_cents: i64,
    /// Whether a payment, or that nothing is to be paid, was recorded and not taken back.
    pub is_settled_once: bool,
    /// Whether the slip shows what is owed now.
    pub slip_is_true: bool,
    /// Whether somebody noted that the depositor did not come.
    pub is_absent: bool,
    /// Whether the edition is closed.
    pub is_closed: bool,
}

/// The state of a payout (domain.md 4): nothing of it is stored but that somebody did not come.
pub const fn state(standing: Standing) -> PayoutState {
    if standing.to_pay_cents < 0 {
        PayoutState::Overpaid
    } else if standing.to_pay_cents == 0 && standing.is_settled_once {
        if standing.is_closed { PayoutState::Closed } else { PayoutState::Paid }
    } else if standing.is_absent {
        PayoutState::Absent
    } else if standing.is_settled_once {
        PayoutState::Supplement
    } else if standing.slip_is_true {
        PayoutState::SlipReady
    } else {
        PayoutState::ToGenerate
    }
}

/// Largest amount that fits on a cheque of the association, in cents (money.md 1).
pub const MOST_BY_CHEQUE_CENTS: i64 = 999_999;
/// Largest amount that is believed to be owed to one person, in cents.
pub const MOST_CENTS: i64 = 10_000_000;

text_enum! {
    /// What is wrong with a payment. Values are problem codes.
    pub enum PaymentProblem {
        /// A cheque has a number.
        ChequeNumberRequired => "cheque_number_required",
        /// A transfer has a date.
        TransferDateRequired => "transfer_date_required",
        /// Something is owed: it is paid somehow.
        MethodRequired => "method_required",
    }
}

impl PaymentProblem {
    /// The field that is wrong, and the sentence for the person.
    pub const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::ChequeNumberRequired => ("cheque_number", "Indiquez le numéro du chèque."),
            Self::TransferDateRequired => ("transfer_date", "Indiquez la date du virement."),
            Self::MethodRequired => ("method", "Indiquez comment la somme est payée."),
        }
    }
}

/// Whether a payment of `cents` carries what its method needs (api.md 10, `/payouts/{id}/pay`). Nothing to pay needs
/// nothing.
pub fn check_payment(
    cents: i64,
    method: PayoutMethod,
    cheque_number: Option<&str>,
    transfer_date: Option<NaiveDate>,
) -> Result<(), PaymentProblem> {
    match method {
        _ if cents == 0 => Ok(()),
        PayoutMethod::Nothing => Err(PaymentProblem::MethodRequired),
        PayoutMethod::Cheque if cheque_number.is_none_or(|number| number.trim().is_empty()) => {
            Err(PaymentProblem::ChequeNumberRequired)
        }
        PayoutMethod::Transfer if transfer_date.is_none() => Err(PaymentProblem::TransferDateRequired),
        _ => Ok(()),
    }
}

/// Whether so much may be paid this way.
pub const fn is_payable(cents: i64, method: PayoutMethod) -> bool {
    let most = if matches!(method, PayoutMethod::Cheque) { MOST_BY_CHEQUE_CENTS } else { MOST_CENTS };
    cents <= most
}

/// What an adjustment may come to, given what is owed so far and what was waived already; the sentence says why not.
pub const fn check_adjustment(
    kind: AdjustmentKind,
    cents: i64,
    owed: &Amounts,
    waived_cents: i64,
) -> Result<(), &'static str> {
    if cents == 0 || cents > MOST_CENTS || cents < -MOST_CENTS {
        return Err("Indiquez un montant, de 100 000 € au plus.");
    }
    match kind {
        AdjustmentKind::Dispute | AdjustmentKind::Correction => Ok(()),
        AdjustmentKind::Goodwill if cents > 0 => Ok(()),
        AdjustmentKind::Goodwill => {
            Err("Un geste commercial est en faveur du déposant : indiquez un montant positif.")
        }
        AdjustmentKind::FeeWaived if cents > 0 && cents + waived_cents <= owed.fees_cents => Ok(()),
        AdjustmentKind::FeeWaived => Err("On renonce au plus aux frais de liste de ce déposant."),
        AdjustmentKind::DebtCarried if cents == owed.fees_due_cents => Ok(()),
        AdjustmentKind::DebtCarried => Err("On reporte toute la somme que ce déposant doit encore."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amounts(gross: i64, lists_used: &[(ListType, usize)], adjustments: i64) -> [i64; 4] {
        let amounts = compute(gross, lists_used, adjustments, 2_000, &Settings::default());
        [amounts.commission_cents, amounts.fees_cents, amounts.net_cents, amounts.fees_due_cents]
    }

    #[test]
    fn the_examples_of_the_association_come_out() {
        assert_eq!(amounts(5_900, &[(ListType::Standard, 2)], 0), [1_180, 0, 4_720, 0]);
        // 20 - 30 + 16 = 4 + 2 + 0
        assert_eq!(amounts(2_000, &[(ListType::Member1000, 2)], -3_000), [400, 200, 0, 1_600]);
    }

    #[test]
    fn what_the_sales_cannot_cover_is_due() {
        assert_eq!(amounts(500, &[(ListType::Family2000, 4)], 0), [100, 1_000, 0, 600]);
        assert_eq!(amounts(0, &[(ListType::Member1000, 2)], 0), [0, 200, 0, 200]);
        assert_eq!(amounts(250, &[(ListType::Member1000, 2)], 0), [50, 200, 0, 0]);
        assert_eq!(amounts(0, &[], 0), [0; 4]);
        assert_eq!(amounts(0, &[(ListType::Member1000, 2)], 150), [0, 200, 0, 50]);
    }

    #[test]
    fn the_state_follows_from_what_is_owed_and_what_was_paid() {
        use PayoutState::{Absent, Closed, Overpaid, Paid, SlipReady, Supplement, ToGenerate};
        // To pay, settled once, slip true, absent, closed.
        for (to_pay_cents, is_settled_once, slip_is_true, is_absent, is_closed, expected) in [
            (100, false, false, false, false, ToGenerate),
            (100, false, true, false, false, SlipReady),
            (100, false, true, true, false, Absent),
            (100, true, false, false, false, Supplement),
            (100, true, false, true, true, Absent),
            (0, false, false, false, false, ToGenerate),
            (0, true, false, true, false, Paid),
            (0, true, true, false, true, Closed),
            (-1, true, true, true, true, Overpaid),
        ] {
            let standing = Standing { to_pay_cents, is_settled_once, slip_is_true, is_absent, is_closed };
            assert_eq!(state(standing), expected, "{standing:?}");
        }
    }

    #[test]
    fn a_payment_carries_what_its_method_needs() {
        use PayoutMethod::{Cash, Cheque, Nothing, Transfer};
        let date = NaiveDate::from_ymd_opt(2025, 11, 20);
        for (cents, method, number, date, expected) in [
            (100, Cheque, Some("0012345"), None, Ok(())),
            (100, Cheque, None, None, Err(PaymentProblem::ChequeNumberRequired)),
            (100, Cheque, Some("  "), date, Err(PaymentProblem::ChequeNumberRequired)),
            (100, Transfer, Some("0012345"), None, Err(PaymentProblem::TransferDateRequired)),
            (100, Transfer, None, date, Ok(())),
            (100, Cash, None, None, Ok(())),
            (100, Nothing, None, None, Err(PaymentProblem::MethodRequired)),
            (0, Cheque, None, None, Ok(())),
            (0, Nothing, None, None, Ok(())),
        ] {
            assert_eq!(check_payment(cents, method, number, date), expected, "{cents} {method} {number:?}");
        }
        assert!(is_payable(999_999, Cheque) && !is_payable(1_000_000, Cheque));
        assert!(is_payable(1_000_000, Transfer) && !is_payable(MOST_CENTS + 1, Cash));
    }

    #[test]
    fn an_adjustment_stays_within_what_its_kind_allows() {
        use AdjustmentKind::{Correction, DebtCarried, Dispute, FeeWaived, Goodwill};
        let owed = compute(0, &[(ListType::Member1000, 3)], 0, 2_000, &Settings::default());
        for (kind, cents, waived, fits) in [
            (Correction, -500, 0, true),
            (Correction, 0, 0, false),
            (Correction, MOST_CENTS + 1, 0, false),
            (Dispute, i64::MIN, 0, false),
            (Goodwill, 500, 0, true),
            (Goodwill, -500, 0, false),
            (FeeWaived, 300, 0, true),
            (FeeWaived, 200, 100, true),
            (FeeWaived, 201, 100, false),
            (FeeWaived, -1, 0, false),
            (DebtCarried, 300, 0, true),
            (DebtCarried, 299, 0, false),
        ] {
            assert_eq!(check_adjustment(kind, cents, &owed, waived).is_ok(), fits, "{kind} {cents} {waived}");
        }
    }

    proptest! {
        #[test]
        fn sums_balance_to_the_cent(
            gross in 0_i64..10_000_000,
            members in 0_usize..6,
            families in 0_usize..6,
            adjustments in -1_000_000_i64..1_000_000,
            rate in 0_i32..=10_000,
        ) {
            let used = [(ListType::Member1000, members), (ListType::Family2000, families)];
            let owed = compute(gross, &used, adjustments, rate, &Settings::default());
            prop_assert_eq!(
                owed.gross_cents + owed.adjustments_cents + owed.fees_due_cents,
                owed.commission_cents + owed.fees_cents + owed.net_cents
            );
            prop_assert!(owed.net_cents >= 0 && owed.fees_due_cents >= 0);
            prop_assert!(owed.net_cents == 0 || owed.fees_due_cents == 0);
        }
    }
}
