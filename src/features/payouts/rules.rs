//! What a depositor is owed (domain.md 7), and which steps a payout may take.

use std::iter::Sum;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::features::editions::states::ListType;
use crate::features::payouts::states::{PayoutMethod, PayoutState};
use crate::kernel::money::commission_cents;
use crate::text_enum;

/// What lists cost, in cents, when their fee is deducted from the sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeScale {
    /// Each 1000-list used.
    pub member_list_cents: i32,
    /// Each started pair of 2000-lists used.
    pub family_pair_cents: i32,
}

impl Default for FeeScale {
    fn default() -> Self {
        Self { member_list_cents: 100, family_pair_cents: 500 }
    }
}

impl FeeScale {
    /// The fee for so many used lists of a type. Standard lists are paid on Billetweb beforehand.
    pub fn fee_cents(&self, list_type: ListType, lists_used: usize) -> i64 {
        let (count, each) = match list_type {
            ListType::Standard => (0, 0),
            ListType::Member1000 => (lists_used, self.member_list_cents),
            ListType::Family2000 => (lists_used.div_ceil(2), self.family_pair_cents),
        };
        i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(i64::from(each))
    }
}

/// A depositor's money in one edition, in cents: `gross + fees_due = commission + fees + net`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Amounts {
    /// Sum of the effective sales.
    pub gross_cents: i64,
    /// The association's share, rounded half up once.
    pub commission_cents: i64,
    /// Fees of the lists used.
    pub fees_cents: i64,
    /// What the depositor gets.
    pub net_cents: i64,
    /// The part of the fees that the sales could not cover.
    pub fees_due_cents: i64,
}

impl Sum for Amounts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |total, one| Self {
            gross_cents: total.gross_cents + one.gross_cents,
            commission_cents: total.commission_cents + one.commission_cents,
            fees_cents: total.fees_cents + one.fees_cents,
            net_cents: total.net_cents + one.net_cents,
            fees_due_cents: total.fees_due_cents + one.fees_due_cents,
        })
    }
}

/// Computes a depositor's payout from the sum of the effective sales and the lists used of each type.
pub fn compute(
    gross_cents: i64,
    lists_used: &[(ListType, usize)],
    commission_basis_points: i32,
    scale: &FeeScale,
) -> Amounts {
    let commission_cents = commission_cents(gross_cents, commission_basis_points);
    let fees_cents = lists_used.iter().map(|&(list_type, used)| scale.fee_cents(list_type, used)).sum();
    let left = gross_cents - commission_cents - fees_cents;
    Amounts {
        gross_cents,
        commission_cents,
        fees_cents,
        net_cents: left.max(0),
        fees_due_cents: (-left).max(0),
    }
}

/// Whether a payout may go from one state to another (domain.md 4).
///
/// An absent depositor's stays open when the edition closes: an admin may still mark it as paid.
pub const fn may_become(from: PayoutState, to: PayoutState) -> bool {
    use PayoutState::{Absent, Closed, Paid, SlipReady, ToGenerate};
    matches!(
        (from, to),
        (ToGenerate, SlipReady)
            | (SlipReady, Paid | Absent | ToGenerate)
            | (Absent, Paid | SlipReady)
            | (Paid, Closed)
    )
}

text_enum! {
    /// What a payment lacks. Values are problem codes.
    pub enum PaymentProblem {
        /// A cheque has a number.
        ChequeNumberRequired => "cheque_number_required",
        /// A transfer has a date.
        TransferDateRequired => "transfer_date_required",
    }
}

impl PaymentProblem {
    /// The field that is missing, and the sentence for the person.
    pub const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::ChequeNumberRequired => ("cheque_number", "Indiquez le numéro du chèque."),
            Self::TransferDateRequired => ("transfer_date", "Indiquez la date du virement."),
        }
    }
}

/// Whether a payment carries what its method needs (api.md, `/payouts/{id}/pay`).
pub fn check_payment(
    method: PayoutMethod,
    cheque_number: Option<&str>,
    transfer_date: Option<NaiveDate>,
) -> Result<(), PaymentProblem> {
    match method {
        PayoutMethod::Cheque if cheque_number.is_none_or(|number| number.trim().is_empty()) => {
            Err(PaymentProblem::ChequeNumberRequired)
        }
        PayoutMethod::Transfer if transfer_date.is_none() => Err(PaymentProblem::TransferDateRequired),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amounts(gross: i64, lists_used: &[(ListType, usize)]) -> [i64; 4] {
        let amounts = compute(gross, lists_used, 2_000, &FeeScale::default());
        [amounts.commission_cents, amounts.fees_cents, amounts.net_cents, amounts.fees_due_cents]
    }

    #[test]
    fn the_example_of_the_association_comes_out() {
        assert_eq!(amounts(5_900, &[(ListType::Standard, 2)]), [1_180, 0, 4_720, 0]);
    }

    #[test]
    fn fees_depend_on_the_type_and_the_lists_used() {
        for (list_type, used, fee) in [
            (ListType::Standard, 2, 0),
            (ListType::Member1000, 0, 0),
            (ListType::Member1000, 1, 100),
            (ListType::Member1000, 4, 400),
            (ListType::Family2000, 0, 0),
            (ListType::Family2000, 1, 500),
            (ListType::Family2000, 2, 500),
            (ListType::Family2000, 3, 1_000),
            (ListType::Family2000, 4, 1_000),
        ] {
            assert_eq!(FeeScale::default().fee_cents(list_type, used), fee, "{list_type} {used}");
        }
    }

    #[test]
    fn what_the_sales_cannot_cover_is_due() {
        assert_eq!(amounts(500, &[(ListType::Family2000, 4)]), [100, 1_000, 0, 600]);
        assert_eq!(amounts(0, &[(ListType::Member1000, 2)]), [0, 200, 0, 200]);
        assert_eq!(amounts(250, &[(ListType::Member1000, 2)]), [50, 200, 0, 0]);
        assert_eq!(amounts(0, &[]), [0; 4]);
    }

    #[test]
    fn a_payout_is_paid_only_after_its_slip() {
        use PayoutState::{Absent, Closed, Paid, SlipReady, ToGenerate};
        let allowed: Vec<(PayoutState, PayoutState)> = (PayoutState::ALL.iter())
            .flat_map(|&from| PayoutState::ALL.iter().map(move |&to| (from, to)))
            .filter(|&(from, to)| may_become(from, to))
            .collect();
        assert_eq!(
            allowed,
            [
                (ToGenerate, SlipReady),
                (SlipReady, ToGenerate),
                (SlipReady, Paid),
                (SlipReady, Absent),
                (Paid, Closed),
                (Absent, SlipReady),
                (Absent, Paid),
            ]
        );
    }

    #[test]
    fn a_cheque_needs_its_number_and_a_transfer_its_date() {
        let day = NaiveDate::from_ymd_opt(2025, 11, 20);
        assert_eq!(check_payment(PayoutMethod::Cheque, Some("0012345"), None), Ok(()));
        for number in [None, Some(""), Some("  ")] {
            let refused = check_payment(PayoutMethod::Cheque, number, day);
            assert_eq!(refused, Err(PaymentProblem::ChequeNumberRequired));
        }
        assert_eq!(check_payment(PayoutMethod::Transfer, None, day), Ok(()));
        let refused = check_payment(PayoutMethod::Transfer, Some("1"), None);
        assert_eq!(refused, Err(PaymentProblem::TransferDateRequired));
        assert_eq!(check_payment(PayoutMethod::Cash, None, None), Ok(()));
    }

    prop_compose! {
        fn depositor()(
            sales in proptest::collection::vec(0..15_000_i64, 0..100),
            list_type in proptest::sample::select(ListType::ALL),
            used in 0..5_usize,
        ) -> (i64, ListType, usize) {
            (sales.iter().sum(), list_type, used)
        }
    }

    proptest! {
        #[test]
        fn sums_balance_for_any_sales_and_rates(
            depositors in proptest::collection::vec(depositor(), 0..20), rate in 0..=10_000_i32,
        ) {
            let payouts: Vec<Amounts> = depositors
                .iter()
                .map(|&(gross, list_type, used)| compute(gross, &[(list_type, used)], rate, &FeeScale::default()))
                .collect();
            for one in payouts.iter().copied().chain([payouts.iter().copied().sum()]) {
                prop_assert_eq!(
                    one.gross_cents + one.fees_due_cents,
                    one.commission_cents + one.fees_cents + one.net_cents
                );
            }
            for one in &payouts {
                prop_assert!(one.net_cents >= 0 && (0..=one.fees_cents).contains(&one.fees_due_cents));
                prop_assert!(one.net_cents == 0 || one.fees_due_cents == 0);
            }
        }

        #[test]
        fn commission_is_taken_once_per_depositor_and_not_line_by_line(
            prices in proptest::collection::vec(1..20_000_i64, 1..60), rate in 0..=10_000_i32,
        ) {
            let whole = compute(prices.iter().sum(), &[], rate, &FeeScale::default()).commission_cents;
            let exact: i64 = prices.iter().map(|price| price * i64::from(rate)).sum();
            prop_assert!((whole * 10_000 - exact).abs() <= 5_000);
        }
    }
}
