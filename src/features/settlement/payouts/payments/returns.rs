//! Handing unsold articles back, and giving away what nobody fetched (after.md 2).

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::json;

use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::{articles, lists};
use crate::error::{FieldError, Result, conflict, invalid, not_found};
use crate::features::base::journal::Event;
use crate::features::edition::editions::model::Edition;
use crate::features::lists::articles as item;
use crate::features::lists::states::{ArticleStatus, Outcome};
use crate::features::settlement::payouts::reckoning::hold;
use crate::features::settlement::payouts::views::{
    DonateUnsold, Returned, RevokeDonation, RevokeReturn, UnsoldLeft,
};
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{ArticleId, EditionId, ListId, UserId};

/// Notes that the unsold articles of some lists went back to their depositor. Returns how many there were.
pub(crate) fn hand_back(change: &mut Change<'_>, edition: &Edition, list_ids: &[ListId]) -> Result<usize> {
    item::hand_over(change.db, edition.status, list_ids, Outcome::Returned, change.trace.now)
}

/// Takes back that bags went to their depositor: they are in the hall after all, and their articles unsold again.
pub(crate) fn revoke_return(change: &mut Change<'_>, id: EditionId, body: &RevokeReturn) -> Result<Returned> {
    let edition = hold::edition(change, id)?;
    hold::in_settlement(&edition)?;
    must_hold(change, &edition, &body.list_ids)?;
    let back: Vec<ArticleId> = articles::table
        .filter(articles::list_id.eq_any(&body.list_ids))
        .filter(articles::status.eq(ArticleStatus::Returned))
        .select(articles::id)
        .load(change.db)?;
    let articles = back.len();
    if articles != body.confirm_count {
        let sentence = format!("{articles} articles sont rendus : vérifiez ce nombre, puis confirmez-le.");
        return Err(conflict("unsold_changed", sentence).with("articles", articles));
    }
    item::set_outcome(change.db, edition.status, &back, None, change.trace.now)?;
    let details = json!({ "lists": body.list_ids, "articles": articles, "reason": body.reason });
    change.journal(Event::ReturnRevoked, edition.id, details)?;
    Ok(Returned { articles })
}

/// The lists of a person in an edition.
pub(crate) fn lists_of(db: &mut Conn, edition: &Edition, user: UserId) -> Result<Vec<ListId>> {
    Ok(lists::table
        .filter(lists::edition_id.eq(edition.id))
        .filter(lists::user_id.eq(user))
        .select(lists::id)
        .load(db)?)
}

/// Whether all these lists belong to the edition.
pub(crate) fn must_hold(change: &mut Change<'_>, edition: &Edition, list_ids: &[ListId]) -> Result<()> {
    let known: i64 = lists::table
        .filter(lists::edition_id.eq(edition.id))
        .filter(lists::id.eq_any(list_ids))
        .count()
        .get_result(change.db)?;
    if usize::try_from(known) == Ok(list_ids.len()) { Ok(()) } else { Err(not_found()) }
}

/// What is left of the unsold articles, and of how many people.
pub(crate) fn left(db: &mut Conn, edition: &Edition, now: Instant) -> Result<UnsoldLeft> {
    let owners = |db: &mut Conn, status: ArticleStatus| -> Result<Vec<UserId>> {
        Ok(articles::table
            .inner_join(lists::table)
            .filter(articles::edition_id.eq(edition.id))
            .filter(articles::status.eq(status))
            .select(lists::user_id)
            .load(db)?)
    };
    let unfetched = owners(db, ArticleStatus::Unsold)?;
    let came: BTreeSet<UserId> = owners(db, ArticleStatus::Returned)?.into_iter().collect();
    let waiting: BTreeSet<UserId> = unfetched.iter().copied().collect();
    Ok(UnsoldLeft {
        articles: unfetched.len(),
        depositors: waiting.len(),
        not_come: waiting.difference(&came).count(),
        donated: owners(db, ArticleStatus::Donated)?.len(),
        return_day: edition.return_day,
        return_day_over: is_over(edition.return_day, now),
    })
}

/// Whether the day of the return lies behind us, in local time.
fn is_over(day: Option<Day>, now: Instant) -> bool {
    day.is_some_and(|day| paris::local_date(now.utc()) > day.date())
}

/// Notes that everything that is left was given to a charity.
pub(crate) fn donate(
    change: &mut Change<'_>,
    id: EditionId,
    body: &DonateUnsold,
    charity: &str,
) -> Result<Returned> {
    let edition = hold::edition(change, id)?;
    hold::in_settlement(&edition)?;
    let left = left(change.db, &edition, change.now())?;
    if !left.return_day_over && body.reason.is_none() {
        let sentence = "La restitution n'est pas terminée : dites pourquoi les invendus sont déjà donnés.";
        return Err(invalid(vec![FieldError::new("reason", "reason_missing", sentence)]));
    }
    if left.articles != body.confirm_count {
        let sentence =
            format!("Il reste {} invendus : vérifiez ce nombre, puis confirmez-le.", left.articles);
        return Err(conflict("unsold_changed", sentence).with("articles", left.articles));
    }
    let everybody = all_lists(change.db, &edition)?;
    let articles =
        item::hand_over(change.db, edition.status, &everybody, Outcome::Donated, change.trace.now)?;
    let details = json!({
        "articles": articles, "depositors": left.depositors, "not_come": left.not_come, "charity": charity,
        "reason": body.reason,
    });
    change.journal(Event::UnsoldDonated, edition.id, details)?;
    Ok(Returned { articles })
}

/// Takes a donation back: what had been given away is unsold again.
pub(crate) fn revoke(change: &mut Change<'_>, id: EditionId, body: &RevokeDonation) -> Result<Returned> {
    let edition = hold::edition(change, id)?;
    hold::in_settlement(&edition)?;
    let left = left(change.db, &edition, change.now())?;
    if left.donated != body.confirm_count {
        let sentence =
            format!("{} articles sont donnés : vérifiez ce nombre, puis confirmez-le.", left.donated);
        return Err(conflict("unsold_changed", sentence).with("articles", left.donated));
    }
    let given: Vec<ArticleId> = articles::table
        .filter(articles::edition_id.eq(edition.id))
        .filter(articles::status.eq(ArticleStatus::Donated))
        .select(articles::id)
        .load(change.db)?;
    item::set_outcome(change.db, edition.status, &given, None, change.trace.now)?;
    let articles = given.len();
    let details = json!({ "articles": articles, "reason": body.reason });
    change.journal(Event::DonationRevoked, edition.id, details)?;
    Ok(Returned { articles })
}

fn all_lists(db: &mut Conn, edition: &Edition) -> Result<Vec<ListId>> {
    Ok(lists::table.filter(lists::edition_id.eq(edition.id)).select(lists::id).load(db)?)
}
