//! Many invitations at once: looked at first, then made; and those that are about to run out, sent again.

use std::collections::HashMap;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use super::invitations::{EXPIRING_DAYS, create_account, send};
use crate::ctx::Ctx;
use crate::db::Conn;
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::invited_people;
use crate::features::people::accounts::invited_people::InvitedPerson;
use crate::features::people::accounts::invited_people::views::{
    BulkInvitations, BulkOutcome, BulkPerson, BulkPreview, BulkProblem, MOST,
};
use crate::features::people::accounts::model::{User, UserState};
use crate::features::people::accounts::store as accounts;
use crate::features::registration::depositors::model::Invitation;
use crate::features::registration::depositors::registering;
use crate::features::registration::depositors::registering::must_take_registrations;
use crate::features::registration::depositors::store::invitations;
use crate::features::registration::depositors::views::NewInvitation;
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, UserId};

/// How many invitations were sent again.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Resent {
    /// Each has a new link, good for seven days.
    pub resent: usize,
}

/// Who of a box can be invited, and who is known already.
struct Sorted {
    people: Vec<(InvitedPerson, Option<User>)>,
    problems: Vec<BulkProblem>,
}

/// Two statements, however many people there are.
fn sort(db: &mut Conn, edition: EditionId, text: &str, now: Instant) -> Result<Sorted> {
    let (people, unreadable) = invited_people::read(text);
    if people.len() + unreadable.len() > MOST {
        let sentence = format!("{MOST} personnes au plus à la fois.");
        return Err(invalid(vec![FieldError::new("text", "too_many_lines", sentence)]));
    }
    let mut problems: Vec<BulkProblem> = unreadable.into_iter().map(Into::into).collect();
    let emails: Vec<&str> = people.iter().map(|person| person.email.as_str()).collect();
    let known: HashMap<String, User> =
        accounts::by_emails(db, &emails)?.into_iter().map(|user| (user.email.clone(), user)).collect();
    let ids: Vec<UserId> = known.values().map(|user| user.id).collect();
    let invited: HashMap<UserId, Invitation> = invitations::of_users(db, edition, &ids)?
        .into_iter()
        .map(|invitation| (invitation.user_id, invitation))
        .collect();
    let mut sound = Vec::new();
    for person in people {
        let user = known.get(&person.email);
        let live = user.and_then(|user| invited.get(&user.id)).is_some_and(|one| one.is_live(now));
        let refusal = match user {
            Some(user) if user.state != UserState::Invited => {
                Some(("account_active", "Cette personne a déjà un compte : inscrivez-la."))
            }
            _ if live => Some(("invitation_active", "Cette personne a déjà une invitation valable.")),
            _ => None,
        };
        match refusal {
            Some((code, message)) => problems.push(BulkProblem::about(person, code, message)),
            None => sound.push((person, user.cloned())),
        }
    }
    problems.sort_by_key(|problem| problem.line);
    Ok(Sorted { people: sound, problems })
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
) -> Result<Json<BulkPreview>> {
    let now = ctx.now();
    let edition = editions::by_id(ctx.db, edition)?;
    edition.must_be_open()?;
    must_send_mail(&edition)?;
    let sorted = sort(ctx.db, edition.id, &body.text, now)?;
    let to_invite = sorted.people.into_iter().map(|(person, _)| BulkPerson::from(person)).collect();
    Ok(Json(BulkPreview { to_invite, problems: sorted.problems }))
}

/// `POST /editions/{id}/invitations/bulk`: invites everybody who can be, and says who was left out. The same box again
/// invites nobody.
pub fn invite(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<BulkInvitations>),
) -> Result<Json<BulkOutcome>> {
    let (services, now) = (ctx.services, ctx.now());
    let outcome = ctx.write(|change| {
        let edition = editions::lock(change, edition)?;
        must_take_registrations(change, &edition)?;
        must_send_mail(&edition)?;
        let sorted = sort(change.db, edition.id, &body.text, now)?;
        let mut entries = Vec::new();
        for (person, user) in &sorted.people {
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
        if !entries.is_empty() {
            entries.extend(registering::open_if_first(change, &edition)?);
        }
        change.journal_all(&entries)?;
        Ok(BulkOutcome { invited: sorted.people.len(), problems: sorted.problems })
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
