//! Telling depositors that dates or their slot have changed, once the manager has confirmed it (mail.md 5).

use diesel::prelude::*;

use super::model::{Edition, Slot};
use super::settings::DayHours;
use super::states::ListType;
use crate::config::Config;
use crate::ctx::Change;
use crate::db::Backend;
use crate::db::schema::{registrations, users};
use crate::error::Result;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::people::accounts::model::{User, UserState};
use crate::kernel::clock::Day;
use crate::kernel::clock::paris;
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

/// One line for each fact about an edition that depositors go by and that is another one now.
pub fn changed_facts(before: &Edition, after: &Edition) -> Result<Vec<String>> {
    let (old, new) = (facts(before)?, facts(after)?);
    let changed = old.into_iter().zip(new).filter(|((_, old), (_, new))| old != new && !new.is_empty());
    Ok(changed.map(|(_, (name, words))| format!("{name} : {words}")).collect())
}

fn facts(edition: &Edition) -> Result<[(&'static str, String); 7]> {
    let days =
        |days: &[Day]| days.iter().map(|day| paris::long_date(day.date())).collect::<Vec<_>>().join(", ");
    let back = |list_type: ListType| -> Result<String> {
        Ok(edition.return_window(list_type)?.map(DayHours::in_words).unwrap_or_default())
    };
    let deadline = edition.declaration_deadline.map(|at| paris::long_date_time(at.utc()));
    let sale: Vec<String> = edition.sale_hours()?.into_iter().map(DayHours::in_words).collect();
    Ok([
        ("Nom", edition.name.clone()),
        ("Lieu", edition.place.clone().unwrap_or_default()),
        ("Date limite de déclaration", deadline.unwrap_or_default()),
        ("Jours de dépôt", days(&edition.deposit_days()?)),
        ("Vente", sale.join(", ")),
        ("Restitution des invendus", back(ListType::Standard)?),
        ("Restitution des invendus des listes 1000 et 2000", back(ListType::Member1000)?),
    ])
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
