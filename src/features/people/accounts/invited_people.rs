//! People pasted into a box, in every way that mail programs, spreadsheets and hands write them down.
//!
//! Nothing is guessed and nothing is dropped: a line either gives all its people, every word of it used, or it is a
//! problem that shows it whole. An address never becomes a name.

use std::collections::HashMap;

use crate::features::people::passwords::rules::check_name;
use crate::kernel::text::contact::normalise_email;
use crate::kernel::text::{as_seen, fold, tidy};

mod cells;
pub mod views;

use self::cells::{Cell, Mark};

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitedPerson {
    /// Line in the box, from 1.
    pub line: usize,
    /// Address, lower case.
    pub email: String,
    /// Given name, empty when not told.
    pub first_name: String,
    /// Family name, empty when not told.
    pub last_name: String,
}

/// A line, or a person of a line, that will not be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableLine {
    /// Line in the box, from 1.
    pub line: usize,
    /// What stands there.
    pub value: String,
    /// Stable code: `email_missing`, `email_invalid`, `name_unreadable`, `names_unclear`, `name_length`,
    /// `duplicate_line`, `columns_unused`.
    pub code: &'static str,
    /// French sentence.
    pub message: String,
}

/// Why a line gives nobody: code and French sentence.
pub type Refusal = (&'static str, String);

/// Address, given name, family name, as they stand.
pub type Names = (String, String, String);

/// Reads the box. Empty lines are passed over; the first of two people with one address counts.
pub fn read(text: &str) -> (Vec<InvitedPerson>, Vec<UnreadableLine>) {
    let (mut people, mut problems): (Vec<InvitedPerson>, Vec<UnreadableLine>) = (Vec::new(), Vec::new());
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    let mut columns: Option<Columns> = None;
    let text = as_seen(text).replace("\r\n", "\n");
    let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    for (line, value) in (1..).zip(text.split(breaks)).filter(|(_, value)| !tidy(value).is_empty()) {
        let mut refuse = |value: &str, (code, message): Refusal| {
            problems.push(UnreadableLine { line, value: tidy(value), code, message });
        };
        let cells = cells::split(value);
        if people.is_empty() && columns.is_none() {
            columns = Columns::of(&cells);
            if let Some(columns) = &columns {
                if !columns.unused.is_empty() {
                    let message =
                        format!("Ces colonnes ne sont pas reprises : {}.", columns.unused.join(", "));
                    refuse(value, ("columns_unused", message));
                }
                continue;
            }
        }
        let found = match columns.as_ref().and_then(|columns| columns.person(&cells)) {
            Some(person) => person.map(|person| vec![person]),
            None => everybody(&cells),
        };
        let found = match found.and_then(|found| found.into_iter().map(sound).collect::<Result<Vec<_>, _>>())
        {
            Ok(found) => found,
            Err(refusal) => {
                refuse(value, refusal);
                continue;
            }
        };
        for (email, first_name, last_name) in found {
            if let Some(first) = lines_of.get(&email) {
                let message = format!("Cette adresse est déjà à la ligne {first}.");
                let told = format!("{email} {first_name} {last_name}");
                refuse(&told, ("duplicate_line", message));
            } else {
                lines_of.insert(email.clone(), line);
                people.push(InvitedPerson { line, email, first_name, last_name });
            }
        }
    }
    (people, problems)
}

/// The person with a normalised address, or what is wrong with them.
pub fn sound((email, first_name, last_name): Names) -> Result<Names, Refusal> {
    let address = normalise_email(&email)
        .map_err(|_| ("email_invalid", format!("L'adresse « {email} » n'est pas valable.")))?;
    for name in [&first_name, &last_name].into_iter().filter(|name| !name.is_empty()) {
        if !is_name(name) {
            let message = format!("« {name} » n'est ni une adresse ni un nom.");
            return Err(("name_unreadable", message));
        }
        if let Some(error) = check_name(name, "name") {
            return Err(("name_length", error.message));
        }
    }
    Ok((address, first_name, last_name))
}

/// Whether a text can be somebody's name: letters, and no sign that names have not.
fn is_name(text: &str) -> bool {
    let odd = |c: char| c.is_ascii_digit() || "@<>[]{}()|\\/_=:;,\"*#".contains(c);
    text.chars().any(char::is_alphabetic) && !text.contains(odd)
}

/// `Zoé De La Tour` in a single cell: the given name, then the rest.
pub fn parted(names: &str) -> (String, String) {
    let (first, last) = names.split_once(' ').unwrap_or((names, ""));
    (first.to_owned(), last.to_owned())
}

/// `Roux, Anna`, as mail programs write it: family name first.
fn of_display(name: &str) -> Result<(String, String), Refusal> {
    match name.split(',').map(tidy).collect::<Vec<_>>().as_slice() {
        [both] => Ok(parted(both)),
        [last, first] => Ok((first.clone(), last.clone())),
        _ => Err(unclear()),
    }
}

fn unclear() -> Refusal {
    let sentence = "On ne sait pas à qui sont ces noms : mettez une personne par ligne.";
    ("names_unclear", sentence.to_owned())
}

/// The people of a line without a header above it.
fn everybody(cells: &[Cell]) -> Result<Vec<Names>, Refusal> {
    let addresses = cells.iter().filter(|cell| cell.mark != Mark::Text).count();
    match addresses {
        0 => Err(("email_missing", "Aucune adresse e-mail sur cette ligne.".to_owned())),
        1 if cells.iter().all(|cell| cell.mark != Mark::Bracketed) => one(cells).map(|person| vec![person]),
        _ => several(cells),
    }
}

/// One address with the cells of a table around it: given name, then family name, or both in one cell.
fn one(cells: &[Cell]) -> Result<Names, Refusal> {
    let email = cells.iter().find(|cell| cell.mark != Mark::Text).map(|cell| cell.text.clone());
    let names: Vec<&str> =
        cells.iter().filter(|cell| cell.mark == Mark::Text).map(|cell| cell.text.as_str()).collect();
    let (first, last) = match names.as_slice() {
        [] => (String::new(), String::new()),
        [both] => of_display(both)?,
        [first, last] => ((*first).to_owned(), (*last).to_owned()),
        _ => {
            let sentence = "Cette ligne a trop de cases : l'adresse, le prénom et le nom suffisent.";
            return Err(("names_unclear", sentence.to_owned()));
        }
    };
    Ok((email.unwrap_or_default(), first, last))
}

/// Addresses one after the other: bare ones, and bracketed ones with the name that stands before them.
fn several(cells: &[Cell]) -> Result<Vec<Names>, Refusal> {
    let mut people = Vec::new();
    let mut names: Vec<&Cell> = Vec::new();
    for cell in cells {
        match cell.mark {
            Mark::Text => names.push(cell),
            Mark::Bare if names.is_empty() => people.push((cell.text.clone(), String::new(), String::new())),
            // A name beside a bare address could as well be of the one before it.
            Mark::Bare => return Err(unclear()),
            Mark::Bracketed => {
                let (first, last) = match names.as_slice() {
                    [] => (String::new(), String::new()),
                    [only] if cell.joined => of_display(&only.text)?,
                    // The comma inside `Roux, Anna <...>` has parted one name into two cells.
                    [last, first] if cell.joined && last.comma_after => {
                        (first.text.clone(), last.text.clone())
                    }
                    _ => return Err(unclear()),
                };
                people.push((cell.text.clone(), first, last));
                names.clear();
            }
        }
    }
    if names.is_empty() { Ok(people) } else { Err(unclear()) }
}

/// Where the columns of a table with a header stand.
struct Columns {
    email: usize,
    first_name: Option<usize>,
    last_name: Option<usize>,
    /// Other headers, as they stand.
    unused: Vec<String>,
}

/// What a column of a table of people holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// The address; `sure` unless a postal address could as well be meant.
    Email {
        /// Whether the header says that it is an electronic one.
        sure: bool,
    },
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
}

/// What a header says, as people write it.
pub fn heading(header: &str) -> Option<Heading> {
    let header = tidy(&fold(header).replace(['-', '_'], " "));
    match header.as_str() {
        "prenom" | "prenoms" | "first name" | "given name" => Some(Heading::FirstName),
        "nom" | "noms" | "nom de famille" | "last name" | "family name" | "nom d'usage" => {
            Some(Heading::LastName)
        }
        "adresse" => Some(Heading::Email { sure: false }),
        "mel" | "adresse electronique" => Some(Heading::Email { sure: true }),
        _ if says_mail(&header) => Some(Heading::Email { sure: true }),
        _ => None,
    }
}

/// `adresse e mail du déposant`: a word for mail, and only words that go with it.
fn says_mail(header: &str) -> bool {
    const MAIL: [&str; 5] = ["mail", "mails", "email", "emails", "courriel"];
    const BESIDE: [&str; 10] =
        ["adresse", "address", "e", "de", "du", "contact", "deposant", "acheteur", "personne", "participant"];
    let mut words = header.split(' ');
    header.split(' ').any(|word| MAIL.contains(&word))
        && words.all(|word| MAIL.contains(&word) || BESIDE.contains(&word))
}

/// The place of the addresses among these headers: where an electronic one is named, else where any is.
pub fn email_place(headings: &[Option<Heading>]) -> Option<usize> {
    let place = |sure| headings.iter().position(|one| *one == Some(Heading::Email { sure }));
    place(true).or_else(|| place(false))
}

impl Columns {
    /// The columns of a first line without addresses that names one for them.
    fn of(cells: &[Cell]) -> Option<Self> {
        if cells.iter().any(|cell| cell.mark != Mark::Text) {
            return None;
        }
        let headings: Vec<Option<Heading>> = cells.iter().map(|cell| heading(&cell.text)).collect();
        let column = |index: usize| cells.get(index).map(|cell| cell.column);
        let place = |wanted| headings.iter().position(|one| *one == Some(wanted)).and_then(column);
        let email = email_place(&headings).and_then(column)?;
        let (first_name, last_name) = (place(Heading::FirstName), place(Heading::LastName));
        let used = [Some(email), first_name, last_name];
        let unused = cells.iter().filter(|cell| !used.contains(&Some(cell.column)));
        let unused = unused.map(|cell| cell.text.clone()).collect();
        Some(Self { email, first_name, last_name, unused })
    }

    /// The person of a row that has its address in the column for it; `None` for a line that is no such row.
    fn person(&self, cells: &[Cell]) -> Option<Result<Names, Refusal>> {
        let at = |column: usize| cells.iter().find(|cell| cell.column == column);
        let email = at(self.email).filter(|cell| cell.mark == Mark::Bare)?;
        if cells.iter().filter(|cell| cell.mark != Mark::Text).count() != 1 {
            return None;
        }
        let name =
            |column: Option<usize>| column.and_then(at).map(|cell| cell.text.clone()).unwrap_or_default();
        Some(Ok((email.text.clone(), name(self.first_name), name(self.last_name))))
    }
}

#[cfg(test)]
mod tests;
