//! Lines of a payout beside sales, commission and fees (money.md 1).

use diesel::prelude::*;
use serde_json::json;

use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::{editions, payouts, registrations};
use crate::error::{FieldError, Problem, Result, conflict, internal, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::reckoning::account::Account;
use crate::features::settlement::payouts::reckoning::ledger;
use crate::features::settlement::payouts::reckoning::ledger::NewAdjustment;
use crate::features::settlement::payouts::reckoning::rules::check_adjustment;
use crate::features::settlement::payouts::reckoning::{compute, hold, owed};
use crate::features::settlement::payouts::states::AdjustmentKind;
use crate::features::settlement::payouts::views::Adjust;
use crate::kernel::ids::{AdjustmentId, EditionId, PayoutId, RegistrationId, UserId};

/// Adds a line; the slip that does not show it is worth nothing from then on.
pub(crate) fn adjust(change: &mut Change<'_>, id: PayoutId, by: UserId, body: &Adjust) -> Result<()> {
    let (edition, account) = hold::account(change, id)?;
    hold::sale_is_over(&edition)?;
    if edition.status.is_read_only()
        && matches!(body.kind, AdjustmentKind::Dispute | AdjustmentKind::Correction)
    {
        edition.must_be_open()?;
    }
    check_adjustment(body.kind, body.amount_cents, &account.owed.amounts, waived(&account))
        .map_err(|sentence| invalid(vec![FieldError::new("amount_cents", "out_of_range", sentence)]))?;
    let cents = i32::try_from(body.amount_cents).map_err(internal)?;
    let (own, other) = (AdjustmentId::new(change.uuid()), AdjustmentId::new(change.uuid()));
    let carried = body.kind == AdjustmentKind::DebtCarried;
    let line = NewAdjustment {
        id: own,
        payout_id: id,
        kind: body.kind,
        amount_cents: cents,
        reason: body.reason.as_str(),
        linked_id: carried.then_some(other),
        by,
    };
    ledger::add_adjustment(change, &line)?;
    let mut entries = vec![entry(&line)];
    if carried {
        let payout_id = next_payout(change, &edition, account.payout.user_id)?;
        let half = NewAdjustment { id: other, payout_id, amount_cents: -cents, linked_id: Some(own), ..line };
        ledger::add_adjustment(change, &half)?;
        entries.push(entry(&half));
    }
    change.journal_all(&entries)
}

fn entry(line: &NewAdjustment<'_>) -> Entry {
    let details = json!({
        "adjustment": line.id, "kind": line.kind, "amount_cents": line.amount_cents, "reason": line.reason,
        "linked": line.linked_id,
    });
    Entry::new(Event::PayoutAdjusted, line.payout_id, details)
}

/// Fees that were waived already.
fn waived(account: &Account) -> i64 {
    account
        .adjustments
        .iter()
        .filter(|line| line.kind == AdjustmentKind::FeeWaived)
        .map(|line| i64::from(line.amount_cents))
        .sum()
}

/// The same person's payout in the edition that runs now; opened where there is none yet.
fn next_payout(change: &mut Change<'_>, former: &Edition, user: UserId) -> Result<PayoutId> {
    let (target, registration) = running(change.db, former, user)?.ok_or_else(no_next_edition)?;
    let edition = hold::edition(change, target)?;
    let known: Option<PayoutId> = payouts::table
        .filter(payouts::edition_id.eq(target))
        .filter(payouts::user_id.eq(user))
        .select(payouts::id)
        .first(change.db)
        .optional()?;
    if let Some(id) = known {
        let paid = ledger::payments(change.db, target, Some(id))?.remove(&id).unwrap_or_default();
        if paid.standing().next().is_some() {
            return Err(no_next_edition());
        }
        return Ok(id);
    }
    let owed = owed::of_one(change.db, &edition, user)?;
    compute::open(change, &edition, user, Some(registration), &owed)
}

/// The later edition that is being prepared, held or settled and in which somebody is registered.
fn running(db: &mut Conn, former: &Edition, user: UserId) -> Result<Option<(EditionId, RegistrationId)>> {
    Ok(registrations::table
        .inner_join(editions::table)
        .filter(registrations::user_id.eq(user))
        .filter(editions::running.is_not_null())
        .filter(editions::id.ne(former.id))
        .filter(editions::starts_at.gt(former.starts_at))
        .order(editions::starts_at)
        .select((editions::id, registrations::id))
        .first(db)
        .optional()?)
}

fn no_next_edition() -> Problem {
    let sentence =
        "Cette personne n'est inscrite à aucune édition suivante où la dette pourrait être retenue.";
    conflict("no_next_edition", sentence)
}
