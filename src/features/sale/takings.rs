//! Money per payment method, and how it goes back when something is cancelled (till.md 6 and 8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::states::PaymentMethod;

/// One amount per payment method, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PerMethod {
    /// Espèces.
    #[serde(alias = "cash_cents")]
    pub cash: i64,
    /// Carte bancaire.
    #[serde(alias = "card_cents")]
    pub card: i64,
    /// Chèques.
    #[serde(alias = "cheque_cents")]
    pub cheque: i64,
}

/// How many papers lie in a drawer beside the cash: what a volunteer counts before any sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pieces {
    /// Card payments that were not given back whole.
    pub card: i64,
    /// Cheques that were not given back.
    pub cheque: i64,
}

impl PerMethod {
    /// The amount of one method.
    pub fn of(&self, method: PaymentMethod) -> i64 {
        match method {
            PaymentMethod::Cash => self.cash,
            PaymentMethod::Card => self.card,
            PaymentMethod::Cheque => self.cheque,
        }
    }

    /// Adds to the amount of one method.
    pub fn add(&mut self, method: PaymentMethod, cents: i64) {
        match method {
            PaymentMethod::Cash => self.cash += cents,
            PaymentMethod::Card => self.card += cents,
            PaymentMethod::Cheque => self.cheque += cents,
        }
    }

    /// All methods together.
    pub fn total(&self) -> i64 {
        self.cash + self.card + self.cheque
    }

    /// What this is more than `other`, method by method.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self {
            cash: self.cash - other.cash,
            card: self.card - other.card,
            cheque: self.cheque - other.cheque,
        }
    }
}

impl FromIterator<(PaymentMethod, i64)> for PerMethod {
    fn from_iter<I: IntoIterator<Item = (PaymentMethod, i64)>>(amounts: I) -> Self {
        amounts.into_iter().fold(Self::default(), |mut sums, (method, cents)| {
            sums.add(method, cents);
            sums
        })
    }
}

/// How `cents` go back to a customer who paid `paid`: the way they came, cash last since it is what a till can always
/// give. Whatever exceeds what was paid goes back in cash.
pub fn give_back(paid: &PerMethod, cents: i64) -> Vec<(PaymentMethod, i64)> {
    let mut left = cents;
    let mut back = Vec::new();
    for method in [PaymentMethod::Card, PaymentMethod::Cheque, PaymentMethod::Cash] {
        let part = if method == PaymentMethod::Cash { left } else { left.min(paid.of(method).max(0)) };
        if part > 0 {
            back.push((method, part));
            left -= part;
        }
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_goes_back_the_way_it_came() {
        use PaymentMethod::{Card, Cash, Cheque};
        let paid = PerMethod { cash: 300, card: 0, cheque: 1_000 };
        for (cents, expected) in [
            (1_300, vec![(Cheque, 1_000), (Cash, 300)]),
            (800, vec![(Cheque, 800)]),
            (0, vec![]),
            (1_500, vec![(Cheque, 1_000), (Cash, 500)]),
        ] {
            assert_eq!(give_back(&paid, cents), expected, "{cents}");
        }
        assert_eq!(give_back(&PerMethod { cash: -300, card: 1_000, cheque: 0 }, 700), vec![(Card, 700)]);
    }

    #[test]
    fn sums_and_differences_are_taken_method_by_method() {
        let sums: PerMethod =
            [(PaymentMethod::Cash, 500), (PaymentMethod::Card, 200), (PaymentMethod::Cash, -100)]
                .into_iter()
                .collect();
        assert_eq!((sums.cash, sums.card, sums.total()), (400, 200, 600));
        assert_eq!(
            sums.minus(&PerMethod { cash: 500, ..sums }),
            PerMethod { cash: -100, card: 0, cheque: 0 }
        );
    }
}
