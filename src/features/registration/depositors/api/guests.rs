//! Who of a box can be invited, who is registered at once, and everybody who is left out, by name.
//!
//! A line with a slot is checked as one registration by hand is: by the plan of an import.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;

use super::tariff_use;
use crate::db::Conn;
use crate::error::{FieldError, Result, invalid};
use crate::features::edition::editions::model::Edition;
use crate::features::edition::editions::states::ListType;
use crate::features::edition::editions::store as editions;
use crate::features::people::accounts::invited_people;
use crate::features::people::accounts::invited_people::UnreadableLine;
use crate::features::people::accounts::invited_people::views::{BulkProblem, MOST};
use crate::features::people::accounts::model::{User, UserState};
use crate::features::people::accounts::store as accounts;
use crate::features::registration::depositors::billetweb::export::{Export, Ticket};
use crate::features::registration::depositors::billetweb::facts::Tariffs;
use crate::features::registration::depositors::billetweb::plan::{Accepted, Plan, plan};
use crate::features::registration::depositors::invited_table;
use crate::features::registration::depositors::invited_table::{TableLine, read_list_type, read_slot};
use crate::features::registration::depositors::model::Invitation;
use crate::features::registration::depositors::numbers::number_text::NumberText;
use crate::features::registration::depositors::store::facts;
use crate::features::registration::depositors::store::facts::Known;
use crate::features::registration::depositors::store::invitations;
use crate::features::registration::depositors::views::bulk::{BulkGuest, BulkPlace};
use crate::kernel::clock::{Instant, paris};
use crate::kernel::ids::{EditionId, UserId};
use crate::kernel::text::PersonName;
use crate::kernel::text::contact::{normalise_phone, normalise_postal_code};

/// Kinds of lists as the tariffs of a plan.
const KINDS: [ListType; 3] = [ListType::Standard, ListType::Member1000, ListType::Family2000];

/// The people of a box.
pub(super) struct Guests {
    /// Those who only get an invitation, with their account if there is one.
    pub invited: Vec<(TableLine, Option<User>)>,
    /// What registrations are planned from; absent when no line names a slot.
    pub known: Option<Known>,
    /// The lines that name a slot.
    export: Export,
    problems: Vec<BulkProblem>,
}

/// Reads a box; a handful of statements, however many people there are.
pub(super) fn read(db: &mut Conn, edition: &Edition, text: &str, now: Instant) -> Result<Guests> {
    let slots = editions::slots::of_edition(db, edition.id)?;
    let starts: Vec<NaiveDateTime> = slots.iter().map(|slot| paris::to_local(slot.starts_at.utc())).collect();
    let (lines, unreadable) = lines(text, &starts);
    if lines.len() + unreadable.len() > MOST {
        let sentence = format!("{MOST} personnes au plus à la fois.");
        return Err(invalid(vec![FieldError::new("text", "too_many_lines", sentence)]));
    }
    let mut problems: Vec<BulkProblem> = unreadable.into_iter().map(Into::into).collect();
    let emails: Vec<&str> = lines.iter().map(|line| line.email.as_str()).collect();
    let users: HashMap<String, User> =
        accounts::by_emails(db, &emails)?.into_iter().map(|user| (user.email.clone(), user)).collect();
    let live = live_invitations(db, edition.id, &users, now)?;
    let registers = lines.iter().any(|line| !line.slot.is_empty());
    let known = if registers { Some(facts::load(db, edition, &emails)?) } else { None };
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    let (mut invited, mut tickets) = (Vec::new(), Vec::new());
    for line in lines {
        let user = users.get(&line.email);
        if let Some(first) = lines_of.get(&line.email) {
            let message = format!("Cette adresse est déjà à la ligne {first}.");
            problems.push(problem(&line, "duplicate_line", message));
            continue;
        }
        lines_of.insert(line.email.clone(), line.line);
        if !line.slot.is_empty() {
            match ticket(&line, user, &starts) {
                Ok(ticket) => tickets.push(ticket),
                Err((code, message)) => problems.push(problem(&line, code, message)),
            }
        } else if user.is_some_and(|user| user.state != UserState::Invited) {
            let message = "Cette personne a déjà un compte : indiquez un créneau pour l'inscrire.";
            problems.push(problem(&line, "account_active", message));
        } else if user.is_some_and(|user| live.contains(&user.id)) {
            let message = "Cette personne a déjà une invitation valable.";
            problems.push(problem(&line, "invitation_active", message));
        } else {
            invited.push((line, user.cloned()));
        }
    }
    Ok(Guests { invited, known, export: Export { digest: String::new(), tickets }, problems })
}

fn lines(text: &str, starts: &[NaiveDateTime]) -> (Vec<TableLine>, Vec<UnreadableLine>) {
    invited_table::read(text, starts).unwrap_or_else(|| {
        let (people, problems) = invited_people::read(text);
        let bare = people.into_iter().map(|person| TableLine {
            line: person.line,
            email: person.email,
            first_name: person.first_name,
            last_name: person.last_name,
            ..TableLine::default()
        });
        (bare.collect(), problems)
    })
}

/// Those of these people whose link still works.
fn live_invitations(
    db: &mut Conn,
    edition: EditionId,
    users: &HashMap<String, User>,
    now: Instant,
) -> Result<Vec<UserId>> {
    let ids: Vec<UserId> = users.values().map(|user| user.id).collect();
    let invitations: Vec<Invitation> = invitations::of_users(db, edition, &ids)?;
    Ok(invitations.into_iter().filter(|one| one.is_live(now)).map(|one| one.user_id).collect())
}

/// A refusal by name: `Anna Roux, anna@example.org`.
fn problem(line: &TableLine, code: &'static str, message: impl Into<String>) -> BulkProblem {
    let name = PersonName::new(&line.first_name, &line.last_name).full();
    let value = if name.is_empty() { line.email.clone() } else { format!("{name}, {}", line.email) };
    BulkProblem { line: line.line, value, code, message: message.into() }
}

/// The line as a row of an import; refused what one registration by hand would be refused for.
fn ticket(
    line: &TableLine,
    user: Option<&User>,
    starts: &[NaiveDateTime],
) -> std::result::Result<Ticket, (&'static str, String)> {
    let list_type = if line.list_type.is_empty() {
        ListType::Standard
    } else {
        read_list_type(&line.list_type).ok_or_else(|| {
            let sentence =
                format!("Type de liste inconnu : « {} ». Écrivez standard, 1000 ou 2000.", line.list_type);
            ("list_type_unknown", sentence)
        })?
    };
    let phone = Some(&line.phone).filter(|phone| !phone.is_empty()).map(|phone| normalise_phone(phone));
    let phone = phone.transpose().map_err(|_| {
        let sentence =
            format!("Numéro de téléphone « {} » : attendu par exemple 06 12 34 56 78.", line.phone);
        ("phone_invalid", sentence)
    })?;
    let postal_code = normalise_postal_code(&line.postal_code);
    if postal_code.chars().count() > 10 {
        return Err(("postal_code_invalid", format!("Code postal « {} » : trop long.", line.postal_code)));
    }
    let own = || user.and_then(|user| user.postal_code.clone()).unwrap_or_default();
    Ok(Ticket {
        line: u32::try_from(line.line).unwrap_or(u32::MAX),
        reference: String::new(),
        order: String::new(),
        starts_at: read_slot(&line.slot, starts),
        tariff: list_type.as_str().to_owned(),
        last_name: line.last_name.clone(),
        first_name: line.first_name.clone(),
        email: Ok(line.email.clone()),
        phone: phone.map(Ok),
        address: String::new(),
        postal_code: if postal_code.is_empty() { own() } else { postal_code },
        city: String::new(),
        authorisation: String::new(),
        numbers: NumberText::None,
        skipped: None,
        remarks: Vec::new(),
    })
}

impl Guests {
    /// What becomes of the lines that name a slot.
    pub(super) fn plan(&self) -> Plan<'_> {
        let tariffs: BTreeMap<_, _> =
            KINDS.iter().map(|&kind| (kind.as_str().to_owned(), tariff_use(kind))).collect();
        let facts = self.known.as_ref().map(|known| known.facts.clone()).unwrap_or_default();
        plan(&facts, &Tariffs::Confirmed(tariffs), &self.export)
    }

    /// Everybody who is let in, in order.
    pub(super) fn views(&self, plan: &Plan<'_>) -> Vec<BulkGuest> {
        let invited = self.invited.iter().map(|(line, _)| BulkGuest {
            line: line.line,
            email: line.email.clone(),
            first_name: line.first_name.clone(),
            last_name: line.last_name.clone(),
            known: false,
            place: None,
            remark: Some(
                "Sans créneau, le type de liste n'est pas repris : l'invitation part seule.".to_owned(),
            )
            .filter(|_| !line.list_type.is_empty()),
        });
        let registered = plan.accepted.iter().map(|accepted| self.registered(accepted, plan));
        let mut views: Vec<BulkGuest> = invited.chain(registered).collect();
        views.sort_by_key(|view| view.line);
        views
    }

    fn registered(&self, accepted: &Accepted<'_>, plan: &Plan<'_>) -> BulkGuest {
        let ticket = accepted.ticket;
        let slot = self.known.as_ref().and_then(|known| known.slots.get(accepted.slot));
        let remark = plan.preview.problems.iter().find(|one| one.line == ticket.line && !one.blocking);
        BulkGuest {
            line: line_of(ticket),
            email: accepted.email.to_owned(),
            first_name: ticket.first_name.clone(),
            last_name: ticket.last_name.clone(),
            known: accepted.known,
            place: slot.map(|slot| BulkPlace {
                list_type: accepted.list_type,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                numbers: accepted.numbers.clone(),
            }),
            remark: remark.map(|one| one.message.clone()),
        }
    }

    /// Everybody who is left out, in order.
    pub(super) fn problems(&self, plan: &Plan<'_>) -> Vec<BulkProblem> {
        let mut problems = self.problems.clone();
        for ticket in &self.export.tickets {
            if plan.accepted.iter().any(|accepted| accepted.ticket.line == ticket.line) {
                continue;
            }
            let line = TableLine {
                line: line_of(ticket),
                email: ticket.address_as_read().to_owned(),
                first_name: ticket.first_name.clone(),
                last_name: ticket.last_name.clone(),
                ..TableLine::default()
            };
            let blocking = plan.preview.problems.iter().find(|one| one.line == ticket.line && one.blocking);
            problems.push(match blocking {
                Some(one) if one.value.is_empty() => problem(&line, one.code, one.message.clone()),
                Some(one) => problem(&line, one.code, format!("{} ({})", one.message, one.value)),
                None => {
                    problem(&line, "already_registered", "Cette personne est déjà inscrite à cette édition.")
                }
            });
        }
        problems.sort_by_key(|one| one.line);
        problems
    }
}

fn line_of(ticket: &Ticket) -> usize {
    usize::try_from(ticket.line).unwrap_or_default()
}
