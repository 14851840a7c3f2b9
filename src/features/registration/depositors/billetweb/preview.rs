//! What the manager sees of an import before anything is written.

use schemars::JsonSchema;
use serde::Serialize;

use super::changes::Proposal;
use super::export::Anomaly;
use crate::features::registration::depositors::states::TariffUse;

/// What the manager sees before anything is written (api.md 8, `POST /editions/{id}/billetweb/preview`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Preview {
    /// SHA-256 of the file, hex.
    pub digest: String,
    /// Tickets in the file.
    pub rows: usize,
    /// Unpaid, cancelled, refunded, or of an ignored tariff.
    pub skipped: usize,
    /// Tickets that would be imported.
    pub to_import: usize,
    /// Of those, people who have an account.
    pub known: usize,
    /// Of those, people who would be invited.
    pub new: usize,
    /// Tickets of people registered in this edition before.
    pub already_registered: usize,
    /// Further tickets of a person whose first ticket was kept.
    pub duplicates: usize,
    /// Every tariff in the file.
    pub tariffs: Vec<TariffCount>,
    /// Every slot of the edition that the file asks for.
    pub slots: Vec<SlotCount>,
    /// What to mend or to know, in the order of the file.
    pub problems: Vec<Anomaly>,
    /// What has changed on Billetweb since people were registered, in the order of the file; nothing of it is done
    /// unless the import names it.
    pub changes: Vec<Proposal>,
}

/// A tariff in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TariffCount {
    /// Its name.
    pub text: String,
    /// Tickets that have it.
    pub count: usize,
    /// What it means; absent when the manager has not said.
    pub list_type: Option<TariffUse>,
}

/// A slot that the file asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SlotCount {
    /// Its start, UTC with milliseconds.
    pub starts_at: String,
    /// New registrations that ask for it, whether they fit or not.
    pub count: usize,
    /// Places left before the import.
    pub left: usize,
}
