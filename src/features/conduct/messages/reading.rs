//! What messages say: each kind as it would be written for an edition, and one of the outbox as far as it is kept.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::db::Conn;
use crate::db::schema::outbox;
use crate::error::{Result, internal, not_found};
use crate::features::base::mail::messages;
use crate::features::base::mail::messages::{Message as _, SampleEdition};
use crate::features::edition::editions::settings::DayHours;
use crate::features::edition::editions::states::ListType;
use crate::features::edition::editions::store as editions;
use crate::http::{Json, Path, Query};
use crate::kernel::ids::{EditionId, MailId};
use crate::text_enum;

/// `GET /mails/templates` and `GET /mails/templates/{name}/preview`: for which edition.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatesQuery {
    /// With this edition's name, place and dates; with an invented one when not sent.
    edition_id: Option<EditionId>,
}

/// `GET /mails/templates`: one message there is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TemplateView {
    /// Its name.
    pub name: &'static str,
    /// Subject line.
    pub subject: String,
}

/// `GET /mails/templates/{name}/preview`: the message to somebody invented.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MailPreview {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML, to be shown in a frame without scripts.
    pub html: String,
}

text_enum! {
    /// Whether the words of a message can be read.
    pub enum Kept {
        /// They are here.
        Here => "here",
        /// They hold a link that logs its owner in: nobody else reads it.
        Personal => "personal",
        /// They were erased once the message had left, or left out of a backup that was restored.
        Emptied => "emptied",
    }
}

/// `GET /mails/{id}`
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MailWords {
    /// Identifier.
    pub id: MailId,
    /// Subject line.
    pub subject: String,
    /// Whether the words can be read.
    pub kept: Kept,
    /// Plain text, where it can be read.
    pub text: Option<String>,
    /// HTML, where it can be read; to be shown in a frame without scripts.
    pub html: Option<String>,
}

/// `GET /mails/templates`
pub fn templates(ctx: &mut Ctx<'_>, Query(query): Query<TemplatesQuery>) -> Result<Json<Vec<TemplateView>>> {
    let about = sample(ctx.db, query.edition_id)?;
    let site = &ctx.config().site;
    let all = messages::samples(site, &about).into_iter().map(|message| {
        let subject = message.render(site).map_err(internal)?.subject;
        Ok(TemplateView { name: message.kind(), subject })
    });
    Ok(Json(all.collect::<Result<_>>()?))
}

/// `GET /mails/templates/{name}/preview`
pub fn preview(
    ctx: &mut Ctx<'_>,
    (Path(name), Query(query)): (Path<String>, Query<TemplatesQuery>),
) -> Result<Json<MailPreview>> {
    let about = sample(ctx.db, query.edition_id)?;
    let site = &ctx.config().site;
    let message = messages::samples(site, &about).into_iter().find(|message| message.kind() == name);
    let rendered = message.ok_or_else(not_found)?.render(site).map_err(internal)?;
    Ok(Json(MailPreview { subject: rendered.subject, text: rendered.text, html: rendered.html }))
}

/// What the messages would say of an edition; 404 when there is none.
fn sample(db: &mut Conn, id: Option<EditionId>) -> Result<SampleEdition> {
    let Some(id) = id else { return Ok(SampleEdition::default()) };
    let edition = editions::by_id(db, id)?;
    let first_slot = editions::slots::of_edition(db, id)?.into_iter().next();
    Ok(SampleEdition {
        id,
        return_hours: edition
            .return_window(ListType::Standard)?
            .map_or_else(|| "(date à fixer)".to_owned(), DayHours::in_words),
        slot: first_slot.map(|slot| slot.starts_at),
        deadline: edition.declaration_deadline,
        place: edition.place.unwrap_or_default(),
        name: edition.name,
    })
}

/// `GET /mails/{id}`
pub fn show(ctx: &mut Ctx<'_>, Path(id): Path<MailId>) -> Result<Json<MailWords>> {
    let row: Option<(String, String, String, Option<String>)> = outbox::table
        .find(id)
        .select((outbox::subject, outbox::body_text, outbox::body_html, outbox::link_hash))
        .first(ctx.db)
        .optional()?;
    let (subject, text, html, link) = row.ok_or_else(not_found)?;
    let kept = match link {
        _ if text.is_empty() => Kept::Emptied,
        Some(_) => Kept::Personal,
        None => Kept::Here,
    };
    let readable = kept == Kept::Here;
    Ok(Json(MailWords { id, subject, kept, text: readable.then_some(text), html: readable.then_some(html) }))
}
