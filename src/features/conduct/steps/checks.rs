//! What keeps an edition from being closed, for everybody who can do something about it.

use schemars::JsonSchema;
use serde::Serialize;

use super::store;
use crate::ctx::Ctx;
use crate::db;
use crate::error::Result;
use crate::features::edition::editions::rules::{Condition, Unmet, closing_conditions, unmet_conditions};
use crate::features::edition::editions::states::EditionStatus;
use crate::features::edition::editions::store as editions;
use crate::http::{Json, Path};
use crate::kernel::ids::EditionId;

/// One condition of a step.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepCheck {
    /// Which condition.
    pub code: Condition,
    /// Whether it holds.
    pub met: bool,
    /// How much of it is left.
    pub count: i64,
    /// What to do when it does not hold, in French.
    pub message: String,
    /// Whether the step may be taken all the same, for a reason.
    pub overridable: bool,
}

impl StepCheck {
    fn unmet(unmet: Unmet, target: EditionStatus) -> Self {
        Self {
            code: unmet.code,
            met: false,
            count: unmet.count,
            message: unmet.message,
            overridable: unmet.code.may_be_overridden(target),
        }
    }
}

/// `GET /editions/{id}/closing-checks`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClosingChecks {
    /// Whether the edition can be closed now without passing over anything.
    pub ready: bool,
    /// Whether it can be closed for a reason: what does not hold may all be overridden.
    pub ready_with_reason: bool,
    /// Every condition.
    pub checks: Vec<StepCheck>,
}

/// `GET /editions/{id}/closing-checks`
pub fn closing(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<ClosingChecks>> {
    let now = ctx.now();
    db::at_one_instant(ctx.db, |db| {
        let edition = editions::by_id(db, id)?;
        let facts = store::facts(db, &edition, false, now)?;
        let facts = store::closing_facts(db, &edition, facts)?;
        let target = EditionStatus::Closed;
        let checks: Vec<StepCheck> = closing_conditions(&facts)
            .into_iter()
            .map(|(code, count)| StepCheck {
                met: count == 0,
                ..StepCheck::unmet(Unmet::counted(code, count), target)
            })
            .collect();
        let settling = edition.status == EditionStatus::Settlement;
        Ok(Json(ClosingChecks {
            ready: settling && checks.iter().all(|check| check.met),
            ready_with_reason: settling && checks.iter().all(|check| check.met || check.overridable),
            checks,
        }))
    })
}

/// `GET /editions/{id}/end-sale`: what speaks against ending the sale now. Nothing does when it is empty.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndSaleChecks {
    /// Conditions that do not hold.
    pub checks: Vec<StepCheck>,
}

/// `GET /editions/{id}/end-sale`
pub fn end_sale(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<Json<EndSaleChecks>> {
    let now = ctx.now();
    db::at_one_instant(ctx.db, |db| {
        let edition = editions::by_id(db, id)?;
        let facts = store::facts(db, &edition, false, now)?;
        let facts = store::till_facts(db, &edition, facts)?;
        let target = EditionStatus::Settlement;
        let unmet = unmet_conditions(target, &facts, now.utc());
        let checks = unmet.into_iter().map(|unmet| StepCheck::unmet(unmet, target)).collect();
        Ok(Json(EndSaleChecks { checks }))
    })
}
