//! What an association may choose for an edition, with the choices of autumn 2025 where nothing was chosen.

use chrono::{NaiveDateTime, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::states::ListType;
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant, TimeOfDay};

/// How label sheets are laid out (documents.md 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LabelLayout {
    /// 12 cells of 70 x 74 mm with cutting lines.
    #[default]
    #[serde(rename = "cut-70x74")]
    Cut70x74,
    /// 12 pre-cut labels of 63.5 x 72 mm.
    #[serde(rename = "avery-l7164")]
    AveryL7164,
}

/// When schools buy before everybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivateSale {
    /// From.
    pub starts_at: Instant,
    /// To.
    pub ends_at: Instant,
}

/// From when to when, on a day that is told elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// From.
    pub starts_at: TimeOfDay,
    /// To.
    pub ends_at: TimeOfDay,
}

impl Hours {
    const fn new(starts_at: TimeOfDay, ends_at: TimeOfDay) -> Self {
        Self { starts_at, ends_at }
    }
}

/// From when to when, on a day in France.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// The day.
    pub day: Day,
    /// From.
    pub starts_at: TimeOfDay,
    /// To.
    pub ends_at: TimeOfDay,
}

impl DayHours {
    /// These hours of a day.
    pub fn new(day: Day, Hours { starts_at, ends_at }: Hours) -> Self {
        Self { day, starts_at, ends_at }
    }

    /// When it is over, as clocks in France show it.
    pub fn end(self) -> NaiveDateTime {
        self.day.date().and_time(self.ends_at.time())
    }

    /// `lundi 10 novembre 2025, de 18 h 30 à 19 h 30`.
    pub fn in_words(self) -> String {
        let hour = |time: NaiveTime| paris::time_of_day(time);
        let day = paris::long_date(self.day.date());
        format!("{day}, de {} à {}", hour(self.starts_at.time()), hour(self.ends_at.time()))
    }
}

/// Every day of the sale but its last.
const SALE_HOURS: Hours = Hours::new(TimeOfDay::at(9, 0), TimeOfDay::at(18, 0));
/// The last day, whose evening is for sorting what is left.
const LAST_SALE_HOURS: Hours = Hours::new(TimeOfDay::at(9, 0), TimeOfDay::at(13, 0));

/// What an association may choose for an edition. Stored as JSON; a missing member has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// Prices are multiples of this.
    pub price_step_cents: i32,
    /// Postal codes that slots reserved for residents take.
    pub resident_postal_codes: Vec<String>,
    /// Rows of one import, 2,000 at most.
    pub import_max_rows: i32,
    /// Lists are accepted whole at the deposit, without a review line by line.
    pub accept_whole_lists: bool,
    /// Numbering goes on from 3000 when 100-699 are used up.
    pub extended_numbers: bool,
    /// Layout of label sheets.
    pub label_layout: LabelLayout,
    /// A page with the name before each depositor's labels.
    pub separator_pages: bool,
    /// The sale for schools, if any.
    pub private_sale: Option<PrivateSale>,
    /// From when to when the public sale goes, for each of its days.
    pub sale_hours: Vec<DayHours>,
    /// When the unsold articles of 1000- and 2000-lists are given back, on the last day of the sale.
    pub return_hours_members: Hours,
    /// When those of all other lists are given back, on the return day.
    pub return_hours_standard: Hours,
    /// What each 1000-list used costs.
    pub member_list_fee_cents: i32,
    /// What each started pair of used 2000-lists costs.
    pub family_pair_fee_cents: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            price_step_cents: 100,
            resident_postal_codes: vec!["31830".to_owned()],
            import_max_rows: 500,
            accept_whole_lists: true,
            extended_numbers: false,
            label_layout: LabelLayout::default(),
            separator_pages: true,
            private_sale: None,
            sale_hours: Vec::new(),
            return_hours_members: Hours::new(TimeOfDay::at(17, 0), TimeOfDay::at(18, 0)),
            return_hours_standard: Hours::new(TimeOfDay::at(18, 30), TimeOfDay::at(19, 30)),
            member_list_fee_cents: 100,
            family_pair_fee_cents: 500,
        }
    }
}

impl Settings {
    /// The hours of these days of the sale, in their order: those that were chosen, else the usual ones.
    pub fn sale_hours_on(&self, days: &[Day]) -> Vec<DayHours> {
        let last = days.last();
        let usual = |day: &Day| if Some(day) == last { LAST_SALE_HOURS } else { SALE_HOURS };
        let chosen = |day: &Day| self.sale_hours.iter().find(|hours| hours.day == *day).copied();
        days.iter().map(|day| chosen(day).unwrap_or_else(|| DayHours::new(*day, usual(day)))).collect()
    }

    /// What a 1000-list and a pair of 2000-lists cost, in cents.
    pub fn fees(&self) -> (i32, i32) {
        (self.member_list_fee_cents, self.family_pair_fee_cents)
    }

    /// The fee for so many used lists of a type (domain.md 7). Standard lists are paid on Billetweb beforehand.
    pub fn fee_cents(&self, list_type: ListType, lists_used: usize) -> i64 {
        let (count, each) = match list_type {
            ListType::Standard => (0, 0),
            ListType::Member1000 => (lists_used, self.member_list_fee_cents),
            ListType::Family2000 => (lists_used.div_ceil(2), self.family_pair_fee_cents),
        };
        i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(i64::from(each))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn settings_of_an_older_edition_have_the_usual_hours_and_fees() {
        let old: Settings = serde_json::from_str(r#"{ "price_step_cents": 50 }"#).unwrap();
        let words: Vec<String> = old
            .sale_hours_on(&[day("2025-11-08"), day("2025-11-09")])
            .into_iter()
            .map(|hours| hours.in_words().replace('\u{a0}', " "))
            .collect();
        assert_eq!(
            words,
            ["samedi 8 novembre 2025, de 9 h à 18 h", "dimanche 9 novembre 2025, de 9 h à 13 h"]
        );
        assert_eq!(old.return_hours_standard, Settings::default().return_hours_standard);
        for (list_type, used, fee) in [
            (ListType::Standard, 2, 0),
            (ListType::Member1000, 0, 0),
            (ListType::Member1000, 1, 100),
            (ListType::Member1000, 4, 400),
            (ListType::Family2000, 0, 0),
            (ListType::Family2000, 1, 500),
            (ListType::Family2000, 2, 500),
            (ListType::Family2000, 3, 1_000),
        ] {
            assert_eq!(old.fee_cents(list_type, used), fee, "{list_type} {used}");
        }
    }

    #[test]
    fn a_day_with_hours_of_its_own_keeps_them_when_other_days_come() {
        let own = DayHours::new(day("2025-11-09"), Hours::new(TimeOfDay::at(10, 0), TimeOfDay::at(17, 30)));
        let settings = Settings { sale_hours: vec![own], ..Settings::default() };
        let days = [day("2025-11-09"), day("2025-11-10")];
        assert_eq!(settings.sale_hours_on(&days)[0], own);
        assert_eq!(settings.sale_hours_on(&days)[1].ends_at, TimeOfDay::at(13, 0));
    }
}
