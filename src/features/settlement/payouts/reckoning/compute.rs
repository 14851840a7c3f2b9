//! Opening a payout for everybody who is owed something, and noting the sums of the day.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use serde_json::json;

use super::ledger;
use super::owed;
use super::owed::Owed;
use super::rules::Amounts;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::payouts;
use crate::error::Result;
use crate::features::base::journal::Event;
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::model::Payout;
use crate::features::settlement::payouts::states::PayoutState;
use crate::features::settlement::payouts::views::Computed;
use crate::features::settlement::payouts::{store, warnings};
use crate::kernel::ids::{PayoutId, RegistrationId, UserId};

/// Opens the payouts that are missing and notes the sums of all of them. What was paid stays as it was paid: the
/// difference is what is to pay. To be called with the edition held.
pub fn compute_all(change: &mut Change<'_>, edition: &Edition) -> Result<Computed> {
    let mut owed = owed::of_edition(change.db, edition)?;
    let mut known: HashMap<UserId, Payout> = store::of_edition(change.db, edition.id)?
        .into_iter()
        .map(|payout| (payout.user_id, payout))
        .collect();
    let mut payments = ledger::payments(change.db, edition.id, None)?;
    let registrations = store::registrations(change.db, edition.id)?;
    let owners: BTreeSet<UserId> = owed.keys().chain(known.keys()).copied().collect();
    let mut summary = Computed {
        payouts: owners.len(),
        changed: 0,
        paid_differently: Vec::new(),
        total: Amounts::default(),
        warnings: warnings::of(change.db, edition)?,
    };
    for owner in owners {
        let owed = owed.remove(&owner).unwrap_or_default();
        summary.total = [summary.total, owed.amounts].into_iter().sum();
        let registration = registrations.get(&owner).copied();
        let Some(old) = known.remove(&owner) else {
            open(change, edition, owner, registration, &owed)?;
            summary.changed += 1;
            continue;
        };
        let paid = payments.remove(&old.id).unwrap_or_default();
        if paid.standing().next().is_some() && paid.paid_cents() != owed.amounts.net_cents {
            summary.paid_differently.push(old.id);
        }
        if Sums::from(&old) != Sums::from(&owed.amounts) || old.registration_id != registration {
            note(change, &old, registration, &owed.amounts)?;
            summary.changed += 1;
        }
    }
    let details = json!({ "payouts": summary.payouts, "changed": summary.changed, "total": summary.total });
    change.journal(Event::PayoutsComputed, edition.id, details)?;
    Ok(summary)
}

/// Sums as they are noted. An absurd amount is noted as the largest one that fits: nothing is ever paid from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sums([i32; 6]);

impl From<&Amounts> for Sums {
    fn from(amounts: &Amounts) -> Self {
        let fitting = |cents: i64| {
            let bounded = cents.clamp(i32::MIN.into(), i32::MAX.into());
            i32::try_from(bounded).unwrap_or(i32::MAX)
        };
        Self(
            [
                amounts.gross_cents,
                amounts.commission_cents,
                amounts.fees_cents,
                amounts.adjustments_cents,
                amounts.net_cents,
                amounts.fees_due_cents,
            ]
            .map(fitting),
        )
    }
}

impl From<&Payout> for Sums {
    fn from(payout: &Payout) -> Self {
        Self([
            payout.gross_cents,
            payout.commission_cents,
            payout.fees_cents,
            payout.adjustments_cents,
            payout.net_cents,
            payout.fees_due_cents,
        ])
    }
}

/// Opens a payout.
pub(crate) fn open(
    change: &mut Change<'_>,
    edition: &Edition,
    user_id: UserId,
    registration_id: Option<RegistrationId>,
    owed: &Owed,
) -> Result<PayoutId> {
    let Sums([gross_cents, commission_cents, fees_cents, adjustments_cents, net_cents, fees_due_cents]) =
        Sums::from(&owed.amounts);
    let id = PayoutId::new(change.uuid());
    let row = Payout {
        id,
        edition_id: edition.id,
        user_id,
        gross_cents,
        commission_cents,
        fees_cents,
        net_cents,
        fees_due_cents,
        state: PayoutState::ToGenerate,
        computed_at: change.now(),
        slip_at: None,
        method: None,
        cheque_number: None,
        transfer_date: None,
        unsold_returned: false,
        comment: None,
        paid_at: None,
        paid_by: None,
        registration_id,
        payee: String::new(),
        adjustments_cents,
        slip_digest: None,
    };
    diesel::insert_into(payouts::table).values(&row).execute(change.db)?;
    Ok(id)
}

fn note(
    change: &mut Change<'_>,
    old: &Payout,
    registration: Option<RegistrationId>,
    amounts: &Amounts,
) -> Result<()> {
    let Sums([gross, commission, fees, adjustments, net, due]) = Sums::from(amounts);
    let state = if old.state == PayoutState::SlipReady { PayoutState::ToGenerate } else { old.state };
    diesel::update(payouts::table.find(old.id))
        .set((
            payouts::gross_cents.eq(gross),
            payouts::commission_cents.eq(commission),
            payouts::fees_cents.eq(fees),
            payouts::adjustments_cents.eq(adjustments),
            payouts::net_cents.eq(net),
            payouts::fees_due_cents.eq(due),
            payouts::state.eq(state),
            payouts::registration_id.eq(registration),
            payouts::computed_at.eq(change.now()),
        ))
        .execute(change.db)?;
    Ok(())
}

/// How many depositors are owed something, or had a list used, and have no payout yet.
pub fn missing(db: &mut Conn, edition: &Edition) -> Result<usize> {
    let owed = owed::of_edition(db, edition)?;
    let known: BTreeSet<UserId> =
        store::of_edition(db, edition.id)?.into_iter().map(|payout| payout.user_id).collect();
    Ok(owed.keys().filter(|owner| !known.contains(owner)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_beyond_the_column_are_noted_as_the_largest_that_fits() {
        let sums = Sums::from(&Amounts { gross_cents: 3_000_000_000, ..Amounts::default() });
        assert_eq!(sums.0[0], i32::MAX);
        assert_eq!(Sums::from(&Amounts { gross_cents: 1_234, ..Amounts::default() }).0[0], 1_234);
    }
}
