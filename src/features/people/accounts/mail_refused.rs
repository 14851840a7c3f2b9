//! Telling admins that the mail server refuses our account: once a day, by a message that will leave when it is mended.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::store;
use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::error::Result;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::kernel::actor::Role;
use crate::program::Services;

/// Writes to every admin unless that was done in the last day. `words`: the server's.
pub fn tell(services: &Services, db: &mut Conn, words: &str) -> Result<()> {
    let trace = services.trace("mail");
    let day_ago = trace.now.plus(TimeDelta::days(-1));
    let told = outbox::table.filter(outbox::kind.eq("mail_refused")).filter(outbox::created_at.gt(day_ago));
    if diesel::select(diesel::dsl::exists(told)).get_result(db)? {
        return Ok(());
    }
    let mut change = Change::outside_requests(db, &services.random, &trace);
    for admin in store::active_at_least(change.db, Role::Admin)? {
        let message = messages::MailRefused::new(&admin.first_name, &services.config.site, words);
        mail::queue(&mut change, &services.config, admin.mailbox(), &message)?;
    }
    Ok(())
}
