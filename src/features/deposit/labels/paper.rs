//! How many sheets of paper the files take, counted by the code that draws them.

use std::collections::HashMap;

use super::gather::{SheetBuilder, SheetHeader};
use super::model::{Chosen, Paper, PaperView, SlotPaper};
use super::plan::Plan;
use super::store;
use super::store::ListRow;
use super::work::printed;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::model::Article;
use crate::http::{Json, Path};
use crate::kernel::ids::{EditionId, ListId};

/// `GET /editions/{id}/labels/paper`
pub fn paper(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<PaperView>> {
    let now = ctx.now();
    let edition = editions::by_id(ctx.db, edition)?;
    let rows = store::lists_of(ctx.db, edition.id, &Chosen::All)?;
    let ids: Vec<ListId> = rows.iter().map(|(list, ..)| list.id).collect();
    let articles = store::articles_of(ctx.db, &ids)?;
    let builder = SheetBuilder::new(&edition, ctx.config())?;
    let mut view = PaperView { slots: Vec::new(), all: Paper::default() };
    // Lists come by slot, and the file of the whole edition is those of its slots one after the other.
    for rows in rows.chunk_by(|(_, _, one), (_, _, next)| one.id == next.id) {
        let Some((_, _, slot)) = rows.first() else { continue };
        let plan = Plan::new(&edition, &Chosen::Slot(slot.id), rows, &articles, (now, String::new()));
        let paper = of_plan(&builder, &plan, rows, &articles)?;
        view.all += paper;
        if plan.labels > 0 {
            view.slots.push(SlotPaper { slot_id: slot.id, paper });
        }
    }
    Ok(Json(view))
}

fn of_plan(
    builder: &SheetBuilder<'_>,
    plan: &Plan,
    rows: &[ListRow],
    articles: &HashMap<ListId, Vec<Article>>,
) -> Result<Paper> {
    let mut paper = Paper::default();
    for step in &plan.steps {
        let sheet_of = |ids: &[ListId]| {
            let rows: Vec<ListRow> =
                rows.iter().filter(|(list, ..)| ids.contains(&list.id)).cloned().collect();
            let left_out = step.left_out.iter().map(printed).collect();
            let header =
                SheetHeader { scope: &step.scope, made_at: plan.made_at, made_by: &plan.made_by, left_out };
            builder.sheet(header, &rows, articles)
        };
        if step.has_cover() {
            paper += sheet_of(&step.cover)?.paper(true)?;
        }
        paper += sheet_of(&step.lists)?.paper(false)?;
    }
    Ok(paper)
}
