//! Dates in and out of order; steps with and without what they need.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn now() -> DateTime<Utc> {
    paris::start_of_day(day(9, 1))
}

/// The dates of autumn 2025.
fn autumn() -> Schedule {
    Schedule {
        declaration_deadline: Some(paris::end_of_day(day(10, 15))),
        deposit_days: vec![day(11, 5), day(11, 6), day(11, 7)],
        sale_days: vec![day(11, 8), day(11, 9)],
        return_day: Some(day(11, 10)),
        commission_bp: Some(2_000),
        private_sale: Some((
            paris::to_utc(day(11, 7).and_hms_opt(17, 0, 0).unwrap()),
            paris::to_utc(day(11, 7).and_hms_opt(18, 0, 0).unwrap()),
        )),
    }
}

fn codes(schedule: &Schedule) -> Vec<&'static str> {
    check_schedule(schedule, None, now()).iter().map(|problem| problem.code).collect()
}

#[test]
fn the_dates_of_a_real_edition_are_in_order() {
    assert_eq!(codes(&autumn()), [""; 0]);
    let one_day = Schedule {
        deposit_days: vec![day(11, 8)],
        sale_days: vec![day(11, 8)],
        return_day: Some(day(11, 8)),
        private_sale: None,
        ..autumn()
    };
    assert_eq!(codes(&one_day), [""; 0], "deposit, sale and return may share a day");
}

#[test]
fn each_date_out_of_order_is_told() {
    let first_minute = paris::start_of_day(day(11, 5));
    for (schedule, code) in [
        (Schedule { declaration_deadline: Some(first_minute), ..autumn() }, "deadline_after_deposit"),
        (Schedule { declaration_deadline: Some(now()), ..autumn() }, "deadline_past"),
        (Schedule { deposit_days: vec![day(11, 7), day(11, 10)], ..autumn() }, "deposit_after_sale_end"),
        (Schedule { deposit_days: vec![day(11, 9)], ..autumn() }, "deposit_after_sale"),
        (Schedule { return_day: Some(day(11, 8)), ..autumn() }, "return_before_sale_end"),
        (Schedule { commission_bp: Some(10_001), ..autumn() }, "commission_range"),
        (Schedule { commission_bp: Some(-1), ..autumn() }, "commission_range"),
        (Schedule { private_sale: Some((now(), now())), ..autumn() }, "private_sale_order"),
        (
            Schedule { private_sale: Some((now(), paris::start_of_day(day(12, 1)))), ..autumn() },
            "private_sale_late",
        ),
    ] {
        assert_eq!(codes(&schedule), [code]);
    }
    let just_before = Schedule { declaration_deadline: Some(paris::end_of_day(day(11, 4))), ..autumn() };
    assert_eq!(codes(&just_before), [""; 0]);
}

#[test]
fn everything_missing_is_told_at_once() {
    assert_eq!(
        codes(&Schedule::default()),
        [
            "deadline_missing",
            "deposit_days_missing",
            "sale_days_missing",
            "return_day_missing",
            "commission_missing"
        ]
    );
}

#[test]
fn a_deadline_that_has_gone_by_may_stay_while_other_dates_change() {
    let later = paris::start_of_day(day(11, 1));
    let schedule = autumn();
    assert_eq!(check_schedule(&schedule, schedule.declaration_deadline, later), []);
    assert_eq!(check_schedule(&schedule, None, later)[0].code, "deadline_past");
}

#[test]
fn an_edition_ends_after_it_starts() {
    assert_eq!(check_span(now(), now() + TimeDelta::seconds(1)), None);
    assert_eq!(check_span(now(), now()).unwrap().code, "ends_before_start");
}

/// Facts with which every step may be taken.
fn ready() -> StepFacts {
    StepFacts {
        schedule_sound: true,
        slots: 8,
        registrations: 160,
        declaration_deadline: Some(now() - TimeDelta::days(1)),
        accepted_articles: 3_000,
        last_sale_day: Some(paris::local_date(now())),
        closed_at: Some(now() - TimeDelta::days(366)),
        ..StepFacts::default()
    }
}

#[test]
fn every_step_names_what_it_lacks() {
    use EditionStatus::{Archived, Closed, Configured, Deposit, RegistrationsOpen, Sale, Settlement};
    for (target, facts, lacking) in [
        (Configured, StepFacts { schedule_sound: false, ..ready() }, vec!["schedule_incomplete"]),
        (Configured, StepFacts::default(), vec!["schedule_incomplete", "slot_missing"]),
        (RegistrationsOpen, StepFacts { registrations: 0, ..ready() }, vec!["registration_missing"]),
        (RegistrationsOpen, StepFacts { another_active: true, ..ready() }, vec!["another_edition_active"]),
        (RegistrationsOpen, StepFacts { another_active: true, is_training: true, ..ready() }, vec![]),
        (Deposit, StepFacts { declaration_deadline: Some(now()), ..ready() }, vec!["deadline_not_over"]),
        (Deposit, StepFacts { declaration_deadline: None, ..ready() }, vec!["deadline_not_over"]),
        (
            Deposit,
            StepFacts { declaration_deadline: Some(now()), deadline_overridden: true, ..ready() },
            vec![],
        ),
        (Sale, StepFacts { accepted_articles: 0, ..ready() }, vec!["accepted_article_missing"]),
        (
            Settlement,
            StepFacts {
                last_sale_day: Some(day(9, 2)),
                open_sessions: 1,
                tickets_unsent: 1,
                quarantined: 1,
                ..ready()
            },
            vec!["sale_not_over", "register_session_open", "tickets_unsent"],
        ),
        (
            Closed,
            StepFacts {
                open_sessions: 1,
                tickets_unsent: 1,
                quarantined: 1,
                conflicts: 1,
                lines_without_owner: 1,
                prices_undecided: 1,
                payouts_missing: 1,
                to_pay: 1,
                overpaid: 1,
                unsold: 1,
                ..ready()
            },
            vec![
                "register_session_open",
                "tickets_unsent",
                "quarantine_left",
                "conflicts_left",
                "lines_without_owner",
                "prices_undecided",
                "payouts_not_computed",
                "to_pay_left",
                "overpaid_left",
                "unsold_left",
            ],
        ),
        (
            Archived,
            StepFacts { closed_at: Some(now() - TimeDelta::days(364)), ..ready() },
            vec!["closed_too_recently"],
        ),
        (Archived, StepFacts { closed_at: None, ..ready() }, vec!["closed_too_recently"]),
    ] {
        let found: Vec<&str> =
            unmet_conditions(target, &facts, now()).iter().map(|unmet| unmet.code.as_str()).collect();
        assert_eq!(found, lacking, "{target}");
    }
}

#[test]
fn with_everything_ready_every_step_may_be_taken() {
    for &target in EditionStatus::ALL {
        assert_eq!(unmet_conditions(target, &ready(), now()), [], "{target}");
    }
}

#[test]
fn every_condition_says_in_french_what_to_do() {
    for condition in Condition::ALL {
        for count in [1, 3] {
            assert!(condition.french(count).ends_with('.'), "{condition}");
        }
    }
    let until = Unmet::sale_until(day(11, 9));
    assert_eq!(until.message, "La vente est prévue jusqu'au dimanche 9 novembre 2025.");
}

#[test]
fn few_conditions_may_be_overridden_and_only_where_the_step_allows_it() {
    let overridable = |target| -> Vec<&str> {
        Condition::ALL.iter().filter(|code| code.may_be_overridden(target)).map(Condition::as_str).collect()
    };
    assert_eq!(
        overridable(EditionStatus::Settlement),
        ["sale_not_over", "register_session_open", "tickets_unsent"]
    );
    assert_eq!(
        overridable(EditionStatus::Closed),
        ["tickets_unsent", "register_uncounted", "overpaid_left", "proof_not_zero"]
    );
    for target in [EditionStatus::Sale, EditionStatus::Deposit, EditionStatus::Archived] {
        assert!(overridable(target).is_empty(), "{target}");
    }
}

#[test]
fn closed_and_archived_editions_are_read_only_and_final() {
    let read_only: Vec<EditionStatus> =
        EditionStatus::ALL.iter().copied().filter(|&status| status.is_read_only()).collect();
    assert_eq!(read_only, [EditionStatus::Closed, EditionStatus::Archived]);
    assert_eq!(EditionStatus::Closed.previous(), None);
    assert_eq!(EditionStatus::Settlement.previous(), Some(EditionStatus::Sale));
    assert_eq!(EditionStatus::Draft.previous(), None);
    assert_eq!(EditionStatus::Archived.next(), None);
}

proptest! {
    #[test]
    fn a_step_forward_and_one_back_lead_home(index in 0..EditionStatus::ALL.len()) {
        let status = EditionStatus::ALL[index];
        if let Some(forward) = status.next().filter(|&forward| forward <= EditionStatus::Settlement) {
            prop_assert_eq!(forward.previous(), Some(status));
        }
    }

    #[test]
    fn accepted_schedules_are_always_in_order(
        deadline in 0..400_i64, deposits in proptest::collection::vec(0..60_i64, 1..4),
        sales in proptest::collection::vec(0..60_i64, 1..4), give_back in 0..60_i64,
    ) {
        let start = day(10, 1);
        let days = |offsets: &[i64]| offsets.iter().map(|&offset| start + TimeDelta::days(offset)).collect::<Vec<_>>();
        let schedule = Schedule {
            declaration_deadline: Some(now() + TimeDelta::hours(deadline * 4)),
            deposit_days: days(&deposits),
            sale_days: days(&sales),
            return_day: days(&[give_back]).first().copied(),
            commission_bp: Some(2_000),
            private_sale: None,
        };
        if check_schedule(&schedule, None, now()).is_empty() {
            let first_deposit = *schedule.deposit_days.iter().min().unwrap();
            let (first_sale, last_sale) =
                (*schedule.sale_days.iter().min().unwrap(), *schedule.sale_days.iter().max().unwrap());
            prop_assert!(paris::local_date(schedule.declaration_deadline.unwrap()) < first_deposit);
            prop_assert!(first_deposit <= first_sale && first_sale <= last_sale);
            prop_assert!(last_sale <= schedule.return_day.unwrap());
        }
    }
}
