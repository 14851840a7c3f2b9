//! How the outbox stands, for those who answer for it: does the server take our mail, when will it all be out, and one
//! button that sends everything again.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::{outbox, users};
use crate::error::Result;
use crate::features::base::journal::Event;
use crate::features::base::mail;
use crate::features::base::mail::{Fault, MailState};
use crate::features::people::accounts::store as accounts;
use crate::http::Json;
use crate::kernel::clock::Instant;
use crate::kernel::ids::UserId;

/// The mail server refuses what our account hands over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountRefusal {
    /// The server's words.
    pub words: String,
    /// How many messages wait because of it.
    pub waiting: i64,
}

/// `GET /mails/standing`
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// Messages to be sent within the hour or as soon as the quota lets them.
    pub waiting: i64,
    /// Messages given up, without those whose address nobody has.
    pub given_up: i64,
    /// People to whom nothing is written any more because their address was refused.
    pub blocked: i64,
    /// Present while the server refuses our account.
    pub refusal: Option<AccountRefusal>,
    /// When the last of them will have left, by the quota; absent when nothing waits or the server refuses us.
    pub all_out_at: Option<Instant>,
    /// The quota.
    pub max_per_hour: u32,
}

/// `POST /mails/resend`: what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MailsResent {
    /// Messages that leave again.
    pub messages: usize,
    /// Addresses that are written to again.
    pub unblocked: usize,
}

/// `GET /mails/standing`
pub fn show(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<Standing>> {
    let (now, max_per_hour) = (ctx.now(), ctx.config().mail.max_per_hour);
    let expected = mail::forecast(ctx.db, 0, max_per_hour, now)?;
    let given_up = outbox::table
        .filter(outbox::state.eq(MailState::Failed))
        .filter(outbox::fault.is_null().or(outbox::fault.ne_all([Fault::Recipient, Fault::Held])));
    let given_up: i64 = given_up.count().get_result(ctx.db)?;
    let blocked: i64 = users::table.filter(users::mail_blocked.eq(true)).count().get_result(ctx.db)?;
    let refusal = account_refusal(ctx.db)?;
    let mail::Forecast { waiting, all_out_at, .. } = expected;
    Ok(Json(Standing { waiting, given_up, blocked, refusal, all_out_at, max_per_hour }))
}

/// What the server last said to our account, and how many messages wait for that reason.
pub fn account_refusal(db: &mut Conn) -> Result<Option<AccountRefusal>> {
    let refused = || {
        outbox::table
            .filter(outbox::state.eq_any([MailState::Queued, MailState::Sending]))
            .filter(outbox::fault.eq(Fault::Account))
    };
    let waiting: i64 = refused().count().get_result(db)?;
    let words: Option<Option<String>> =
        refused().order(outbox::next_at.desc()).select(outbox::last_error).first(db).optional()?;
    Ok(words.map(|words| AccountRefusal { words: words.unwrap_or_default(), waiting }))
}

/// `POST /mails/resend`: everything that has not left goes again, at once; addresses that no server has refused are
/// written to again. What a server refused because nobody has that address, and what a restore holds back, stays.
pub fn resend(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<MailsResent>> {
    let done = ctx.write(|change| {
        let messages = mail::send_all_again(change.db, change.trace.now)?;
        let refused: Vec<UserId> = outbox::table
            .filter(outbox::state.eq(MailState::Failed))
            .filter(outbox::fault.eq(Fault::Recipient))
            .filter(outbox::user_id.is_not_null())
            .select(outbox::user_id.assume_not_null())
            .load(change.db)?;
        let unblocked = accounts::unblock_mails(change.db, &refused)?;
        change.mail_waiting();
        let details = json!({ "messages": messages, "unblocked": unblocked });
        change.journal(Event::MailsResent, "all", details)?;
        Ok(MailsResent { messages, unblocked })
    })?;
    Ok(Json(done))
}
