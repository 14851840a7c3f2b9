//! What an import is planned from: the state of the edition and the meaning of tariffs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::numbers::Block;
use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::ids::{RegistrationId, SlotId};
use crate::kernel::text::fold;

/// What the edition knows before the import. E-mail addresses are normalised.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// People who have an account.
    pub users: BTreeSet<String>,
    /// Addresses of the file that somebody has an account with, activated or not.
    pub addresses: BTreeSet<String>,
    /// Registrations of this edition.
    pub registered: Vec<Registered>,
    /// The edition's slots.
    pub slots: Vec<SlotFacts>,
    /// List numbers given out in this edition.
    pub taken_numbers: BTreeSet<i32>,
    /// Members' blocks by their person, from every edition.
    pub member_blocks: BTreeMap<String, Block>,
    /// Families' blocks by their person, from every edition.
    pub family_blocks: BTreeMap<String, Block>,
    /// Postal codes of residents.
    pub resident_postal_codes: BTreeSet<String>,
    /// Whether standard numbers go on from 3000.
    pub numbers_beyond_600: bool,
}

/// A registration before the import.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Which one.
    pub id: RegistrationId,
    /// Family name in capitals, given name.
    pub person: String,
    /// Normalised address.
    pub email: String,
    /// Telephone in E.164.
    pub phone: Option<String>,
    /// Reference of the ticket that it came from, when it came from one.
    pub ticket: Option<String>,
    /// Start of its slot.
    pub starts_at: DateTime<Utc>,
    /// Numbers of its lists, ascending.
    pub numbers: Vec<i32>,
    /// Whether an article was declared for it.
    pub declared: bool,
    /// Whether its contact may be mended by others: an invited depositor has not taken the account over yet.
    pub open_contact: bool,
}

/// A slot before the import.
#[derive(Clone, Debug)]
pub struct SlotFacts {
    /// Which one.
    pub id: SlotId,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// Most registrations.
    pub capacity: i32,
    /// Places left.
    pub left: usize,
    /// Only for depositors who live here.
    pub residents_only: bool,
    /// Types of lists that it is meant for; every type when empty.
    pub list_types: Vec<ListType>,
}

/// What tariffs mean, by their text.
#[derive(Clone, Debug)]
pub enum Tariffs {
    /// Remembered from earlier imports; a type is proposed for the others.
    Proposed(BTreeMap<String, TariffUse>),
    /// Confirmed by the manager; a tariff that is not in it blocks its tickets.
    Confirmed(BTreeMap<String, TariffUse>),
}

impl Default for Tariffs {
    fn default() -> Self {
        Self::Proposed(BTreeMap::new())
    }
}

impl Tariffs {
    /// What a tariff means; `None` when the manager has not said.
    pub fn of(&self, text: &str) -> Option<TariffUse> {
        match self {
            Self::Proposed(remembered) => {
                Some(remembered.get(text).copied().unwrap_or_else(|| propose(text)))
            }
            Self::Confirmed(confirmed) => confirmed.get(text).copied(),
        }
    }
}

/// The type that a tariff's name suggests (billetweb.md 3).
pub fn propose(text: &str) -> TariffUse {
    let folded = fold(text);
    let says = |word: &str| folded.contains(word);
    // A number says more than a word: "Famille d'adhérent - 2000" is for families.
    if says("1000") {
        TariffUse::Member1000
    } else if says("2000") {
        TariffUse::Family2000
    } else if says("adherent") {
        TariffUse::Member1000
    } else if says("famille") {
        TariffUse::Family2000
    } else {
        TariffUse::Standard
    }
}
