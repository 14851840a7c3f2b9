//! The usual deposit slots: what the association offered in autumn 2025, laid on the deposit days of an edition.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};

use super::states::ListType;
use crate::kernel::clock::paris;

/// A slot to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotShape {
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// Most registrations.
    pub capacity: i32,
    /// Only for depositors who live here.
    pub residents_only: bool,
    /// Types of lists that it is meant for.
    pub list_types: Vec<ListType>,
    /// For people, in French.
    pub note: &'static str,
}

/// Start and length in minutes, capacity, whom for, note.
type Pattern = (u32, i64, i32, Audience, &'static str);

#[derive(Clone, Copy)]
enum Audience {
    Everybody,
    Residents,
    Members,
    Families,
}

const FIRST_DAY: [Pattern; 5] = [
    (9 * 60 + 30, 150, 20, Audience::Everybody, "Matin"),
    (12 * 60, 90, 12, Audience::Members, "Adhérents, listes 1000"),
    (14 * 60, 210, 40, Audience::Everybody, "Après-midi"),
    (18 * 60, 90, 6, Audience::Families, "Famille et amis, listes 2000"),
    (20 * 60, 90, 20, Audience::Residents, "Soirée, habitants de la commune"),
];

const MIDDLE_DAY: [Pattern; 2] = [
    (9 * 60 + 30, 150, 15, Audience::Everybody, "Matin"),
    (17 * 60, 180, 32, Audience::Everybody, "Fin d'après-midi"),
];

const LAST_DAY: [Pattern; 1] =
    [(9 * 60 + 30, 150, 15, Audience::Residents, "Matin, habitants de la commune")];

/// The usual slots for these deposit days, in order: the first day has five, the days between two, a third or
/// later last day one for residents.
pub fn standard_slots(days: &[NaiveDate]) -> Vec<SlotShape> {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    let last = days.len().saturating_sub(1);
    let patterns = |index: usize| match index {
        0 => FIRST_DAY.as_slice(),
        _ if index == last && index >= 2 => LAST_DAY.as_slice(),
        _ => MIDDLE_DAY.as_slice(),
    };
    days.iter()
        .enumerate()
        .flat_map(|(index, day)| patterns(index).iter().map(|pattern| shape(*day, pattern)))
        .collect()
}

/// Minutes of a slot that begins when none of the usual ones does.
const OTHERWISE: i64 = 120;

/// When a slot that starts then usually ends.
pub fn usual_end(starts_at: DateTime<Utc>) -> DateTime<Utc> {
    let time = paris::to_local(starts_at).time();
    let mut usual = FIRST_DAY.iter().chain(&MIDDLE_DAY).chain(&LAST_DAY);
    let length = usual
        .find(|(minute, ..)| *minute == time.hour() * 60 + time.minute())
        .map_or(OTHERWISE, |(_, length, ..)| *length);
    starts_at + TimeDelta::minutes(length)
}

fn shape(day: NaiveDate, &(minute, length, capacity, audience, note): &Pattern) -> SlotShape {
    let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    let list_type = match audience {
        Audience::Everybody | Audience::Residents => ListType::Standard,
        Audience::Members => ListType::Member1000,
        Audience::Families => ListType::Family2000,
    };
    SlotShape {
        starts_at: paris::to_utc(local),
        ends_at: paris::to_utc(local + TimeDelta::minutes(length)),
        capacity,
        residents_only: matches!(audience, Audience::Residents),
        list_types: vec![list_type],
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, day).unwrap()
    }

    /// Local start, capacity and residents of each slot.
    fn outline(days: &[NaiveDate]) -> Vec<(String, i32, bool)> {
        let start = |slot: &SlotShape| paris::to_local(slot.starts_at).format("%d %H:%M").to_string();
        standard_slots(days).iter().map(|slot| (start(slot), slot.capacity, slot.residents_only)).collect()
    }

    #[test]
    fn three_days_get_the_slots_of_autumn_2025() {
        let expected = [
            ("05 09:30", 20, false),
            ("05 12:00", 12, false),
            ("05 14:00", 40, false),
            ("05 18:00", 6, false),
            ("05 20:00", 20, true),
            ("06 09:30", 15, false),
            ("06 17:00", 32, false),
            ("07 09:30", 15, true),
        ];
        let expected: Vec<(String, i32, bool)> = expected
            .into_iter()
            .map(|(start, capacity, residents)| (start.to_owned(), capacity, residents))
            .collect();
        assert_eq!(outline(&[day(5), day(6), day(7)]), expected);
        assert_eq!(outline(&[day(7), day(5), day(6), day(5)]), expected, "days may come in any order");
    }

    #[test]
    fn other_numbers_of_days_get_slots_too() {
        assert_eq!(outline(&[]), []);
        assert_eq!(outline(&[day(5)]).len(), 5);
        assert_eq!(outline(&[day(5), day(6)]).len(), 7);
        assert_eq!(outline(&[day(5), day(6), day(7), day(8)]).len(), 10);
    }

    #[test]
    fn slots_end_after_they_start_and_do_not_overlap() {
        let slots = standard_slots(&[day(5), day(6), day(7)]);
        assert!(slots.iter().all(|slot| slot.starts_at < slot.ends_at));
        assert!(slots.windows(2).all(|pair| pair[0].ends_at <= pair[1].starts_at));
    }
}
