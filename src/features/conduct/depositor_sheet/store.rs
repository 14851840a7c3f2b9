//! What the sheet counts itself; the rest is asked of the features that own it.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::views::ArticlesInState;
use crate::db::Conn;
use crate::db::schema::{articles, lists, payouts, users};
use crate::error::Result;
use crate::kernel::ids::{EditionId, PayoutId, UserId};

/// A person's articles in an edition, by state.
pub(super) fn articles_by_state(
    db: &mut Conn,
    edition: EditionId,
    user: UserId,
) -> Result<Vec<ArticlesInState>> {
    Ok(articles::table
        .inner_join(lists::table)
        .filter(lists::edition_id.eq(edition))
        .filter(lists::user_id.eq(user))
        .group_by(articles::status)
        .order(articles::status)
        .select((articles::status, count_star()))
        .load(db)?)
}

/// The payout of a person in an edition.
pub(super) fn payout_of(db: &mut Conn, edition: EditionId, user: UserId) -> Result<Option<PayoutId>> {
    let theirs = payouts::table.filter(payouts::edition_id.eq(edition)).filter(payouts::user_id.eq(user));
    Ok(theirs.select(payouts::id).first(db).optional()?)
}

/// Whether the mail server does not know a person's address.
pub(super) fn is_mail_blocked(db: &mut Conn, user: UserId) -> Result<bool> {
    Ok(users::table.find(user).select(users::mail_blocked).first(db)?)
}
