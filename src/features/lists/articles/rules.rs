//! The state of an article, from the facts that it is made of (domain.md 4). Pure.

use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::states::{ArticleStatus, Mark, Outcome, Verdict};

/// What an article's state is computed from, beside the state of its edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facts {
    /// Whether its list is validated, which gives it a code.
    pub declared: bool,
    /// What the deposit table decided.
    pub verdict: Option<Verdict>,
    /// What happened to it in the hall.
    pub mark: Option<Mark>,
    /// Where it went after the sale.
    pub outcome: Option<Outcome>,
    /// Whether a sale of it takes effect.
    pub claimed: bool,
}

/// The state of an article. It depends on the facts alone, never on the order in which they came to be known.
pub fn state(facts: &Facts, edition: EditionStatus) -> ArticleStatus {
    if !facts.declared {
        return ArticleStatus::Draft;
    }
    // Whoever has sold it can neither have refused it nor have given it back.
    if facts.claimed {
        return ArticleStatus::Sold;
    }
    match (facts.verdict, facts.outcome, facts.mark) {
        (Some(Verdict::Refuse), ..) => ArticleStatus::Refused,
        (None, ..) if edition < EditionStatus::Sale => ArticleStatus::Declared,
        (None | Some(Verdict::NotBrought), ..) => ArticleStatus::NotBrought,
        (_, Some(Outcome::Returned), _) => ArticleStatus::Returned,
        (_, Some(Outcome::Donated), _) => ArticleStatus::Donated,
        (_, _, Some(Mark::Withdrawn)) => ArticleStatus::Withdrawn,
        (_, _, Some(Mark::Lost)) => ArticleStatus::Lost,
        _ if edition < EditionStatus::Sale => ArticleStatus::Accepted,
        _ if edition == EditionStatus::Sale => ArticleStatus::OnSale,
        _ => ArticleStatus::Unsold,
    }
}

/// Whether a sold article contradicts what was decided about it: it cannot have been sold and given back.
pub fn is_contradicted(facts: &Facts) -> bool {
    let plain = facts.verdict == Some(Verdict::Accept) && facts.mark.is_none() && facts.outcome.is_none();
    facts.declared && facts.claimed && !plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted() -> Facts {
        Facts { declared: true, verdict: Some(Verdict::Accept), ..Facts::default() }
    }

    #[test]
    fn each_fact_outweighs_those_behind_it() {
        use EditionStatus::{Closed, Deposit, RegistrationsOpen, Sale, Settlement};
        let undecided = Facts { declared: true, ..Facts::default() };
        let marked = Facts { mark: Some(Mark::Lost), ..accepted() };
        let returned = Facts { outcome: Some(Outcome::Returned), ..marked };
        let refused = Facts { verdict: Some(Verdict::Refuse), ..returned };
        let sold = Facts { claimed: true, ..refused };
        for (facts, edition, expected) in [
            (Facts { claimed: true, ..Facts::default() }, Sale, ArticleStatus::Draft),
            (undecided, RegistrationsOpen, ArticleStatus::Declared),
            (undecided, Deposit, ArticleStatus::Declared),
            (undecided, Sale, ArticleStatus::NotBrought),
            (undecided, Closed, ArticleStatus::NotBrought),
            (accepted(), Deposit, ArticleStatus::Accepted),
            (accepted(), Sale, ArticleStatus::OnSale),
            (accepted(), Settlement, ArticleStatus::Unsold),
            (accepted(), Closed, ArticleStatus::Unsold),
            (marked, Sale, ArticleStatus::Lost),
            (returned, Settlement, ArticleStatus::Returned),
            (refused, Settlement, ArticleStatus::Refused),
            (sold, Settlement, ArticleStatus::Sold),
        ] {
            assert_eq!(state(&facts, edition), expected, "{facts:?} in {edition}");
        }
    }

    #[test]
    fn a_sale_contradicts_what_was_decided_otherwise() {
        let sold = Facts { claimed: true, ..accepted() };
        assert!(!is_contradicted(&sold));
        assert!(!is_contradicted(&Facts { outcome: Some(Outcome::Donated), ..accepted() }));
        for facts in [
            Facts { verdict: None, ..sold },
            Facts { verdict: Some(Verdict::Refuse), ..sold },
            Facts { mark: Some(Mark::Withdrawn), ..sold },
            Facts { outcome: Some(Outcome::Returned), ..sold },
        ] {
            assert!(is_contradicted(&facts), "{facts:?}");
        }
    }
}
