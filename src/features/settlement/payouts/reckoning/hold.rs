//! Holding an edition while its money moves: whoever computes, prints, pays, takes back or adjusts comes through here, one
//! after the other, and so does every step of the edition.

use super::account::Account;
use super::{ledger, owed};
use crate::ctx::Change;
use crate::db::hold::Held;
use crate::db::{self, Conn};
use crate::error::{Result, not_found};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions_store;
use crate::features::settlement::payouts::states::PayoutState;
use crate::features::settlement::payouts::store;
use crate::kernel::ids::{EditionId, PayoutId};

/// Holds an edition until the commit, and reads it.
pub fn edition(change: &mut Change<'_>, id: EditionId) -> Result<Edition> {
    db::hold::exclusive(change.db, Held::Edition, id.as_str())?;
    let edition = editions_store::by_id(change.db, id)?;
    ledger::adopt(change, id)?;
    Ok(edition)
}

/// Holds a payout and its edition until the commit, and reads what is owed and what was paid.
pub(crate) fn account(change: &mut Change<'_>, id: PayoutId) -> Result<(Edition, Account)> {
    let of = store::by_id(change.db, id)?.edition_id;
    let edition = edition(change, of)?;
    db::hold::exclusive(change.db, Held::Payout, id.as_str())?;
    let account = one(change.db, &edition, id)?;
    Ok((edition, account))
}

/// Refuses unless payouts are being settled.
pub(crate) fn in_settlement(edition: &Edition) -> Result<()> {
    edition.must_be(&[EditionStatus::Settlement], "edition_not_ready", "Terminez d'abord la vente.")
}

/// Refuses before the sale has ended. A closed edition still takes what moves the money of its payouts (domain.md 4).
pub(crate) fn sale_is_over(edition: &Edition) -> Result<()> {
    if edition.status >= EditionStatus::Settlement {
        return Ok(());
    }
    in_settlement(edition)
}

/// What everybody of an edition is owed and was paid, as it stands.
pub(crate) fn accounts(db: &mut Conn, edition: &Edition) -> Result<Vec<Account>> {
    let mut owed = owed::of_edition(db, edition)?;
    let mut payments = ledger::payments(db, edition.id, None)?;
    let mut adjustments = ledger::adjustments(db, edition.id, None)?;
    Ok(store::of_edition(db, edition.id)?
        .into_iter()
        .map(|payout| Account {
            owed: owed.remove(&payout.user_id).unwrap_or_default(),
            payments: payments.remove(&payout.id).unwrap_or_default(),
            adjustments: adjustments.remove(&payout.id).unwrap_or_default(),
            payout,
        })
        .collect())
}

/// The same for one payout that was read, without holding it.
pub fn one(db: &mut Conn, edition: &Edition, id: PayoutId) -> Result<Account> {
    let payout = store::by_id(db, id)?;
    if payout.edition_id != edition.id {
        return Err(not_found());
    }
    let owed = owed::of_one(db, edition, payout.user_id)?;
    let payments = ledger::payments(db, edition.id, Some(id))?.remove(&id).unwrap_or_default();
    let adjustments = ledger::adjustments(db, edition.id, Some(id))?.remove(&id).unwrap_or_default();
    Ok(Account { payout, owed, payments, adjustments })
}

/// Where every payout of an edition stands.
pub fn states(db: &mut Conn, edition: &Edition) -> Result<Vec<PayoutState>> {
    Ok(accounts(db, edition)?.iter().map(|account| account.state(edition)).collect())
}

/// Whether anything was paid in an edition, or confirmed as nothing to pay, and not taken back.
pub fn is_anything_paid(db: &mut Conn, edition: EditionId) -> Result<bool> {
    Ok(ledger::payments(db, edition, None)?.values().any(|paid| paid.standing().next().is_some()))
}

/// How many people were paid in an edition, and how much together, in cents.
pub fn paid_out(db: &mut Conn, edition: EditionId) -> Result<(i64, i64)> {
    let paid: Vec<i64> = ledger::payments(db, edition, None)?
        .values()
        .filter(|payments| payments.standing().next().is_some())
        .map(ledger::Payments::paid_cents)
        .collect();
    Ok((i64::try_from(paid.len()).unwrap_or(i64::MAX), paid.iter().sum()))
}
