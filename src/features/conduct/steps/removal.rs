//! Taking away an edition that came to nothing: one that was made by mistake, or for practice.

use serde_json::json;

use super::store;
use super::store::Hanging;
use crate::ctx::Ctx;
use crate::error::{Problem, Result, conflict};
use crate::features::base::jobs;
use crate::features::base::journal::Event;
use crate::features::edition::editions::store as editions;
use crate::features::registration::depositors::store::imports;
use crate::http::{NoContent, Path};
use crate::kernel::ids::EditionId;

/// `DELETE /editions/{id}`: only where nobody has ever been registered or invited, so that nothing but dates and slots goes.
pub fn remove(ctx: &mut Ctx<'_>, Path(id): Path<EditionId>) -> Result<NoContent> {
    ctx.write(|change| {
        let edition = editions::lock(change, id)?;
        let hanging = store::hanging(change.db, id)?;
        if hanging != Hanging::default() {
            return Err(in_use(hanging));
        }
        let slots = editions::slots::remove_all(change.db, id)?;
        imports::forget_edition(change.db, id)?;
        jobs::store::forget_edition(change.db, id)?;
        editions::remove(change.db, id)?;
        let details = json!({ "name": edition.name, "code": edition.code, "slots": slots });
        change.journal(Event::EditionRemoved, id, details)
    })?;
    Ok(NoContent)
}

fn in_use(hanging: Hanging) -> Problem {
    let counted = |count: i64, one: &str, many: &str| {
        let word = if count == 1 { one } else { many };
        (count > 0).then(|| format!("{count} {word}"))
    };
    let what: Vec<String> = [
        counted(hanging.registrations, "inscription", "inscriptions"),
        counted(hanging.invitations, "invitation", "invitations"),
        counted(hanging.lists, "liste", "listes"),
        counted(hanging.tills, "caisse", "caisses"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sentence = format!(
        "Cette édition a déjà servi ({}) : elle se clôture, elle ne se supprime pas.",
        what.join(", ")
    );
    conflict("edition_in_use", sentence)
}
