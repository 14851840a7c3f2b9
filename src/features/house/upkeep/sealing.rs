//! The evenings of a sale: the journal is sealed, and two people are sent its head.

use diesel::prelude::*;

use crate::ctx::Change;
use crate::db::schema::editions;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::journal;
use crate::features::base::journal::Head;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::people::accounts::model::User;
use crate::features::people::accounts::store as accounts;
use crate::kernel::actor::Role;
use crate::kernel::clock::paris;
use crate::kernel::trace::Trace;
use crate::program::Services;

/// How many people keep a head: one may lose it, or have something to hide.
const KEEPERS: usize = 2;

/// Seals and tells, if an edition is on sale; `None` when none is. Without a key the head is told all the same: it is as
/// good a proof as long as the message is kept.
pub fn close_the_day(services: &Services, trace: &Trace) -> Result<Option<Head>> {
    services.with_db(|db| {
        db::write(db, |db| {
            if !on_sale(db)? {
                return Ok(None);
            }
            let mut change = Change::outside_requests(db, &services.random, trace);
            let at = paris::long_date_time(trace.now.utc());
            let head = match &services.config.secrets.journal {
                Some(key) => journal::seal(&mut change, key)?,
                None => journal::standing(&mut change)?,
            };
            for keeper in keepers(change.db)? {
                let message = messages::JournalHead::new(&keeper.first_name, head.sequence, &head.hash, &at);
                mail::queue(&mut change, &services.config, keeper.mailbox(), &message)?;
            }
            Ok(Some(head))
        })
    })
}

fn on_sale(db: &mut Conn) -> Result<bool> {
    let open = editions::table
        .filter(editions::status.eq(EditionStatus::Sale))
        .filter(editions::is_training.eq(false));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(db)?)
}

/// Admins first, then managers.
fn keepers(db: &mut Conn) -> Result<Vec<User>> {
    let mut people = accounts::active_at_least(db, Role::Manager)?;
    people.sort_by_key(|person| std::cmp::Reverse(person.role));
    people.truncate(KEEPERS);
    Ok(people)
}
