//! Reading the sheet, and correcting how somebody is reached.

use serde_json::json;

use super::rules;
use super::store;
use super::views::DepositorSheet;
use crate::ctx::Ctx;
use crate::db;
use crate::db::Conn;
use crate::db::paging::Page;
use crate::error::{Result, not_found};
use crate::features::base::journal;
use crate::features::base::journal::{Event, Subject};
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::api::{summarised, told};
use crate::features::lists::declared::store::Whose;
use crate::features::people::accounts::contact;
use crate::features::people::accounts::model::UpdateMe;
use crate::features::people::accounts::store as accounts;
use crate::features::registration::depositors;
use crate::features::registration::depositors::api::{invitations, progress};
use crate::features::settlement::payouts::reckoning::{hold, owed};
use crate::features::settlement::payouts::slips::reading;
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, UserId};

/// `GET /editions/{id}/depositors/{user}`: somebody who is registered or invited.
pub fn show(
    ctx: &mut Ctx<'_>,
    Path((edition, user)): Path<(EditionId, UserId)>,
) -> Result<Json<DepositorSheet>> {
    let now = ctx.now();
    db::at_one_instant(ctx.db, |db| sheet(db, (edition, user), now)).map(Json)
}

/// How many entries of the journal a sheet shows.
const TOLD: i64 = 100;

fn sheet(db: &mut Conn, (edition, user): (EditionId, UserId), now: Instant) -> Result<DepositorSheet> {
    let edition = editions::by_id(db, edition)?;
    let person = accounts::by_id(db, user)?.ok_or_else(not_found)?;
    let invitation = depositors::store::invitations::of_user(db, edition.id, user)?;
    let registration = match depositors::store::of_user(db, edition.id, user)? {
        Some(id) => {
            let row = depositors::store::one(db, edition.id, id)?;
            let numbers = depositors::store::numbers_of(db, &[id])?.remove(&id).unwrap_or_default();
            Some(depositors::api::view(row, numbers, now))
        }
        None if invitation.is_none() => return Err(not_found()),
        None => None,
    };
    let (lists, _) = summarised(db, Whose::InEdition(edition.id, user), Page::new(None, Some(200)), now)?;
    let payout = match store::payout_of(db, edition.id, user)? {
        Some(id) => {
            let account = hold::one(db, &edition, id)?;
            reading::rows(db, &edition, vec![account])?.pop()
        }
        None => None,
    };
    let mut subjects = vec![Subject::User.with(user)];
    subjects.extend(registration.iter().map(|it| Subject::Registration.with(it.id)));
    subjects.extend(invitation.iter().map(|it| Subject::Invitation.with(it.id)));
    subjects.extend(payout.iter().map(|it| Subject::Payout.with(it.id)));
    subjects.extend(lists.iter().map(|list| Subject::List.with(list.id)));
    let (entries, _) = journal::about(db, &subjects, &rules::LEFT_OUT, Page::new(None, Some(TOLD)))?;
    Ok(DepositorSheet {
        mail_blocked: store::is_mail_blocked(db, user)?,
        correctable: rules::is_correctable(&person),
        registration,
        invitation: invitation.map(|invitation| invitations::view((invitation, (&person).into()), now)),
        lists,
        articles: store::articles_by_state(db, edition.id, user)?,
        amounts: owed::of_one(db, &edition, user)?.amounts,
        payout,
        other_editions: progress::taken_part(db, user, Some(edition.id))?,
        history: told(db, entries)?,
        depositor: person.into(),
    })
}

/// `PATCH /editions/{id}/depositors/{user}`: name, telephone and postal address, as the profile takes them.
pub fn correct(
    ctx: &mut Ctx<'_>,
    (Path((edition, user)), Json(body)): (Path<(EditionId, UserId)>, Json<UpdateMe>),
) -> Result<Json<DepositorSheet>> {
    let changes = contact::checked(body, ctx.now())?;
    ctx.write(|change| {
        let registered = depositors::store::of_user(change.db, edition, user)?.is_some();
        if !registered && depositors::store::invitations::of_user(change.db, edition, user)?.is_none() {
            return Err(not_found());
        }
        let person = accounts::by_id(change.db, user)?.ok_or_else(not_found)?;
        rules::must_be_correctable(&person)?;
        let fields = rules::changed_fields(&person, &changes);
        if fields.is_empty() {
            return Ok(());
        }
        accounts::update(change.db, user, &changes)?;
        // The journal outlives the person's data: it says what changed, not to what.
        let details = json!({ "edition": edition, "fields": fields });
        change.journal(Event::ContactCorrected, user, details)
    })?;
    show(ctx, Path((edition, user)))
}
