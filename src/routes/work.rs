//! Which feature works off which kind of job.

use crate::ctx::Ctx;
use crate::error::{Result, not_found};
use crate::features::base::jobs::model::JobView;
use crate::features::base::jobs::store;
use crate::features::base::jobs::work::{Worker, advance};
use crate::features::deposit::labels;
use crate::http::{Json, Path};
use crate::kernel::ids::JobId;

static WORKERS: [&dyn Worker; 1] = [&labels::work::LabelSheets];

/// `GET /jobs/{id}`: how far it is. Asking works the next step off.
pub(super) fn job(ctx: &mut Ctx<'_>, Path(id): Path<JobId>) -> Result<Json<JobView>> {
    let user = ctx.actor()?.user_id;
    let mut job = store::by_id(ctx.db, id)?.filter(|job| job.created_by == user).ok_or_else(not_found)?;
    if let Some(worker) = WORKERS.iter().find(|worker| worker.kind() == job.kind) {
        job = advance(ctx, *worker, job)?;
    }
    Ok(Json(job.into()))
}
