//! What the routes of labels take and give.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Result, invalid};
use crate::features::lists::states::{LabelState, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ListId, SlotId};

/// Most lists that may be named in one request.
const MOST_LISTS: usize = 1000;

/// Which lists: exactly one of the three fields.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Those of a deposit slot.
    pub slot_id: Option<SlotId>,
    /// These, at most 1,000.
    pub list_ids: Option<Vec<ListId>>,
    /// Those of the whole edition.
    #[serde(default)]
    pub all: bool,
}

/// A selection that says one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Lists of a deposit slot.
    Slot(SlotId),
    /// Named lists, each once, in no order.
    Lists(Vec<ListId>),
    /// Lists of the whole edition.
    All,
}

impl Selection {
    /// What it says; refused when that is nothing, or two things.
    pub fn chosen(self) -> Result<Chosen> {
        let problem =
            |sentence: &str| invalid(vec![FieldError::new("list_ids", "selection_required", sentence)]);
        match (self.slot_id, self.list_ids, self.all) {
            (Some(slot), None, false) => Ok(Chosen::Slot(slot)),
            (None, None, true) => Ok(Chosen::All),
            (None, Some(mut lists), false) if !lists.is_empty() && lists.len() <= MOST_LISTS => {
                lists.sort_unstable();
                lists.dedup();
                Ok(Chosen::Lists(lists))
            }
            _ => Err(problem("Choisissez un créneau, des listes (1 000 au plus) ou toute l'édition.")),
        }
    }
}

/// `GET /editions/{id}/labels`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LabelsView {
    /// Deposit slots by time.
    pub slots: Vec<SlotLabels>,
}

/// How far the labels of a slot are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlotLabels {
    /// The slot.
    pub slot_id: SlotId,
    /// From.
    pub starts_at: Instant,
    /// To.
    pub ends_at: Instant,
    /// Depositors with at least one list.
    pub depositors: usize,
    /// Lists that were validated, whatever has come since; all of them can be printed until the edition is closed.
    pub printable: usize,
    /// Articles on them.
    pub articles: i64,
    /// Of those, without labels so far.
    pub none: usize,
    /// Lists whose labels are made.
    pub generated: usize,
    /// Lists whose labels are on paper.
    pub printed: usize,
    /// All lists by number, drafts included.
    pub lists: Vec<ListLabels>,
}

/// How far the labels of a list are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListLabels {
    /// The list.
    pub list_id: ListId,
    /// Its number.
    pub number: i32,
    /// Whose it is, family name first.
    pub depositor: String,
    /// Its articles.
    pub articles: i64,
    /// State of the list.
    pub state: ListState,
    /// How far its labels are.
    pub label_state: LabelState,
    /// When they were last made.
    pub labels_at: Option<Instant>,
}

/// `POST /editions/{id}/labels/mark-printed`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Marked {
    /// Lists marked as printed, those that already were included.
    pub marked: usize,
    /// Numbers of the lists left as they are, for no labels were made.
    pub left: Vec<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_says_exactly_one_thing() {
        let list = ListId::new(uuid::Uuid::nil());
        let lists = |ids: Vec<ListId>| Selection { list_ids: Some(ids), ..Selection::default() };
        assert_eq!(lists(vec![list, list]).chosen().unwrap(), Chosen::Lists(vec![list]));
        assert_eq!(Selection { all: true, ..Selection::default() }.chosen().unwrap(), Chosen::All);
        for wrong in [Selection::default(), lists(vec![]), Selection { all: true, ..lists(vec![list]) }] {
            assert_eq!(wrong.chosen().unwrap_err().errors[0].code, "selection_required");
        }
    }
}
