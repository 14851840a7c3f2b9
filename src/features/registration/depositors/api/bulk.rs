//! Many invitations and registrations at once: looked at first, then made; and those that are about to run out, sent again.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::guests;
use super::invitations::{EXPIRING_DAYS, create_account, send};
use crate::ctx::Ctx;
use crate::error::unique::UniqueKey;
use crate::error::{Result, conflict};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::invited_people::views::BulkInvitations;
use crate::features::people::accounts::model::UserState;
use crate::features::registration::depositors::registering;
use crate::features::registration::depositors::registering::{Notification, must_take_registrations};
use crate::features::registration::depositors::states::RegistrationOrigin;
use crate::features::registration::depositors::store::invitations;
use crate::features::registration::depositors::views::NewInvitation;
use crate::features::registration::depositors::views::bulk::{BulkGuests, BulkGuestsOutcome};
use crate::http::{Json, Path};
use crate::kernel::ids::EditionId;

/// How many invitations were sent again.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Resent {
    /// Each has a new link, good for seven days.
    pub resent: usize,
}

fn must_send_mail(edition: &Edition) -> Result<()> {
    if edition.is_training {
        return Err(conflict("edition_is_training", "Une édition d'entraînement n'envoie pas de courrier."));
    }
    Ok(())
}

/// `POST /editions/{id}/invitations/bulk/preview`: changes nothing.
pub fn preview(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<BulkInvitations>),
) -> Result<Json<BulkGuests>> {
    let now = ctx.now();
    let edition = editions::by_id(ctx.db, edition)?;
    edition.must_be_open()?;
    must_send_mail(&edition)?;
    let guests = guests::read(ctx.db, &edition, &body.text, now)?;
    let plan = guests.plan();
    Ok(Json(BulkGuests { to_invite: guests.views(&plan), problems: guests.problems(&plan) }))
}

/// `POST /editions/{id}/invitations/bulk`: invites, and registers where a slot is named, everybody who can be, and says
/// who was left out. The same box again invites nobody.
pub fn invite(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<BulkInvitations>),
) -> Result<Json<BulkGuestsOutcome>> {
    let (services, now) = (ctx.services, ctx.now());
    let outcome = ctx.write(|change| {
        let edition = editions::lock(change, edition)?;
        must_take_registrations(change, &edition)?;
        must_send_mail(&edition)?;
        let guests = guests::read(change.db, &edition, &body.text, now)?;
        let plan = guests.plan();
        let (mut entries, mut invited) = (Vec::new(), guests.invited.len());
        for (person, user) in &guests.invited {
            let named = NewInvitation {
                email: person.email.clone(),
                first_name: person.first_name.clone(),
                last_name: person.last_name.clone(),
            };
            let user = match user {
                Some(user) => user.clone(),
                None => create_account(change, &named, &person.email)?,
            };
            let id = send(change, &services.config, &edition, user.id, &user.email, &user.first_name)?;
            entries.push(Entry::new(Event::InvitationCreated, id, json!({ "user": user.id })));
        }
        for (known, accepted) in
            guests.known.iter().flat_map(|known| plan.accepted.iter().map(move |one| (known, one)))
        {
            let origin = RegistrationOrigin::Invitation;
            let (id, told) =
                registering::register(change, &services.config, &edition, known, accepted, origin)?;
            invited += usize::from(told == Notification::Invited);
            let slot = known.slots.get(accepted.slot).map(|slot| slot.id);
            let details = json!({ "edition": edition.id, "slot": slot, "numbers": accepted.numbers });
            entries.push(Entry::new(Event::RegistrationCreated, id, details));
        }
        if !entries.is_empty() {
            entries.extend(registering::open_if_first(change, &edition)?);
        }
        change.journal_all(&entries)?;
        Ok(BulkGuestsOutcome { invited, registered: plan.accepted.len(), problems: guests.problems(&plan) })
    });
    outcome.map(Json).on_unique(registering::raced)
}

/// `POST /editions/{id}/invitations/resend-expiring`: new links for those whose own runs out within three days.
pub fn resend_expiring(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<Resent>> {
    let (services, now) = (ctx.services, ctx.now());
    let soon = now.plus(TimeDelta::days(EXPIRING_DAYS));
    let resent = ctx.write(|change| {
        let edition = editions::lock(change, edition)?;
        must_send_mail(&edition)?;
        let mut entries = Vec::new();
        for (invitation, person) in invitations::of_edition(change.db, edition.id)? {
            let waits = person.state == UserState::Invited && invitation.is_live(now);
            if !waits || invitation.expires_at > soon {
                continue;
            }
            send(change, &services.config, &edition, person.id, &person.email, &person.first_name)?;
            entries.push(Entry::new(Event::InvitationResent, invitation.id, json!({})));
        }
        change.journal_all(&entries)?;
        Ok(entries.len())
    })?;
    Ok(Json(Resent { resent }))
}
