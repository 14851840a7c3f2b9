//! Telling depositors that dates or their slot have changed, once the manager has confirmed it (mail.md 5).

use diesel::prelude::*;

use super::model::{Edition, Slot};
use super::store::Terms;
use crate::config::Config;
use crate::ctx::Change;
use crate::db::Backend;
use crate::db::schema::{registrations, users};
use crate::error::Result;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::people::accounts::model::{User, UserState};
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::{RegistrationId, SlotId};

/// Whom a change concerns.
#[derive(Clone, Copy, Debug)]
pub enum Concerned {
    /// Everybody who is registered.
    Everybody,
    /// Those who have this slot.
    OfSlot(SlotId),
    /// One of them.
    One(RegistrationId),
}

/// Writes to those concerned what has changed. Nothing changed, or invented people: nobody is written to.
pub fn tell(
    change: &mut Change<'_>,
    config: &Config,
    edition: &Edition,
    concerned: Concerned,
    changes: &[String],
) -> Result<()> {
    if changes.is_empty() || edition.is_training {
        return Ok(());
    }
    let mut people = users::table
        .inner_join(registrations::table)
        .filter(registrations::edition_id.eq(edition.id))
        .filter(users::state.ne(UserState::Erased))
        .order(users::id)
        .select(User::as_select())
        .into_boxed::<Backend>();
    people = match concerned {
        Concerned::Everybody => people,
        Concerned::OfSlot(slot) => people.filter(registrations::slot_id.eq(slot)),
        Concerned::One(registration) => people.filter(registrations::id.eq(registration)),
    };
    let people: Vec<User> = people.load(change.db)?;
    for person in people {
        let message = messages::ScheduleChanged::new(
            &person.first_name,
            &config.site,
            &edition.name,
            &changes.join("\n"),
        );
        mail::queue(change, config, person.mailbox(), &message)?;
    }
    Ok(())
}

/// One line for each date that these terms change.
pub fn changed_dates(edition: &Edition, terms: &Terms) -> Result<Vec<String>> {
    let days =
        |days: &[Day]| days.iter().map(|day| paris::long_date(day.date())).collect::<Vec<_>>().join(", ");
    let moment = |at: Option<Instant>| at.map(|at| paris::long_date_time(at.utc())).unwrap_or_default();
    let facts = [
        (
            "Date limite de déclaration",
            moment(edition.declaration_deadline),
            moment(terms.declaration_deadline),
        ),
        ("Jours de dépôt", days(&edition.deposit_days()?), days(&terms.deposit_days)),
        ("Jours de vente", days(&edition.sale_days()?), days(&terms.sale_days)),
        ("Restitution des invendus", days(edition.return_day.as_slice()), days(terms.return_day.as_slice())),
    ];
    let changed = facts.into_iter().filter(|(_, before, after)| before != after && !after.is_empty());
    Ok(changed.map(|(name, _, after)| format!("{name} : {after}")).collect())
}

/// The line for a slot that is another one now, or at another time; none when it is the same time.
pub fn changed_slot(before: &Slot, after: &Slot) -> Vec<String> {
    if (before.starts_at, before.ends_at) == (after.starts_at, after.ends_at) {
        return Vec::new();
    }
    let from = paris::long_date_time(after.starts_at.utc());
    let to = paris::time_of_day(paris::to_local(after.ends_at.utc()).time());
    vec![format!("Votre créneau de dépôt : {from}, jusqu'à {to}")]
}
