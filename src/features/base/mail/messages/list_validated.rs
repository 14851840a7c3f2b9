//! The confirmation of a validated list.

use super::{ListValidated, greeting, in_words};
use crate::config::Site;
use crate::kernel::clock::Instant;
use crate::kernel::ids::ListId;
use crate::kernel::money::euros;

/// What the confirmation of a validated list says.
#[derive(Clone, Debug)]
pub struct ListFacts {
    /// Given name, as far as known.
    pub first_name: String,
    /// Name of the edition.
    pub edition: String,
    /// The list, for the link.
    pub list_id: ListId,
    /// Its number.
    pub number: i32,
    /// Its lines.
    pub articles: usize,
    /// Sum of its prices, in cents.
    pub total_cents: i64,
    /// Start of the deposit slot.
    pub slot: Instant,
}

impl ListValidated {
    /// With the link to the list.
    pub fn new(facts: &ListFacts, site: &Site) -> Self {
        let plural = if facts.articles > 1 { "s" } else { "" };
        Self {
            greeting: greeting(&facts.first_name),
            edition: facts.edition.clone(),
            number: facts.number.to_string(),
            count: format!("{} article{plural}", facts.articles),
            total: euros(facts.total_cents),
            slot: in_words(Some(facts.slot)),
            link: format!("{}/listes/{}", site.url, facts.list_id),
        }
    }
}
