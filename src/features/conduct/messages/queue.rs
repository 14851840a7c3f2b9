//! The outbox as managers see it: what waits, what was refused and why, and sending again.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ctx::{Change, Ctx};
use crate::db;
use crate::db::paging::{Page, Paged};
use crate::db::schema::{outbox, users};
use crate::error::unique::UniqueKey;
use crate::error::{FieldError, Result, conflict, invalid, not_found, refused};
use crate::features::base::journal::Event;
use crate::features::base::mail;
use crate::features::base::mail::{Fault, MailState};
use crate::features::people::accounts::store as accounts;
use crate::http::{Json, Path, Query};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{MailId, UserId};
use crate::kernel::text::contact::normalise_email;

/// `GET /mails`: which ones.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailsQuery {
    /// Only messages in this state.
    state: Option<MailState>,
    /// From 1.
    page: Option<i64>,
    /// At most 200, 50 by default.
    per_page: Option<i64>,
}

/// A message of the outbox. What it says is read one by one, as far as it is kept.
#[derive(Clone, Debug, Serialize, JsonSchema, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct MailView {
    /// Identifier.
    pub id: MailId,
    /// What it is: `invitation`.
    pub kind: String,
    /// Whom it is for, when they have an account.
    pub user_id: Option<UserId>,
    /// Address it goes to.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// State of the message.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_at: Instant,
    /// Whose fault the last failure was.
    pub fault: Option<Fault>,
    /// The server's words at the last failure.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When the server took it.
    pub sent_at: Option<Instant>,
}

/// `POST /mails/{id}/retry`
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The right address, when the one it went to was wrong; the account that is not active yet gets it too.
    #[serde(default)]
    pub recipient: Option<String>,
}

/// `GET /mails`, the latest first.
pub fn list(ctx: &mut Ctx<'_>, Query(query): Query<MailsQuery>) -> Result<Json<Paged<MailView>>> {
    let page = Page::new(query.page, query.per_page);
    let matching = || {
        let all = outbox::table.into_boxed::<db::Backend>();
        match query.state {
            Some(state) => all.filter(outbox::state.eq(state)),
            None => all,
        }
    };
    let total = matching().count().get_result(ctx.db)?;
    let items = matching()
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(page.size)
        .offset(page.offset())
        .select(MailView::as_select())
        .load(ctx.db)?;
    Ok(Json(Paged::new(items, page, total)))
}

/// `POST /mails/{id}/retry`: sends a message that waits or was given up, at once, perhaps to a corrected address.
pub fn retry(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<MailId>, Json<Retry>),
) -> Result<Json<MailView>> {
    let actor = ctx.actor()?;
    let corrected = body.recipient.as_deref().map(normalise_email).transpose();
    let corrected = corrected
        .map_err(|error| invalid(vec![FieldError::new("recipient", "email_invalid", error.to_string())]))?;
    let message = ctx.write(|change| {
        let message = by_id(change, id)?;
        if !matches!(message.state, MailState::Failed | MailState::Queued) {
            return Err(conflict("mail_gone", "Ce message est déjà parti, ou en train de partir."));
        }
        let kept: i64 =
            outbox::table.find(id).filter(outbox::body_text.ne("")).count().get_result(change.db)?;
        if kept == 0 {
            let sentence = "Le texte de ce message n'est pas dans la sauvegarde restaurée : refaites l'action qui l'envoie.";
            return Err(conflict("mail_emptied", sentence));
        }
        let new = corrected.as_ref().filter(|new| **new != message.recipient);
        if let Some(new) = new {
            correct(change, actor, message.user_id, new)?;
        }
        let recipient = new.unwrap_or(&message.recipient);
        mail::send_again(change.db, id, recipient, change.trace.now)?;
        if let Some(user) = message.user_id {
            accounts::unblock_mail(change.db, user)?;
        }
        change.mail_waiting();
        let details = json!({ "kind": message.kind, "address_corrected": new.is_some() });
        change.journal(Event::MailRetried, id, details)?;
        by_id(change, id)
    })?;
    Ok(Json(message))
}

fn by_id(change: &mut Change<'_>, id: MailId) -> Result<MailView> {
    outbox::table.find(id).select(MailView::as_select()).first(change.db).optional()?.ok_or_else(not_found)
}

/// Gives an account another address. Only one that nobody uses yet: whoever has activated an account reads the links that
/// are sent there, and a link sent elsewhere would hand the account over. Only admins do so for those who work at the sale.
fn correct(change: &mut Change<'_>, actor: Actor, user: Option<UserId>, address: &str) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    let (state, role): (String, Role) =
        users::table.find(user).select((users::state, users::role)).first(change.db)?;
    if state == "invited" && role != Role::Depositor && !actor.is_at_least(Role::Admin) {
        let sentence = "Seul un administrateur change l'adresse de quelqu'un qui travaille à la bourse.";
        return Err(refused("forbidden", sentence));
    }
    if state != "invited" {
        let sentence = "Cette personne a déjà activé son compte : elle seule peut changer son adresse.";
        return Err(conflict("account_active", sentence));
    }
    let taken = || conflict("email_taken", "Un autre compte a déjà cette adresse.");
    accounts::set_address(change.db, user, address, change.trace.now).on_unique(taken)?;
    let details = json!({ "field": "email" });
    change.journal(Event::AccountAddressCorrected, user, details)
}
