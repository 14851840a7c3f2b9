//! The words of registrations, invitations and tariffs.

use crate::features::edition::editions::states::ListType;
use crate::text_enum;

text_enum! {
    /// How a registration came to be.
    pub enum RegistrationOrigin {
        /// Imported from Billetweb's export.
        Billetweb => "billetweb",
        /// By an invitation sent by a manager.
        Invitation => "invitation",
        /// Entered by a manager.
        Manual => "manual",
    }
}

text_enum! {
    /// What a Billetweb tariff means for an edition (billetweb.md 3).
    pub enum TariffUse {
        /// Two standard lists.
        Standard => "standard",
        /// A member's 1000-lists.
        Member1000 => "member_1000",
        /// 2000-lists of family and friends.
        Family2000 => "family_2000",
        /// No registration at all, for instance a donation.
        Ignore => "ignore",
    }
}

impl TariffUse {
    /// The type of lists that the tariff gives right to; none when it is ignored.
    pub const fn list_type(self) -> Option<ListType> {
        match self {
            Self::Standard => Some(ListType::Standard),
            Self::Member1000 => Some(ListType::Member1000),
            Self::Family2000 => Some(ListType::Family2000),
            Self::Ignore => None,
        }
    }
}
