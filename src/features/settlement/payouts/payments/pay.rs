//! Recording that a payout was paid, that a payment was taken back, or that nobody came for it.

use diesel::prelude::*;
use serde_json::json;

use super::returns;
use crate::config::Config;
use crate::ctx::Change;
use crate::db::schema::{payouts, users};
use crate::error::unique::UniqueKey;
use crate::error::{Problem, Result, conflict, internal, not_found, unprocessable};
use crate::features::base::journal::Event;
use crate::features::base::mail;
use crate::features::base::mail::messages::{Message, NotSeen, PaymentFacts, PayoutRecorded, PayoutReversed};
use crate::features::edition::editions::model::Edition;
use crate::features::settlement::payouts::reckoning::account::Account;
use crate::features::settlement::payouts::reckoning::hold;
use crate::features::settlement::payouts::reckoning::ledger;
use crate::features::settlement::payouts::reckoning::ledger::PayoutPayment;
use crate::features::settlement::payouts::reckoning::rules;
use crate::features::settlement::payouts::reckoning::rules::MOST_BY_CHEQUE_CENTS;
use crate::features::settlement::payouts::states::{PayoutMethod, PayoutState};
use crate::features::settlement::payouts::views::{Pay, Reverse};
use crate::kernel::ids::{PayoutId, PayoutPaymentId};
use crate::kernel::money::euros;

/// Records a payment of all that is to pay, or that nothing is. Decided from what is owed in this transaction: what was
/// read before counts only as what the person expects.
pub(crate) fn pay(change: &mut Change<'_>, config: &Config, id: PayoutId, body: &Pay) -> Result<Edition> {
    let (edition, account) = hold::account(change, id)?;
    hold::sale_is_over(&edition)?;
    let to_pay = account.to_pay_cents();
    if to_pay < 0 || (to_pay == 0 && account.is_settled_once()) {
        return Err(conflict("already_paid", "Ce reversement est déjà enregistré comme payé."));
    }
    if to_pay != body.expected_cents {
        return Err(changed(to_pay));
    }
    if to_pay > 0 && !account.slip_is_true() {
        return Err(slip_missing());
    }
    if !rules::is_payable(to_pay, body.method) {
        return Err(too_large(body.method));
    }
    let method = if to_pay == 0 { PayoutMethod::Nothing } else { body.method };
    let number = body.cheque_number.as_ref().filter(|_| method == PayoutMethod::Cheque);
    let cheque_number = number.map(|number| number.as_str().to_owned());
    if let Some(number) = &cheque_number
        && ledger::is_cheque_written(change.db, edition.id, number)?
    {
        return Err(cheque_used(number));
    }
    let payment = PayoutPayment {
        id: PayoutPaymentId::new(change.uuid()),
        payout_id: id,
        ordinal: account.payments.next_ordinal(),
        amount_cents: i32::try_from(to_pay).map_err(internal)?,
        method,
        cheque_number,
        transfer_date: body.transfer_date.filter(|_| method == PayoutMethod::Transfer),
        paid_at: change.now(),
        paid_by: change.trace.actor.map(|actor| actor.user_id),
        comment: body.comment.as_ref().map(|comment| comment.as_str().to_owned()),
        reverses: None,
        reason: None,
    };
    add(change, &payment)?;
    mirror(change, id, Some(&payment), account.payout.unsold_returned || body.unsold_returned)?;
    if body.unsold_returned {
        let own = returns::lists_of(change.db, &edition, account.payout.user_id)?;
        returns::hand_back(change, &edition, &own)?;
    }
    let is_supplement = account.is_settled_once();
    tell(change, config, (&edition, &account), &payment, |facts| PayoutRecorded::new(facts, is_supplement))?;
    let details = json!({
        "payment": payment.id, "amount_cents": to_pay, "method": method, "cheque_number": payment.cheque_number,
    });
    change.journal(Event::PayoutPaid, id, details)?;
    Ok(edition)
}

fn changed(to_pay: i64) -> Problem {
    let sentence = format!(
        "Ce reversement a changé : il reste {} à payer. Vérifiez le montant, puis recommencez.",
        euros(to_pay)
    );
    conflict("payout_changed", sentence).with("to_pay_cents", to_pay)
}

fn cheque_used(number: &str) -> Problem {
    let sentence = format!("Le chèque n° {number} paie déjà un autre reversement : vérifiez le numéro.");
    conflict("cheque_number_used", sentence)
}

fn slip_missing() -> Problem {
    conflict("slip_missing", "Générez d'abord le bordereau de ce déposant.")
}

fn too_large(method: PayoutMethod) -> Problem {
    let sentence = if method == PayoutMethod::Cheque {
        format!("Un chèque va jusqu'à {} : payez autrement.", euros(MOST_BY_CHEQUE_CENTS))
    } else {
        format!("Un paiement va jusqu'à {} : vérifiez les ventes de ce déposant.", euros(rules::MOST_CENTS))
    };
    unprocessable("amount_too_large", sentence)
}

/// The database lets one of two payments have a place; the other starts over and finds that it is paid.
fn add(change: &mut Change<'_>, payment: &PayoutPayment) -> Result<()> {
    ledger::add_payment(change.db, payment).or_lost_race()
}

/// Notes the latest payment on the payout, where a former release of the program looks for it.
fn mirror(
    change: &mut Change<'_>,
    id: PayoutId,
    payment: Option<&PayoutPayment>,
    unsold_returned: bool,
) -> Result<()> {
    let state = if payment.is_some() { PayoutState::Paid } else { PayoutState::ToGenerate };
    diesel::update(payouts::table.find(id))
        .set((
            payouts::state.eq(state),
            payouts::method.eq(payment.map(|payment| payment.method)),
            payouts::cheque_number.eq(payment.and_then(|payment| payment.cheque_number.as_deref())),
            payouts::transfer_date.eq(payment.and_then(|payment| payment.transfer_date)),
            payouts::comment.eq(payment.and_then(|payment| payment.comment.as_deref())),
            payouts::paid_at.eq(payment.map(|payment| payment.paid_at)),
            payouts::paid_by.eq(payment.and_then(|payment| payment.paid_by)),
            payouts::unsold_returned.eq(unsold_returned),
        ))
        .execute(change.db)?;
    Ok(())
}

/// Writes to the depositor about a payment; `message` gets the words.
fn tell<M: Message>(
    change: &mut Change<'_>,
    config: &Config,
    (edition, account): (&Edition, &Account),
    payment: &PayoutPayment,
    message: impl FnOnce(&PaymentFacts<'_>) -> M,
) -> Result<()> {
    if payment.amount_cents == 0 || edition.is_training {
        return Ok(());
    }
    let user = account.payout.user_id;
    let (email, first_name): (String, String) =
        users::table.find(user).select((users::email, users::first_name)).first(change.db)?;
    let number = payment.cheque_number.as_ref().map_or_else(String::new, |number| format!(" n° {number}"));
    let facts = PaymentFacts {
        first_name: &first_name,
        edition: &edition.name,
        amount_cents: payment.amount_cents.into(),
        method: &format!("{}{number}", payment.method.french()),
    };
    mail::queue(change, config, mail::To::account(user, email), &message(&facts))
}

/// Takes a payment back: a row with the amount below zero, which names it. The amount is to be paid again.
pub(crate) fn reverse(change: &mut Change<'_>, config: &Config, id: PayoutId, body: &Reverse) -> Result<()> {
    let (edition, account) = hold::account(change, id)?;
    hold::sale_is_over(&edition)?;
    let taken_back = account.payments.0.iter().find(|payment| payment.id == body.payment_id);
    let Some(payment) = taken_back.filter(|payment| payment.reverses.is_none()) else {
        return Err(not_found());
    };
    if account.payments.standing().all(|standing| standing.id != payment.id) {
        return Err(conflict("already_reversed", "Ce paiement est déjà annulé."));
    }
    let row = PayoutPayment {
        id: PayoutPaymentId::new(change.uuid()),
        ordinal: account.payments.next_ordinal(),
        amount_cents: -payment.amount_cents,
        paid_at: change.now(),
        paid_by: change.trace.actor.map(|actor| actor.user_id),
        comment: None,
        reverses: Some(payment.id),
        reason: Some(body.reason.as_str().to_owned()),
        ..payment.clone()
    };
    add(change, &row)?;
    let left = account.payments.standing().rfind(|standing| standing.id != payment.id);
    mirror(change, id, left, account.payout.unsold_returned)?;
    let to_pay = account.to_pay_cents() + i64::from(payment.amount_cents);
    tell(change, config, (&edition, &account), payment, |facts| {
        PayoutReversed::new(facts, body.reason.as_str(), to_pay)
    })?;
    let details = json!({
        "payment": row.id, "reverses": payment.id, "amount_cents": row.amount_cents, "method": row.method,
        "cheque_number": row.cheque_number, "reason": body.reason,
    });
    change.journal(Event::PayoutReversed, id, details)
}

/// Notes that a depositor was not there.
pub(crate) fn mark_absent(change: &mut Change<'_>, id: PayoutId) -> Result<()> {
    let (edition, account) = hold::account(change, id)?;
    hold::in_settlement(&edition)?;
    match account.state(&edition) {
        PayoutState::SlipReady | PayoutState::Supplement | PayoutState::Absent => {}
        PayoutState::ToGenerate => return Err(slip_missing()),
        _ => return Err(conflict("already_paid", "Ce reversement est déjà enregistré comme payé.")),
    }
    diesel::update(payouts::table.find(id)).set(payouts::state.eq(PayoutState::Absent)).execute(change.db)?;
    change.journal(Event::PayoutAbsent, id, json!({}))
}

/// Writes to somebody who was not seen at the return.
pub(crate) fn remind(change: &mut Change<'_>, config: &Config, id: PayoutId) -> Result<()> {
    let (edition, account) = hold::account(change, id)?;
    if account.state(&edition) != PayoutState::Absent {
        let sentence = "On relance une personne dont l'absence est notée.";
        return Err(conflict("not_absent", sentence));
    }
    if edition.is_training {
        return Err(conflict("edition_is_training", "Une édition d'entraînement n'envoie pas de courrier."));
    }
    let user = account.payout.user_id;
    let (email, first_name): (String, String) =
        users::table.find(user).select((users::email, users::first_name)).first(change.db)?;
    let message = NotSeen::new(&first_name, &edition.name, account.to_pay_cents());
    mail::queue(change, config, mail::To::account(user, email), &message)?;
    change.journal(Event::PayoutReminded, id, json!({}))
}
