//! What was paid and adjusted: rows that are added and never changed (money.md 1).

use std::collections::HashMap;

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ctx::Change;
use crate::db::schema::{payout_adjustments, payout_payments, payouts, users};
use crate::db::{Backend, Conn};
use crate::error::{Result, internal};
use crate::features::settlement::payouts::model::Payout;
use crate::features::settlement::payouts::states::{AdjustmentKind, PayoutMethod};
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{AdjustmentId, EditionId, PayoutId, PayoutPaymentId, UserId};
use crate::kernel::text::PersonName;

/// Money that left, or that was taken back.
#[derive(Clone, Debug, Serialize, JsonSchema, Queryable, Selectable, Insertable)]
#[diesel(table_name = payout_payments)]
pub struct PayoutPayment {
    /// Identifier.
    pub id: PayoutPaymentId,
    /// Of which payout.
    #[serde(skip)]
    pub payout_id: PayoutId,
    /// Its place among the payments of the payout, from 1.
    pub ordinal: i32,
    /// Amount in cents; below zero when it was taken back.
    pub amount_cents: i32,
    /// How.
    pub method: PayoutMethod,
    /// Number of the cheque.
    pub cheque_number: Option<String>,
    /// Day of the transfer.
    pub transfer_date: Option<Day>,
    /// When it was recorded.
    pub paid_at: Instant,
    /// By whom.
    pub paid_by: Option<UserId>,
    /// Remark.
    pub comment: Option<String>,
    /// The payment that this one takes back.
    pub reverses: Option<PayoutPaymentId>,
    /// Why it was taken back.
    pub reason: Option<String>,
}

/// Whether a cheque of this number pays a payout of the edition; one that was taken back pays nothing any more.
pub fn is_cheque_written(db: &mut Conn, edition: EditionId, number: &str) -> Result<bool> {
    let written: Vec<PayoutPaymentId> = payout_payments::table
        .inner_join(payouts::table)
        .filter(payouts::edition_id.eq(edition))
        .filter(payout_payments::cheque_number.eq(number))
        .filter(payout_payments::reverses.is_null())
        .select(payout_payments::id)
        .load(db)?;
    let taken_back = payout_payments::table.filter(payout_payments::reverses.eq_any(&written));
    Ok(taken_back.count().get_result::<i64>(db)? < i64::try_from(written.len()).map_err(internal)?)
}

/// The payments of one payout, in their order.
#[derive(Clone, Debug, Default)]
pub struct Payments(pub Vec<PayoutPayment>);

impl Payments {
    /// What was paid, less what was taken back.
    pub fn paid_cents(&self) -> i64 {
        self.0.iter().map(|payment| i64::from(payment.amount_cents)).sum()
    }

    /// Payments that were not taken back.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &PayoutPayment> {
        let is_taken_back = |id| self.0.iter().any(|other| other.reverses == Some(id));
        self.0.iter().filter(move |payment| payment.reverses.is_none() && !is_taken_back(payment.id))
    }

    /// Place of the next one.
    pub fn next_ordinal(&self) -> i32 {
        self.0.last().map_or(1, |last| last.ordinal + 1)
    }
}

/// The payments of a whole edition, or of one payout.
pub fn payments(
    db: &mut Conn,
    edition: EditionId,
    only: Option<PayoutId>,
) -> Result<HashMap<PayoutId, Payments>> {
    let mut query = payout_payments::table
        .inner_join(payouts::table)
        .filter(payouts::edition_id.eq(edition))
        .order((payout_payments::payout_id, payout_payments::ordinal))
        .select(PayoutPayment::as_select())
        .into_boxed::<Backend>();
    if let Some(id) = only {
        query = query.filter(payout_payments::payout_id.eq(id));
    }
    let mut all: HashMap<PayoutId, Payments> = HashMap::new();
    for payment in query.load::<PayoutPayment>(db)? {
        all.entry(payment.payout_id).or_default().0.push(payment);
    }
    Ok(all)
}

/// Adds a payment. That its place is taken is a unique violation: somebody was faster.
pub fn add_payment(db: &mut Conn, payment: &PayoutPayment) -> Result<()> {
    diesel::insert_into(payout_payments::table).values(payment).execute(db)?;
    Ok(())
}

/// Payments that lie on the payout alone, as a former release of the program or a backup of its time left them, get their
/// rows. To be called with the edition held, before anything is decided from what was paid.
pub fn adopt(change: &mut Change<'_>, edition: EditionId) -> Result<()> {
    let own_row = payout_payments::payout_id
        .eq(payouts::id)
        .and(payout_payments::paid_at.nullable().eq(payouts::paid_at));
    let bare: Vec<Payout> = payouts::table
        .left_join(payout_payments::table.on(own_row))
        .filter(payouts::edition_id.eq(edition))
        .filter(payouts::paid_at.is_not_null())
        .filter(payout_payments::id.nullable().is_null())
        .select(Payout::as_select())
        .load(change.db)?;
    for payout in bare {
        let Some(paid_at) = payout.paid_at else { continue };
        let ordinal = payments(change.db, edition, Some(payout.id))?
            .remove(&payout.id)
            .map_or(1, |payments| payments.next_ordinal());
        let payment = PayoutPayment {
            id: PayoutPaymentId::new(change.uuid()),
            payout_id: payout.id,
            ordinal,
            amount_cents: payout.net_cents,
            method: payout.method.unwrap_or(PayoutMethod::Cash),
            cheque_number: payout.cheque_number,
            transfer_date: payout.transfer_date,
            paid_at,
            paid_by: payout.paid_by,
            comment: payout.comment,
            reverses: None,
            reason: None,
        };
        add_payment(change.db, &payment)?;
    }
    Ok(())
}

/// A line beside sales, commission and fees.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AdjustmentView {
    /// Identifier.
    pub id: AdjustmentId,
    /// Why it is there.
    pub kind: AdjustmentKind,
    /// Amount in cents; above zero in favour of the depositor.
    pub amount_cents: i32,
    /// Why, in words.
    pub reason: String,
    /// The other half of a debt taken from one edition to the next.
    pub linked_id: Option<AdjustmentId>,
    /// When it was made.
    pub created_at: Instant,
    /// Who made it.
    pub author: String,
}

type AdjustmentRow =
    (AdjustmentId, PayoutId, AdjustmentKind, i32, String, Option<AdjustmentId>, Instant, PersonName);

/// The adjustments of a whole edition, or of one payout, in the order in which they were made.
pub fn adjustments(
    db: &mut Conn,
    edition: EditionId,
    only: Option<PayoutId>,
) -> Result<HashMap<PayoutId, Vec<AdjustmentView>>> {
    let mut query = payout_adjustments::table
        .inner_join(payouts::table)
        .inner_join(users::table.on(payout_adjustments::created_by.eq(users::id)))
        .filter(payouts::edition_id.eq(edition))
        .order((payout_adjustments::created_at, payout_adjustments::id))
        .select((
            payout_adjustments::id,
            payout_adjustments::payout_id,
            payout_adjustments::kind,
            payout_adjustments::amount_cents,
            payout_adjustments::reason,
            payout_adjustments::linked_id,
            payout_adjustments::created_at,
            (users::first_name, users::last_name),
        ))
        .into_boxed::<Backend>();
    if let Some(id) = only {
        query = query.filter(payout_adjustments::payout_id.eq(id));
    }
    let mut all: HashMap<PayoutId, Vec<AdjustmentView>> = HashMap::new();
    for (id, payout_id, kind, amount_cents, reason, linked_id, created_at, author) in
        query.load::<AdjustmentRow>(db)?
    {
        let view =
            AdjustmentView { id, kind, amount_cents, reason, linked_id, created_at, author: author.full() };
        all.entry(payout_id).or_default().push(view);
    }
    Ok(all)
}

/// A new adjustment.
#[derive(Clone, Copy, Debug)]
pub struct NewAdjustment<'a> {
    /// Its identifier.
    pub id: AdjustmentId,
    /// Of which payout.
    pub payout_id: PayoutId,
    /// Why it is there.
    pub kind: AdjustmentKind,
    /// Amount in cents.
    pub amount_cents: i32,
    /// Why, in words.
    pub reason: &'a str,
    /// The other half of a carried debt.
    pub linked_id: Option<AdjustmentId>,
    /// Who makes it.
    pub by: UserId,
}

/// Adds an adjustment.
pub fn add_adjustment(change: &mut Change<'_>, new: &NewAdjustment<'_>) -> Result<()> {
    diesel::insert_into(payout_adjustments::table)
        .values((
            payout_adjustments::id.eq(new.id),
            payout_adjustments::payout_id.eq(new.payout_id),
            payout_adjustments::kind.eq(new.kind),
            payout_adjustments::amount_cents.eq(new.amount_cents),
            payout_adjustments::reason.eq(new.reason),
            payout_adjustments::linked_id.eq(new.linked_id),
            payout_adjustments::created_at.eq(change.now()),
            payout_adjustments::created_by.eq(new.by),
        ))
        .execute(change.db)?;
    Ok(())
}
