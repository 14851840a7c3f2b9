//! Slips, filled from the database.

use std::collections::HashMap;
use std::path::PathBuf;

use super::model::{DepositorView, PaidArticle, PaidList, Payout};
use super::slip::{self, Payment, Reckoning, SlipArticle, SlipData, SlipFile};
use super::store::{self, Articles};
use crate::config::Config;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::features::editions::model::Edition;
use crate::features::lists::catalogue::Catalogue;
use crate::kernel::clock::Instant;
use crate::kernel::contact;
use crate::kernel::ids::UserId;
use crate::kernel::paris;

/// French names of the categories of an edition.
pub(super) fn category_names(edition: &Edition) -> Result<HashMap<String, String>> {
    let catalogue = match &edition.catalogue {
        Some(frozen) => Catalogue::from_json(frozen).map_err(internal)?,
        None => Catalogue::standard().map_err(internal)?,
    };
    Ok(catalogue.categories.into_iter().map(|category| (category.code, category.french)).collect())
}

/// What the slips of some payouts need; the same number of statements for one and for all.
pub(super) struct Material {
    people: HashMap<UserId, DepositorView>,
    lists: HashMap<UserId, Vec<PaidList>>,
    articles: HashMap<UserId, Articles>,
}

impl Material {
    /// Gathers it for the owners of these payouts.
    pub(super) fn gather(db: &mut Conn, edition: &Edition, payouts: &[Payout]) -> Result<Self> {
        let owners: Vec<UserId> = payouts.iter().map(|payout| payout.user_id).collect();
        let only = match owners.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let names = category_names(edition)?;
        let category = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
        Ok(Self {
            people: store::people(db, &owners)?,
            lists: store::lists_by_owner(db, edition.id)?,
            articles: store::articles_by_owner(db, edition.id, only, category)?,
        })
    }

    /// One depositor's slip.
    fn slip(&self, edition: &Edition, payout: &Payout) -> Option<SlipData> {
        let person = self.people.get(&payout.user_id)?;
        let none = Articles::default();
        let articles = self.articles.get(&payout.user_id).unwrap_or(&none);
        let lines = |articles: &[PaidArticle]| articles.iter().cloned().map(line).collect();
        Some(SlipData {
            depositor: format!("{} {}", person.last_name, person.first_name),
            phone: person.phone.as_deref().map(contact::readable_phone),
            list_numbers: self.numbers(payout),
            sold: lines(&articles.sold),
            unsold: lines(&articles.unsold),
            refused: lines(&articles.refused),
            reckoning: Reckoning {
                gross_cents: payout.gross_cents.into(),
                commission_bp: edition.commission_bp,
                commission_cents: payout.commission_cents.into(),
                fees_cents: payout.fees_cents.into(),
                net_cents: payout.net_cents.into(),
                fees_due_cents: payout.fees_due_cents.into(),
            },
            payment: payout.method.zip(payout.paid_at).map(|(method, paid_at)| Payment {
                method,
                number: payout.cheque_number.clone(),
                paid_on: payout
                    .transfer_date
                    .map_or_else(|| paris::local_date(paid_at.utc()), crate::kernel::clock::Day::date),
            }),
        })
    }

    fn numbers(&self, payout: &Payout) -> Vec<i32> {
        self.lists.get(&payout.user_id).into_iter().flatten().map(|list| list.number).collect()
    }

    /// Name of a payout's own file.
    pub(super) fn file_name(&self, payout: &Payout) -> String {
        let family_name = self.people.get(&payout.user_id).map_or("", |person| person.last_name.as_str());
        slip::file_name(&self.numbers(payout), family_name)
    }

    /// The slips of these payouts in one file, in the order of their list numbers.
    pub(super) fn render(
        &self,
        config: &Config,
        edition: &Edition,
        payouts: &[Payout],
        at: Instant,
    ) -> Result<Vec<u8>> {
        let mut ordered: Vec<&Payout> = payouts.iter().collect();
        ordered.sort_by_key(|payout| (self.numbers(payout).first().copied(), payout.id));
        let file = SlipFile {
            association: config.site.association.clone(),
            edition: edition.name.clone(),
            made_at: paris::to_local(at.utc()),
            slips: ordered.into_iter().filter_map(|payout| self.slip(edition, payout)).collect(),
        };
        slip::render(&file).map_err(internal)
    }
}

fn line(article: PaidArticle) -> SlipArticle {
    SlipArticle {
        code: article.code,
        description: article.description,
        category: article.category,
        price_cents: article.price_cents,
        reason: article.reason,
    }
}

/// Where the file with all slips of an edition lies.
pub(super) fn path_of_all(config: &Config, edition: &Edition) -> PathBuf {
    config.folders.slips.join(format!("{}.pdf", edition.id))
}
