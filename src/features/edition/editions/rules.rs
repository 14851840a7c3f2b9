//! Dates in their order, and the steps of an edition with what each one lacks (domain.md 4 and 5.3).

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::states::EditionStatus;
use crate::error::FieldError;
use crate::kernel::clock::PLAUSIBLE_YEARS;
use crate::kernel::clock::paris;

mod conditions;

pub use self::conditions::{Condition, Unmet};

/// The dates of an edition as they are about to be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Last instant for declaring articles.
    pub declaration_deadline: Option<DateTime<Utc>>,
    /// Days on which articles are handed in.
    pub deposit_days: Vec<NaiveDate>,
    /// Days of the public sale.
    pub sale_days: Vec<NaiveDate>,
    /// Last day on which unsold articles are given back.
    pub return_day: Option<NaiveDate>,
    /// Commission in hundredths of a percent.
    pub commission_bp: Option<i32>,
    /// Start and end of the private sale, when there is one.
    pub private_sale: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// A date or rate that cannot stay as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ScheduleProblem {
    /// The field to mend.
    pub field: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, in French.
    pub message: &'static str,
}

const fn problem(field: &'static str, code: &'static str, message: &'static str) -> ScheduleProblem {
    ScheduleProblem { field, code, message }
}

/// Whether the edition's own span runs forward, in years that somebody can mean.
pub fn check_span(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Option<ScheduleProblem> {
    for (at, field) in [(starts_at, "starts_at"), (ends_at, "ends_at")] {
        if !PLAUSIBLE_YEARS.contains(&at.year()) {
            return Some(problem(field, "year_absurd", "Vérifiez l'année : elle est entre 2000 et 2100."));
        }
    }
    let message = "La fin de l'édition vient après son début.";
    (starts_at >= ends_at).then_some(problem("ends_at", "ends_before_start", message))
}

/// Everything that is missing or out of order: declaration deadline < first deposit day <= first sale day <=
/// last sale day <= return day.
///
/// `unchanged_deadline` is the one saved before: only a new deadline must lie ahead of `now`.
pub fn check_schedule(
    schedule: &Schedule,
    unchanged_deadline: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Vec<ScheduleProblem> {
    let first_deposit = schedule.deposit_days.iter().min().copied();
    let last_deposit = schedule.deposit_days.iter().max().copied();
    let first_sale = schedule.sale_days.iter().min().copied();
    let last_sale = schedule.sale_days.iter().max().copied();
    let after =
        |earlier: Option<NaiveDate>, later: Option<NaiveDate>| earlier.zip(later).is_some_and(|(a, b)| a > b);
    let deadline = schedule.declaration_deadline;
    let deadline_late = deadline.zip(first_deposit).is_some_and(|(at, day)| at >= paris::start_of_day(day));
    let deadline_past = deadline != unchanged_deadline && deadline.is_some_and(|at| at <= now);
    let commission_wrong = schedule.commission_bp.is_some_and(|rate| !(0..=10_000).contains(&rate));
    let private_wrong = schedule.private_sale.is_some_and(|(start, end)| start >= end);
    let private_late =
        schedule.private_sale.zip(last_sale).is_some_and(|((_, end), day)| end > paris::end_of_day(day));
    #[rustfmt::skip]
    let rules = [
        (deadline.is_none(), problem("declaration_deadline", "deadline_missing", "Indiquez la date limite de déclaration.")),
        (first_deposit.is_none(), problem("deposit_days", "deposit_days_missing", "Indiquez au moins un jour de dépôt.")),
        (first_sale.is_none(), problem("sale_days", "sale_days_missing", "Indiquez au moins un jour de vente.")),
        (schedule.return_day.is_none(), problem("return_day", "return_day_missing", "Indiquez le jour de restitution.")),
        (schedule.commission_bp.is_none(), problem("commission_bp", "commission_missing", "Indiquez la commission.")),
        (deadline_past, problem("declaration_deadline", "deadline_past", "La date limite de déclaration est déjà passée.")),
        (deadline_late, problem("declaration_deadline", "deadline_after_deposit", "La date limite de déclaration vient avant le premier jour de dépôt.")),
        (after(first_deposit, first_sale), problem("deposit_days", "deposit_after_sale", "Le premier dépôt vient avant le premier jour de vente, ou le même jour.")),
        (after(last_deposit, last_sale), problem("deposit_days", "deposit_after_sale_end", "Le dernier dépôt vient avant la fin de la vente.")),
        (after(last_sale, schedule.return_day), problem("return_day", "return_before_sale_end", "La restitution vient après le dernier jour de vente, ou le même jour.")),
        (commission_wrong, problem("commission_bp", "commission_range", "La commission va de 0 à 100 %.")),
        (private_wrong, problem("private_sale", "private_sale_order", "La fin de la vente privée vient après son début.")),
        (private_late, problem("private_sale", "private_sale_late", "La vente privée vient avant la fin de la vente.")),
    ];
    rules.into_iter().filter_map(|(broken, problem)| broken.then_some(problem)).collect()
}

/// Which days of deposit, sale and return lie outside the edition's own first and last day.
pub fn check_days_within(schedule: &Schedule, first: NaiveDate, last: NaiveDate) -> Vec<FieldError> {
    let private_day = schedule.private_sale.map(|(start, _)| paris::local_date(start));
    let days: [(&str, &[NaiveDate]); 4] = [
        ("deposit_days", &schedule.deposit_days),
        ("private_sale", private_day.as_slice()),
        ("sale_days", &schedule.sale_days),
        ("return_day", schedule.return_day.as_slice()),
    ];
    let mut found = Vec::new();
    for (field, days) in days {
        if days.iter().any(|day| *day < first) {
            let begins = paris::long_date(first);
            let sentence = format!(
                "L'édition commence le {begins} : choisissez un jour à partir de là, ou avancez son premier jour."
            );
            found.push(FieldError::new(field, "before_edition", sentence));
        } else if days.iter().any(|day| *day > last) {
            let ends = paris::long_date(last);
            let sentence = format!(
                "L'édition finit le {ends} : choisissez un jour jusque-là, ou reculez son dernier jour."
            );
            found.push(FieldError::new(field, "after_edition", sentence));
        }
    }
    found
}

/// Whether these new first and last days hold every day that was configured.
pub fn check_span_holds(schedule: &Schedule, first: NaiveDate, last: NaiveDate) -> Vec<FieldError> {
    let private_day = schedule.private_sale.map(|(start, _)| paris::local_date(start));
    let days = || {
        let listed = schedule.deposit_days.iter().chain(&schedule.sale_days);
        listed.chain(&schedule.return_day).chain(&private_day).copied()
    };
    let early = days().min().filter(|day| *day < first).map(|day| {
        let sentence = format!(
            "La configuration prévoit déjà le {} : gardez ce jour dans l'édition, ou changez d'abord les dates.",
            paris::long_date(day)
        );
        FieldError::new("starts_at", "days_outside", sentence)
    });
    let late = days().max().filter(|day| *day > last).map(|day| {
        let sentence = format!(
            "La configuration va jusqu'au {} : gardez ce jour dans l'édition, ou changez d'abord les dates.",
            paris::long_date(day)
        );
        FieldError::new("ends_at", "days_outside", sentence)
    });
    early.into_iter().chain(late).collect()
}

/// What the steps depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is one independent fact read from the database")]
pub struct StepFacts {
    /// [`check_schedule`] finds nothing, apart from a deadline gone by.
    pub schedule_sound: bool,
    /// Deposit slots.
    pub slots: i64,
    /// Registrations and invitations.
    pub registrations: i64,
    /// A training edition runs beside real ones.
    pub is_training: bool,
    /// Another real edition is between `registrations_open` and `settlement`.
    pub another_active: bool,
    /// Last instant for declaring.
    pub declaration_deadline: Option<DateTime<Utc>>,
    /// A manager opens the deposit before the deadline, for a journalled reason.
    pub deadline_overridden: bool,
    /// Accepted articles.
    pub accepted_articles: i64,
    /// Last day of the sale.
    pub last_sale_day: Option<NaiveDate>,
    /// Open register sessions.
    pub open_sessions: i64,
    /// Tickets that tills said they hold and that have not come.
    pub tickets_unsent: i64,
    /// Quarantined tickets waiting.
    pub quarantined: i64,
    /// Tills that were taken over and not counted since.
    pub uncounted_sessions: i64,
    /// Money that no line accounts for, in cents, without its sign.
    pub unexplained_cents: i64,
    /// Conflicts not settled.
    pub conflicts: i64,
    /// Sold lines without an article that nobody decided about.
    pub lines_without_owner: i64,
    /// Prices that differ and wait for a manager.
    pub prices_undecided: i64,
    /// Depositors who are owed something and have no payout.
    pub payouts_missing: i64,
    /// Payouts neither paid, nor absent, nor confirmed as nothing to pay.
    pub to_pay: i64,
    /// Payouts of which more was paid than is owed.
    pub overpaid: i64,
    /// Articles still `unsold`.
    pub unsold: i64,
    /// When the edition was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// The conditions of the closing, in the order in which they are met, with how much is left of each.
pub fn closing_conditions(facts: &StepFacts) -> [(Condition, i64); 12] {
    [
        (Condition::RegisterSessionOpen, facts.open_sessions),
        (Condition::TicketsUnsent, facts.tickets_unsent),
        (Condition::RegisterUncounted, facts.uncounted_sessions),
        (Condition::QuarantineLeft, facts.quarantined),
        (Condition::ConflictsLeft, facts.conflicts),
        (Condition::LinesWithoutOwner, facts.lines_without_owner),
        (Condition::PricesUndecided, facts.prices_undecided),
        (Condition::PayoutsNotComputed, facts.payouts_missing),
        (Condition::ToPayLeft, facts.to_pay),
        (Condition::OverpaidLeft, facts.overpaid),
        (Condition::ProofNotZero, facts.unexplained_cents),
        (Condition::UnsoldLeft, facts.unsold),
    ]
}

/// What the step into `target` lacks; nothing when it may be taken.
pub fn unmet_conditions(target: EditionStatus, facts: &StepFacts, now: DateTime<Utc>) -> Vec<Unmet> {
    let lacking = |conditions: Vec<(bool, Condition)>| -> Vec<Unmet> {
        conditions.into_iter().filter_map(|(met, code)| (!met).then_some(code.into())).collect()
    };
    let left = |conditions: &[(Condition, i64)]| -> Vec<Unmet> {
        conditions
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|&(code, count)| Unmet::counted(code, count))
            .collect()
    };
    match target {
        EditionStatus::Draft => Vec::new(),
        EditionStatus::Configured => lacking(vec![
            (facts.schedule_sound, Condition::ScheduleIncomplete),
            (facts.slots > 0, Condition::SlotMissing),
        ]),
        EditionStatus::RegistrationsOpen => lacking(vec![
            (facts.registrations > 0, Condition::RegistrationMissing),
            (facts.is_training || !facts.another_active, Condition::AnotherEditionActive),
        ]),
        EditionStatus::Deposit => {
            let over = facts.declaration_deadline.is_some_and(|deadline| now > deadline);
            lacking(vec![(over || facts.deadline_overridden, Condition::DeadlineNotOver)])
        }
        EditionStatus::Sale => {
            lacking(vec![(facts.accepted_articles > 0, Condition::AcceptedArticleMissing)])
        }
        EditionStatus::Settlement => {
            let planned = facts.last_sale_day.filter(|&day| paris::local_date(now) < day);
            let tills = left(&[
                (Condition::RegisterSessionOpen, facts.open_sessions),
                (Condition::TicketsUnsent, facts.tickets_unsent),
            ]);
            planned.map(Unmet::sale_until).into_iter().chain(tills).collect()
        }
        EditionStatus::Closed => left(&closing_conditions(facts)),
        EditionStatus::Archived => {
            let a_year_later = facts.closed_at.and_then(|at| at.checked_add_months(Months::new(12)));
            lacking(vec![(a_year_later.is_some_and(|at| now >= at), Condition::ClosedTooRecently)])
        }
    }
}

#[cfg(test)]
mod tests;
