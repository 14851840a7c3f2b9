//! Invitations: making, sending again, withdrawing, counting.

use chrono::TimeDelta;
use serde_json::json;

use super::cut;
use crate::ctx::{Change, Ctx};
use crate::db::paging::{Page, Paged};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Problem, Result, conflict, invalid};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::model::{NewUser, User, UserState};
use crate::features::people::accounts::one_time;
use crate::features::people::accounts::one_time::InvitationState;
use crate::features::people::accounts::store as accounts;
use crate::features::people::passwords::rules::check_name;
use crate::features::registration::depositors::model::{Invitation, Person};
use crate::features::registration::depositors::numbers::in_words;
use crate::features::registration::depositors::registering;
use crate::features::registration::depositors::registering::must_take_registrations;
use crate::features::registration::depositors::store;
use crate::features::registration::depositors::store::invitations;
use crate::features::registration::depositors::views::{
    InvitationRow, InvitationStats, InvitationsQuery, NewInvitation,
};
use crate::http::{Created, Json, Path, Query};
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, InvitationId, UserId};
use crate::kernel::text::contact::normalise_email;
use crate::kernel::text::fold;

/// Days before its end from which an invitation is worth a reminder.
pub(crate) const EXPIRING_DAYS: i64 = 3;

/// `GET /editions/{id}/invitations`
pub fn list(
    ctx: &mut Ctx<'_>,
    (Path(edition), Query(query)): (Path<EditionId>, Query<InvitationsQuery>),
) -> Result<Json<Paged<InvitationRow>>> {
    let (now, page) = (ctx.now(), Page::new(query.page, query.per_page));
    editions::by_id(ctx.db, edition)?;
    let wanted = query.q.as_deref().map(fold).unwrap_or_default();
    let rows = invitations::of_edition(ctx.db, edition)?.into_iter().map(|row| view(row, now));
    let found = rows.filter(|row| {
        let text = fold(&format!("{} {} {}", row.last_name, row.first_name, row.email));
        query.state.is_none_or(|state| state == row.state)
            && wanted.split_whitespace().all(|word| text.contains(word))
    });
    Ok(Json(cut(found.collect(), page)))
}

/// An invitation as managers see it.
pub(crate) fn view((invitation, person): (Invitation, Person), now: Instant) -> InvitationRow {
    InvitationRow {
        id: invitation.id,
        user_id: invitation.user_id,
        email: person.email,
        first_name: person.first_name,
        last_name: person.last_name,
        state: invitation.state_at(now),
        created_at: invitation.created_at,
        sent_at: invitation.sent_at,
        expires_at: invitation.expires_at,
        used_at: invitation.used_at,
        opened_at: invitation.opened_at,
    }
}

/// `GET /editions/{id}/invitations/stats`
pub fn stats(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<InvitationStats>> {
    let now = ctx.now();
    editions::by_id(ctx.db, edition)?;
    let soon = now.plus(TimeDelta::days(EXPIRING_DAYS));
    let mut stats = InvitationStats::default();
    for (invitation, _) in invitations::of_edition(ctx.db, edition)? {
        stats.total += 1;
        stats.expiring += i64::from(invitation.is_live(now) && invitation.expires_at <= soon);
        *match invitation.state_at(now) {
            InvitationState::Pending => &mut stats.pending,
            InvitationState::Sent => &mut stats.sent,
            InvitationState::Used => &mut stats.used,
            InvitationState::Expired => &mut stats.expired,
            InvitationState::Cancelled => &mut stats.cancelled,
        } += 1;
    }
    Ok(Json(stats))
}

/// `POST /editions/{id}/invitations`: an account to be activated. The deposit slot comes with a registration.
pub fn create(
    ctx: &mut Ctx<'_>,
    (Path(edition), Json(body)): (Path<EditionId>, Json<NewInvitation>),
) -> Result<Created<InvitationRow>> {
    let (now, email) = (ctx.now(), check(&body)?);
    let services = ctx.services;
    let row = ctx
        .write(|change| {
            let edition = editions::lock(change, edition)?;
            must_take_registrations(change, &edition)?;
            let user = match accounts::by_email(change.db, &email)? {
                Some(user) => user,
                None => create_account(change, &body, &email)?,
            };
            refuse_active(change, &edition, &user, now)?;
            let id = send(change, &services.config, &edition, user.id, &email, &user.first_name)?;
            let opened = registering::open_if_first(change, &edition)?;
            let mut entries = vec![Entry::new(Event::InvitationCreated, id, json!({ "user": user.id }))];
            entries.extend(opened);
            change.journal_all(&entries)?;
            invitations::by_id(change.db, edition.id, id)
        })
        .on_unique(registering::raced)?;
    Ok(Created(view(row, now)))
}

fn check(body: &NewInvitation) -> Result<String> {
    let mut errors = Vec::new();
    for (name, field) in [(&body.first_name, "first_name"), (&body.last_name, "last_name")] {
        errors.extend(
            Some(name).filter(|name| !name.trim().is_empty()).and_then(|name| check_name(name, field)),
        );
    }
    match normalise_email(&body.email) {
        Ok(email) if errors.is_empty() => Ok(email),
        Ok(_) => Err(invalid(errors)),
        Err(error) => {
            errors.push(FieldError::new("email", "email_invalid", error.to_string()));
            Err(invalid(errors))
        }
    }
}

/// An account that its owner activates through the invitation.
pub(crate) fn create_account(change: &mut Change<'_>, body: &NewInvitation, email: &str) -> Result<User> {
    let user = NewUser::invited(change, Role::Depositor, email, (&body.first_name, &body.last_name));
    accounts::insert(change.db, &user)?;
    accounts::by_id(change.db, user.id)?.ok_or_else(crate::error::not_found)
}

fn refuse_active(change: &mut Change<'_>, edition: &Edition, user: &User, now: Instant) -> Result<()> {
    if user.state != UserState::Invited {
        let sentence = "Cette personne a déjà un compte : inscrivez-la, elle recevra un avis.";
        return Err(conflict("account_active", sentence).with("existing_id", user.id));
    }
    match invitations::of_user(change.db, edition.id, user.id)? {
        Some(invitation) if invitation.is_live(now) => {
            let sentence = "Cette personne a déjà une invitation valable. Vous pouvez la renvoyer.";
            Err(conflict("invitation_active", sentence).with("existing", invitation.standing(now)))
        }
        _ => Ok(()),
    }
}

/// Makes the invitation and mails it with what is known of the registration.
pub(crate) fn send(
    change: &mut Change<'_>,
    config: &crate::config::Config,
    edition: &Edition,
    user: UserId,
    email: &str,
    first_name: &str,
) -> Result<InvitationId> {
    if edition.is_training {
        return Err(conflict("edition_is_training", "Une édition d'entraînement n'envoie pas de courrier."));
    }
    let registration = match store::of_user(change.db, edition.id, user)? {
        Some(id) => Some(store::one(change.db, edition.id, id)?),
        None => None,
    };
    let numbers = match &registration {
        Some((registration, ..)) => {
            store::numbers_of(change.db, &[registration.id])?.remove(&registration.id)
        }
        None => None,
    };
    let facts = messages::RegistrationFacts {
        first_name: first_name.to_owned(),
        edition: edition.name.clone(),
        deadline: edition.declaration_deadline,
        slot: registration.as_ref().map(|row| row.2.starts_at),
        numbers: in_words(&numbers.unwrap_or_default()),
        special: registration.map(|row| registering::special(row.0.list_type)).unwrap_or_default().to_owned(),
    };
    let to = mail::To::account(user, email);
    registering::send_invitation(change, config, edition, to, user, &facts)?;
    let made = invitations::of_user(change.db, edition.id, user)?;
    made.map(|invitation| invitation.id).ok_or_else(crate::error::not_found)
}

/// `POST /editions/{id}/invitations/{invitation}/resend`: a new link; the old one dies.
pub fn resend(
    ctx: &mut Ctx<'_>,
    Path((edition, id)): Path<(EditionId, InvitationId)>,
) -> Result<Json<InvitationRow>> {
    let now = ctx.now();
    let services = ctx.services;
    let row = ctx.write(|change| {
        let edition = editions::lock(change, edition)?;
        let (invitation, person) = invitations::by_id(change.db, edition.id, id)?;
        if invitation.state == InvitationState::Used || person.state != UserState::Invited {
            return Err(used());
        }
        send(change, &services.config, &edition, person.id, &person.email, &person.first_name)?;
        change.journal(Event::InvitationResent, id, json!({}))?;
        invitations::by_id(change.db, edition.id, id)
    })?;
    Ok(Json(view(row, now)))
}

/// `POST /editions/{id}/invitations/{invitation}/cancel`
pub fn cancel(
    ctx: &mut Ctx<'_>,
    Path((edition, id)): Path<(EditionId, InvitationId)>,
) -> Result<Json<InvitationRow>> {
    let now = ctx.now();
    let row = ctx.write(|change| {
        editions::lock(change, edition)?;
        let (invitation, _) = invitations::by_id(change.db, edition, id)?;
        if invitation.state == InvitationState::Used {
            return Err(used());
        }
        one_time::withdraw(change.db, edition, invitation.user_id)?;
        change.journal(Event::InvitationCancelled, id, json!({}))?;
        invitations::by_id(change.db, edition, id)
    })?;
    Ok(Json(view(row, now)))
}

fn used() -> Problem {
    conflict("invitation_used", "Cette invitation a servi : le compte est actif.")
}
