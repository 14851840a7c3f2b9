//! People pasted into a box, one per line: an address alone, with names beside it, or as mail programs copy it.

use crate::features::auth::rules::check_name;
use crate::kernel::contact::normalise_email;
use crate::kernel::text::tidy;

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

/// A line that names nobody who could be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableLine {
    /// Line in the box, from 1.
    pub line: usize,
    /// What stands there.
    pub value: String,
    /// Stable code: `email_invalid`, `name_length`, `duplicate_line`.
    pub code: &'static str,
    /// French sentence.
    pub message: String,
}

/// Reads the box. Empty lines are passed over; the first of two lines with one address counts.
pub fn read(text: &str) -> (Vec<InvitedPerson>, Vec<UnreadableLine>) {
    let (mut people, mut problems): (Vec<InvitedPerson>, Vec<UnreadableLine>) = (Vec::new(), Vec::new());
    for (index, value) in text.lines().enumerate().filter(|(_, value)| !value.trim().is_empty()) {
        let line = index + 1;
        let unreadable =
            |code, message| UnreadableLine { line, value: value.trim().to_owned(), code, message };
        match person(line, value) {
            Err((code, message)) => problems.push(unreadable(code, message)),
            Ok(person) => match people.iter().find(|known| known.email == person.email) {
                Some(known) => problems.push(unreadable(
                    "duplicate_line",
                    format!("Cette adresse est déjà à la ligne {}.", known.line),
                )),
                None => people.push(person),
            },
        }
    }
    (people, problems)
}

fn person(line: usize, value: &str) -> Result<InvitedPerson, (&'static str, String)> {
    let (email, first_name, last_name) = parts(value);
    let email = normalise_email(&email).map_err(|error| ("email_invalid", error.to_string()))?;
    for (name, field) in [(&first_name, "first_name"), (&last_name, "last_name")] {
        if let Some(error) =
            Some(name).filter(|name| !name.is_empty()).and_then(|name| check_name(name, field))
        {
            return Err(("name_length", error.message));
        }
    }
    Ok(InvitedPerson { line, email, first_name, last_name })
}

/// Address, given name and family name of a line.
fn parts(value: &str) -> (String, String, String) {
    if let Some((names, rest)) = value.split_once('<') {
        let names = tidy(names.trim().trim_matches('"'));
        let (first, last) = names.split_once(' ').unwrap_or((names.as_str(), ""));
        return (
            rest.trim_end().trim_end_matches(['>', ',', ';']).to_owned(),
            first.to_owned(),
            last.to_owned(),
        );
    }
    let mut cells: Vec<String> = value.split([';', ',', '\t']).map(tidy).collect();
    let place = cells.iter().position(|cell| cell.contains('@')).unwrap_or(0);
    let email = cells.remove(place);
    let mut names = cells.into_iter();
    (email, names.next().unwrap_or_default(), names.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_of_writing_somebody_down_is_read() {
        for (text, email, first, last) in [
            ("Zoe@Example.org", "zoe@example.org", "", ""),
            ("zoe@example.org;Zoé;Martin", "zoe@example.org", "Zoé", "Martin"),
            ("Zoé, Martin, zoe@example.org", "zoe@example.org", "Zoé", "Martin"),
            ("zoe@example.org\tZoé\tDe La Tour", "zoe@example.org", "Zoé", "De La Tour"),
            ("Zoé De La Tour <zoe@example.org>,", "zoe@example.org", "Zoé", "De La Tour"),
            ("  \"Zoé Martin\" <zoe@example.org>;", "zoe@example.org", "Zoé", "Martin"),
        ] {
            let (people, problems) = read(text);
            assert_eq!(problems, [], "{text}");
            assert_eq!(
                (people[0].email.as_str(), people[0].first_name.as_str(), people[0].last_name.as_str()),
                (email, first, last),
                "{text}"
            );
        }
    }

    #[test]
    fn wrong_lines_are_told_with_their_place() {
        let text = format!("a@example.org\n\nbonjour\nA@example.org;Anne\nb@example.org;{}", "x".repeat(81));
        let (people, problems) = read(&text);
        assert_eq!(people.len(), 1);
        let told: Vec<(usize, &str)> = problems.iter().map(|one| (one.line, one.code)).collect();
        assert_eq!(told, [(3, "email_invalid"), (4, "duplicate_line"), (5, "name_length")]);
    }
}
