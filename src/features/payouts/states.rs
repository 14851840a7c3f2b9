//! The words of payouts and returns.

use crate::text_enum;

text_enum! {
    /// How far a payout is (domain.md 4).
    pub enum PayoutState {
        /// Computed; no slip yet.
        ToGenerate => "to_generate",
        /// The slip can be signed.
        SlipReady => "slip_ready",
        /// The money has left.
        Paid => "paid",
        /// The depositor did not come; to be contacted again.
        Absent => "absent",
        /// Closed with the edition.
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
        }
    }
}
