//! A table of people to invite, pasted from a spreadsheet or read from its file: columns for the slot and the type of
//! lists register a person at once.
//!
//! Columns are found by their header; without one, a cell is known by what it holds. A box that names no slot is no such
//! table: [`invited_people`] reads it.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::billetweb::facts::propose;
use super::states::TariffUse;
use crate::features::edition::editions::states::ListType;
use crate::features::people::accounts::invited_people;
use crate::features::people::accounts::invited_people::views::MOST;
use crate::features::people::accounts::invited_people::{Heading, UnreadableLine, email_place, heading};
use crate::kernel::text::contact::normalise_phone;
use crate::kernel::text::{as_seen, fold, tidy};
use crate::sheets::{self, Cell, Row};

/// Somebody of a table; what its cells do not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableLine {
    /// Row, from 1.
    pub line: usize,
    /// Address, lower case.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone, as it stands.
    pub phone: String,
    /// Postal code, as it stands.
    pub postal_code: String,
    /// Type of lists, as it stands.
    pub list_type: String,
    /// When they come, as it stands.
    pub slot: String,
}

/// Why a row registers nobody: code and French sentence.
type Refusal = (&'static str, String);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    FirstName,
    LastName,
    Phone,
    PostalCode,
    ListType,
    Slot,
}

/// Reads a box as a table whose slots begin at `starts`; `None` when it is none, or says nothing but addresses and names.
pub fn read(text: &str, starts: &[NaiveDateTime]) -> Option<(Vec<TableLine>, Vec<UnreadableLine>)> {
    let is_header = |row: &Row| headers(&texts(row)).is_some();
    // One more than allowed is read, so that the caller sees that there are too many.
    let table = sheets::read_table(as_seen(text).as_bytes(), MOST + 1, is_header).ok()?;
    let header = texts(&table.header);
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let mut sort = |row: &Row, found: Result<TableLine, Refusal>| match found {
        Ok(line) => lines.push(line),
        Err((code, message)) => {
            let value = texts(row).join(" ").trim().to_owned();
            problems.push(UnreadableLine { line: line_of(row), value: tidy(&value), code, message });
        }
    };
    if let Some(columns) = headers(&header) {
        if !columns.iter().flatten().any(|column| matches!(column, Column::Slot | Column::ListType)) {
            return None;
        }
        for row in &table.rows {
            sort(row, below_header(row, &columns));
        }
        let unused =
            header.iter().zip(&columns).filter(|(name, column)| !name.is_empty() && column.is_none());
        let unused: Vec<&str> = unused.map(|(name, _)| name.as_str()).collect();
        if !unused.is_empty() {
            let message = format!("Ces colonnes ne sont pas reprises : {}.", unused.join(", "));
            let (line, value) = (line_of(&table.header), tidy(&header.join(" ")));
            problems.push(UnreadableLine { line, value, code: "columns_unused", message });
        }
    } else {
        let rows = || std::iter::once(&table.header).chain(&table.rows);
        if !rows().any(|row| texts(row).iter().any(|cell| read_slot(cell, starts).is_ok())) {
            return None;
        }
        for row in rows() {
            sort(row, without_header(row, starts));
        }
    }
    Some((lines, problems))
}

fn line_of(row: &Row) -> usize {
    usize::try_from(row.line).unwrap_or_default()
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell: &Cell| tidy(&cell.text())).collect()
}

/// What each column of a header holds; `None` for a row that is no header.
fn headers(cells: &[String]) -> Option<Vec<Option<Column>>> {
    if cells.iter().any(|cell| cell.contains('@')) {
        return None;
    }
    let headings: Vec<Option<Heading>> = cells.iter().map(|cell| heading(cell)).collect();
    let email = email_place(&headings)?;
    let mut columns: Vec<Option<Column>> = Vec::new();
    for (index, (cell, heading)) in cells.iter().zip(&headings).enumerate() {
        let column = match heading {
            _ if index == email => Some(Column::Email),
            Some(Heading::Email { .. }) => None,
            Some(Heading::FirstName) => Some(Column::FirstName),
            Some(Heading::LastName) => Some(Column::LastName),
            None => further(cell),
        };
        // Of two columns of a kind the first counts.
        columns.push(column.filter(|column| !columns.contains(&Some(*column))));
    }
    Some(columns)
}

fn further(header: &str) -> Option<Column> {
    match tidy(&fold(header).replace(['-', '_'], " ")).as_str() {
        "telephone" | "tel" | "portable" | "mobile" | "phone" => Some(Column::Phone),
        "code postal" | "cp" | "postal code" => Some(Column::PostalCode),
        "type" | "type liste" | "type de liste" | "type de listes" | "type listes" | "list type" => {
            Some(Column::ListType)
        }
        "creneau" | "creneau de depot" | "depot" | "seance" | "slot" => Some(Column::Slot),
        _ => None,
    }
}

fn below_header(row: &Row, columns: &[Option<Column>]) -> Result<TableLine, Refusal> {
    let cells = texts(row);
    if cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        let sentence = "Cette ligne a plus de cases que l'en-tête : un séparateur est de trop.";
        return Err(("names_unclear", sentence.to_owned()));
    }
    let cell = |wanted| {
        let place = columns.iter().position(|column| *column == Some(wanted));
        place.and_then(|place| cells.get(place)).cloned().unwrap_or_default()
    };
    let line = TableLine {
        line: line_of(row),
        email: cell(Column::Email),
        first_name: cell(Column::FirstName),
        last_name: cell(Column::LastName),
        phone: cell(Column::Phone),
        postal_code: cell(Column::PostalCode),
        list_type: cell(Column::ListType),
        slot: cell(Column::Slot),
    };
    sound(line)
}

/// A row that is told by its cells: an address, a slot, a type of lists, a telephone, a postal code; what is left are
/// the names, given name first.
fn without_header(row: &Row, starts: &[NaiveDateTime]) -> Result<TableLine, Refusal> {
    let mut line = TableLine { line: line_of(row), ..TableLine::default() };
    let mut names = Vec::new();
    for cell in texts(row).into_iter().filter(|cell| !cell.is_empty()) {
        let place = if cell.contains('@') {
            &mut line.email
        } else if read_slot(&cell, starts).is_ok() {
            &mut line.slot
        } else if read_list_type(&cell).is_some() {
            &mut line.list_type
        } else if normalise_phone(&cell).is_ok() {
            &mut line.phone
        } else if cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            &mut line.postal_code
        } else {
            names.push(cell);
            continue;
        };
        if !place.is_empty() {
            return Err(unclear());
        }
        *place = cell;
    }
    (line.first_name, line.last_name) = match names.as_slice() {
        [] => (String::new(), String::new()),
        [both] => invited_people::parted(both),
        [first, last] => (first.clone(), last.clone()),
        _ => return Err(unclear()),
    };
    sound(line)
}

fn unclear() -> Refusal {
    let sentence = "On ne sait pas ce que sont toutes ces cases : ajoutez une première ligne avec les titres des colonnes.";
    ("names_unclear", sentence.to_owned())
}

/// The line with a normalised address.
fn sound(line: TableLine) -> Result<TableLine, Refusal> {
    let address = line.email.trim_matches(['<', '>', '\'', ' ']);
    if address.is_empty() {
        return Err(("email_missing", "Aucune adresse e-mail sur cette ligne.".to_owned()));
    }
    let names = (address.to_owned(), line.first_name.clone(), line.last_name.clone());
    let (email, first_name, last_name) = invited_people::sound(names)?;
    Ok(TableLine { email, first_name, last_name, ..line })
}

/// The type of lists that a cell names: `1000`, `standard`, `Famille et amis (2000)`; `None` for any other word.
pub fn read_list_type(text: &str) -> Option<ListType> {
    const WORDS: [&str; 18] = [
        "standard",
        "1000",
        "2000",
        "liste",
        "listes",
        "adherent",
        "adherente",
        "adherents",
        "adherentes",
        "membre",
        "member",
        "famille",
        "familles",
        "family",
        "amis",
        "et",
        "depot",
        "type",
    ];
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek()?;
    if !words.all(|word| WORDS.contains(&word)) {
        return None;
    }
    match propose(&folded.replace("member", "adherent").replace("family", "famille")) {
        TariffUse::Standard if !folded.contains("standard") => None,
        meaning => meaning.list_type(),
    }
}

/// The start that a cell names, as people write it: `2025-11-05 09:30`, `05/11/2025 9h30`, `mer. 5 nov., 9 h 30 – 12 h`.
/// `Err` when no day and hour stand there; a start that no slot has is for the caller to tell.
pub fn read_slot(text: &str, starts: &[NaiveDateTime]) -> Result<NaiveDateTime, String> {
    let unreadable = || text.to_owned();
    let runs = runs(text);
    let number = |at: usize| runs.get(at).and_then(|run| run.parse::<u32>().ok());
    let is_hour =
        |at: usize| number(at).is_some() && matches!(runs.get(at + 1).map(String::as_str), Some("h" | ":"));
    let hour_at = (0..runs.len()).find(|&at| is_hour(at)).ok_or_else(unreadable)?;
    let (hour, minute) = (number(hour_at).unwrap_or_default(), number(hour_at + 2).unwrap_or_default());
    let numbers: Vec<u32> = (0..hour_at).filter_map(number).collect();
    let named = runs[..hour_at].iter().find_map(|run| month(run));
    let (day, month, year) = match (numbers.as_slice(), named) {
        ([day], Some(month)) => (*day, month, None),
        ([day, year], Some(month)) => (*day, month, Some(*year)),
        ([day, month], None) => (*day, *month, None),
        ([year, month, day], None) if *year > 31 => (*day, *month, Some(*year)),
        ([day, month, year], None) => (*day, *month, Some(*year)),
        _ => return Err(unreadable()),
    };
    let year = year.map(|year| if year < 100 { 2000 + year } else { year });
    let fits = |start: &&NaiveDateTime| {
        (start.day(), start.month()) == (day, month)
            && (start.hour(), start.minute()) == (hour, minute)
            && year.is_none_or(|year| i32::try_from(year) == Ok(start.year()))
    };
    if let Some(start) = starts.iter().find(fits) {
        return Ok(*start);
    }
    let year = match year {
        Some(year) => i32::try_from(year).map_err(|_| unreadable())?,
        None => starts.first().ok_or_else(unreadable)?.year(),
    };
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1900..=9999).contains(&year));
    date.and_then(|date| date.and_hms_opt(hour, minute, 0)).ok_or_else(unreadable)
}

/// Runs of digits, runs of letters, and each sign but white space and full stops.
fn runs(text: &str) -> Vec<String> {
    let kind = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut runs: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in fold(text).chars() {
        if !c.is_whitespace() && c != '.' {
            match runs.last_mut().filter(|_| kind(c) < 2 && kind(before) == kind(c)) {
                Some(run) => run.push(c),
                None => runs.push(c.to_string()),
            }
        }
        before = c;
    }
    runs
}

/// `nov`, `novembre`; not `mar`, which is a Tuesday.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let long_enough = word.len() >= 3 && !matches!(word, "mar" | "jui");
    let place = MONTHS.iter().position(|month| long_enough && month.starts_with(word))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests;
