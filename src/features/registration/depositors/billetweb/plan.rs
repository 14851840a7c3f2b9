//! What an import would do: the facts of the edition and the tickets of a file in, a preview and the
//! registrations to write out (billetweb.md 4).
//!
//! Every ticket ends in exactly one place: skipped, duplicate, already registered, to import, or blocked.

use std::collections::{BTreeMap, BTreeSet};

use super::changes;
use super::changes::{Change, Known};
use super::export::{Anomaly, Export, Ticket};
use super::facts::{Facts, SlotFacts, Tariffs};
use super::preview::{Preview, SlotCount, TariffCount};
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::numbers::number_text::NumberText;
use crate::features::registration::depositors::numbers::{
    Block, list_type_of, max_lists, next_family_block, next_member_block, next_pair,
};
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
    let mut planner = Planner::new(facts);
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
    fn new(facts: &'f Facts) -> Self {
        Self {
            facts,
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
            let message = format!("Même adresse que la ligne {first} : seule la première est gardée.");
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
        self.check_carried_numbers(ticket, list_type);
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
        let numbers = ticket.numbers.numbers().unwrap_or_default().to_vec();
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

    /// Numbers that the export carries must be of the right kind, free, and of nobody else's block.
    fn check_carried_numbers(&mut self, ticket: &'a Ticket, list_type: Option<ListType>) {
        if ticket.numbers == NumberText::Unreadable {
            let message = "Aucun numéro de liste n'a pu être lu ici : d'autres numéros seront donnés. Exemple : Code 129 - 130";
            self.note(ticket, "Autorisation", &ticket.authorisation, "list_numbers_unreadable", message);
        }
        let (Some(numbers), Some(list_type)) = (ticket.numbers.numbers(), list_type) else { return };
        if numbers.len() > max_lists(list_type, true)
            || numbers.iter().any(|&number| list_type_of(number) != Some(list_type))
        {
            let message = "Ces numéros de liste ne vont pas avec ce tarif.";
            self.block(ticket, "Autorisation", &ticket.authorisation, "list_numbers_invalid", message);
            return;
        }
        let block = numbers.first().copied().and_then(Block::containing);
        let own = ticket.email.as_ref().ok().and_then(|email| self.own_block(email, list_type));
        // A member's block is one person's; two people of a family may share theirs.
        let personal = list_type == ListType::Member1000;
        let somebody_elses =
            personal && block.is_some_and(|block| self.held.contains(&block)) && block != own;
        if somebody_elses || numbers.iter().any(|number| self.taken.contains(number)) {
            let message = "Ces numéros de liste sont déjà donnés à quelqu'un d'autre.";
            self.block(ticket, "Autorisation", &ticket.authorisation, "list_numbers_taken", message);
        }
    }

    /// The block that a person keeps: a member's own, or the mirror of it, or the one of an earlier edition.
    fn own_block(&self, email: &str, list_type: ListType) -> Option<Block> {
        let member = self.facts.member_blocks.get(email).copied();
        match list_type {
            ListType::Standard => None,
            ListType::Member1000 => member,
            ListType::Family2000 => {
                self.facts.family_blocks.get(email).copied().or(member.map(Block::mirror))
            }
        }
    }

    /// Numbers for those whose ticket carries none: only now, so that nobody takes a number that a later row carries.
    fn draw_numbers(&mut self) {
        let mut accepted = std::mem::take(&mut self.accepted);
        accepted.retain_mut(|registration| {
            if registration.numbers.is_empty() {
                let (email, list_type) = (registration.email, registration.list_type);
                let Some((numbers, block)) = self.draw(email, list_type) else {
                    let message = "Il ne reste plus de numéro de liste de ce type.";
                    self.block(
                        registration.ticket,
                        "Tarif",
                        &registration.ticket.tariff,
                        "list_numbers_taken",
                        message,
                    );
                    return false;
                };
                self.taken.extend(&numbers);
                self.held.extend(block);
                (registration.numbers, registration.block) = (numbers, block);
            }
            true
        });
        self.accepted = accepted;
    }

    fn draw(&self, email: &str, list_type: ListType) -> Option<(Vec<i32>, Option<Block>)> {
        if list_type == ListType::Standard {
            let pair = next_pair(&self.taken, self.facts.numbers_beyond_600)?;
            return Some((pair.to_vec(), None));
        }
        let is_free = |number: &i32| !self.taken.contains(number);
        let own = self.own_block(email, list_type).filter(|block| block.numbers(4).iter().any(is_free));
        let fresh = || match list_type {
            ListType::Family2000 => next_family_block(&self.held),
            _ => next_member_block(&self.held),
        };
        let block = own.or_else(fresh)?;
        let free = block.numbers(4).into_iter().filter(is_free);
        let numbers: Vec<i32> = free.take(max_lists(list_type, own.is_some())).collect();
        (!numbers.is_empty()).then_some((numbers, Some(block)))
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
            column: column.to_owned(),
            value: value.to_owned(),
            code,
            message: message.into(),
            blocking: false,
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

/// Whether a slot is meant for a type of lists; an unknown type fits everywhere.
fn meant_for(slot: &SlotFacts, list_type: Option<ListType>) -> bool {
    list_type.is_none_or(|list_type| slot.list_types.is_empty() || slot.list_types.contains(&list_type))
}

#[cfg(test)]
mod tests;
