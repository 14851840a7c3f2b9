//! Articles, lists and people follow what stands: the facts that desks decide are written here alone, from all commands about
//! the lists of one registration, whichever of them has just arrived.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::judge::corrected;
use super::store;
use super::store::{ArticleRow, ListRow};
use crate::db::Conn;
use crate::db::hold::{self, Held};
use crate::db::schema::editions;
use crate::error::{Result, internal, not_found};
use crate::features::deposit::decisions::acts::{Act, Correction, Field};
use crate::features::deposit::decisions::rules::{Decision, Register, Standing};
use crate::features::deposit::decisions::states::{DepositRefusal, Kind, WithdrawalReason};
use crate::features::edition::editions::settings::Settings;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::articles;
use crate::features::lists::articles::{Decided, Wording};
use crate::features::lists::declared::store as declared;
use crate::features::lists::declared::store::Reviewing;
use crate::features::lists::states::{Bags, ListState, Mark, Outcome, Verdict};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, ListId, RegistrationId};

/// The edition under which decisions stand. Whoever has it holds the edition's state.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// The edition.
    pub id: EditionId,
    /// Where it stands.
    pub status: EditionStatus,
    /// When its sale was opened, while that counts.
    pub opening: Option<Instant>,
    /// Lists are accepted as a whole: an article that nothing stands about is taken in.
    accepts_whole: bool,
}

impl Scene {
    /// Reads it, and holds the edition so that no step comes before the commit.
    pub fn held(db: &mut Conn, id: EditionId) -> Result<Self> {
        Self::entering(db, id, None)
    }

    /// The same on the way into another state.
    fn entering(db: &mut Conn, id: EditionId, target: Option<EditionStatus>) -> Result<Self> {
        hold::shared(db, Held::Edition, id.as_str())?;
        let (status, opened, settings): (EditionStatus, Option<Instant>, String) = editions::table
            .find(id)
            .select((editions::status, editions::sale_opened_at, editions::settings))
            .first(db)
            .optional()?
            .ok_or_else(not_found)?;
        let settings: Settings = serde_json::from_str(&settings).map_err(internal)?;
        let status = target.unwrap_or(status);
        let is_open = status >= EditionStatus::Sale;
        Ok(Self {
            id,
            status,
            opening: opened.filter(|_| is_open),
            accepts_whole: settings.accept_whole_lists && status >= EditionStatus::Deposit,
        })
    }
}

/// Lets one registration follow. The caller holds it. Gives all its decisions.
pub fn registration(db: &mut Conn, scene: Scene, id: RegistrationId, now: Instant) -> Result<Vec<Decision>> {
    let (lists, commands) = store::decided(db, id)?;
    let decisions = commands.iter().map(super::model::Command::decision).collect::<Result<Vec<_>>>()?;
    let standing = Standing::new(&decisions, scene.opening);
    let lists: Vec<ListRow> =
        lists.into_iter().filter(|list| declared::PRINTABLE.contains(&list.state)).collect();
    let ids: Vec<ListId> = lists.iter().map(|list| list.id).collect();
    let rows = store::articles_on(db, &ids)?;
    follow_articles(db, scene, &standing, &rows, now)?;
    for list in &lists {
        let of_list: Vec<ArticleId> =
            rows.iter().filter(|row| row.list_id == list.id).map(|row| row.id).collect();
        follow_list(db, scene, &standing, list, &of_list)?;
    }
    follow_checks(db, &standing, id)?;
    Ok(decisions)
}

fn follow_articles(
    db: &mut Conn,
    scene: Scene,
    standing: &Standing<'_>,
    rows: &[ArticleRow],
    now: Instant,
) -> Result<()> {
    let mut wanted: BTreeMap<ArticleId, Decided> =
        rows.iter().map(|row| (row.id, row.decided.clone())).collect();
    let mut corrections: BTreeMap<ArticleId, Vec<(Field, Option<&Correction>)>> = BTreeMap::new();
    for (register, top) in standing.touched() {
        let id = match register {
            Register::Verdict(id)
            | Register::Labels(id)
            | Register::Mark(id)
            | Register::Place(id)
            | Register::Outcome(id) => id,
            Register::Field(id, field) => {
                let correction = top.and_then(|top| match &top.act {
                    Act::Correct(correction) => Some(correction),
                    _ => None,
                });
                corrections.entry(id).or_default().push((field, correction));
                continue;
            }
            _ => continue,
        };
        // What is about a list that is not declared waits.
        let Some(change) = wanted.get_mut(&id) else { continue };
        set(change, register, top.map(|top| &top.act), scene);
        if matches!(register, Register::Verdict(_) | Register::Mark(_)) {
            let (code, sentence) = reason(standing, id).unzip();
            (change.reason_code, change.status_reason) = (code, sentence);
        }
    }
    let changed: Vec<(ArticleId, Decided)> = rows
        .iter()
        .filter_map(|row| Some((row, wanted.remove(&row.id)?)))
        .filter(|(row, wanted)| row.decided != *wanted)
        .map(|(row, wanted)| (row.id, wanted))
        .collect();
    articles::set_decided(db, scene.status, &changed, now)?;
    for row in rows {
        if let Some(fields) = corrections.get(&row.id) {
            follow_correction(db, row, fields, now)?;
        }
    }
    Ok(())
}

/// Writes what stands in one register of an article into its column.
fn set(change: &mut Decided, register: Register, act: Option<&Act>, scene: Scene) {
    match register {
        Register::Verdict(_) => {
            let unsaid = scene.accepts_whole.then_some(Verdict::Accept);
            change.verdict = match act {
                Some(Act::Accept) => Some(Verdict::Accept),
                Some(Act::Refuse(..)) => Some(Verdict::Refuse),
                Some(Act::NotBrought) => Some(Verdict::NotBrought),
                _ => unsaid,
            };
        }
        Register::Mark(_) => {
            change.mark = match act {
                Some(Act::Withdraw(..)) => Some(Mark::Withdrawn),
                Some(Act::Lost(..)) => Some(Mark::Lost),
                _ => None,
            };
        }
        Register::Place(_) => {
            change.bag = match act {
                Some(Act::Found { bag }) => Some(*bag),
                _ => None,
            };
        }
        Register::Outcome(_) => {
            change.outcome = match act {
                Some(Act::HandOver(_)) => Some(Outcome::Returned),
                Some(Act::Donate(_)) => Some(Outcome::Donated),
                _ => None,
            };
        }
        Register::Labels(_) => {
            let (simplified, complete) = match act {
                Some(Act::ExtraLabel { simplified, complete }) => (*simplified, *complete),
                _ => (0, 0),
            };
            (change.extra_simplified, change.extra_complete) = (simplified, complete);
        }
        _ => {}
    }
}

/// Why an article is refused, else why it was taken out of the racks: a word and a sentence.
fn reason(standing: &Standing<'_>, id: ArticleId) -> Option<(String, String)> {
    let said = |register| standing.at(register).map(|top| &top.act);
    let refusal = |reason: DepositRefusal, text: &Option<String>| {
        (reason.to_string(), sentence(reason.french(), reason == DepositRefusal::Other, text.as_deref()))
    };
    let withdrawal = |reason: WithdrawalReason, text: &Option<String>| {
        (reason.to_string(), sentence(reason.french(), reason == WithdrawalReason::Other, text.as_deref()))
    };
    if let Some(Act::Refuse(reason, text)) = said(Register::Verdict(id)) {
        return Some(refusal(*reason, text));
    }
    match said(Register::Mark(id)) {
        Some(Act::Withdraw(reason, text) | Act::Lost(reason, text)) => Some(withdrawal(*reason, text)),
        _ => None,
    }
}

fn sentence(reason: &str, is_other: bool, text: Option<&str>) -> String {
    match text {
        Some(text) if is_other => text.to_owned(),
        Some(text) => format!("{reason} : {text}"),
        None => reason.to_owned(),
    }
}

/// Lays the corrections that stand over what the depositor had written.
fn follow_correction(
    db: &mut Conn,
    row: &ArticleRow,
    fields: &[(Field, Option<&Correction>)],
    now: Instant,
) -> Result<()> {
    let declared: Wording = match &row.as_declared {
        Some(text) => serde_json::from_str(text).map_err(internal)?,
        None => row.wording.clone(),
    };
    let mut wording = declared.clone();
    for (field, correction) in fields {
        let Some(correction) = correction else { continue };
        let new = corrected(&wording, correction);
        match field {
            Field::Description => wording.description = new.description,
            Field::Size => wording.size = new.size,
            Field::Brand => wording.brand = new.brand,
            Field::Color => wording.color = new.color,
            Field::Price => wording.price_cents = new.price_cents,
        }
    }
    if wording == row.wording { Ok(()) } else { articles::correct(db, row.id, &declared, &wording, now) }
}

fn follow_list(
    db: &mut Conn,
    scene: Scene,
    standing: &Standing<'_>,
    list: &ListRow,
    of_list: &[ArticleId],
) -> Result<()> {
    let review = standing.at(Register::Review(list.id));
    let is_reviewed = standing.is_reviewed(list.id, of_list);
    let state = match is_reviewed {
        true => ListState::Reviewed,
        // Where lists are accepted as a whole, that stays so whatever a desk has begun.
        false if scene.accepts_whole => list.state,
        false => ListState::Validated,
    };
    let bags = match standing.at(Register::Bags(list.id)).map(|top| top.kind) {
        Some(Kind::Seal) => Some(Bags::Sealed),
        Some(Kind::Release) => Some(Bags::Released),
        _ => None,
    };
    let wanted = Reviewing { state, review_started_at: review.map(|top| top.decided_at), bags };
    let stored = Reviewing { state: list.state, review_started_at: list.review_started_at, bags: list.bags };
    if wanted == stored { Ok(()) } else { declared::set_reviewing(db, list.id, &wanted) }
}

fn follow_checks(db: &mut Conn, standing: &Standing<'_>, id: RegistrationId) -> Result<()> {
    let stored = store::checks(db, id)?;
    let mut checks = stored.clone().unwrap_or_default();
    for (register, top) in standing.touched() {
        let said = top.and_then(|top| match top.act {
            Act::Envelope(said) | Act::SignedOnPaper(said) | Act::Identity(said) | Act::Residence(said) => {
                Some(said)
            }
            _ => None,
        });
        match register {
            Register::Envelope => checks.envelope = said,
            Register::SignedOnPaper => checks.signed_on_paper = said,
            Register::Identity => checks.identity = said,
            Register::Residence => checks.residence = said,
            Register::Remark => {
                checks.remark = top.and_then(|top| match &top.act {
                    Act::Remark(text) => Some(text.clone()).filter(|text| !text.is_empty()),
                    _ => None,
                });
            }
            _ => {}
        }
    }
    let is_new = stored.is_none();
    if stored.unwrap_or_default() == checks { Ok(()) } else { store::set_checks(db, id, &checks, is_new) }
}

fn all(db: &mut Conn, edition: EditionId, since: Option<Instant>, now: Instant) -> Result<usize> {
    let scene = Scene::entering(db, edition, Some(EditionStatus::Deposit))?;
    let found = store::with_commands(db, edition, since)?;
    for id in &found {
        hold::exclusive(db, Held::Registration, id.as_str())?;
        registration(db, scene, *id, now)?;
    }
    Ok(found.len())
}

/// The deposit has opened, again perhaps: what was decided about lists before they were declared takes effect.
pub fn waiting(db: &mut Conn, edition: EditionId, now: Instant) -> Result<usize> {
    all(db, edition, None, now)
}

/// The sale is taken back to the deposit: verdicts decided since it opened count after all.
pub fn after_opening(db: &mut Conn, edition: EditionId, opened: Instant, now: Instant) -> Result<usize> {
    all(db, edition, Some(opened), now)
}
