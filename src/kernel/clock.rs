//! Time as the product keeps it: UTC instants of a millisecond, calendar days, and a clock that tests can set.

mod of_day;
pub mod paris;

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, TimeDelta, Utc};

pub use self::of_day::TimeOfDay;

/// A UTC instant with milliseconds, shown and stored as `2025-11-08T09:31:22.123Z`.
///
/// It is an integer that carries its text, of fixed width, so that both engines sort and compare it as it is read: a value
/// bound to a statement over two engines is lent to it, so the text has to be somewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    millis: i64,
    text: [u8; 24],
}

impl Instant {
    /// Cuts to the millisecond. Years outside 1970..=9999 are brought back to the nearest end.
    pub fn new(at: DateTime<Utc>) -> Self {
        let at =
            at.clamp(DateTime::<Utc>::UNIX_EPOCH, DateTime::from_timestamp(253_402_300_799, 0).unwrap_or(at));
        let mut text = [b'0'; 24];
        text.copy_from_slice(at.to_rfc3339_opts(SecondsFormat::Millis, true).as_bytes());
        Self { millis: at.timestamp_millis(), text }
    }

    /// Milliseconds since 1970.
    pub fn from_millis(millis: i64) -> Self {
        Self::new(DateTime::from_timestamp_millis(millis).unwrap_or_default())
    }

    /// Reads any RFC 3339 instant; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Self::new(at.with_timezone(&Utc)))
    }

    /// The 24 characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so the fallback is unreachable.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The same instant for calculations with a calendar.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis).unwrap_or_default()
    }

    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.millis
    }

    /// The instant `delta` later (earlier when negative).
    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        Self::new(self.utc() + delta)
    }
}

/// Years of which the product speaks.
pub const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A calendar day in France, shown and stored as `2025-11-08`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day([u8; 10]);

impl Day {
    /// Wraps a date of the years 1 to 9999.
    pub fn new(date: NaiveDate) -> Self {
        let mut bytes = [b'0'; 10];
        let text = date.format("%Y-%m-%d").to_string();
        if text.len() == bytes.len() {
            bytes.copy_from_slice(text.as_bytes());
        }
        Self(bytes)
    }

    /// Reads `2025-11-08`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::new)).flatten()
    }

    /// The 10 characters.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so the fallback is unreachable.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether anybody can mean it: what a slip of the finger makes of a year is refused where days come in.
    pub fn is_plausible(self) -> bool {
        PLAUSIBLE_YEARS.contains(&self.date().year())
    }

    /// The same day for calculations.
    pub fn date(self) -> NaiveDate {
        NaiveDate::parse_from_str(self.as_str(), "%Y-%m-%d").unwrap_or_default()
    }
}

macro_rules! as_text {
    ($type:ident, $format:literal, $plausible:expr, $wrong:literal) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                let plausible: fn(&Self) -> bool = $plausible;
                Self::parse(&text).filter(plausible).ok_or_else(|| serde::de::Error::custom($wrong))
            }
        }

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format })
            }
        }

        crate::text_column!($type);
    };
}
as_text!(Instant, "date-time", |_| true, "date et heure attendues, par exemple 2025-11-08T09:31:22Z");
as_text!(Day, "date", |day| day.is_plausible(), "date attendue, entre 2000 et 2100, par exemple 2025-11-08");

/// Where the present comes from.
#[derive(Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A time set by a test, in milliseconds since 1970.
    Set(AtomicI64),
}

impl Clock {
    /// A clock that stands still at `now` until it is moved.
    pub fn set_at(now: Instant) -> Self {
        Self::Set(AtomicI64::new(now.millis()))
    }

    /// The current time.
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant::new(Utc::now()),
            Self::Set(millis) => Instant::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a set clock; the machine's own is left alone.
    pub fn move_to(&self, now: Instant) {
        if let Self::Set(millis) = self {
            millis.store(now.millis(), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_cut_to_the_millisecond_and_shown_in_utc() {
        let at = Instant::parse("2025-11-08T10:31:22.123987+01:00").unwrap();
        assert_eq!(at.to_string(), "2025-11-08T09:31:22.123Z");
        assert_eq!(Instant::from_millis(at.millis()), at);
        assert_eq!(Instant::parse("2025-11-08 10:31"), None);
    }

    #[test]
    fn instants_beyond_four_digit_years_stay_of_fixed_width() {
        assert_eq!(Instant::from_millis(i64::MAX / 2000).to_string().len(), 24);
        assert_eq!(Instant::from_millis(-1).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn days_read_back_what_they_show() {
        let day = Day::parse("2025-02-28").unwrap();
        assert_eq!(day.to_string(), "2025-02-28");
        assert_eq!(Day::parse("2025-02-30"), None);
        assert_eq!(Day::parse("2025-2-28"), None);
        let read = |text: &str| serde_json::from_value::<Day>(serde_json::json!(text)).ok();
        assert_eq!(read("2025-02-28"), Some(day));
        for absurd in ["1969-12-31", "0025-11-08", "9999-11-08", "2101-01-01"] {
            assert_eq!(read(absurd), None, "{absurd}");
        }
    }
}
