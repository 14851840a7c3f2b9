//! What the board counts, in the database.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{DeskView, ListToFinish, RefusalCount, Reviewed, SlotProgress};
use crate::db::Conn;
use crate::db::schema::{articles, desk_commands, lists, registrations, slots, users};
use crate::error::Result;
use crate::features::deposit::decisions::states::{DepositRefusal, Kind};
use crate::features::deposit::desks::sessions::DeskSession;
use crate::features::lists::declared::store::PRINTABLE;
use crate::features::lists::states::{ListState, Verdict};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ListId, SlotId};
use crate::kernel::text::PersonName;

/// Lists whose time is measured: the last ones to be finished.
const MEASURED: usize = 20;
/// Fewest of them for a forecast.
const MEASURED_LEAST: usize = 5;

/// Declared lists and their articles, in two statements.
pub(super) fn by_slot(db: &mut Conn, edition: EditionId) -> Result<Vec<SlotProgress>> {
    type Row = (ListId, SlotId, Instant, Instant, ListState, Option<Instant>);
    let rows: Vec<Row> = lists::table
        .inner_join(registrations::table.inner_join(slots::table))
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq_any(PRINTABLE))
        .select((
            lists::id,
            slots::id,
            slots::starts_at,
            slots::ends_at,
            lists::state,
            lists::review_started_at,
        ))
        .load(db)?;
    let mut of_lists = articles_by_list(db, edition)?;
    let mut all: BTreeMap<SlotId, SlotProgress> = BTreeMap::new();
    for (list, slot, starts_at, ends_at, state, started) in rows {
        let entry = all.entry(slot).or_insert_with(|| SlotProgress {
            starts_at,
            ends_at,
            reviewed: Reviewed::default(),
        });
        let own = Reviewed {
            lists: 1,
            lists_started: i64::from(started.is_some()),
            lists_reviewed: i64::from(state == ListState::Reviewed),
            ..of_lists.remove(&list).unwrap_or_default()
        };
        entry.reviewed = entry.reviewed.plus(&own);
    }
    let mut slots: Vec<SlotProgress> = all.into_values().collect();
    slots.sort_by_key(|slot| (slot.starts_at, slot.ends_at));
    Ok(slots)
}

/// What was decided about the articles of each list.
fn articles_by_list(db: &mut Conn, edition: EditionId) -> Result<BTreeMap<ListId, Reviewed>> {
    let counted: Vec<(ListId, Option<Verdict>, i64, Option<i64>)> = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::code.is_not_null())
        .group_by((articles::list_id, articles::verdict))
        .select((
            articles::list_id,
            articles::verdict,
            diesel::dsl::count_star(),
            diesel::dsl::sum(articles::price_cents),
        ))
        .load(db)?;
    let mut all: BTreeMap<ListId, Reviewed> = BTreeMap::new();
    for (list, verdict, count, cents) in counted {
        let reviewed = all.entry(list).or_default();
        reviewed.articles += count;
        match verdict {
            Some(Verdict::Accept) => {
                reviewed.accepted += count;
                reviewed.accepted_cents += cents.unwrap_or(0);
            }
            Some(Verdict::Refuse) => reviewed.refused += count,
            Some(Verdict::NotBrought) => reviewed.not_brought += count,
            None => reviewed.to_do += count,
        }
    }
    Ok(all)
}

pub(super) fn refusals(db: &mut Conn, edition: EditionId) -> Result<Vec<RefusalCount>> {
    let rows: Vec<(Option<String>, i64)> = articles::table
        .filter(articles::edition_id.eq(edition))
        .filter(articles::verdict.eq(Verdict::Refuse))
        .group_by(articles::reason_code)
        .select((articles::reason_code, diesel::dsl::count_star()))
        .load(db)?;
    let mut counts: Vec<RefusalCount> = rows
        .into_iter()
        .map(|(code, count)| {
            let reason = code.as_deref().and_then(DepositRefusal::parse);
            let label = reason.map_or("Sans motif", DepositRefusal::french).to_owned();
            RefusalCount { reason, label, count }
        })
        .collect();
    counts.sort_by_key(|refusal| (-refusal.count, refusal.reason));
    Ok(counts)
}

/// Median time between the first beginning and the last end of the lists that were finished last.
pub(super) fn median_minutes(db: &mut Conn, edition: EditionId) -> Result<Option<f64>> {
    let rows: Vec<(ListId, Kind, Instant)> = desk_commands::table
        .filter(desk_commands::edition_id.eq(edition))
        .filter(desk_commands::kind.eq_any([Kind::ListStart, Kind::ListFinish]))
        .select((desk_commands::list_id, desk_commands::kind, desk_commands::decided_at))
        .load(db)?;
    let mut spans: BTreeMap<ListId, (Option<Instant>, Option<Instant>)> = BTreeMap::new();
    for (list, kind, at) in rows {
        let (start, end) = spans.entry(list).or_default();
        if kind == Kind::ListStart {
            *start = Some(start.map_or(at, |start| start.min(at)));
        } else {
            *end = (*end).max(Some(at));
        }
    }
    let mut done: Vec<(Instant, i64)> = spans
        .into_values()
        .filter_map(|(start, end)| Some((end?, end?.millis() - start?.millis())))
        .filter(|(_, took)| *took > 0)
        .collect();
    done.sort_unstable();
    let mut took: Vec<i64> = done.iter().rev().take(MEASURED).map(|(_, took)| *took).collect();
    took.sort_unstable();
    Ok((took.len() >= MEASURED_LEAST).then(|| {
        let seconds = i32::try_from(took[took.len() / 2] / 1000).unwrap_or(i32::MAX);
        f64::from(seconds) / 60.0
    }))
}

pub(super) fn desk_views(db: &mut Conn, all: Vec<(DeskSession, PersonName)>) -> Result<Vec<DeskView>> {
    let mut reports = Vec::with_capacity(all.len());
    for (desk, name) in all {
        let report = desk.report()?;
        reports.push((desk, name, report));
    }
    let open: Vec<ListId> =
        reports.iter().filter_map(|(_, _, report)| report.as_ref()?.open_list_id).collect();
    let numbers: BTreeMap<ListId, i32> = lists::table
        .filter(lists::id.eq_any(open))
        .select((lists::id, lists::number))
        .load::<(ListId, i32)>(db)?
        .into_iter()
        .collect();
    reports
        .into_iter()
        .map(|(desk, name, report)| {
            let heard = desk.heard_at.map(Instant::millis);
            let off = report.as_ref().zip(heard).map_or(0, |(report, heard)| report.clock_ms - heard);
            Ok(DeskView {
                id: desk.id,
                desk_number: desk.desk_number,
                opened_by: name.short(),
                volunteers: desk.volunteers()?,
                opened_at: desk.opened_at,
                closed_at: desk.closed_at,
                heard_at: desk.heard_at,
                open_list_number: report
                    .as_ref()
                    .and_then(|report| report.open_list_id)
                    .and_then(|id| numbers.get(&id).copied()),
                unsent: report.as_ref().map_or(0, |report| report.unsent),
                clock_off_ms: off,
            })
        })
        .collect()
}

pub(super) fn to_finish(db: &mut Conn, edition: EditionId) -> Result<Vec<ListToFinish>> {
    let rows: Vec<(ListId, i32, String, String, Instant)> = lists::table
        .inner_join(users::table)
        .filter(lists::edition_id.eq(edition))
        .filter(lists::state.eq(ListState::Validated))
        .filter(lists::review_started_at.is_not_null())
        .order(lists::number)
        .select((
            lists::id,
            lists::number,
            users::first_name,
            users::last_name,
            lists::review_started_at.assume_not_null(),
        ))
        .load(db)?;
    let told = |(id, number, first, last, started_at): (ListId, i32, String, String, Instant)| ListToFinish {
        id,
        number,
        depositor: PersonName::new(&first, &last).full(),
        started_at,
    };
    Ok(rows.into_iter().map(told).collect())
}
