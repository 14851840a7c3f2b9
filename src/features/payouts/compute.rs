//! Computing what everybody is owed.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;

use super::model::{Computed, Payout};
use super::rules::{Amounts, FeeScale, compute};
use super::states::PayoutState;
use super::store::{self, Facts};
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::payouts;
use crate::error::{Result, internal};
use crate::features::editions::model::Edition;
use crate::features::journal::{self, Entry};
use crate::kernel::ids::{PayoutId, UserId};

/// The sums of one depositor.
pub(super) fn amounts(edition: &Edition, facts: &Facts) -> Amounts {
    let used: Vec<_> = facts.lists_used.iter().map(|(list_type, count)| (*list_type, *count)).collect();
    compute(facts.gross_cents, &used, edition.commission_bp, &FeeScale::default())
}

/// Computes, or computes anew, every payout of an edition. Those that have been paid stay as they were paid.
pub fn compute_all(change: &mut Change<'_>, edition: &Edition) -> Result<Computed> {
    let facts = store::facts(change.db, edition.id, None)?;
    let known: HashMap<UserId, Payout> = store::of_edition(change.db, edition.id)?
        .into_iter()
        .map(|payout| (payout.user_id, payout))
        .collect();
    let mut summary =
        Computed { payouts: 0, changed: 0, paid_differently: Vec::new(), total: Amounts::default() };
    let mut owners: Vec<_> = facts.keys().copied().collect();
    // One order for everybody, so that two managers who compute at once never wait for each other in a circle.
    owners.sort();
    for owner in owners {
        let Some(facts) = facts.get(&owner) else { continue };
        let fresh = row(change, edition, owner, amounts(edition, facts))?;
        summary.payouts += 1;
        let kept = match known.get(&owner) {
            None => {
                diesel::insert_into(payouts::table).values(&fresh).execute(change.db)?;
                summary.changed += 1;
                fresh
            }
            Some(old) if old.amounts() == fresh.amounts() => old.clone(),
            Some(old) if matches!(old.state, PayoutState::Paid | PayoutState::Closed) => {
                summary.paid_differently.push(old.id);
                old.clone()
            }
            Some(old) => {
                renew(change, old.id, &fresh)?;
                summary.changed += 1;
                fresh
            }
        };
        summary.total = [summary.total, kept.amounts()].into_iter().sum();
    }
    let details = json!({ "payouts": summary.payouts, "changed": summary.changed, "total": summary.total });
    journal::record(
        change.db,
        change.trace,
        &Entry::new("payouts_computed", "edition", edition.id, details),
    )?;
    Ok(summary)
}

fn row(change: &Change<'_>, edition: &Edition, user_id: UserId, amounts: Amounts) -> Result<Payout> {
    let cents = |amount: i64| i32::try_from(amount).map_err(internal);
    Ok(Payout {
        id: PayoutId::new(change.uuid()),
        edition_id: edition.id,
        user_id,
        gross_cents: cents(amounts.gross_cents)?,
        commission_cents: cents(amounts.commission_cents)?,
        fees_cents: cents(amounts.fees_cents)?,
        net_cents: cents(amounts.net_cents)?,
        fees_due_cents: cents(amounts.fees_due_cents)?,
        state: PayoutState::ToGenerate,
        computed_at: change.trace.now,
        slip_at: None,
        method: None,
        cheque_number: None,
        transfer_date: None,
        unsold_returned: false,
        comment: None,
        paid_at: None,
        paid_by: None,
    })
}

fn renew(change: &mut Change<'_>, id: PayoutId, fresh: &Payout) -> Result<()> {
    diesel::update(payouts::table.find(id))
        .set((
            payouts::gross_cents.eq(fresh.gross_cents),
            payouts::commission_cents.eq(fresh.commission_cents),
            payouts::fees_cents.eq(fresh.fees_cents),
            payouts::net_cents.eq(fresh.net_cents),
            payouts::fees_due_cents.eq(fresh.fees_due_cents),
            payouts::state.eq(PayoutState::ToGenerate),
            payouts::computed_at.eq(fresh.computed_at),
        ))
        .execute(change.db)?;
    Ok(())
}

/// How many depositors have no payout yet, or one that is no longer what they are owed. What has been paid stays as it was
/// paid, and counts as computed.
pub fn outdated(db: &mut Conn, edition: &Edition) -> Result<usize> {
    let facts = store::facts(db, edition.id, None)?;
    let known: HashMap<UserId, Payout> =
        store::of_edition(db, edition.id)?.into_iter().map(|payout| (payout.user_id, payout)).collect();
    let is_outdated = |owner: &UserId, facts: &Facts| match known.get(owner) {
        None => true,
        Some(payout) if matches!(payout.state, PayoutState::Paid | PayoutState::Closed) => false,
        Some(payout) => payout.amounts() != amounts(edition, facts),
    };
    Ok(facts.iter().filter(|(owner, facts)| is_outdated(owner, facts)).count())
}
