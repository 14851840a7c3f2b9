//! Recording that a payout was paid, or that nobody came for it; handing unsold articles back.

use diesel::prelude::*;
use serde_json::json;

use super::model::{Pay, Payout};
use super::states::{PayoutState, UnsoldOutcome};
use crate::config::Config;
use crate::ctx::Change;
use crate::db::schema::{lists, payouts, users};
use crate::error::{Result, conflict, not_found};
use crate::features::editions::model::Edition;
use crate::features::editions::states::EditionStatus;
use crate::features::journal::{self, Entry};
use crate::features::lists::articles;
use crate::features::lists::states::Outcome;
use crate::features::mail::{self, messages};
use crate::features::payouts::states::PayoutMethod;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::ids::{ListId, UserId};

/// Whether a payment may be recorded at all: in settlement, or by an admin for somebody who was absent (domain.md, 4).
pub(super) fn must_be_payable(edition: &Edition, payout: &Payout, actor: Actor) -> Result<()> {
    let latecomer = edition.status == EditionStatus::Closed
        && payout.state == PayoutState::Absent
        && actor.is_at_least(Role::Admin);
    if latecomer {
        return Ok(());
    }
    edition.must_be(
        &[EditionStatus::Settlement],
        "edition_not_ready",
        "Les reversements se font après la vente.",
    )
}

/// Records the payment. Of two people who record the same one, one wins and the other is told.
pub(super) fn pay(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    payout: &Payout,
    body: &Pay,
) -> Result<()> {
    let now = change.now();
    let open = payouts::table
        .find(payout.id)
        .filter(payouts::state.eq_any([PayoutState::SlipReady, PayoutState::Absent]));
    let paid = diesel::update(open)
        .set((
            payouts::state.eq(PayoutState::Paid),
            payouts::method.eq(body.method),
            payouts::cheque_number.eq(body.cheque_number.as_deref().map(str::trim)),
            payouts::transfer_date.eq(body.transfer_date),
            payouts::unsold_returned.eq(body.unsold_returned),
            payouts::comment.eq(body.comment.as_deref().map(str::trim)),
            payouts::paid_at.eq(now),
            payouts::paid_by.eq(change.trace.actor.map(|actor| actor.user_id)),
        ))
        .execute(change.db)?;
    if paid == 0 {
        return Err(match payout.state {
            PayoutState::ToGenerate => {
                conflict("slip_missing", "Générez d'abord le bordereau de ce déposant.")
            }
            _ => conflict("already_paid", "Ce reversement est déjà enregistré comme payé."),
        });
    }
    if body.unsold_returned {
        let own: Vec<ListId> = lists::table
            .filter(lists::edition_id.eq(edition.id))
            .filter(lists::user_id.eq(payout.user_id))
            .select(lists::id)
            .load(change.db)?;
        hand_over(change, edition, &own, UnsoldOutcome::Returned)?;
    }
    tell(change, config, edition, payout, body.method)?;
    let details =
        json!({ "net_cents": payout.net_cents, "method": body.method, "cheque_number": body.cheque_number });
    journal::record(change.db, change.trace, &Entry::new("payout_paid", "payout", payout.id, details))
}

fn tell(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    payout: &Payout,
    method: PayoutMethod,
) -> Result<()> {
    if payout.net_cents == 0 || edition.is_training {
        return Ok(());
    }
    let (email, first_name): (String, String) =
        users::table.find(payout.user_id).select((users::email, users::first_name)).first(change.db)?;
    let message =
        messages::PayoutRecorded::new(&first_name, &edition.name, payout.net_cents.into(), method.french());
    mail::queue(change, config, mail::To::account(payout.user_id, email), &message)
}

/// Notes that a depositor was not there.
pub(super) fn mark_absent(change: &mut Change<'_>, payout: &Payout) -> Result<()> {
    let open = payouts::table
        .find(payout.id)
        .filter(payouts::state.eq_any([PayoutState::SlipReady, PayoutState::Absent]));
    if diesel::update(open).set(payouts::state.eq(PayoutState::Absent)).execute(change.db)? == 0 {
        return Err(match payout.state {
            PayoutState::ToGenerate => {
                conflict("slip_missing", "Générez d'abord le bordereau de ce déposant.")
            }
            _ => conflict("already_paid", "Ce reversement est déjà enregistré comme payé."),
        });
    }
    journal::record(change.db, change.trace, &Entry::new("payout_absent", "payout", payout.id, json!({})))
}

/// Writes to a depositor who was not seen at the return.
pub(super) fn remind(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    payout: &Payout,
) -> Result<()> {
    if payout.state != PayoutState::Absent {
        let sentence = "Seul un déposant noté absent est relancé.";
        return Err(conflict("not_absent", sentence));
    }
    if edition.is_training {
        return Err(conflict("edition_is_training", "Une édition d'entraînement n'envoie pas de courrier."));
    }
    let (email, first_name): (String, String) =
        users::table.find(payout.user_id).select((users::email, users::first_name)).first(change.db)?;
    let message = messages::NotSeen::new(&first_name, &edition.name, payout.net_cents.into());
    mail::queue(change, config, mail::To::account(payout.user_id, email), &message)?;
    journal::record(change.db, change.trace, &Entry::new("payout_reminded", "payout", payout.id, json!({})))
}

/// Hands the unsold articles of some lists back, or gives them away. Returns how many there were.
pub(super) fn hand_over(
    change: &mut Change<'_>,
    edition: &Edition,
    list_ids: &[ListId],
    outcome: UnsoldOutcome,
) -> Result<usize> {
    let outcome = match outcome {
        UnsoldOutcome::Returned => Outcome::Returned,
        UnsoldOutcome::Donated => Outcome::Donated,
    };
    articles::hand_over(change.db, edition.status, list_ids, outcome, change.trace.now)
}

/// Whether all these lists belong to the edition.
pub(super) fn must_hold(change: &mut Change<'_>, edition: &Edition, list_ids: &[ListId]) -> Result<()> {
    let owners: Vec<UserId> = lists::table
        .filter(lists::edition_id.eq(edition.id))
        .filter(lists::id.eq_any(list_ids))
        .select(lists::user_id)
        .load(change.db)?;
    if owners.len() == list_ids.len() { Ok(()) } else { Err(not_found()) }
}
