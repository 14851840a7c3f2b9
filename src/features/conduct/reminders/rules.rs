//! Which reminders a day brings: dates in, kinds out.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::features::edition::editions::settings::DayHours;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::kernel::clock::paris;

crate::text_enum! {
    /// What somebody is told, once.
    pub enum NoticeKind {
        /// The declaration deadline is a week away, and nothing is validated.
        DeadlineWeek => "deadline_week",
        /// The declaration deadline is three days away, and nothing is validated.
        DeadlineDays => "deadline_days",
        /// The deadline is ahead, nothing is validated, and a manager asks for it.
        DeadlineAsked => "deadline_asked",
        /// The deadline has passed without a validated list.
        DeadlinePassed => "deadline_passed",
        /// The deposit is the day after tomorrow.
        SlotNear => "slot_near",
        /// The sale is over: what was sold, when the rest is given back.
        SaleEnded => "sale_ended",
        /// Managers: invitations run out within three days.
        InvitationsExpiring => "invitations_expiring",
        /// An account nobody has used for three years is about to be erased.
        AccountInactive => "account_inactive",
    }
}

/// What is told about the declaration deadline: one of these a day at most.
pub const DEADLINE_NOTICES: [NoticeKind; 4] = [
    NoticeKind::DeadlineWeek,
    NoticeKind::DeadlineDays,
    NoticeKind::DeadlineAsked,
    NoticeKind::DeadlinePassed,
];

/// The dates of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// State of the edition.
    pub status: EditionStatus,
    /// Until when articles may be declared.
    pub deadline: Option<DateTime<Utc>>,
    /// When the public sale ends, as clocks in France show it.
    pub sale_ends: Option<NaiveDateTime>,
    /// When most lists are given back.
    pub return_day: Option<NaiveDate>,
}

/// Days after a date on which cron, had it been away, still tells of it.
const LATE_DAYS: i64 = 3;

/// What depositors are to be told now, each with the day it is about.
pub fn due(dates: &Dates, now: DateTime<Utc>) -> Vec<(NoticeKind, NaiveDate)> {
    let today = paris::local_date(now);
    let mut kinds = Vec::new();
    if let Some(deadline) = dates.deadline {
        let day = paris::local_date(deadline);
        let declaring = dates.status == EditionStatus::RegistrationsOpen;
        match (day - today).num_days() {
            4..=7 if declaring => kinds.push((NoticeKind::DeadlineWeek, day)),
            0..=3 if declaring && now <= deadline => kinds.push((NoticeKind::DeadlineDays, day)),
            left if -LATE_DAYS <= left
                && now > deadline
                && (declaring || dates.status == EditionStatus::Deposit) =>
            {
                kinds.push((NoticeKind::DeadlinePassed, day));
            }
            _ => {}
        }
    }
    if matches!(dates.status, EditionStatus::RegistrationsOpen | EditionStatus::Deposit) {
        kinds.push((NoticeKind::SlotNear, today));
    }
    if let Some(end) = dates.sale_ends {
        let last = end.date();
        let until = dates.return_day.unwrap_or(last);
        let over = paris::to_local(now) >= end && today <= until;
        if over && matches!(dates.status, EditionStatus::Sale | EditionStatus::Settlement) {
            kinds.push((NoticeKind::SaleEnded, last));
        }
    }
    kinds
}

/// Whether a slot is so near that its depositor is told what to bring: in two days, or tomorrow if cron was away.
pub fn slot_is_near(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let days = (paris::local_date(starts_at) - paris::local_date(now)).num_days();
    (1..=2).contains(&days)
}

/// When the unsold articles of somebody with lists of these types are given back, as a French phrase: `early` is for members
/// and their families, `late` for all others.
pub fn return_hours(types: &[ListType], early: Option<DayHours>, late: Option<DayHours>) -> String {
    let members = types.iter().any(|kind| *kind != ListType::Standard);
    let others = types.contains(&ListType::Standard);
    let words = |hours: Option<DayHours>| hours.map(DayHours::in_words);
    match (members, others, words(early), words(late)) {
        (true, true, Some(early), Some(late)) => {
            format!("{early} (listes 1000 et 2000) ; {late} (autres listes)")
        }
        (false, _, _, Some(late)) => late,
        (_, _, early, late) => early.or(late).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Instant;

    fn at(text: &str) -> DateTime<Utc> {
        Instant::parse(text).unwrap().utc()
    }

    fn autumn(status: EditionStatus) -> Dates {
        Dates {
            status,
            deadline: Some(at("2025-10-15T21:59:59Z")),
            sale_ends: paris::parse_date_time("2025-11-09 13:00"),
            return_day: NaiveDate::from_ymd_opt(2025, 11, 10),
        }
    }

    #[test]
    fn reminders_are_due_by_the_table() {
        use EditionStatus::{Closed, Deposit, RegistrationsOpen, Sale, Settlement};
        use NoticeKind::{DeadlineDays, DeadlinePassed, DeadlineWeek, SaleEnded};
        let cases: &[(EditionStatus, &str, Option<NoticeKind>)] = &[
            (RegistrationsOpen, "2025-10-07T12:00:00Z", None),
            (RegistrationsOpen, "2025-10-07T22:00:00Z", Some(DeadlineWeek)),
            (RegistrationsOpen, "2025-10-11T12:00:00Z", Some(DeadlineWeek)),
            (RegistrationsOpen, "2025-10-12T12:00:00Z", Some(DeadlineDays)),
            (RegistrationsOpen, "2025-10-15T21:00:00Z", Some(DeadlineDays)),
            (RegistrationsOpen, "2025-10-15T22:00:00Z", Some(DeadlinePassed)),
            (Deposit, "2025-10-18T12:00:00Z", Some(DeadlinePassed)),
            (Deposit, "2025-10-19T12:00:00Z", None),
            (Deposit, "2025-10-12T12:00:00Z", None),
            (Sale, "2025-11-08T18:00:00Z", None),
            (Sale, "2025-11-09T11:59:00Z", None),
            (Sale, "2025-11-09T12:00:00Z", Some(SaleEnded)),
            (Settlement, "2025-11-10T06:00:00Z", Some(SaleEnded)),
            (Settlement, "2025-11-11T06:00:00Z", None),
            (Closed, "2025-11-10T06:00:00Z", None),
        ];
        for (status, now, expected) in cases {
            let found = due(&autumn(*status), at(now)).into_iter().map(|(kind, _)| kind);
            let found: Vec<_> = found.filter(|kind| *kind != NoticeKind::SlotNear).collect();
            assert_eq!(found, expected.iter().copied().collect::<Vec<_>>(), "{status} {now}");
        }
    }

    #[test]
    fn a_slot_is_told_of_two_days_before_or_the_day_before() {
        let slot = at("2025-11-05T19:00:00Z");
        for (now, near) in [
            ("2025-11-02T22:59:00Z", false),
            ("2025-11-02T23:00:00Z", true),
            ("2025-11-04T20:00:00Z", true),
            ("2025-11-05T08:00:00Z", false),
        ] {
            assert_eq!(slot_is_near(slot, at(now)), near, "{now}");
        }
    }

    #[test]
    fn everybody_is_told_the_hours_of_their_own_lists() {
        let hours = |text: &str| serde_json::from_str::<DayHours>(text).ok();
        let early = hours(r#"{ "day": "2025-11-09", "starts_at": "17:00", "ends_at": "18:00" }"#);
        let late = hours(r#"{ "day": "2025-11-10", "starts_at": "20:15", "ends_at": "21:00" }"#);
        let told = |types: &[ListType]| return_hours(types, early, late).replace('\u{a0}', " ");
        assert_eq!(told(&[ListType::Member1000]), "dimanche 9 novembre 2025, de 17 h à 18 h");
        assert_eq!(told(&[ListType::Standard]), "lundi 10 novembre 2025, de 20 h 15 à 21 h");
        assert_eq!(
            told(&[ListType::Standard, ListType::Family2000]),
            "dimanche 9 novembre 2025, de 17 h à 18 h (listes 1000 et 2000) ; \
             lundi 10 novembre 2025, de 20 h 15 à 21 h (autres listes)"
        );
        assert_eq!(
            return_hours(&[ListType::Standard], early, None),
            return_hours(&[ListType::Member1000], early, late)
        );
    }
}
