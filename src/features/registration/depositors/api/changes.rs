//! Carrying out what has changed on Billetweb since people were registered, as far as the manager has ticked it.

use serde_json::json;

use super::invitations;
use crate::config::Config;
use crate::ctx::Change;
use crate::error::{FieldError, Problem, Result, conflict};
use crate::features::base::journal::{Entry, Event};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::notices;
use crate::features::edition::editions::notices::Concerned;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::store as accounts;
use crate::features::registration::depositors::billetweb::changes;
use crate::features::registration::depositors::billetweb::changes::ChangeKind;
use crate::features::registration::depositors::billetweb::plan::Plan;
use crate::features::registration::depositors::model::Registration;
use crate::features::registration::depositors::registering;
use crate::features::registration::depositors::registering::unregister;
use crate::features::registration::depositors::store;
use crate::features::registration::depositors::store::facts::Known;

/// What carrying out changes needs of the import.
pub(crate) struct Import<'a> {
    pub(crate) config: &'a Config,
    /// Locked.
    pub(crate) edition: &'a Edition,
    pub(crate) known: &'a Known,
}

/// Carries out the wanted changes of a plan, all of them or none; gives an entry for the journal for each.
pub(crate) fn apply(
    change: &mut Change<'_>,
    import: &Import<'_>,
    plan: &Plan<'_>,
    wanted: &[String],
) -> Result<Vec<Entry>> {
    let mut chosen = Vec::new();
    let mut errors = Vec::new();
    for id in wanted {
        match plan.changes.iter().find(|one| one.proposal.id == *id) {
            Some(one) if one.proposal.possible => chosen.push(one),
            Some(one) => {
                errors.push(refused(id, one.proposal.code.unwrap_or_default(), &one.proposal.message));
            }
            None => errors.push(refused(id, "change_gone", "Ce changement n'est plus à faire.")),
        }
    }
    if !errors.is_empty() {
        return Err(blocked(errors));
    }
    chosen.sort_by(|one, other| one.proposal.id.cmp(&other.proposal.id));
    chosen.dedup_by(|one, other| one.proposal.id == other.proposal.id);
    // Those who leave make room for those who move.
    chosen.sort_by_key(|one| one.proposal.kind != ChangeKind::Cancelled);
    chosen.into_iter().map(|one| carry_out(change, import, one)).collect()
}

fn refused(id: &str, code: &str, message: &str) -> FieldError {
    FieldError::new(format!("changes[{id}]"), code, message)
}

fn blocked(errors: Vec<FieldError>) -> Problem {
    let sentence = "Un changement coché ne peut plus être fait. Vérifiez le fichier à nouveau.";
    conflict("changes_blocked", sentence).with_errors(errors)
}

fn carry_out(change: &mut Change<'_>, import: &Import<'_>, one: &changes::Change<'_>) -> Result<Entry> {
    let edition = import.edition;
    let registration = store::by_id(change.db, edition.id, one.proposal.registration_id)?;
    let now_refused = |code, message| Err(blocked(vec![refused(&one.proposal.id, code, message)]));
    match one.proposal.kind {
        ChangeKind::Cancelled => {
            if !unregister(change, &registration)? {
                return now_refused("articles_declared", "Des articles viennent d'être déclarés.");
            }
            let details = json!({ "edition": edition.id, "user": registration.user_id, "billetweb": true });
            Ok(Entry::new(Event::RegistrationDeleted, registration.id, details))
        }
        ChangeKind::Slot => {
            let Some(slot) = one.slot.and_then(|index| import.known.slots.get(index)) else {
                return now_refused("unknown_slot", "Ce créneau n'existe plus.");
            };
            if !editions::slots::take_place(change.db, slot.id)? {
                return Err(registering::slot_full());
            }
            editions::slots::give_back_place(change.db, registration.slot_id)?;
            store::set_slot(change.db, registration.id, slot.id)?;
            let ticket = (one.ticket.reference.as_str(), one.ticket.order.as_str());
            store::set_ticket(change.db, registration.id, ticket)?;
            let before = editions::slots::by_id(change.db, edition.id, registration.slot_id)?;
            let told = notices::changed_slot(&before, slot);
            notices::tell(change, import.config, edition, Concerned::One(registration.id), &told)?;
            let details = json!({ "from": registration.slot_id, "to": slot.id, "billetweb": true });
            Ok(Entry::new(Event::RegistrationMoved, registration.id, details))
        }
        ChangeKind::Email | ChangeKind::Phone => mend(change, import, one, &registration),
    }
}

/// An address or a telephone number of somebody who has not activated the account yet; a new address gets a new link.
fn mend(
    change: &mut Change<'_>,
    import: &Import<'_>,
    one: &changes::Change<'_>,
    registration: &Registration,
) -> Result<Entry> {
    let ticket = one.ticket;
    let email = ticket.email.as_deref().ok().filter(|_| one.proposal.kind == ChangeKind::Email);
    let phone = ticket.phone.as_ref().and_then(|phone| phone.as_deref().ok());
    let phone = phone.filter(|_| one.proposal.kind == ChangeKind::Phone);
    if !accounts::mend_contact(change.db, registration.user_id, email, phone, change.now())? {
        let message = "Cette personne vient d'activer son compte : elle gère elle-même ses coordonnées.";
        return Err(blocked(vec![refused(&one.proposal.id, "account_active", message)]));
    }
    if let Some(email) = email.filter(|_| !import.edition.is_training) {
        let (_, person, ..) = store::one(change.db, import.edition.id, registration.id)?;
        invitations::send(
            change,
            import.config,
            import.edition,
            registration.user_id,
            email,
            &person.first_name,
        )?;
    }
    // The journal outlives the person's data: it says what changed, not to what.
    let details = json!({ "edition": import.edition.id, "what": one.proposal.kind, "billetweb": true });
    Ok(Entry::new(Event::ContactChanged, registration.user_id, details))
}
