//! Which backups stay: all of the last days, then the first of each month for a year.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use crate::config::Backup;
use crate::features::house::upkeep::backups::made_at;
use crate::kernel::clock::Instant;

/// Names of the backups that need no longer be kept. Never the latest one, and never a file of another name.
///
/// The first of a month stays, not the last: what is kept today is then never replaced by something later.
pub fn superfluous(now: Instant, keep: &Backup, names: &[String]) -> Vec<String> {
    let mut dated: Vec<(Instant, &String)> =
        names.iter().filter_map(|name| Some((made_at(name)?, name))).collect();
    dated.sort();
    let Some((_, latest)) = dated.last().copied() else { return Vec::new() };
    let recent = now.plus(-TimeDelta::days(keep.keep_days.into()));
    let first_month = month(now.utc()) - i64::from(keep.keep_months);
    let mut months = BTreeSet::new();
    let mut gone = Vec::new();
    for (at, name) in dated {
        let month = month(at.utc());
        let is_first = months.insert(month);
        let stays = at >= recent || (is_first && month >= first_month) || name == latest;
        if !stays {
            gone.push(name.clone());
        }
    }
    gone
}

/// Months since the year 0.
fn month(at: DateTime<Utc>) -> i64 {
    i64::from(at.year()) * 12 + i64::from(at.month0())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::house::upkeep::backups::name_at;
    use proptest::prelude::*;

    fn keep(days: u32, months: u32) -> Backup {
        Backup { keep_days: days, keep_months: months, recipient: None }
    }

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}T02:15:00Z")).unwrap()
    }

    fn left(now: &str, keep: &Backup, days: &[&str]) -> Vec<String> {
        let names: Vec<_> = days.iter().map(|day| name_at(at(day), false)).collect();
        let gone = superfluous(at(now), keep, &names);
        names.into_iter().filter(|name| !gone.contains(name)).map(|name| name[7..17].to_owned()).collect()
    }

    #[test]
    fn what_stays_across_the_ends_of_months_and_years() {
        for (now, days, stays) in [
            // Within thirty days everything stays, to the second.
            (
                "2026-03-31",
                vec!["2026-03-01", "2026-03-15", "2026-03-31"],
                vec!["2026-03-01", "2026-03-15", "2026-03-31"],
            ),
            // February is short: thirty days before 1 March is 30 January.
            (
                "2026-03-01",
                vec!["2026-01-29", "2026-01-30", "2026-01-31", "2026-03-01"],
                vec!["2026-01-29", "2026-01-30", "2026-01-31", "2026-03-01"],
            ),
            (
                "2026-03-02",
                vec!["2026-01-29", "2026-01-30", "2026-01-31", "2026-03-01"],
                vec!["2026-01-29", "2026-01-31", "2026-03-01"],
            ),
            // Leap years have their 29 February.
            (
                "2028-03-30",
                vec!["2028-02-01", "2028-02-28", "2028-02-29", "2028-03-30"],
                vec!["2028-02-01", "2028-02-29", "2028-03-30"],
            ),
            // The first of a month that has one, whichever day it was.
            (
                "2026-11-22",
                vec!["2026-08-17", "2026-08-30", "2026-09-02", "2026-11-22"],
                vec!["2026-08-17", "2026-09-02", "2026-11-22"],
            ),
            // Twelve months back, across the year.
            (
                "2026-11-22",
                vec!["2025-10-01", "2025-11-30", "2025-12-31", "2026-11-22"],
                vec!["2025-11-30", "2025-12-31", "2026-11-22"],
            ),
            // However old, the latest stays.
            ("2026-11-22", vec!["2020-01-01", "2020-01-02"], vec!["2020-01-02"]),
            // A clock that was ahead for a day loses nothing.
            ("2026-11-22", vec!["2026-11-21", "2027-05-01"], vec!["2026-11-21", "2027-05-01"]),
        ] {
            assert_eq!(left(now, &keep(30, 12), &days), stays, "{now}");
        }
        assert_eq!(
            left("2026-11-22", &keep(1, 0), &["2026-09-01", "2026-11-01", "2026-11-22"]),
            ["2026-11-01", "2026-11-22"]
        );
    }

    #[test]
    fn only_our_own_names_are_known() {
        assert_eq!(name_at(at("2026-11-22"), true), "bourse-2026-11-22T021500Z.tar.zst.age");
        assert_eq!(made_at("bourse-2026-11-22T021500Z.tar.zst"), Some(at("2026-11-22")));
        for other in [
            "bourse.sql",
            "bourse-2026-11-22T021500Z.tar.zst.part",
            "bourse-2026-11-22T021500Z.tar.gz",
            "bourse-2026-02-30T021500Z.tar.zst",
            "bourse-2026-11-2T021500Z.tar.zst",
            "Copie de bourse-2026-11-22T021500Z.tar.zst",
        ] {
            assert_eq!(made_at(other), None, "{other}");
            assert_eq!(superfluous(at("2036-01-01"), &keep(1, 0), &[other.to_owned()]), Vec::<String>::new());
        }
    }

    proptest! {
        // Each goes through up to nine hundred days.
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn a_backup_a_day_leaves_at_most_a_month_of_days_and_one_a_month(days in 1_i64..900) {
            let first = at("2024-01-15");
            let mut names = Vec::new();
            for day in 0..days {
                let now = first.plus(TimeDelta::days(day));
                names.push(name_at(now, false));
                let gone = superfluous(now, &keep(30, 12), &names);
                names.retain(|name| !gone.contains(name));
                prop_assert!(names.len() <= 31 + 13, "{}", names.len());
                prop_assert!(names.len() >= usize::try_from((day + 1).min(31)).unwrap());
            }
        }
    }
}
