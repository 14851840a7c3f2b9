//! Europe/Paris: the zone in which deadlines, days and slots are meant and shown (domain.md 8).

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta,
    TimeZone, Timelike, Utc,
};
use chrono_tz::Europe::Paris;

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// The instant at which clocks in Paris show `local`.
///
/// In the hour that autumn repeats, the first of the two; in the hour that spring skips, as much later as the
/// clock jumped.
pub fn to_utc(local: NaiveDateTime) -> DateTime<Utc> {
    match Paris.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => {
            // Winter time was in force right before every gap, and it is one hour ahead of UTC.
            (local - TimeDelta::hours(1)).and_utc()
        }
    }
}

/// What clocks in Paris show at `at`.
pub fn to_local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Paris).naive_local()
}

/// The day in Paris at `at`.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    to_local(at).date()
}

/// The first instant of a day in Paris.
pub fn start_of_day(date: NaiveDate) -> DateTime<Utc> {
    to_utc(date.and_time(NaiveTime::MIN))
}

/// 23:59:59 of a day in Paris: the last second in which a deadline given as a date is met (domain.md 8).
pub fn end_of_day(date: NaiveDate) -> DateTime<Utc> {
    to_utc(date.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399))
}

/// `mercredi 5 novembre 2025`.
pub fn long_date(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    let ordinal = if date.day() == 1 { "er" } else { "" };
    format!("{weekday} {}{ordinal} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// `jeu26nov`: a day in a file name.
pub fn day_in_file_name(date: NaiveDate) -> String {
    const DAYS: [&str; 7] = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"];
    const SHORT: [&str; 12] =
        ["jan", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"];
    let weekday = DAYS[date.weekday().num_days_from_monday() as usize];
    format!("{weekday}{}{}", date.day(), SHORT[date.month0() as usize])
}

/// `9 h 30`, or `9 h` on the hour, with no-break spaces.
pub fn time_of_day(time: NaiveTime) -> String {
    match time.minute() {
        0 => format!("{}\u{a0}h", time.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

/// `mercredi 5 novembre 2025 à 9 h 30`, as clocks in Paris show it.
pub fn long_date_time(at: DateTime<Utc>) -> String {
    let local = to_local(at);
    format!("{} à {}", long_date(local.date()), time_of_day(local.time()))
}

/// `2025-11-08T09:31:22.123Z`: how instants travel in JSON.
pub fn instant_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads `2025-11-05 20:00` or `05/11/2025 20:00`, with or without seconds; `T` may stand for the space.
pub fn parse_date_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    [
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y %H:%M:%S",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .filter(|at| (1900..=9999).contains(&at.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn local(text: &str) -> NaiveDateTime {
        parse_date_time(text).unwrap()
    }

    #[test]
    fn winter_and_summer_have_their_own_offsets() {
        assert_eq!(to_utc(local("2025-11-05 20:00")).to_rfc3339(), "2025-11-05T19:00:00+00:00");
        assert_eq!(to_utc(local("2025-07-05 20:00")).to_rfc3339(), "2025-07-05T18:00:00+00:00");
    }

    #[test]
    fn the_repeated_hour_means_its_first_pass_and_the_skipped_one_moves_on() {
        assert_eq!(to_utc(local("2025-10-26 02:30")).to_rfc3339(), "2025-10-26T00:30:00+00:00");
        let skipped = to_utc(local("2025-03-30 02:30"));
        assert_eq!(to_local(skipped), local("2025-03-30 03:30"));
    }

    #[test]
    fn a_deadline_given_as_a_date_ends_one_second_before_midnight() {
        let day = NaiveDate::from_ymd_opt(2025, 10, 15).unwrap();
        assert_eq!(end_of_day(day).to_rfc3339(), "2025-10-15T21:59:59+00:00");
        assert_eq!(start_of_day(day).to_rfc3339(), "2025-10-14T22:00:00+00:00");
    }

    #[test]
    fn dates_are_written_in_french() {
        let day = NaiveDate::from_ymd_opt(2025, 11, 5).unwrap();
        assert_eq!(long_date(day), "mercredi 5 novembre 2025");
        assert_eq!(long_date(NaiveDate::from_ymd_opt(2026, 8, 1).unwrap()), "samedi 1er août 2026");
        assert_eq!(time_of_day(local("2025-11-05 09:30").time()), "9\u{a0}h\u{a0}30");
        assert_eq!(time_of_day(local("2025-11-05 14:00").time()), "14\u{a0}h");
        assert_eq!(
            long_date_time(to_utc(local("2025-11-05 09:05"))),
            "mercredi 5 novembre 2025 à 9\u{a0}h\u{a0}05"
        );
    }

    #[test]
    fn instants_travel_in_utc_with_milliseconds() {
        let at = DateTime::from_timestamp_millis(1_762_594_282_120).unwrap();
        assert_eq!(instant_text(at), "2025-11-08T09:31:22.120Z");
    }

    #[test]
    fn both_ways_of_writing_a_date_are_read() {
        let expected = local("2025-11-05 20:00");
        for text in ["2025-11-05 20:00", " 05/11/2025 20:00 ", "5/11/2025 20:00:00", "2025-11-05T20:00"] {
            assert_eq!(parse_date_time(text), Some(expected), "{text}");
        }
        for text in
            ["", "2025-11-05", "31/02/2025 10:00", "11/25/2025 10:00", "0000-00-00 00:00", "05/11/25 20:00"]
        {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn local_times_read_back_outside_the_two_odd_hours_of_a_year(seconds in 0_i64..4_000_000_000) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let back = to_utc(to_local(at));
            prop_assert!(back == at || back == at - TimeDelta::hours(1), "{} {}", at, back);
        }
    }
}
