//! Messages to those who run the sale.

use askama::Template;

use super::message::{Message, Rendered, framed, greeting, in_words, messages};
use crate::config::Site;
use crate::kernel::clock::Instant;
use crate::kernel::ids::EditionId;
use crate::kernel::money::euros;

messages! {
    /// Managers have conflicts or quarantined tickets to decide about.
    SalesToSettle = "mail/sales_to_settle.txt", "sales_to_settle" { edition: String, waiting: String, link: String }
        subject |m| format!("{} : des ventes attendent votre décision", m.edition);
        button |m| Some((m.link.clone(), "Voir les ventes à régler"));
    /// An edition has come to its end.
    EditionClosed = "mail/edition_closed.txt", "edition_closed" {
        edition: String, by: String, at: String, payouts: String, total: String, link: String,
    }
        subject |m| format!("{} : l'édition est close", m.edition);
        button |m| Some((m.link.clone(), "Revoir l'édition"));
}

impl SalesToSettle {
    /// With what waits, in French words.
    pub fn new(first_name: &str, site: &Site, (id, edition): (EditionId, &str), waiting: String) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            waiting,
            link: format!("{}/editions/{id}/ventes", site.url),
        }
    }
}

impl EditionClosed {
    /// With who closed it and what was paid out.
    pub fn new(
        first_name: &str,
        site: &Site,
        (id, edition): (EditionId, &str),
        (by, at): (&str, Instant),
        (payouts, total_cents): (i64, i64),
    ) -> Self {
        Self {
            greeting: greeting(first_name),
            edition: edition.to_owned(),
            by: by.to_owned(),
            at: in_words(Some(at)),
            payouts: payouts.to_string(),
            total: euros(total_cents),
            link: format!("{}/editions/{id}", site.url),
        }
    }
}
