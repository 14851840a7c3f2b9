//! Slips, filled from the database.

use std::collections::HashMap;
use std::path::PathBuf;

use super::slip;
use super::slip::{Adjustment, Payment, Reckoning, SlipArticle, SlipData, SlipFile};
use super::slip_page;
use crate::config::Config;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::features::edition::catalogue::model::Catalogue;
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::reckoning::account::Account;
use crate::features::settlement::payouts::reckoning::ledger::AdjustmentView;
use crate::features::settlement::payouts::reckoning::owed::Owed;
use crate::features::settlement::payouts::store;
use crate::features::settlement::payouts::store::Articles;
use crate::features::settlement::payouts::views::{PaidArticle, PaidList, PayoutDepositor};
use crate::kernel::clock::Instant;
use crate::kernel::clock::paris;
use crate::kernel::ids::{PayoutId, UserId};
use crate::kernel::text::PersonName;
use crate::kernel::text::contact;

/// French names of the categories of an edition.
fn category_names(edition: &Edition) -> Result<HashMap<String, String>> {
    let catalogue = match &edition.catalogue {
        Some(frozen) => Catalogue::from_json(frozen).map_err(internal)?,
        None => Catalogue::standard().map_err(internal)?,
    };
    Ok(catalogue.categories.into_iter().map(|category| (category.code, category.french)).collect())
}

/// The articles of everybody or of one, as the reckonings sort them, with the French names of their categories.
pub(crate) fn articles(
    db: &mut Conn,
    edition: &Edition,
    only: Option<UserId>,
    owed: &HashMap<UserId, Owed>,
) -> Result<HashMap<UserId, Articles>> {
    let names = category_names(edition)?;
    let category = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    store::articles_by_owner(db, edition.id, only, owed, category)
}

/// What the slips of some payouts need; the same number of statements for one and for all.
pub(crate) struct Material {
    people: HashMap<UserId, PayoutDepositor>,
    addresses: HashMap<UserId, Vec<String>>,
    lists: HashMap<UserId, Vec<PaidList>>,
    articles: HashMap<UserId, Articles>,
    /// The payouts, in the order of their list numbers.
    accounts: Vec<Account>,
}

impl Material {
    /// Gathers it for these payouts.
    pub(crate) fn gather(db: &mut Conn, edition: &Edition, accounts: Vec<Account>) -> Result<Self> {
        let owners: Vec<UserId> = accounts.iter().map(|account| account.payout.user_id).collect();
        let only = match owners.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let owed: HashMap<UserId, Owed> =
            accounts.iter().map(|account| (account.payout.user_id, account.owed.clone())).collect();
        let mut material = Self {
            people: store::people(db, &owners)?,
            addresses: store::addresses(db, &owners)?,
            lists: store::lists_by_owner(db, edition.id, only)?,
            articles: articles(db, edition, only, &owed)?,
            accounts: Vec::new(),
        };
        let mut ordered = accounts;
        ordered.sort_by_cached_key(|account| (material.numbers(account).first().copied(), account.payout.id));
        material.accounts = ordered;
        Ok(material)
    }

    /// How many slips there are.
    pub(crate) fn len(&self) -> usize {
        self.accounts.len()
    }

    /// Which reckoning each slip shows.
    pub(crate) fn digests(&self) -> impl Iterator<Item = (PayoutId, &str)> {
        self.accounts.iter().map(|account| (account.payout.id, account.owed.digest.as_str()))
    }

    /// One depositor's slip.
    fn slip(&self, edition: &Edition, account: &Account) -> Option<SlipData> {
        let person = self.people.get(&account.payout.user_id)?;
        let none = Articles::default();
        let articles = self.articles.get(&account.payout.user_id).unwrap_or(&none);
        let lines = |articles: &[PaidArticle]| articles.iter().cloned().map(line).collect();
        let amounts = account.owed.amounts;
        let settled = account.to_pay_cents() == 0;
        let latest =
            account.payments.standing().next_back().filter(|payment| settled && payment.amount_cents > 0);
        Some(SlipData {
            depositor: PersonName::new(&person.first_name, &person.last_name).sorted(),
            phone: person.phone.as_deref().map(contact::readable_phone),
            address: self.addresses.get(&account.payout.user_id).cloned().unwrap_or_default(),
            list_numbers: self.numbers(account),
            sold: lines(&articles.sold),
            unsold: lines(&articles.unsold),
            refused: lines(&articles.refused),
            reckoning: Reckoning {
                gross_cents: amounts.gross_cents,
                commission_bp: edition.commission_bp,
                commission_cents: amounts.commission_cents,
                fees_cents: amounts.fees_cents,
                adjustments: account.adjustments.iter().map(adjustment).collect(),
                net_cents: amounts.net_cents,
                fees_due_cents: amounts.fees_due_cents,
                paid_before_cents: if settled { 0 } else { account.payments.paid_cents() },
            },
            payment: latest.map(|payment| Payment {
                method: payment.method,
                number: payment.cheque_number.clone(),
                paid_on: payment.transfer_date.map_or_else(
                    || paris::local_date(payment.paid_at.utc()),
                    crate::kernel::clock::Day::date,
                ),
            }),
        })
    }

    fn numbers(&self, account: &Account) -> Vec<i32> {
        self.lists
            .get(&account.payout.user_id)
            .into_iter()
            .flatten()
            .filter(|list| account.owed.lists.contains(&list.id))
            .map(|list| list.number)
            .collect()
    }

    /// Name of the file of a single slip.
    pub(crate) fn file_name(&self) -> String {
        let numbers = self.accounts.first().map(|account| self.numbers(account)).unwrap_or_default();
        let owner = self.accounts.first().and_then(|account| self.people.get(&account.payout.user_id));
        slip::file_name(&numbers, owner.map_or("", |person| person.last_name.as_str()))
    }

    /// The slips in one file.
    pub(crate) fn render(&self, config: &Config, edition: &Edition, at: Instant) -> Result<Vec<u8>> {
        slip_page::render(&self.file(config, edition, at)).map_err(internal)
    }

    /// Pages of that file.
    pub(crate) fn page_count(&self, config: &Config, edition: &Edition, at: Instant) -> Result<usize> {
        slip_page::page_count(&self.file(config, edition, at)).map_err(internal)
    }

    fn file(&self, config: &Config, edition: &Edition, at: Instant) -> SlipFile {
        SlipFile {
            association: config.site.association.clone(),
            edition: edition.name.clone(),
            made_at: paris::to_local(at.utc()),
            slips: self.accounts.iter().filter_map(|account| self.slip(edition, account)).collect(),
        }
    }
}

fn adjustment(line: &AdjustmentView) -> Adjustment {
    Adjustment { name: line.kind.french(), reason: line.reason.clone(), cents: line.amount_cents.into() }
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
pub(crate) fn path_of_all(config: &Config, edition: &Edition) -> PathBuf {
    config.folders.slips.join(format!("Reversements_{}.pdf", edition.code))
}
