//! When a task is due, and whether its last run still holds it: pure, for any frequency of cron and any clock.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::kernel::clock::paris;

/// When a task is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Each time cron comes.
    EachTime,
    /// When so many minutes have gone by since the last run began.
    Every {
        /// Minutes.
        minutes: i64,
    },
    /// Once a day, the first time cron comes after this hour in Paris.
    DailyAfter {
        /// Full hour, 0 to 23.
        hour: u32,
    },
}

impl Schedule {
    /// A phrase for people.
    pub fn in_french(self) -> String {
        match self {
            Self::EachTime => "à chaque passage".to_owned(),
            Self::Every { minutes } if minutes % 60 == 0 && minutes > 60 => {
                format!("toutes les {} heures", minutes / 60)
            }
            Self::Every { minutes: 60 } => "toutes les heures".to_owned(),
            Self::Every { minutes } => format!("toutes les {minutes} minutes"),
            Self::DailyAfter { hour } => format!("chaque jour après {hour} h"),
        }
    }
}

/// What is known of a task's last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Whether it failed.
    pub failed: bool,
    /// Until when it holds the task; nothing once it has ended.
    pub claimed_until: Option<DateTime<Utc>>,
}

/// Clocks of two machines of one host differ by less. A last run that lies further ahead was noted by a clock that was
/// wrong, and says nothing.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// A task that failed is tried again sooner than a day later.
const AFTER_FAILURE: TimeDelta = TimeDelta::minutes(30);

/// Whether a task is to run now. Days that were missed are made up for by one run, not by one each.
pub fn is_due(schedule: Schedule, last: Option<LastRun>, now: DateTime<Utc>) -> bool {
    let Some(last) = last else { return true };
    if last.started_at > now + CLOCKS_DIFFER {
        return true;
    }
    let ago = now - last.started_at;
    match schedule {
        Schedule::EachTime => true,
        Schedule::Every { minutes } => ago >= TimeDelta::minutes(minutes),
        Schedule::DailyAfter { hour } => {
            last.started_at < latest_time_of_day(hour, now) || (last.failed && ago >= AFTER_FAILURE)
        }
    }
}

/// The latest instant, not after `now`, at which clocks in Paris showed this full hour.
fn latest_time_of_day(hour: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let today = paris::local_date(now);
    let at = paris::to_utc(today.and_time(time));
    if at <= now { at } else { paris::to_utc((today - TimeDelta::days(1)).and_time(time)) }
}

/// Whether another process is at it. A claim that reaches further ahead than any would was made by a wrong clock.
pub fn is_held(last: Option<LastRun>, lease_minutes: i64, now: DateTime<Utc>) -> bool {
    let until = last.and_then(|last| last.claimed_until);
    let furthest = now + TimeDelta::minutes(lease_minutes) + CLOCKS_DIFFER;
    until.is_some_and(|until| until > now && until <= furthest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        crate::kernel::clock::Instant::parse(text).unwrap().utc()
    }

    fn ran(text: &str) -> LastRun {
        LastRun { started_at: at(text), failed: false, claimed_until: None }
    }

    const HOURLY: Schedule = Schedule::Every { minutes: 60 };
    const NIGHTLY: Schedule = Schedule::DailyAfter { hour: 3 };

    #[test]
    fn what_has_never_run_is_due() {
        for schedule in [Schedule::EachTime, HOURLY, NIGHTLY] {
            assert!(is_due(schedule, None, at("2025-11-08T00:00:00Z")), "{schedule:?}");
        }
    }

    #[test]
    fn tasks_are_due_by_the_table() {
        let cases: &[(&str, Schedule, &str, &str, bool)] = &[
            (
                "cron comes at once again",
                Schedule::EachTime,
                "2025-11-08T10:00:00Z",
                "2025-11-08T10:00:01Z",
                true,
            ),
            ("less than an hour", HOURLY, "2025-11-08T10:00:00Z", "2025-11-08T10:59:59Z", false),
            ("an hour", HOURLY, "2025-11-08T10:00:00Z", "2025-11-08T11:00:00Z", true),
            ("the same night", NIGHTLY, "2025-11-08T02:05:00Z", "2025-11-08T22:00:00Z", false),
            ("before three in Paris", NIGHTLY, "2025-11-07T02:05:00Z", "2025-11-08T01:59:59Z", false),
            ("at three in Paris", NIGHTLY, "2025-11-07T02:05:00Z", "2025-11-08T02:00:00Z", true),
            (
                "three days missed, made up for once",
                NIGHTLY,
                "2025-11-04T02:05:00Z",
                "2025-11-08T10:00:00Z",
                true,
            ),
            ("then not again that day", NIGHTLY, "2025-11-08T10:00:00Z", "2025-11-08T23:00:00Z", false),
            ("but in the following night", NIGHTLY, "2025-11-08T10:00:00Z", "2025-11-09T02:00:00Z", true),
            ("run by hand just before three", NIGHTLY, "2025-11-08T01:59:00Z", "2025-11-08T02:01:00Z", true),
            (
                "in summer three is one hour earlier",
                NIGHTLY,
                "2025-07-07T01:05:00Z",
                "2025-07-08T01:00:00Z",
                true,
            ),
            ("spring: the night has 23 hours", NIGHTLY, "2025-03-29T02:01:00Z", "2025-03-30T01:00:00Z", true),
            ("spring: not before", NIGHTLY, "2025-03-29T02:01:00Z", "2025-03-30T00:59:00Z", false),
            ("autumn: the night has 25 hours", NIGHTLY, "2025-10-25T01:01:00Z", "2025-10-26T02:00:00Z", true),
            (
                "autumn: two o'clock twice is not three",
                NIGHTLY,
                "2025-10-25T01:01:00Z",
                "2025-10-26T01:30:00Z",
                false,
            ),
            ("autumn: once only", NIGHTLY, "2025-10-26T02:00:00Z", "2025-10-26T03:30:00Z", false),
            ("the clock went back a day", HOURLY, "2025-11-08T10:00:00Z", "2025-11-07T10:00:00Z", true),
            (
                "the clock went back a day, nightly",
                NIGHTLY,
                "2025-11-08T10:00:00Z",
                "2025-11-07T10:00:00Z",
                true,
            ),
            (
                "another machine is a minute ahead",
                HOURLY,
                "2025-11-08T10:01:00Z",
                "2025-11-08T10:00:00Z",
                false,
            ),
            ("a clock of 1970", NIGHTLY, "2025-11-08T10:00:00Z", "1970-01-01T00:00:00Z", true),
        ];
        for (case, schedule, last, now, expected) in cases {
            assert_eq!(is_due(*schedule, Some(ran(last)), at(now)), *expected, "{case}");
        }
    }

    #[test]
    fn a_backup_that_failed_is_tried_again_after_half_an_hour() {
        let failed = LastRun { failed: true, ..ran("2025-11-08T02:05:00Z") };
        assert!(!is_due(NIGHTLY, Some(failed), at("2025-11-08T02:34:59Z")));
        assert!(is_due(NIGHTLY, Some(failed), at("2025-11-08T02:35:00Z")));
    }

    #[test]
    fn a_claim_holds_until_it_lapses_and_one_of_a_wrong_clock_does_not_hold() {
        let claimed = |until| Some(LastRun { claimed_until: Some(at(until)), ..ran("2025-11-08T10:00:00Z") });
        let now = at("2025-11-08T10:01:00Z");
        assert!(is_held(claimed("2025-11-08T10:15:00Z"), 15, now));
        assert!(!is_held(claimed("2025-11-08T10:01:00Z"), 15, now), "a process that was killed");
        assert!(!is_held(claimed("2025-11-09T10:15:00Z"), 15, now), "the clock went back a day since");
        assert!(!is_held(None, 15, now));
        assert!(!is_held(Some(ran("2025-11-08T10:00:00Z")), 15, now));
    }

    #[test]
    fn schedules_are_told_as_people_say_them() {
        let told =
            [Schedule::EachTime, HOURLY, Schedule::Every { minutes: 360 }, NIGHTLY].map(Schedule::in_french);
        assert_eq!(
            told,
            ["à chaque passage", "toutes les heures", "toutes les 6 heures", "chaque jour après 3 h"]
        );
    }
}
