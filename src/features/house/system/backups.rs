//! Backups as an admin without a shell has them: asked for by a button, fetched piece by piece.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ctx::Ctx;
use crate::error::{Problem, Result, conflict, internal, not_found};
use crate::features::base::journal::Event;
use crate::features::house::upkeep::backups;
use crate::features::house::upkeep::backups::BackupFile;
use crate::features::house::upkeep::model::{Task, TaskView};
use crate::features::house::upkeep::rules::is_held;
use crate::features::house::upkeep::store;
use crate::http::{Accepted, Json, Path, Piece, Query};
use crate::kernel::clock::Instant;

/// Bytes of one piece: no process of a shared host holds a whole backup in memory.
const PIECE: u64 = 4 * 1024 * 1024;

/// The backups that are kept here, and the work of making one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Backups {
    /// The latest first.
    pub items: Vec<BackupFile>,
    /// Whether only the holder of a key can read them.
    pub encrypted: bool,
    /// Whether one is asked for that nobody has begun.
    pub asked: bool,
    /// How the last one went.
    pub task: TaskView,
    /// The clock of this machine.
    pub now: Instant,
}

/// `GET /backups/{name}`: which piece.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PieceQuery {
    /// From which byte on; from the beginning when not sent. A piece has 4 MiB, the last one less.
    #[serde(default)]
    from: u64,
}

/// `GET /backups`
pub fn list(ctx: &mut Ctx<'_>, (): ()) -> Result<Json<Backups>> {
    view(ctx).map(Json)
}

fn view(ctx: &mut Ctx<'_>) -> Result<Backups> {
    let config = ctx.config();
    let folder = &config.folders.backup;
    let mut items = backups::kept(folder).map_err(internal)?;
    items.reverse();
    let (asked, encrypted) = (backups::is_asked(folder), config.backup.recipient.is_some());
    let last = store::last_run(ctx.db, Task::Backup)?;
    Ok(Backups { items, encrypted, asked, task: TaskView::new(Task::Backup, last), now: ctx.now() })
}

/// `POST /backups`: has one made by a process of its own, once the answer is out.
pub fn ask(ctx: &mut Ctx<'_>, (): ()) -> Result<Accepted<Backups>> {
    let last = store::last_run(ctx.db, Task::Backup)?.map(|run| run.facts());
    if is_held(last, Task::Backup.lease_minutes(), ctx.now().utc()) {
        return Err(conflict("backup_running", "Une sauvegarde est déjà en cours."));
    }
    ctx.write(|change| change.journal(Event::BackupAsked, "backup", json!({})))?;
    backups::ask(&ctx.config().folders.backup).map_err(unusable)?;
    ctx.services.backup_waits();
    view(ctx).map(Accepted)
}

fn unusable(error: std::io::Error) -> Problem {
    let mut problem = internal(error);
    "Le dossier des sauvegardes (BACKUP_PATH) ne peut pas être utilisé : voyez les constats."
        .clone_into(&mut problem.detail);
    problem
}

/// `GET /backups/{name}`: a piece of a backup. The first one is journalled.
pub fn download(
    ctx: &mut Ctx<'_>,
    (Path(name), Query(query)): (Path<String>, Query<PieceQuery>),
) -> Result<Piece> {
    let folder = &ctx.config().folders.backup;
    let bytes = backups::piece(folder, &name, query.from, PIECE).map_err(internal)?.ok_or_else(not_found)?;
    if query.from == 0 {
        ctx.write(|change| change.journal(Event::BackupDownloaded, "backup", json!({ "name": name })))?;
    }
    Ok(Piece { file_name: name, bytes })
}
