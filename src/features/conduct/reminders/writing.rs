//! Writing the reminders that are due.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use super::notices;
use super::rules::{DEADLINE_NOTICES, Dates, NoticeKind, due, return_hours, slot_is_near};
use super::store;
use super::store::{Depositor, Sales};
use crate::config::Site;
use crate::ctx::Change;
use crate::db::{self, Conn};
use crate::error::Result;
use crate::features::base::mail;
use crate::features::base::mail::messages;
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::settings::DayHours;
use crate::features::edition::editions::states::ListType;
use crate::kernel::clock::paris;
use crate::kernel::clock::{Day, Instant};
use crate::kernel::ids::UserId;
use crate::kernel::trace::Trace;
use crate::program::Services;

/// Messages written in one transaction: a process that is killed loses no more than these, and they are written again.
const AT_ONCE: usize = 20;

/// One message to one person.
pub(super) struct Letter {
    kind: NoticeKind,
    day: Day,
    user: UserId,
    email: String,
    message: Box<dyn messages::Message>,
}

/// Writes every reminder that is due and that nobody was sent. Gives how many.
pub fn write_due(services: &Services, trace: &Trace) -> Result<usize> {
    let editions = services.with_db(store::running)?;
    let mut written = 0;
    for edition in editions {
        let letters = services.with_db(|db| {
            let mut letters = to_depositors(services, db, &edition, trace.now)?;
            letters.extend(to_managers(services, db, &edition, trace.now)?);
            Ok(letters)
        })?;
        for some in letters.chunks(AT_ONCE) {
            written += services.with_db(|db| {
                db::write(db, |db| {
                    let mut change = Change::outside_requests(db, &services.random, trace);
                    write(services, &mut change, &edition, some)
                })
            })?;
        }
    }
    Ok(written)
}

pub(super) fn write(
    services: &Services,
    change: &mut Change<'_>,
    edition: &Edition,
    letters: &[Letter],
) -> Result<usize> {
    let mut written = 0;
    for letter in letters {
        let about = (edition.id.as_str(), letter.day);
        let now = change.now();
        if notices::note(change.db, letter.kind, letter.user, about, now)? {
            let to = mail::To::account(letter.user, letter.email.clone());
            mail::queue(change, &services.config, to, &letter.message)?;
            written += 1;
        }
    }
    Ok(written)
}

fn dates(edition: &Edition) -> Result<Dates> {
    Ok(Dates {
        status: edition.status,
        deadline: edition.declaration_deadline.map(Instant::utc),
        sale_ends: edition.sale_hours()?.last().copied().map(DayHours::end),
        return_day: edition.return_day.map(Day::date),
    })
}

fn to_depositors(services: &Services, db: &mut Conn, edition: &Edition, now: Instant) -> Result<Vec<Letter>> {
    let dates = dates(edition)?;
    let kinds = due(&dates, now.utc());
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let people = store::depositors(db, edition.id)?;
    let desk = Desk {
        site: &services.config.site,
        edition,
        early_return: edition.return_window(ListType::Member1000)?,
        late_return: edition.return_window(ListType::Standard)?,
        now,
        declared: store::declared(db, edition.id)?,
        numbers: store::numbers(db, edition.id)?,
        sales: store::sales(db, edition.id)?,
    };
    // A manager may have asked today: two messages about one deadline in a day are one too many.
    let asked = notices::last_told(db, &[NoticeKind::DeadlineAsked], edition.id.as_str())?;
    let asked_today = |person: &Depositor| {
        let day = |at: Instant| paris::local_date(at.utc());
        asked.get(&person.id).is_some_and(|at| day(*at) == day(now))
    };
    let mut letters = Vec::new();
    for (kind, day) in kinds {
        let notified = notices::people_notified(db, kind, edition.id.as_str(), Day::new(day))?;
        let told = |person: &Depositor| {
            notified.contains(&person.id) || DEADLINE_NOTICES.contains(&kind) && asked_today(person)
        };
        for person in people.iter().filter(|person| !told(person)) {
            // A slot is told of by its own day, so that one that moved is told of anew.
            let day = if kind == NoticeKind::SlotNear { paris::local_date(person.slot.utc()) } else { day };
            let message = desk.message(kind, person);
            letters.extend(message.map(|message| Letter {
                kind,
                day: Day::new(day),
                user: person.id,
                email: person.email.clone(),
                message,
            }));
        }
    }
    Ok(letters)
}

/// What is known of an edition and its depositors when letters are written.
struct Desk<'a> {
    site: &'a Site,
    edition: &'a Edition,
    /// When members get their unsold articles back.
    early_return: Option<DayHours>,
    /// When all others do.
    late_return: Option<DayHours>,
    now: Instant,
    declared: HashSet<UserId>,
    numbers: HashMap<UserId, Vec<i32>>,
    sales: HashMap<UserId, Sales>,
}

impl Desk<'_> {
    /// The letter of this kind to one person; none when it does not concern them.
    fn message(&self, kind: NoticeKind, person: &Depositor) -> Option<Box<dyn messages::Message>> {
        let (name, edition) = (person.first_name.as_str(), self.edition.name.as_str());
        let declared = self.declared.contains(&person.id);
        let deadline = in_words(self.edition.declaration_deadline);
        match kind {
            NoticeKind::DeadlineWeek | NoticeKind::DeadlineDays => {
                // Whoever was registered today has just read the deadline.
                let fresh = person.registered_at > self.now.plus(TimeDelta::days(-1));
                let reminder = Reminder { site: self.site, edition: self.edition, now: self.now };
                (!declared && !fresh).then(|| reminder.message(name))
            }
            NoticeKind::DeadlinePassed => {
                let message = || messages::DeadlinePassed::new(name, edition, self.site, &deadline);
                (!declared).then(|| Box::new(message()) as _)
            }
            NoticeKind::SlotNear => {
                let near = declared && slot_is_near(person.slot.utc(), self.now.utc());
                let slot = in_words(Some(person.slot));
                let numbers =
                    self.numbers.get(&person.id).map_or_else(String::new, |numbers| listed(numbers));
                let place = self.edition.place.as_deref().unwrap_or_default();
                let message = || messages::SlotNear::new(name, edition, self.site, (&slot, &numbers, place));
                near.then(|| Box::new(message()) as _)
            }
            NoticeKind::SaleEnded => {
                let sales = self.sales.get(&person.id)?;
                let facts = messages::SaleFacts {
                    sold: sales.sold,
                    left: sales.left,
                    gross_cents: sales.gross_cents,
                    hours: return_hours(&sales.types, self.early_return, self.late_return),
                };
                let link = format!("{}/mes-ventes/{}", self.site.url, self.edition.id);
                Some(Box::new(messages::SaleEnded::new(name, edition, link, &facts)))
            }
            NoticeKind::DeadlineAsked | NoticeKind::InvitationsExpiring | NoticeKind::AccountInactive => None,
        }
    }
}

/// What those who have validated nothing are told before the deadline.
pub(super) struct Reminder<'a> {
    pub(super) site: &'a Site,
    pub(super) edition: &'a Edition,
    pub(super) now: Instant,
}

impl Reminder<'_> {
    fn message(&self, first_name: &str) -> Box<dyn messages::Message> {
        let day = |at: Instant| paris::local_date(at.utc());
        let deadline = self.edition.declaration_deadline;
        let left = deadline.map_or(0, |deadline| (day(deadline) - day(self.now)).num_days());
        let (name, deadline) = (self.edition.name.as_str(), in_words(deadline));
        Box::new(messages::DeadlineNear::new(first_name, name, self.site, left, &deadline))
    }

    /// The letter that a manager asks for, today's.
    pub(super) fn asked(&self, person: &Depositor) -> Letter {
        Letter {
            kind: NoticeKind::DeadlineAsked,
            day: Day::new(paris::local_date(self.now.utc())),
            user: person.id,
            email: person.email.clone(),
            message: self.message(&person.first_name),
        }
    }
}

/// Days before the end of an invitation at which managers hear of it (mail.md 5).
const EXPIRING_DAYS: i64 = 3;

fn to_managers(services: &Services, db: &mut Conn, edition: &Edition, now: Instant) -> Result<Vec<Letter>> {
    let count = store::expiring(db, edition.id, now, now.plus(TimeDelta::days(EXPIRING_DAYS)))?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let (kind, today) = (NoticeKind::InvitationsExpiring, Day::new(paris::local_date(now.utc())));
    let notified = notices::people_notified(db, kind, edition.id.as_str(), today)?;
    let stewards = store::stewards(db)?.into_iter().filter(|(id, ..)| !notified.contains(id));
    Ok(stewards
        .map(|(user, email, first_name)| {
            let link = format!("{}/editions/{}/invitations", services.config.site.url, edition.id);
            let message = messages::InvitationsExpiring::new(&first_name, &edition.name, link, count);
            Letter { kind, day: today, user, email, message: Box::new(message) }
        })
        .collect())
}

fn in_words(at: Option<Instant>) -> String {
    at.map(|at| paris::long_date_time(at.utc())).unwrap_or_default()
}

fn listed(numbers: &[i32]) -> String {
    numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}
