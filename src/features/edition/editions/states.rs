//! The words of an edition: its state and the types of lists that it takes in.

use crate::error::{Result, conflict};
use crate::text_enum;

text_enum! {
    /// Where an edition stands, in order (domain.md 4). The order of the values is the order of the steps.
    pub enum EditionStatus {
        /// Being written by an admin.
        Draft => "draft",
        /// Dates, commission and at least one slot are set.
        Configured => "configured",
        /// Depositors declare their articles.
        RegistrationsOpen => "registrations_open",
        /// Articles are handed in and reviewed.
        Deposit => "deposit",
        /// Accepted articles are on sale.
        Sale => "sale",
        /// Tills have stopped; payouts and returns.
        Settlement => "settlement",
        /// Final: read-only, apart from a late payment to an absent depositor.
        Closed => "closed",
        /// A year later.
        Archived => "archived",
    }
}

impl EditionStatus {
    /// The state one step forward.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|&later| later > self)
    }

    /// The state one step back; `None` where there is no way back (`draft`, and from `closed` on).
    pub fn previous(self) -> Option<Self> {
        let reversible = self <= Self::Settlement;
        reversible.then(|| Self::ALL.iter().copied().rfind(|&earlier| earlier < self)).flatten()
    }

    /// Whether every write is refused with `409 edition_closed`.
    pub fn is_read_only(self) -> bool {
        self >= Self::Closed
    }

    /// Refuses when the edition is read-only (domain.md 4).
    pub fn must_be_open(self) -> Result<()> {
        if self.is_read_only() {
            return Err(conflict(
                "edition_closed",
                "Cette édition est close : plus rien ne peut y être changé.",
            ));
        }
        Ok(())
    }

    /// Refuses unless the edition is in one of these states, naming `code`.
    pub fn must_be(self, allowed: &[Self], code: &'static str, sentence: &str) -> Result<()> {
        self.must_be_open()?;
        if allowed.contains(&self) { Ok(()) } else { Err(conflict(code, sentence)) }
    }
}

text_enum! {
    /// What kind of lists a registration gives right to (domain.md 5.7, 6 and 7).
    pub enum ListType {
        /// Numbers 100-699, paid beforehand on Billetweb.
        Standard => "standard",
        /// Numbers 1000-1999: members who work 8 hours or more.
        Member1000 => "member_1000",
        /// Numbers 2000-2999: family and friends of members.
        Family2000 => "family_2000",
    }
}
