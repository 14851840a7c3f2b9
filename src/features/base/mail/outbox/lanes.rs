//! What leaves first, what the host's quota leaves for whom, and when it will all be out: pure.

use chrono::TimeDelta;

use crate::kernel::clock::Instant;

/// The order in which messages leave; a smaller number goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// What somebody waits for in front of a screen: passwords, one's own account.
    Account = 0,
    /// Invitations, answers, confirmations, offers.
    Message = 1,
    /// What a date brings.
    Reminder = 2,
    /// What is written to many at once.
    Campaign = 3,
}

impl Lane {
    /// The lane of a kind of messages.
    pub fn of(kind: &str) -> Self {
        match kind {
            "password_reset" | "password_changed" | "account_created" | "account_activated"
            | "mail_refused" => Self::Account,
            "deadline_near"
            | "deadline_passed"
            | "slot_near"
            | "sale_ended"
            | "invitations_expiring"
            | "account_inactive"
            | "journal_head" => Self::Reminder,
            "campaign" | "survey" => Self::Campaign,
            _ => Self::Message,
        }
    }

    /// The number in the database.
    pub const fn number(self) -> i32 {
        self as i32
    }
}

/// How many of an hour's messages are kept for accounts (mail.md 2); a host that lets few through keeps a fifth of them.
pub fn reserve(max_per_hour: u32) -> u32 {
    (max_per_hour / 5).min(20)
}

/// The last lane of which a message may still leave in this hour; `None` when the hour is full.
pub fn open_lane(spent: i64, max_per_hour: u32) -> Option<Lane> {
    if spent >= i64::from(max_per_hour) {
        None
    } else if spent >= i64::from(max_per_hour - reserve(max_per_hour)) {
        Some(Lane::Account)
    } else {
        Some(Lane::Campaign)
    }
}

/// When the last of `waiting` messages will have left, with the host's quota and what left in the last hour (`sent`, in any
/// order). `None` when nothing waits.
pub fn all_out_at(waiting: usize, sent: &[Instant], max_per_hour: u32, now: Instant) -> Option<Instant> {
    let last = waiting.checked_sub(1)?;
    let quota = usize::try_from(max_per_hour - reserve(max_per_hour)).unwrap_or(1).max(1);
    let mut places: Vec<Instant> = sent.iter().map(|at| at.plus(TimeDelta::hours(1)).max(now)).collect();
    places.sort();
    // The places of an hour: those that are free at once, then those that the messages of the last hour give back.
    let taken = places.len().min(quota);
    let mut places = places.split_off(places.len() - taken);
    places.splice(0..0, std::iter::repeat_n(now, quota - taken));
    let hours = i64::try_from(last / quota).unwrap_or(i64::MAX / 2);
    places.get(last % quota).map(|at| at.plus(TimeDelta::hours(hours)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("2025-11-08T{text}:00Z")).unwrap()
    }

    #[test]
    fn the_last_of_an_hour_are_kept_for_accounts() {
        assert_eq!(open_lane(0, 200), Some(Lane::Campaign));
        assert_eq!(open_lane(179, 200), Some(Lane::Campaign));
        assert_eq!(open_lane(180, 200), Some(Lane::Account));
        assert_eq!(open_lane(199, 200), Some(Lane::Account));
        assert_eq!(open_lane(200, 200), None);
        assert_eq!(open_lane(7, 10), Some(Lane::Campaign));
        assert_eq!(open_lane(8, 10), Some(Lane::Account));
        assert_eq!(open_lane(0, 1), Some(Lane::Campaign), "a very small quota keeps none back");
    }

    #[test]
    fn the_end_of_the_queue_is_told_by_the_table() {
        let now = at("10:00");
        let sent: Vec<Instant> = (0..180).map(|_| at("09:20")).collect();
        let cases: &[(&str, usize, &[Instant], Instant)] = &[
            ("one, in an empty hour", 1, &[], at("10:00")),
            ("as many as an hour takes", 180, &[], at("10:00")),
            ("one more", 181, &[], at("11:00")),
            ("two hours", 361, &[], at("12:00")),
            ("behind a full hour", 1, &sent, at("10:20")),
            ("behind a full hour, many", 181, &sent, at("11:20")),
            ("half an hour's worth sent", 91, &sent[..90], at("10:20")),
            ("and room for the others", 90, &sent[..90], at("10:00")),
        ];
        for (case, waiting, sent, expected) in cases {
            assert_eq!(all_out_at(*waiting, sent, 200, now), Some(*expected), "{case}");
        }
        assert_eq!(all_out_at(0, &sent, 200, now), None);
    }

    #[test]
    fn what_somebody_waits_for_goes_before_what_is_written_to_many() {
        let order = ["password_reset", "invitation", "deadline_near", "campaign"].map(Lane::of);
        assert!(order.is_sorted_by(|one, next| one < next), "{order:?}");
        assert_eq!(Lane::of("anything new"), Lane::Message);
    }
}
