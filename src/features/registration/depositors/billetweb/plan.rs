//! What an import would do: the facts of the edition and the tickets of a file in, a preview and the
//! registrations to write out (billetweb.md 4).
//!
//! Every ticket ends in exactly one place: skipped, duplicate, already registered, to import, or blocked.

mod numbers;

use std::collections::{BTreeMap, BTreeSet};

use super::changes;
use super::changes::{Change, Known};
use super::export::{Anomaly, Export, Ticket};
use super::facts::{Facts, SlotFacts, Tariffs};
use super::groups;
use super::preview::{PlannedPerson, Preview, SlotCount, TariffCount, blocked_rows};
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::numbers::Block;
use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::clock::paris;

/// A registration to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted<'a> {
    /// The ticket that it comes from.
    pub ticket: &'a Ticket,
    /// Normalised e-mail address.
    pub email: &'a str,
    /// Telephone in E.164, when there is one that can be called.
    pub phone: Option<&'a str>,
    /// Index of its slot in [`Facts::slots`].
    pub slot: usize,
    /// Type of its lists.
    pub list_type: ListType,
    /// Numbers of its lists, ascending.
    pub numbers: Vec<i32>,
    /// Block of four that belongs to the person from now on.
    pub block: Option<Block>,
    /// Whether the person has an account.
    pub known: bool,
}

/// The preview and what the import would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<'a> {
    /// What the manager sees.
    pub preview: Preview,
    /// What would be written, in the order of the file.
    pub accepted: Vec<Accepted<'a>>,
    /// What has changed about people registered before, in the order of the preview's proposals.
    pub changes: Vec<Change<'a>>,
}

/// Decides what becomes of every ticket; changes nothing.
pub fn plan<'a>(facts: &Facts, tariffs: &Tariffs, export: &'a Export) -> Plan<'a> {
    plan_renumbering(facts, tariffs, &BTreeSet::new(), export)
}

/// The same, with the rows whose people get the next free numbers where their own are somebody else's.
pub fn plan_renumbering<'a>(
    facts: &Facts,
    tariffs: &Tariffs,
    renumbered: &BTreeSet<u32>,
    export: &'a Export,
) -> Plan<'a> {
    let mut planner = Planner::new(facts, renumbered);
    let known = Known::new(facts, &export.tickets);
    for ticket in &export.tickets {
        planner.place(&known, ticket, tariffs.of(&ticket.tariff));
    }
    planner.draw_numbers();
    planner.finish(tariffs, export)
}

/// The plan while it grows.
struct Planner<'f, 'a> {
    facts: &'f Facts,
    /// Lines of those who take other numbers than the file's rather than stay out.
    renumbered: &'f BTreeSet<u32>,
    /// The line that counts of each e-mail address in the file: the first that is registered or can be.
    kept_lines: BTreeMap<&'a str, u32>,
    left: Vec<usize>,
    wanted: Vec<usize>,
    taken: BTreeSet<i32>,
    held: BTreeSet<Block>,
    accepted: Vec<Accepted<'a>>,
    problems: Vec<Anomaly>,
    skipped: usize,
    already_registered: usize,
    duplicates: usize,
}

impl<'f, 'a> Planner<'f, 'a> {
    fn new(facts: &'f Facts, renumbered: &'f BTreeSet<u32>) -> Self {
        Self {
            facts,
            renumbered,
            kept_lines: BTreeMap::new(),
            left: facts.slots.iter().map(|slot| slot.left).collect(),
            wanted: vec![0; facts.slots.len()],
            taken: facts.taken_numbers.clone(),
            held: facts.member_blocks.values().chain(facts.family_blocks.values()).copied().collect(),
            accepted: Vec::new(),
            problems: Vec::new(),
            skipped: 0,
            already_registered: 0,
            duplicates: 0,
        }
    }

    fn place(&mut self, known: &Known<'_>, ticket: &'a Ticket, tariff: Option<TariffUse>) {
        if ticket.skipped.is_some() || tariff == Some(TariffUse::Ignore) {
            self.skipped += 1;
            return;
        }
        if let Ok(email) = &ticket.email
            && let Some(&first) = self.kept_lines.get(email.as_str())
        {
            self.duplicates += 1;
            let message = format!("Même adresse que la ligne {first}\u{a0}: seule la première est gardée.");
            self.note(ticket, "Email", email, "duplicate_email", message);
            return;
        }
        if known.has(ticket) {
            if let Ok(email) = &ticket.email {
                self.kept_lines.insert(email, ticket.line);
            }
            self.already_registered += 1;
            return;
        }
        self.register(ticket, tariff.and_then(TariffUse::list_type));
    }

    /// Accepts a new ticket, or tells everything that blocks it.
    fn register(&mut self, ticket: &'a Ticket, list_type: Option<ListType>) {
        let problems_before = self.problems.len();
        if list_type.is_none() {
            let message = "Dites ce que vaut ce tarif avant d'importer.";
            self.block(ticket, "Tarif", &ticket.tariff, "unmapped_tariff", message);
        }
        if let Err(text) = &ticket.email {
            self.block(ticket, "Email", text, "invalid_email", "Cette adresse e-mail n'est pas valable.");
        }
        for remark in &ticket.remarks {
            self.note(ticket, remark.column, &remark.value, remark.code, remark.message);
            if let Some(problem) = self.problems.last_mut() {
                problem.blocking = remark.blocking;
            }
        }
        let slot = self.check_slot(ticket, list_type);
        let numbers = self.carried_numbers(ticket, list_type);
        let sound = !self.problems[problems_before..].iter().any(|problem| problem.blocking);
        if let Some(Err(text)) = &ticket.phone {
            let message = "Ce numéro de téléphone n'est pas valable : il ne sera pas repris.";
            self.note(ticket, "Téléphone", text, "invalid_phone", message);
        }
        let (true, Some(list_type), Ok(email), Some(slot)) = (sound, list_type, &ticket.email, slot) else {
            return;
        };
        self.kept_lines.insert(email, ticket.line);
        self.left[slot] -= 1;
        self.taken.extend(&numbers);
        let block = numbers.first().copied().and_then(Block::containing);
        self.held.extend(block);
        self.accepted.push(Accepted {
            ticket,
            email,
            phone: ticket.phone.as_ref().and_then(|phone| phone.as_deref().ok()),
            slot,
            list_type,
            numbers,
            block,
            known: self.facts.users.contains(email),
        });
    }

    /// The slot that the ticket names; blocks the ticket when it cannot have it.
    fn check_slot(&mut self, ticket: &'a Ticket, list_type: Option<ListType>) -> Option<usize> {
        let local = match &ticket.starts_at {
            Ok(local) => *local,
            Err(text) => {
                let message = "Cette date n'est pas lisible. Exemple : 2025-11-05 09:30";
                self.block(ticket, "Séance", text, "invalid_date", message);
                return None;
            }
        };
        let shown = local.format("%Y-%m-%d %H:%M").to_string();
        let Some(index) = self.best_slot(ticket, list_type) else {
            let message = "Aucun créneau de l'édition ne commence à cette date et cette heure.";
            self.block(ticket, "Séance", &shown, "unknown_slot", message);
            return None;
        };
        self.wanted[index] += 1;
        let slot = &self.facts.slots[index];
        if slot.residents_only && !self.is_resident(ticket) {
            let message = "Ce créneau est réservé aux habitants, et ce code postal n'en est pas un.";
            self.block(ticket, "Code postal", &ticket.postal_code, "not_resident", message);
        }
        if self.left[index] == 0 {
            self.block(ticket, "Séance", &shown, "slot_full", "Ce créneau est complet.");
        }
        if !meant_for(slot, list_type) {
            let message = "Ce créneau est prévu pour d'autres types de listes.";
            self.note(ticket, "Tarif", &ticket.tariff, "slot_list_type", message);
        }
        Some(index)
    }

    /// The slot that starts when the ticket says. Of two that start together the one that fits best is meant, an ordinary
    /// one before one for residents.
    fn best_slot(&self, ticket: &Ticket, list_type: Option<ListType>) -> Option<usize> {
        let starts_at = paris::to_utc(*ticket.starts_at.as_ref().ok()?);
        let slots = &self.facts.slots;
        (0..slots.len()).filter(|&index| slots[index].starts_at == starts_at).min_by_key(|&index| {
            let slot = &slots[index];
            (
                slot.residents_only && !self.is_resident(ticket),
                !meant_for(slot, list_type),
                self.left[index] == 0,
                slot.residents_only,
            )
        })
    }

    fn is_resident(&self, ticket: &Ticket) -> bool {
        self.facts.resident_postal_codes.contains(&ticket.postal_code)
    }

    fn block(
        &mut self,
        ticket: &Ticket,
        column: &str,
        value: &str,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.note(ticket, column, value, code, message);
        if let Some(problem) = self.problems.last_mut() {
            problem.blocking = true;
        }
    }

    fn note(
        &mut self,
        ticket: &Ticket,
        column: &str,
        value: &str,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.problems.push(Anomaly {
            line: ticket.line,
            person: ticket.person(),
            email: ticket.address_as_read().to_owned(),
            column: column.to_owned(),
            value: value.to_owned(),
            code,
            message: message.into(),
            blocking: false,
            group: 0,
            cause: groups::cause(ticket, column, code),
        });
    }

    fn finish(mut self, tariffs: &Tariffs, export: &'a Export) -> Plan<'a> {
        self.problems.sort_by_key(|problem| problem.line);
        let changes = changes::changes(
            self.facts,
            &export.tickets,
            |ticket| tariffs.of(&ticket.tariff),
            |ticket, meaning| self.best_slot(ticket, meaning.and_then(TariffUse::list_type)),
            &self.left,
        );
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for ticket in &export.tickets {
            *counts.entry(&ticket.tariff).or_default() += 1;
        }
        let known = self.accepted.iter().filter(|registration| registration.known).count();
        let groups = groups::group(&mut self.problems, self.facts, tariffs, &export.tickets);
        let mut slots: Vec<SlotCount> = (self.facts.slots.iter().zip(&self.wanted))
            .filter(|&(_, &count)| count > 0)
            .map(|(slot, &count)| SlotCount {
                starts_at: paris::instant_text(slot.starts_at),
                count,
                left: slot.left,
            })
            .collect();
        slots.sort_by(|one, other| one.starts_at.cmp(&other.starts_at));
        let preview = Preview {
            digest: export.digest.clone(),
            rows: export.tickets.len(),
            skipped: self.skipped,
            to_import: self.accepted.len(),
            known,
            new: self.accepted.len() - known,
            already_registered: self.already_registered,
            duplicates: self.duplicates,
            blocked: blocked_rows(&self.problems),
            people: self.accepted.iter().map(|accepted| planned(self.facts, accepted)).collect(),
            groups,
            mails: None,
            tariffs: counts
                .into_iter()
                .map(|(text, count)| TariffCount {
                    text: text.to_owned(),
                    count,
                    list_type: tariffs.of(text),
                })
                .collect(),
            slots,
            problems: self.problems,
            changes: changes.iter().map(|change| change.proposal.clone()).collect(),
        };
        Plan { preview, accepted: self.accepted, changes }
    }
}

/// Somebody to import, as the program understood the row.
fn planned(facts: &Facts, accepted: &Accepted<'_>) -> PlannedPerson {
    PlannedPerson {
        line: accepted.ticket.line,
        person: accepted.ticket.person(),
        email: accepted.email.to_owned(),
        starts_at: facts.slots.get(accepted.slot).map(|slot| paris::instant_text(slot.starts_at)),
        list_type: accepted.list_type,
        numbers: accepted.numbers.clone(),
        known: accepted.known,
    }
}

/// Whether a slot is meant for a type of lists; an unknown type fits everywhere.
fn meant_for(slot: &SlotFacts, list_type: Option<ListType>) -> bool {
    list_type.is_none_or(|list_type| slot.list_types.is_empty() || slot.list_types.contains(&list_type))
}

#[cfg(test)]
mod tests;
