//! The words of payouts and returns.

use crate::text_enum;

text_enum! {
    /// How far a payout is (domain.md 4): what its slip is worth, and what was paid of what is owed.
    pub enum PayoutState {
        /// Computed; no slip, or one that no longer shows what is owed.
        ToGenerate => "to_generate",
        /// The slip can be signed.
        SlipReady => "slip_ready",
        /// Nothing is left to pay.
        Paid => "paid",
        /// More is owed than was paid.
        Supplement => "supplement",
        /// More was paid than is owed.
        Overpaid => "overpaid",
        /// The depositor did not come; to be contacted again.
        Absent => "absent",
        /// Paid, and closed with the edition.
        Closed => "closed",
    }
}

text_enum! {
    /// How the association pays a depositor.
    pub enum PayoutMethod {
        /// By cheque; needs its number.
        Cheque => "cheque",
        /// By bank transfer; needs its date.
        Transfer => "transfer",
        /// In cash.
        Cash => "cash",
        /// Nothing is owed, and somebody confirmed it.
        Nothing => "nothing",
    }
}

text_enum! {
    /// Why a payout has a line beside sales, commission and fees (money.md 1).
    pub enum AdjustmentKind {
        /// What a dispute came to.
        Dispute => "dispute",
        /// A favour to the depositor.
        Goodwill => "goodwill",
        /// A mistake made good, either way.
        Correction => "correction",
        /// Fees that are not asked for.
        FeeWaived => "fee_waived",
        /// A debt taken from one edition to the next.
        DebtCarried => "debt_carried",
    }
}

impl AdjustmentKind {
    /// As slips and pages name it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Dispute => "Litige",
            Self::Goodwill => "Geste commercial",
            Self::Correction => "Correction",
            Self::FeeWaived => "Frais abandonnés",
            Self::DebtCarried => "Dette reportée",
        }
    }
}

text_enum! {
    /// What became of unsold articles.
    pub enum UnsoldOutcome {
        /// Handed back to the depositor.
        Returned => "returned",
        /// Given to charity after the deadline.
        Donated => "donated",
    }
}

impl PayoutMethod {
    /// As a sentence goes on: `47,20 €, par chèque`.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Cheque => "par chèque",
            Self::Transfer => "par virement",
            Self::Cash => "en espèces",
            Self::Nothing => "sans paiement",
        }
    }
}
