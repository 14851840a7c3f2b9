//! What the manager sees of an import before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::changes::Proposal;
use super::export::Anomaly;
use super::groups::ProblemGroup;
use crate::features::base::mail::Forecast;
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::states::TariffUse;

/// What the manager sees before anything is written (api.md 8, `POST /editions/{id}/billetweb/preview`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
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
    /// Tickets that stay out until they are mended. With the four counts before it (`known` and `new` are parts of
    /// `to_import`) it adds up to `rows`.
    pub blocked: usize,
    /// Those who would be imported, in the order of the file, as the program understood their rows.
    pub people: Vec<PlannedPerson>,
    /// Every tariff in the file.
    pub tariffs: Vec<TariffCount>,
    /// Every slot of the edition that the file asks for.
    pub slots: Vec<SlotCount>,
    /// What to mend or to know, in the order of the file.
    pub problems: Vec<Anomaly>,
    /// The same put together by kind and cause, the worst first.
    pub groups: Vec<ProblemGroup>,
    /// What has changed on Billetweb since people were registered, in the order of the file; nothing of it is done
    /// unless the import names it.
    pub changes: Vec<Proposal>,
    /// When the messages of this import would have left; absent when it sends none.
    pub mails: Option<Forecast>,
}

/// Somebody to import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlannedPerson {
    /// Row of the file.
    pub line: u32,
    /// Family name in capitals, given name.
    pub person: String,
    /// Normalised address.
    pub email: String,
    /// Start of the slot, UTC with milliseconds.
    pub starts_at: Option<String>,
    /// Kind of lists.
    pub list_type: ListType,
    /// Numbers of the lists, ascending; the import may draw others when somebody registers meanwhile.
    pub numbers: Vec<i32>,
    /// Whether the person has an account, and is told instead of invited.
    pub known: bool,
}

/// `POST /editions/{id}/billetweb/preview/again`: the same file with other choices, in the edition as it is by now.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewOrder {
    /// Names the previewed file.
    pub digest: String,
    /// What each tariff means; what is not named has its proposed meaning.
    #[serde(default)]
    pub tariffs: BTreeMap<String, TariffUse>,
    /// Lines whose people get the next free list numbers because the file's are somebody else's.
    #[serde(default)]
    pub renumber: BTreeSet<u32>,
}

/// Rows with a problem that keeps them out.
pub fn blocked_rows(problems: &[Anomaly]) -> usize {
    let lines: BTreeSet<u32> =
        problems.iter().filter(|problem| problem.blocking).map(|problem| problem.line).collect();
    lines.len()
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
