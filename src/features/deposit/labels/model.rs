//! What the routes of labels take and give.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{FieldError, Result, invalid};
use crate::features::base::jobs::model::JobView;
use crate::features::lists::states::{LabelState, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, ListId, RegistrationId, SlotId};

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

impl Chosen {
    /// What stands for it in a job: a slot's id, `all`, or `lists`.
    pub fn key(&self) -> String {
        match self {
            Self::Slot(slot) => slot.to_string(),
            Self::Lists(_) => "lists".to_owned(),
            Self::All => "all".to_owned(),
        }
    }
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

/// `POST /editions/{id}/labels/reprint`: labels again, on sheets of their own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenArticles {
    /// Whose labels, at most 500; they come by list and line.
    pub article_ids: Vec<ArticleId>,
    /// The first free place of a sheet that was begun, 1 to 12.
    #[serde(default)]
    pub first_place: Option<u8>,
}

/// Sheets of paper, printed on one side, by what is on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Paper {
    /// Covers.
    pub covers: usize,
    /// Separators between depositors.
    pub separators: usize,
    /// List sheets.
    pub list_sheets: usize,
    /// Labels and coupons.
    pub label_sheets: usize,
    /// All of these.
    pub sheets: usize,
}

impl std::ops::AddAssign for Paper {
    fn add_assign(&mut self, other: Self) {
        self.covers += other.covers;
        self.separators += other.separators;
        self.list_sheets += other.list_sheets;
        self.label_sheets += other.label_sheets;
        self.sheets += other.sheets;
    }
}

/// `GET /editions/{id}/labels/paper`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperView {
    /// What the file of each slot takes; slots with nothing to print are left out.
    pub slots: Vec<SlotPaper>,
    /// What the file of the whole edition takes.
    pub all: Paper,
}

/// What the file of a slot takes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlotPaper {
    /// The slot.
    pub slot_id: SlotId,
    /// Its paper.
    pub paper: Paper,
}

/// The latest file of labels of a slot or of the whole edition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LabelFile {
    /// The work that made it, or makes it.
    pub job: JobView,
    /// When it was last worked on.
    pub made_at: Instant,
}

/// `GET /editions/{id}/labels`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LabelsView {
    /// The latest file of the whole edition.
    pub file: Option<LabelFile>,
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
    /// The latest file of the slot.
    pub file: Option<LabelFile>,
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
    /// The registration that it belongs to: lists of one depositor have the same.
    pub registration_id: RegistrationId,
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

/// `POST /editions/{id}/labels/mark-printed` and `.../unmark-printed`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Marked {
    /// Lists that are in the wanted state now, those that already were included.
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
