//! Taking steps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{effects, store};
use crate::config::Config;
use crate::ctx::{Change, Ctx};
use crate::error::{FieldError, Problem, Result, conflict, flawed, not_found};
use crate::features::base::journal;
use crate::features::base::journal::Event;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::deposit::commands;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::rules::{Condition, Unmet, unmet_conditions};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::features::edition::editions::views::EditionView;
use crate::features::lists::states::ArticleStatus;
use crate::features::people::accounts::store as accounts;
use crate::features::settlement::payouts;
use crate::http::{Json, Path};
use crate::kernel::actor::Role;
use crate::kernel::ids::{EditionId, ListId, UserId};
use crate::kernel::text::Reason;

/// `POST /editions/{id}/open-deposits`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDeposits {
    /// Opens before the declaration deadline, for a reason.
    #[serde(default)]
    pub override_deadline: bool,
    /// Why, when the deadline is overridden; journalled.
    #[serde(default, deserialize_with = "Reason::optional")]
    pub reason: Option<Reason>,
}

/// `POST /editions/{id}/accept-lists`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptLists {
    /// Only these lists; all validated ones when not sent.
    #[serde(default)]
    pub list_ids: Option<Vec<ListId>>,
}

/// What was accepted.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct AcceptedLists {
    /// Lists.
    pub lists: usize,
    /// Articles on them.
    pub articles: usize,
}

/// `POST /editions/{id}/step-back`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBack {
    /// Why; journalled.
    pub reason: Reason,
}

/// Body of `POST /editions/{id}/end-sale` and `POST /editions/{id}/close`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepForward {
    /// Conditions that are known not to hold and do not keep from the step. Not every one may be named.
    #[serde(default)]
    pub overrides: Vec<Condition>,
    /// Why, when there are any; journalled.
    #[serde(default, deserialize_with = "Reason::optional")]
    pub reason: Option<Reason>,
}

/// `POST /editions/{id}/open-registrations`: after a step back; the first registration takes this step by itself.
pub fn open_registrations(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<EditionView>> {
    step(ctx, id, EditionStatus::RegistrationsOpen, &Override::default(), |change, edition| {
        editions::open_registrations(change, edition)?;
        Ok(json!({}))
    })
}

/// `POST /editions/{id}/open-deposits`
pub fn open_deposits(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<OpenDeposits>),
) -> Result<Json<EditionView>> {
    let reason = wanted(body.override_deadline, body.reason)?;
    let override_ = Override { deadline: body.override_deadline, reason, ..Override::default() };
    step(ctx, id, EditionStatus::Deposit, &override_, |change, edition| {
        let left_out = effects::freeze_drafts(change.db, edition.id)?;
        commands::waiting(change.db, edition.id, change.trace.now)?;
        Ok(json!({ "lists_not_finalised": left_out, "deadline_overridden": body.override_deadline }))
    })
}

/// `POST /editions/{id}/open-sale`
pub fn open_sale(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<EditionView>> {
    step(ctx, id, EditionStatus::Sale, &Override::default(), |change, edition| {
        editions::note_opening(change.db, edition.id, Some(change.trace.now))?;
        Ok(json!({ "articles_on_sale": effects::put_on_sale(change.db, edition.id, change.trace.now)? }))
    })
}

/// `POST /editions/{id}/end-sale`: tills stop; tickets that they still hold are taken in.
pub fn end_sale(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<StepForward>),
) -> Result<Json<EditionView>> {
    let override_ = Override::asked(&body)?;
    step(ctx, id, EditionStatus::Settlement, &override_, |change, edition| {
        Ok(json!({ "articles_unsold": effects::mark_unsold(change.db, edition.id, change.trace.now)? }))
    })
}

/// `POST /editions/{id}/close`
pub fn close(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<StepForward>),
) -> Result<Json<EditionView>> {
    let (services, by) = (ctx.services, ctx.actor()?.user_id);
    let override_ = Override::asked(&body)?;
    step(ctx, id, EditionStatus::Closed, &override_, |change, edition| {
        effects::close(change.db, edition.id, by, change.trace.now)?;
        if !edition.is_training {
            tell_of_closing(change, &services.config, edition, by)?;
        }
        Ok(json!({}))
    })
}

/// Managers and admins learn that an edition was closed, and by whom.
fn tell_of_closing(change: &mut Change<'_>, config: &Config, edition: &Edition, by: UserId) -> Result<()> {
    let closer = accounts::by_id(change.db, by)?.ok_or_else(not_found)?;
    let sums = payouts::hold::paid_out(change.db, edition.id)?;
    let now = change.now();
    for person in accounts::active_at_least(change.db, Role::Manager)? {
        let message = messages::EditionClosed::new(
            &person.first_name,
            &config.site,
            (edition.id, &edition.name),
            (&closer.name().full(), now),
            sums,
        );
        mail::queue(change, config, person.mailbox(), &message)?;
    }
    Ok(())
}

/// `POST /editions/{id}/archive`: the only write that a closed edition takes, beside a late payment.
pub fn archive(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<EditionView>> {
    step(ctx, id, EditionStatus::Archived, &Override::default(), |_, _| Ok(json!({})))
}

/// What somebody passes over, and why.
#[derive(Clone, Debug, Default)]
struct Override {
    deadline: bool,
    conditions: Vec<Condition>,
    reason: Option<Reason>,
}

/// The reason for what is passed over; none when nothing is.
fn wanted(is_needed: bool, given: Option<Reason>) -> Result<Option<Reason>> {
    if !is_needed {
        return Ok(None);
    }
    Reason::needed(given.as_ref()).map_err(|flaw| flawed("reason", flaw))?;
    Ok(given)
}

impl Override {
    fn asked(body: &StepForward) -> Result<Self> {
        let reason = wanted(!body.overrides.is_empty(), body.reason.clone())?;
        Ok(Self { deadline: false, conditions: body.overrides.clone(), reason })
    }

    fn covers(&self, unmet: &Unmet, target: EditionStatus) -> bool {
        self.conditions.contains(&unmet.code) && unmet.code.may_be_overridden(target)
    }
}

/// One step forward: the edition is locked, its conditions are read, the effect is made, all in one transaction.
fn step(
    ctx: &mut Ctx<'_>,
    id: EditionId,
    target: EditionStatus,
    override_: &Override,
    effect: impl Fn(&mut Change<'_>, &Edition) -> Result<Value>,
) -> Result<Json<EditionView>> {
    let (now, services) = (ctx.now(), ctx.services);
    let key = services.config.secrets.journal.as_deref();
    let edition = ctx.write(|change| {
        let edition = locked(change, id, target)?;
        if edition.status.next() != Some(target) {
            return Err(not_next(edition.status));
        }
        let facts = store::facts(change.db, &edition, override_.deadline, now)?;
        let facts = match target {
            EditionStatus::Settlement => store::till_facts(change.db, &edition, facts)?,
            EditionStatus::Closed => {
                payouts::hold::edition(change, id)?;
                store::closing_facts(change.db, &edition, facts)?
            }
            _ => facts,
        };
        let (passed, missing): (Vec<Unmet>, Vec<Unmet>) = unmet_conditions(target, &facts, now.utc())
            .into_iter()
            .partition(|unmet| override_.covers(unmet, target));
        if !missing.is_empty() {
            return Err(editions::not_ready(&missing));
        }
        let mut effect = effect(change, &edition)?;
        if !passed.is_empty() {
            let passed: Vec<Value> =
                passed.iter().map(|unmet| json!({ "code": unmet.code, "count": unmet.count })).collect();
            effect["overridden"] = json!(passed);
        }
        editions::set_status(change.db, id, target)?;
        record(change, key, &edition, target, override_.reason.as_ref(), &effect)?;
        editions::by_id(change.db, id)
    })?;
    EditionView::new(edition).map(Json)
}

/// The edition with its row locked. Archiving is what a closed one is still there for.
fn locked(change: &mut Change<'_>, id: EditionId, target: EditionStatus) -> Result<Edition> {
    match editions::lock(change, id) {
        Err(problem) if problem.code == "edition_closed" && target == EditionStatus::Archived => {
            let edition = editions::by_id(change.db, id)?;
            if edition.status == EditionStatus::Archived { Err(problem) } else { Ok(edition) }
        }
        outcome => outcome,
    }
}

fn not_next(status: EditionStatus) -> Problem {
    let sentence = "L'édition n'en est pas à cette étape. On avance d'une étape à la fois.";
    let error = FieldError::new("status", "not_next_step", sentence);
    conflict("edition_not_ready", sentence).with_errors(vec![error]).with("edition_status", status)
}

/// Writes the step down, and seals the journal where there is a key: from one state to the next nothing is rewritten.
fn record(
    change: &mut Change<'_>,
    key: Option<&[u8]>,
    edition: &Edition,
    to: EditionStatus,
    reason: Option<&Reason>,
    effect: &Value,
) -> Result<()> {
    let mut details = json!({ "from": edition.status, "to": to, "effect": effect });
    if let Some(reason) = reason {
        details["reason"] = json!(reason);
    }
    change.journal(Event::EditionStep, edition.id, details)?;
    if let Some(key) = key {
        journal::seal(change, key)?;
    }
    Ok(())
}

/// `POST /editions/{id}/step-back`
pub fn step_back(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<StepBack>),
) -> Result<Json<EditionView>> {
    let services = ctx.services;
    let key = services.config.secrets.journal.as_deref();
    let edition = ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        let Some(target) = edition.status.previous() else { return Err(not_next(edition.status)) };
        let undone = undo(change, &edition)?;
        editions::set_status(change.db, id, target)?;
        record(change, key, &edition, target, Some(&body.reason), &json!({ "undone": undone }))?;
        editions::by_id(change.db, id)
    })?;
    EditionView::new(edition).map(Json)
}

/// Undoes what the step into the present state did. Gives how many lists or articles went back.
fn undo(change: &mut Change<'_>, edition: &Edition) -> Result<usize> {
    let (id, now) = (edition.id, change.now());
    match edition.status {
        EditionStatus::RegistrationsOpen => editions::stop_running(change.db, id).map(|()| 0),
        EditionStatus::Deposit => {
            if commands::are_there(change.db, id)? {
                let sentence = "Des tables ont déjà contrôlé des listes : le dépôt ne peut plus être annulé.";
                return Err(conflict("review_started", sentence));
            }
            if edition.settings()?.accept_whole_lists {
                effects::undo_acceptance(change.db, id, now)?;
            }
            effects::thaw_drafts(change.db, id)
        }
        EditionStatus::Sale => {
            if store::articles_in(change.db, id, &[ArticleStatus::Sold])? > 0 {
                let sentence = "Des articles sont déjà vendus : la vente ne peut plus être annulée.";
                return Err(blocked("articles_sold", sentence));
            }
            if store::open_sessions(change.db, id)? > 0 {
                return Err(editions::not_ready(&[Condition::RegisterSessionOpen.into()]));
            }
            let off = effects::take_off_sale(change.db, id, now)?;
            editions::note_opening(change.db, id, None)?;
            if let Some(opened) = edition.sale_opened_at {
                commands::after_opening(change.db, id, opened, now)?;
            }
            Ok(off)
        }
        EditionStatus::Settlement => {
            payouts::hold::edition(change, id)?;
            if payouts::hold::is_anything_paid(change.db, id)? {
                let sentence = "Des reversements sont déjà payés : la vente ne peut plus reprendre.";
                return Err(blocked("payouts_paid", sentence));
            }
            effects::resume_sale(change.db, id, now)
        }
        _ => Ok(0),
    }
}

fn blocked(code: &'static str, sentence: &str) -> Problem {
    conflict("edition_not_ready", sentence).with_errors(vec![FieldError::new("status", code, sentence)])
}

/// `POST /editions/{id}/accept-lists`: for associations that skip the review, every article of the validated lists is
/// accepted.
pub fn accept_lists(
    ctx: &mut Ctx<'_>,
    (Path(id), Json(body)): (Path<EditionId>, Json<AcceptLists>),
) -> Result<Json<AcceptedLists>> {
    let now = ctx.now();
    ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        let sentence = "Les listes s'acceptent pendant le dépôt.";
        edition.must_be(&[EditionStatus::Deposit], "edition_not_ready", sentence)?;
        if !edition.settings()?.accept_whole_lists {
            let sentence = "Cette édition contrôle les listes article par article.";
            return Err(conflict("review_required", sentence));
        }
        let (lists, articles) = effects::accept_lists(change.db, id, body.list_ids.as_deref(), now)?;
        let details = json!({ "lists": lists, "articles": articles });
        change.journal(Event::ListsAccepted, id, details)?;
        Ok(Json(AcceptedLists { lists, articles }))
    })
}
