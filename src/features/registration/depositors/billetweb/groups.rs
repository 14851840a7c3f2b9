//! What is wrong with a file, put together by kind and cause, with what would mend it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::export::{Anomaly, Ticket};
use super::facts::{Facts, SlotFacts, Tariffs};
use crate::features::edition::editions::slots::usual_end;
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::states::TariffUse;
use crate::kernel::clock::paris;
use crate::kernel::ids::SlotId;
use crate::kernel::text::fold;

/// Most registrations that a proposed slot has.
const LARGEST: usize = 500;

/// Problems of one kind with one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProblemGroup {
    /// Stable code of its problems.
    pub code: &'static str,
    /// What they have in common, in French.
    pub title: String,
    /// Whether they keep their rows from being imported.
    pub blocking: bool,
    /// Rows of the file that have it; 0 when the file as a whole is meant.
    pub rows: usize,
    /// The slot that would make room for them.
    pub slot: Option<SlotProposal>,
}

/// A slot to make, or to enlarge, for the rows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SlotProposal {
    /// The slot to enlarge; a new one when absent.
    pub slot_id: Option<SlotId>,
    /// Start, UTC with milliseconds.
    pub starts_at: String,
    /// End, UTC with milliseconds.
    pub ends_at: String,
    /// Places that the slot needs in all.
    pub capacity: usize,
    /// Kinds of lists that the file brings; empty for all.
    pub list_types: Vec<ListType>,
    /// Whether all who ask for it are residents and say so.
    pub residents_only: bool,
}

/// What rows with this problem have in common.
pub fn cause(ticket: &Ticket, column: &str, code: &str) -> String {
    match (code, &ticket.starts_at) {
        ("unknown_slot" | "slot_full" | "not_resident" | "slot_list_type", Ok(local)) => {
            paris::instant_text(paris::to_utc(*local))
        }
        ("unmapped_tariff", _) => ticket.tariff.clone(),
        _ => column.to_owned(),
    }
}

/// The groups of some problems, the worst first; tells each problem its place among them.
pub fn group(
    problems: &mut [Anomaly],
    facts: &Facts,
    tariffs: &Tariffs,
    tickets: &[Ticket],
) -> Vec<ProblemGroup> {
    let mut lines: BTreeMap<(bool, &'static str, String), BTreeSet<u32>> = BTreeMap::new();
    for problem in &*problems {
        lines.entry(key(problem)).or_default().insert(problem.line);
    }
    let mut found: Vec<_> = lines.into_iter().collect();
    found.sort_by_key(|((blocking, ..), lines)| (!*blocking, std::cmp::Reverse(lines.len())));
    let places: BTreeMap<_, _> =
        found.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)).collect();
    for problem in problems {
        problem.group = places.get(&key(problem)).copied().unwrap_or_default();
    }
    let asked = Asked { facts, tariffs, tickets };
    let rows: BTreeSet<u32> = tickets.iter().map(|ticket| ticket.line).collect();
    let of = |((blocking, code, cause), lines): ((bool, &'static str, String), BTreeSet<u32>)| {
        let starts_at = cause.parse::<DateTime<Utc>>().ok();
        ProblemGroup {
            code,
            title: title(code, &cause, starts_at),
            blocking,
            rows: lines.intersection(&rows).count(),
            slot: starts_at.and_then(|starts_at| asked.slot(code, starts_at, &lines)),
        }
    };
    found.into_iter().map(of).collect()
}

fn key(problem: &Anomaly) -> (bool, &'static str, String) {
    (problem.blocking, problem.code, problem.cause.clone())
}

/// What a file asks of slots.
struct Asked<'f> {
    facts: &'f Facts,
    tariffs: &'f Tariffs,
    tickets: &'f [Ticket],
}

impl Asked<'_> {
    fn slot(&self, code: &str, starts_at: DateTime<Utc>, lines: &BTreeSet<u32>) -> Option<SlotProposal> {
        let rows: Vec<&Ticket> = self.tickets.iter().filter(|ticket| lines.contains(&ticket.line)).collect();
        match code {
            "unknown_slot" => Some(self.new_slot(starts_at, &rows)),
            "slot_full" => {
                let full = |slot: &&SlotFacts| slot.starts_at == starts_at && slot.capacity > 0;
                let slot = self.facts.slots.iter().find(full)?;
                let capacity = usize::try_from(slot.capacity).unwrap_or_default();
                Some(SlotProposal {
                    slot_id: Some(slot.id),
                    starts_at: paris::instant_text(slot.starts_at),
                    ends_at: paris::instant_text(slot.ends_at),
                    capacity: (capacity + rows.len()).min(LARGEST),
                    list_types: slot.list_types.clone(),
                    residents_only: slot.residents_only,
                })
            }
            _ => None,
        }
    }

    fn new_slot(&self, starts_at: DateTime<Utc>, rows: &[&Ticket]) -> SlotProposal {
        let kinds: BTreeSet<&str> = rows.iter().filter_map(|row| Some(self.kind(row)?.as_str())).collect();
        let list_types = kinds.iter().filter_map(|kind| ListType::parse(kind)).collect();
        let resident = |row: &&Ticket| {
            fold(&row.tariff).contains("habitant")
                && self.facts.resident_postal_codes.contains(&row.postal_code)
        };
        SlotProposal {
            slot_id: None,
            starts_at: paris::instant_text(starts_at),
            ends_at: paris::instant_text(self.end(starts_at)),
            capacity: rows.len().clamp(1, LARGEST),
            list_types,
            residents_only: rows.iter().all(resident),
        }
    }

    fn kind(&self, row: &Ticket) -> Option<ListType> {
        self.tariffs.of(&row.tariff).and_then(TariffUse::list_type)
    }

    /// As long as slots of this hour usually are, or until the next one of the day begins, here or in the file.
    fn end(&self, starts_at: DateTime<Utc>) -> DateTime<Utc> {
        let slots = self.facts.slots.iter().map(|slot| slot.starts_at);
        let asked = self.tickets.iter().filter(|ticket| ticket.skipped.is_none());
        let asked = asked.filter_map(|ticket| ticket.starts_at.as_ref().ok()).copied().map(paris::to_utc);
        let usual = usual_end(starts_at);
        slots.chain(asked).filter(|other| *other > starts_at).min().map_or(usual, |next| next.min(usual))
    }
}

/// What the problems of a group have in common, without their number.
fn title(code: &str, cause: &str, starts_at: Option<DateTime<Utc>>) -> String {
    let at = |words: &str| {
        let when = starts_at.map(paris::long_date_time).unwrap_or_default();
        let mut letters = when.chars();
        let capital: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
        format!("{capital}{}\u{a0}: {words}", letters.as_str())
    };
    let words = match code {
        "unknown_slot" => return at("aucun créneau"),
        "slot_full" => return at("créneau complet"),
        "not_resident" => return at("créneau réservé aux habitants"),
        "slot_list_type" => return at("créneau prévu pour d'autres listes"),
        "unmapped_tariff" => return format!("Tarif «\u{a0}{cause}\u{a0}»\u{a0}: type de liste à choisir"),
        "list_numbers_taken" if cause == "Tarif" => "Plus de numéro de liste libre",
        "list_numbers_taken" => "Numéros de liste déjà à quelqu'un d'autre",
        "list_numbers_replaced" => "D'autres numéros de liste seront donnés",
        "list_numbers_invalid" => "Numéros de liste qui ne vont pas avec le tarif",
        "list_numbers_unreadable" => "Numéros de liste illisibles",
        "duplicate_email" => "Personnes présentes plusieurs fois dans le fichier",
        "invalid_email" => "Adresse e-mail à corriger",
        "invalid_phone" => "Téléphone qui ne sera pas repris",
        "invalid_postal_code" => "Code postal qui ne sera pas repris",
        "invalid_date" => "Date illisible",
        "name_missing" => "Nom ou prénom manquant",
        "name_too_long" => "Nom trop long",
        "yes_no_unreadable" => "Oui ou Non attendu",
        "amount_unreadable" => "Montant illisible",
        "partly_refunded" => "Billet remboursé en partie",
        "missing_column" => "Colonne manquante",
        _ => "Le fichier ne peut pas être lu",
    };
    match code {
        "name_missing" | "name_too_long" | "yes_no_unreadable" | "amount_unreadable" => {
            format!("{words}\u{a0}: colonne «\u{a0}{cause}\u{a0}»")
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests;
