//! The one way in for what desks decide.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::follow::{self, Scene};
use super::judge::{Judge, Judged, Refusal};
use super::model::Command;
use super::store;
use super::views::{CommandResult, DeskSync, DeskSynced, SentCommand};
use crate::ctx::{Change, Ctx};
use crate::db::hold::{self, Held};
use crate::error::{Result, internal, malformed};
use crate::features::base::journal::{Entry, Event};
use crate::features::deposit::decisions::rules::{Decision, Standing};
use crate::features::deposit::decisions::states::{CommandRefusal, CommandStatus};
use crate::features::deposit::desks::sessions as desks;
use crate::features::edition::editions::store as editions;
use crate::features::lists::declared::model::catalogue_of;
use crate::http::{Json, Path};
use crate::kernel::actor::Actor;
use crate::kernel::ids::{ArticleId, CommandId, EditionId, ListId, RegistrationId};

/// Most commands of one sync.
const MOST: usize = 500;

/// Commands of one transaction: short enough not to hold up the other desks.
const STEP: usize = 100;

/// `POST /editions/{id}/desk/sync`
///
/// Each step is committed on its own. When one fails the whole answer is an error: the device sends all of them again, and
/// finds those of the earlier steps recorded.
pub fn sync(
    ctx: &mut Ctx<'_>,
    (Path(edition_id), Json(body)): (Path<EditionId>, Json<DeskSync>),
) -> Result<Json<DeskSynced>> {
    if body.commands.len() > MOST {
        return Err(malformed("too_many_commands", format!("{MOST} décisions au plus à la fois.")));
    }
    let actor = ctx.actor()?;
    editions::by_id(ctx.db, edition_id)?;
    let mut results = Vec::with_capacity(body.commands.len());
    for (step, sent) in body.commands.chunks(STEP).enumerate() {
        let first = step * STEP;
        results.extend(ctx.write(|change| take_in(change, edition_id, actor, sent, first))?);
    }
    Ok(Json(DeskSynced { server_time: ctx.now(), results }))
}

/// Takes some commands in, and lets what they are about follow.
fn take_in(
    change: &mut Change<'_>,
    edition_id: EditionId,
    actor: Actor,
    sent: &[SentCommand],
    first: usize,
) -> Result<Vec<CommandResult>> {
    let scene = Scene::held(change.db, edition_id)?;
    let named: BTreeSet<ListId> = sent.iter().map(|command| command.list_id).collect();
    let owners: BTreeMap<ListId, RegistrationId> =
        store::lists_of(change.db, edition_id, &named)?.into_iter().collect();
    let registrations: BTreeSet<RegistrationId> = owners.values().copied().collect();
    // In the order of their ids, so that two desks do not wait for each other.
    for id in &registrations {
        hold::exclusive(change.db, Held::Registration, id.as_str())?;
    }
    let judge = judge(change, scene, actor, sent, &owners)?;
    let judged = judge_all(&judge, sent, first);
    let new: Vec<Command> = judged
        .iter()
        .filter_map(|one| match one {
            Ok(Judged::New(command)) => Some(command.clone()),
            _ => None,
        })
        .collect();
    store::insert(change.db, &new)?;
    let touched: BTreeSet<RegistrationId> =
        new.iter().filter_map(|command| owners.get(&command.list_id)).copied().collect();
    let mut decisions: BTreeMap<RegistrationId, Vec<Decision>> = BTreeMap::new();
    for id in &registrations {
        let all = if touched.contains(id) {
            follow::registration(change.db, scene, *id, change.trace.now)?
        } else {
            let (_, commands) = store::decided(change.db, *id)?;
            commands.iter().map(Command::decision).collect::<Result<Vec<_>>>()?
        };
        decisions.insert(*id, all);
    }
    let standing: BTreeMap<RegistrationId, Standing<'_>> =
        decisions.iter().map(|(id, all)| (*id, Standing::new(all, scene.opening))).collect();
    let holds = |command: &Command| {
        owners.get(&command.list_id).and_then(|id| standing.get(id)).is_some_and(|one| one.holds(command.id))
    };
    let results = sent.iter().zip(&judged).map(|(sent, judged)| result(sent, judged, holds)).collect();
    record(change, edition_id, &new)?;
    Ok(results)
}

fn judge(
    change: &mut Change<'_>,
    scene: Scene,
    actor: Actor,
    sent: &[SentCommand],
    owners: &BTreeMap<ListId, RegistrationId>,
) -> Result<Judge> {
    let ids: BTreeSet<CommandId> = sent.iter().map(|command| command.id).collect();
    let mut named: BTreeSet<ArticleId> = sent.iter().filter_map(|command| command.article_id).collect();
    for command in sent {
        let leaving = command.value.get("article_ids").and_then(Value::as_array);
        let leaving = leaving.into_iter().flatten().filter_map(Value::as_str);
        named.extend(leaving.filter_map(ArticleId::parse));
    }
    let edition = editions::by_id(change.db, scene.id)?;
    Ok(Judge {
        edition_id: scene.id,
        edition: scene.status,
        catalogue: catalogue_of(&edition)?,
        lists: owners.keys().copied().collect(),
        articles: store::articles_named(change.db, &named)?,
        known: store::known(change.db, &ids)?,
        actor,
        now: change.now(),
    })
}

/// Judges them in their order. A command that stands twice in the batch counts once.
fn judge_all(judge: &Judge, sent: &[SentCommand], first: usize) -> Vec<Result<Judged, Refusal>> {
    let mut before: BTreeMap<CommandId, Command> = BTreeMap::new();
    let mut judged = Vec::with_capacity(sent.len());
    for (place, command) in sent.iter().enumerate() {
        let place = i64::try_from(first + place).unwrap_or(i64::MAX);
        let one = match judge.judge(command, place) {
            Ok(Judged::New(new)) => match before.get(&new.id) {
                Some(same) if same.is_same(&new) => Ok(Judged::Known(same.clone())),
                Some(_) => Err(CommandRefusal::IdReused).map_err(|code| (code, code.french().to_owned())),
                None => {
                    before.insert(new.id, new.clone());
                    Ok(Judged::New(new))
                }
            },
            other => other,
        };
        judged.push(one);
    }
    judged
}

fn result(
    sent: &SentCommand,
    judged: &Result<Judged, Refusal>,
    holds: impl Fn(&Command) -> bool,
) -> CommandResult {
    let (status, stands, code, message) = match judged {
        Ok(Judged::New(command)) if holds(command) => (CommandStatus::Applied, None, None, None),
        Ok(Judged::New(_)) => (CommandStatus::Superseded, None, None, None),
        Ok(Judged::Known(command)) => (CommandStatus::Duplicate, Some(holds(command)), None, None),
        Err((code, message)) => (CommandStatus::Refused, None, Some(*code), Some(message.clone())),
    };
    CommandResult { id: sent.id, status, stands, code, message }
}

/// What a command says, for the journal: never rewritten, it names nobody and holds nobody's words.
fn wordless(command: &Command) -> Result<Value> {
    serde_json::from_str(&store::wordless(command.kind, &command.value)?).map_err(internal)
}

/// Writes down, for each list, what was decided about it, where and when.
fn record(change: &mut Change<'_>, edition: EditionId, new: &[Command]) -> Result<()> {
    let mut by_list: BTreeMap<ListId, Vec<&Command>> = BTreeMap::new();
    for command in new {
        by_list.entry(command.list_id).or_default().push(command);
    }
    let mut places: BTreeMap<_, Value> = BTreeMap::new();
    for id in new.iter().filter_map(|command| command.desk_session_id).collect::<BTreeSet<_>>() {
        if let Some(desk) = desks::in_edition(change.db, edition, id)? {
            places.insert(id, json!({ "id": id, "number": desk.desk_number }));
        }
    }
    let mut entries = Vec::with_capacity(by_list.len());
    for (list, commands) in by_list {
        let told = commands
            .iter()
            .map(|command| {
                Ok(json!({
                    "id": command.id, "kind": command.kind, "article_id": command.article_id,
                    "value": wordless(command)?, "decided_at": command.claimed_at,
                    "desk": command.desk_session_id.and_then(|id| places.get(&id)),
                }))
            })
            .collect::<Result<Vec<Value>>>()?;
        entries.push(Entry::new(Event::DeskDecided, list, json!({ "commands": told })));
    }
    change.journal_all(&entries)
}
