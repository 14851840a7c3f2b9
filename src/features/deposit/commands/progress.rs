//! The board of the deposit: how far it is, slot by slot, desk by desk, and when it will be over (deposit.md 2).

mod store;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ctx::Ctx;
use crate::db;
use crate::error::Result;
use crate::features::deposit::decisions::states::DepositRefusal;
use crate::features::deposit::desks::sessions as desks;
use crate::features::deposit::desks::sessions::DeskSession;
use crate::features::edition::editions::store as editions;
use crate::http::{Json, Path};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{DeskSessionId, EditionId, ListId};

/// A desk counts as working when it was heard of this lately.
const WORKING: TimeDelta = TimeDelta::minutes(10);

/// `GET /editions/{id}/desk/progress`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskProgress {
    /// The sums of all slots.
    pub total: Reviewed,
    /// Slot by slot, the earliest first.
    pub slots: Vec<SlotProgress>,
    /// Why articles were refused, the most frequent first.
    pub refusals: Vec<RefusalCount>,
    /// Median minutes that a list took, of the last 20; none while fewer than 5 were measured.
    pub minutes_per_list: Option<f64>,
    /// When the lists that are left will be done, at the pace of the desks that work now.
    pub forecast_end: Option<Instant>,
    /// Desks, the latest first.
    pub desks: Vec<DeskView>,
    /// Lists that a desk has begun and that are not reviewed.
    pub to_finish: Vec<ListToFinish>,
}

/// How far declared lists are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reviewed {
    /// Declared lists.
    pub lists: i64,
    /// Those that a desk has begun.
    pub lists_started: i64,
    /// Those that are reviewed.
    pub lists_reviewed: i64,
    /// Declared articles.
    pub articles: i64,
    /// Taken in.
    pub accepted: i64,
    /// Refused.
    pub refused: i64,
    /// Not in the box.
    pub not_brought: i64,
    /// Nothing was decided about.
    pub to_do: i64,
    /// What those taken in are asked for, in cents.
    pub accepted_cents: i64,
}

/// The same of one slot.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SlotProgress {
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
    /// How far its lists are.
    #[serde(flatten)]
    pub reviewed: Reviewed,
}

/// How often articles were refused for a reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusalCount {
    /// The reason as a word; none for refusals of another way.
    pub reason: Option<DepositRefusal>,
    /// For people.
    pub label: String,
    /// How many articles.
    pub count: i64,
}

/// A desk as the board shows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskView {
    /// Its session.
    pub id: DeskSessionId,
    /// Number of the table; none for a telephone.
    pub desk_number: Option<i32>,
    /// Who opened it.
    pub opened_by: String,
    /// Who sits there too.
    pub volunteers: Vec<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// When it was heard of last.
    pub heard_at: Option<Instant>,
    /// Number of the list on its screen.
    pub open_list_number: Option<i32>,
    /// Decisions that wait there, as far as it said.
    pub unsent: u32,
    /// How far its clock is ahead of the server's, in milliseconds.
    pub clock_off_ms: i64,
}

/// A list that was begun and is not reviewed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListToFinish {
    /// The list.
    pub id: ListId,
    /// Its number.
    pub number: i32,
    /// Whose it is.
    pub depositor: String,
    /// When a desk began.
    pub started_at: Instant,
}

/// `GET /editions/{id}/desk/progress`
pub fn progress(ctx: &mut Ctx<'_>, Path(edition): Path<EditionId>) -> Result<Json<DeskProgress>> {
    let now = ctx.now();
    db::at_one_instant(ctx.db, |db| {
        editions::by_id(db, edition)?;
        let slots = store::by_slot(db, edition)?;
        let total = slots.iter().fold(Reviewed::default(), |sum, slot| sum.plus(&slot.reviewed));
        let all_desks = desks::of_edition(db, edition)?;
        let working = all_desks.iter().filter(|(desk, _)| is_working(desk, now)).count();
        let minutes = store::median_minutes(db, edition)?;
        let left = total.lists - total.lists_reviewed;
        Ok(Json(DeskProgress {
            total,
            slots,
            refusals: store::refusals(db, edition)?,
            minutes_per_list: minutes,
            forecast_end: minutes.and_then(|minutes| forecast(now, left, minutes, working)),
            desks: store::desk_views(db, all_desks)?,
            to_finish: store::to_finish(db, edition)?,
        }))
    })
}

impl Reviewed {
    fn plus(self, other: &Self) -> Self {
        Self {
            lists: self.lists + other.lists,
            lists_started: self.lists_started + other.lists_started,
            lists_reviewed: self.lists_reviewed + other.lists_reviewed,
            articles: self.articles + other.articles,
            accepted: self.accepted + other.accepted,
            refused: self.refused + other.refused,
            not_brought: self.not_brought + other.not_brought,
            to_do: self.to_do + other.to_do,
            accepted_cents: self.accepted_cents + other.accepted_cents,
        }
    }
}

fn is_working(desk: &DeskSession, now: Instant) -> bool {
    let heard = desk.heard_at.unwrap_or(desk.opened_at);
    desk.closed_at.is_none() && heard >= now.plus(-WORKING)
}

/// Lists left x minutes per list / desks at work; nothing while nobody works.
fn forecast(now: Instant, left: i64, minutes: f64, working: usize) -> Option<Instant> {
    let (left, working) =
        (u32::try_from(left).ok()?, u32::try_from(working).ok().filter(|desks| *desks > 0)?);
    let minutes = f64::from(left) * minutes / f64::from(working);
    // Half a year is a plan, not a forecast.
    let minutes = minutes.min(260_000.0).ceil();
    #[allow(clippy::cast_possible_truncation, reason = "bounded just above")]
    Some(now.plus(TimeDelta::minutes(minutes as i64)))
}
