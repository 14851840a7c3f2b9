//! What the sheets are made of.

use chrono::NaiveDateTime;

use super::label::LabelData;
use crate::features::edition::editions::settings::LabelLayout;
use crate::features::lists::printed::sheet::{PrintedDepositor, PrintedList};
use crate::pdf::Meta;

/// A file of label sheets.
#[derive(Debug, Clone)]
pub struct LabelSheet {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// What the file covers: a slot (`mercredi 5 novembre, 14 h - 16 h`), `Toute l'édition`, a name.
    pub scope: String,
    /// When it was made, local time.
    pub made_at: NaiveDateTime,
    /// Who made it.
    pub made_by: String,
    /// The paper.
    pub layout: LabelLayout,
    /// Whether each depositor gets a separator page.
    pub separators: bool,
    /// Depositors in the order of printing.
    pub depositors: Vec<DepositorSheet>,
    /// Lists that could not be printed, and why; named on the cover.
    pub left_out: Vec<LeftOut>,
}

/// One depositor's part of the file.
#[derive(Debug, Clone)]
pub struct DepositorSheet {
    /// Who.
    pub depositor: PrintedDepositor,
    /// Deposit slot, in words.
    pub slot: String,
    /// Day and hour of the return for this kind of list, in words.
    pub return_at: String,
    /// Lists by number.
    pub lists: Vec<ListSheet>,
}

/// One list: its sheet and its labels.
#[derive(Debug, Clone)]
pub struct ListSheet {
    /// The list as printed.
    pub list: PrintedList,
    /// What the sheet's own QR code holds, by which the deposit table finds the list; none, no QR code.
    pub qr_text: Option<String>,
    /// Its labels, by line.
    pub labels: Vec<LabelData>,
}

/// A list that was left out.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Its number.
    pub list_number: i32,
    /// Whose it is.
    pub depositor: String,
    /// Why, in words.
    pub reason: String,
}

impl LabelSheet {
    /// What the file says about itself.
    pub fn meta(&self) -> Meta {
        Meta {
            title: format!("Étiquettes - {} - {}", self.edition, self.scope),
            author: self.association.clone(),
            made_at: self.made_at,
        }
    }
}

/// A sheet of chosen labels, for lost or damaged ones.
#[derive(Debug, Clone)]
pub struct ChosenLabels {
    /// The association's name.
    pub association: String,
    /// The edition's name.
    pub edition: String,
    /// When it was made, local time.
    pub made_at: NaiveDateTime,
    /// The paper.
    pub layout: LabelLayout,
    /// The cell of the first label, 0 to 11, so that a pre-cut sheet begun yesterday can be used up.
    pub first_cell: usize,
    /// One label, or as many as needed.
    pub labels: Vec<LabelData>,
}
