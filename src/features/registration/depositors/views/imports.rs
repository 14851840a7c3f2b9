//! What the interface takes and shows of imports.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::clock::Instant;
use crate::kernel::ids::ImportId;

/// `POST /editions/{id}/billetweb/preview`: the file's name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    /// As on the manager's machine; only shown.
    #[serde(default)]
    pub filename: String,
}

/// `POST /editions/{id}/billetweb/import`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrder {
    /// Names the previewed file.
    pub digest: String,
    /// What each tariff means.
    #[serde(default)]
    pub tariffs: BTreeMap<String, TariffUse>,
    /// Imports what is sound and leaves the rest.
    #[serde(default)]
    pub skip_invalid: bool,
    /// Lines whose people get the next free list numbers where the file's are somebody else's by then.
    #[serde(default)]
    pub renumber: BTreeSet<u32>,
    /// The proposals of the preview that are to be carried out, by their ids.
    #[serde(default)]
    pub changes: Vec<String>,
}

/// What an import did. `skipped`, `duplicates`, `already_registered`, `left_out` and `registered` add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImportOutcome {
    /// Rows of the file.
    pub rows: usize,
    /// New registrations.
    pub registered: usize,
    /// Of those, people who got an invitation.
    pub invited: usize,
    /// Of those, people who got a notice.
    pub noticed: usize,
    /// Unpaid, cancelled, refunded, or of an ignored tariff.
    pub skipped: usize,
    /// Further tickets of a person whose first ticket was kept.
    pub duplicates: usize,
    /// Tickets of people registered before.
    pub already_registered: usize,
    /// Rows with a problem, left out because asked to.
    pub left_out: usize,
    /// List numbers given, ascending.
    pub numbers: Vec<i32>,
    /// Changes made on Billetweb that were carried out because they were asked for.
    #[serde(default)]
    pub changed: usize,
    /// Of those registered, people who got other list numbers than the file's.
    #[serde(default)]
    pub renumbered: usize,
    /// Whether nothing has changed: everything in the file had been imported before.
    pub unchanged: bool,
}

/// An import that was carried out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImportView {
    /// Identifier.
    pub id: ImportId,
    /// SHA-256 of the file.
    pub digest: String,
    /// As on the manager's machine.
    pub file_name: String,
    /// When.
    pub imported_at: Instant,
    /// By whom.
    pub imported_by: String,
    /// What it did.
    pub result: ImportOutcome,
}
