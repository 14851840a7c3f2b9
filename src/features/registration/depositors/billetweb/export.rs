//! Billetweb's export: from the bytes of a file to its tickets (billetweb.md 1).
//!
//! Columns are found by the text of their header, never by their place. Nothing is decided here about the
//! edition: [`super::plan`] does that.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::Serialize;

use super::standing::{Remark, SkipReason, StandingCells, person, standing};
use crate::features::registration::depositors::numbers::number_text::{NumberText, read_numbers};
use crate::kernel::clock::paris::parse_date_time;
use crate::kernel::hex;
use crate::kernel::text::contact::{normalise_email, normalise_phone, normalise_postal_code};
use crate::kernel::text::{PersonName, fold, tidy};
use crate::sheets::{self, Cell, Row, SheetError};

/// Headers without which nothing can be imported.
const REQUIRED: [&str; 8] = ["Billet", "Séance", "Tarif", "Nom", "Prénom", "Email", "Payé", "Valide"];

/// A row with this many of them is the header, even if others are missing.
const ENOUGH: usize = 5;

/// Something to mend in the file, or only to know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Anomaly {
    /// Row number as a spreadsheet program shows it; 0 when the whole file is meant.
    pub line: u32,
    /// Family name in capitals, given name; empty when no person is meant.
    pub person: String,
    /// The row's e-mail address as far as it could be read.
    pub email: String,
    /// Header of the column, or its letters; empty when the whole row is meant.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what to do, in French.
    pub message: String,
    /// Whether it keeps its row from being imported.
    pub blocking: bool,
    /// Place of its group in the preview's groups.
    pub group: usize,
    /// What rows of one kind have in common: the slot that they ask for, their tariff, their column.
    #[serde(skip)]
    pub cause: String,
}

impl From<SheetError> for Anomaly {
    fn from(error: SheetError) -> Self {
        Self {
            line: error.line.unwrap_or_default(),
            column: error.column.unwrap_or_default(),
            value: String::new(),
            code: error.code,
            message: error.message,
            blocking: true,
            ..Self::default()
        }
    }
}

/// A file that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// SHA-256 of the file, lower-case hex; names the file from the preview to the import.
    pub digest: String,
    /// One entry per row below the header, blank rows left out.
    pub tickets: Vec<Ticket>,
}

/// A row of the export. Cells that cannot be understood keep their text, for the problem to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Row number as a spreadsheet program shows it.
    pub line: u32,
    /// Ticket reference.
    pub reference: String,
    /// Order reference.
    pub order: String,
    /// Start of the slot, local time.
    pub starts_at: Result<NaiveDateTime, String>,
    /// Name of the tariff.
    pub tariff: String,
    /// Family name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// E-mail address, normalised.
    pub email: Result<String, String>,
    /// Telephone in E.164; absent when the cell is empty.
    pub phone: Option<Result<String, String>>,
    /// Street and number.
    pub address: String,
    /// Postal code, five digits for French ones.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// The organiser's code as it stands.
    pub authorisation: String,
    /// List numbers already given to the depositor, read from the code.
    pub numbers: NumberText,
    /// Why the ticket is left out, if it is.
    pub skipped: Option<SkipReason>,
    /// What of the cells that decide about it is to be told.
    pub remarks: Vec<Remark>,
}

impl Ticket {
    /// `MARTIN Zoé`, as lists of people show it.
    pub fn person(&self) -> String {
        PersonName::new(&self.first_name, &self.last_name.to_uppercase()).sorted()
    }

    /// The address, readable or not.
    pub fn address_as_read(&self) -> &str {
        match &self.email {
            Ok(text) | Err(text) => text,
        }
    }
}

/// Reads an export of at most `max_rows` tickets; all problems of the file as a whole at once.
pub fn parse(bytes: &[u8], max_rows: usize) -> Result<Export, Vec<Anomaly>> {
    let is_header = |row: &Row| Columns::of(row).known() >= ENOUGH;
    let table = sheets::read_table(bytes, max_rows, is_header).map_err(|error| vec![Anomaly::from(error)])?;
    let (header, rows) = (&table.header, &table.rows);
    let columns = Columns::of(header);
    let mut problems = columns.missing(header.line);
    problems.extend(rows.iter().filter_map(|row| overflow(row, header.cells.len())));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Export {
        digest: hex::sha256(bytes),
        tickets: rows.iter().map(|row| Fields { columns: &columns, row }.ticket()).collect(),
    })
}

/// A row longer than the header has a separator too many somewhere: its cells cannot be trusted.
fn overflow(row: &Row, width: usize) -> Option<Anomaly> {
    let (index, value) =
        row.cells.iter().map(Cell::text).enumerate().skip(width).find(|(_, text)| !text.is_empty())?;
    Some(Anomaly {
        line: row.line,
        column: sheets::column_letters(index),
        value,
        code: "row_too_long",
        message: "Cette ligne a plus de cases que l'en-tête : un séparateur est de trop.".to_owned(),
        blocking: true,
        ..Anomaly::default()
    })
}

/// Where each header stands.
struct Columns(BTreeMap<String, usize>);

impl Columns {
    /// Plain headers come before the organiser's questions (`... (Commande) - #5`) of the same name.
    fn of(header: &Row) -> Self {
        let names: Vec<String> = header.cells.iter().map(|cell| fold(&tidy(&cell.text()))).collect();
        let mut columns = BTreeMap::new();
        for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.contains(" (commande)")) {
            columns.entry(name.clone()).or_insert(index);
        }
        for (index, name) in names.iter().enumerate() {
            if let Some((question, _)) = name.split_once(" (commande)") {
                columns.entry(question.to_owned()).or_insert(index);
            }
        }
        Self(columns)
    }

    /// How many of the required headers are there.
    fn known(&self) -> usize {
        REQUIRED.into_iter().filter(|header| self.0.contains_key(&fold(header))).count()
    }

    fn missing(&self, line: u32) -> Vec<Anomaly> {
        let absent = REQUIRED.into_iter().filter(|header| !self.0.contains_key(&fold(header)));
        absent
            .map(|header| Anomaly {
                line,
                column: header.to_owned(),
                value: String::new(),
                code: "missing_column",
                message: format!("La colonne « {header} » manque. Exportez les participants de Billetweb sans rien changer."),
                blocking: true,
                ..Anomaly::default()
            })
            .collect()
    }
}

/// A row seen through its headers.
struct Fields<'a> {
    columns: &'a Columns,
    row: &'a Row,
}

impl Fields<'_> {
    fn cell(&self, header: &str) -> Option<&Cell> {
        self.row.cells.get(*self.columns.0.get(&fold(header))?)
    }

    fn text(&self, header: &str) -> String {
        self.cell(header).map(|cell| tidy(&cell.text())).unwrap_or_default()
    }

    /// The depositor's cell, or the buyer's when it is empty.
    fn own_or_buyers(&self, header: &str) -> String {
        let own = self.text(header);
        if own.is_empty() { self.text(&format!("{header} acheteur")) } else { own }
    }

    fn ticket(&self) -> Ticket {
        let email = self.own_or_buyers("Email");
        let phone = self.text("Téléphone");
        let authorisation = self.text("Autorisation");
        let (last_name, first_name) = (self.own_or_buyers("Nom"), self.own_or_buyers("Prénom"));
        let postal_code = normalise_postal_code(&self.text("Code postal"));
        let (skipped, mut remarks) = standing(&StandingCells {
            paid: self.text("Payé"),
            valid: self.text("Valide"),
            price: self.text("Prix"),
            refunded: self.text("Montant remboursé"),
        });
        remarks.extend(person(&last_name, &first_name, &postal_code));
        Ticket {
            line: self.row.line,
            reference: self.text("Billet"),
            order: self.text("Commande"),
            starts_at: self.starts_at(),
            tariff: self.text("Tarif"),
            last_name,
            first_name,
            email: normalise_email(&email).map_err(|_| email),
            phone: (!phone.is_empty()).then(|| normalise_phone(&phone).map_err(|_| phone)),
            address: self.text("Adresse"),
            postal_code,
            city: self.text("Ville"),
            numbers: read_numbers(&authorisation),
            authorisation,
            skipped,
            remarks,
        }
    }

    fn starts_at(&self) -> Result<NaiveDateTime, String> {
        if let Some(Cell::DateTime(at)) = self.cell("Séance") {
            return Ok(*at);
        }
        let text = self.text("Séance");
        parse_date_time(&text).ok_or(text)
    }
}

#[cfg(test)]
mod tests;
