//! What a person is called, and how that is said to whom.

/// First and last name, read from the database with `(users::first_name, users::last_name)`. Either may be empty: not
/// everything is known of everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, diesel::Queryable)]
pub struct PersonName {
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
}

impl PersonName {
    /// The name of somebody whose row is read whole.
    pub fn new(first: &str, last: &str) -> Self {
        Self { first: first.to_owned(), last: last.to_owned() }
    }

    /// `Camille Martin`
    pub fn full(&self) -> String {
        format!("{} {}", self.first, self.last).trim().to_owned()
    }

    /// `MARTIN Camille`, as lists have it, on paper and on the screen.
    pub fn sorted(&self) -> String {
        format!("{} {}", self.last.to_uppercase(), self.first).trim().to_owned()
    }

    /// `Camille M.`, as a volunteer is named to others at the tills.
    pub fn short(&self) -> String {
        match self.last.chars().next() {
            Some(initial) => format!("{} {initial}.", self.first),
            None => self.first.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PersonName;

    #[test]
    fn a_name_is_said_whole_sorted_or_short_even_when_half_of_it_is_unknown() {
        let said = |first: &str, last: &str| {
            let name = PersonName::new(first, last);
            [name.full(), name.sorted(), name.short()]
        };
        assert_eq!(said("Camille", "Martin"), ["Camille Martin", "MARTIN Camille", "Camille M."]);
        assert_eq!(said("Éloïse", "Émery"), ["Éloïse Émery", "ÉMERY Éloïse", "Éloïse É."]);
        assert_eq!(said("Camille", ""), ["Camille", "Camille", "Camille"]);
        assert_eq!(said("", "Martin"), ["Martin", "MARTIN", " M."]);
    }
}
