//! Which decisions stand (deposit.md 1): decisions in, what stands in each register out, in whatever order they came.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::acts::{Act, Field};
use super::states::Kind;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, CommandId, ListId};

/// How long handing articles over may be taken back.
const LEAVING_UNDONE: TimeDelta = TimeDelta::minutes(10);

/// A command as far as it decides anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id, made by the device.
    pub id: CommandId,
    /// The list it is about.
    pub list: ListId,
    /// The article it is about.
    pub article: Option<ArticleId>,
    /// Its kind.
    pub kind: Kind,
    /// What it says.
    pub act: Act,
    /// When it was decided, by the corrected clock of the device.
    pub decided_at: Instant,
    /// Whether whoever sent it was a manager when it came.
    pub by_manager: bool,
}

impl Decision {
    /// Later decisions stand above earlier ones; of two at the same instant the one with the greater id.
    fn rank(&self) -> (Instant, CommandId) {
        (self.decided_at, self.id)
    }

    fn is_leaving(&self) -> bool {
        matches!(self.kind, Kind::HandOver | Kind::Donate)
    }
}

/// One thing that decisions are about. Of all decisions about it, one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Register {
    Verdict(ArticleId),
    Field(ArticleId, Field),
    Labels(ArticleId),
    Mark(ArticleId),
    Place(ArticleId),
    Outcome(ArticleId),
    Review(ListId),
    Bags(ListId),
    Envelope,
    SignedOnPaper,
    Identity,
    Residence,
    Remark,
}

/// The registers that a decision is about. One without its article is about nothing.
fn registers(decision: &Decision) -> Vec<Register> {
    let article = |register: fn(ArticleId) -> Register| decision.article.map(register).into_iter().collect();
    match &decision.act {
        Act::Accept | Act::Refuse(..) | Act::NotBrought => article(Register::Verdict),
        Act::Correct(correction) => decision.article.map_or_else(Vec::new, |id| {
            correction.fields().into_iter().map(|field| Register::Field(id, field)).collect()
        }),
        Act::ExtraLabel { .. } => article(Register::Labels),
        Act::Withdraw(..) | Act::PutBack | Act::Lost(..) | Act::FoundAgain => article(Register::Mark),
        Act::Found { .. } | Act::NotThere => article(Register::Place),
        Act::HandOver(leaving) | Act::Donate(leaving) => {
            leaving.article_ids.iter().copied().map(Register::Outcome).collect()
        }
        Act::ListStart | Act::ListFinish | Act::ListReopen => vec![Register::Review(decision.list)],
        Act::Seal | Act::Unseal | Act::Release => vec![Register::Bags(decision.list)],
        Act::Envelope(_) => vec![Register::Envelope],
        Act::SignedOnPaper(_) => vec![Register::SignedOnPaper],
        Act::Identity(_) => vec![Register::Identity],
        Act::Residence(_) => vec![Register::Residence],
        Act::Remark(_) => vec![Register::Remark],
        Act::Undo(_) => Vec::new(),
    }
}

/// What stands among the decisions about the lists of one registration.
#[derive(Debug)]
pub struct Standing<'a> {
    decisions: &'a [Decision],
    opening: Option<Instant>,
    stands: BTreeMap<Register, &'a Decision>,
    /// Registers that any decision is or was about: what stands there is known, even when it is nothing.
    touched: BTreeSet<Register>,
}

impl<'a> Standing<'a> {
    /// Works out what stands. `opening` is when the sale was opened for the last time, while it is or has been open.
    pub fn new(decisions: &'a [Decision], opening: Option<Instant>) -> Self {
        let by_id: BTreeMap<CommandId, &Decision> = decisions.iter().map(|one| (one.id, one)).collect();
        let undone: BTreeSet<CommandId> = decisions
            .iter()
            .filter_map(|undo| match undo.act {
                Act::Undo(target) => by_id.get(&target).filter(|found| undoes(undo, found, opening)),
                _ => None,
            })
            .map(|undone| undone.id)
            .collect();
        let mut stands: BTreeMap<Register, &Decision> = BTreeMap::new();
        let mut touched = BTreeSet::new();
        for decision in decisions {
            let counts = !undone.contains(&decision.id) && counts(decision, opening);
            for register in registers(decision) {
                touched.insert(register);
                if counts {
                    stands
                        .entry(register)
                        .and_modify(|top| {
                            if decision.rank() > top.rank() {
                                *top = decision;
                            }
                        })
                        .or_insert(decision);
                }
            }
        }
        Self { decisions, opening, stands, touched }
    }

    /// The decision that stands in a register.
    pub fn at(&self, register: Register) -> Option<&'a Decision> {
        self.stands.get(&register).copied()
    }

    /// The registers that anything was ever decided about, with what stands there.
    pub fn touched(&self) -> impl Iterator<Item = (Register, Option<&'a Decision>)> {
        self.touched.iter().map(|register| (*register, self.at(*register)))
    }

    /// Whether a decision stands in all that it is about. An undo stands while it takes something back, or would once what
    /// it names arrives.
    pub fn holds(&self, id: CommandId) -> bool {
        let Some(decision) = self.decisions.iter().find(|one| one.id == id) else { return false };
        if let Act::Undo(target) = decision.act {
            let named = self.decisions.iter().find(|one| one.id == target);
            return named.is_none_or(|named| undoes(decision, named, self.opening));
        }
        let registers = registers(decision);
        !registers.is_empty()
            && registers.iter().all(|register| self.stands.get(register).is_some_and(|top| top.id == id))
    }

    /// Whether a list with these articles is reviewed: somebody said that it is finished, no line is left to do, and nothing
    /// was decided about a line afterwards and before the sale opened.
    pub fn is_reviewed(&self, list: ListId, articles: &[ArticleId]) -> bool {
        let Some(finish) = self.at(Register::Review(list)).filter(|top| top.kind == Kind::ListFinish) else {
            return false;
        };
        let is_done = articles.iter().all(|id| self.at(Register::Verdict(*id)).is_some());
        let is_later = |one: &Decision| {
            one.decided_at > finish.decided_at && self.opening.is_none_or(|opening| one.decided_at < opening)
        };
        let about_lines = |one: &Decision| match one.act {
            Act::Undo(target) => {
                self.decisions.iter().any(|named| named.id == target && named.kind.is_reviewing())
            }
            _ => one.kind.is_reviewing(),
        };
        is_done && !self.decisions.iter().any(|one| one.list == list && about_lines(one) && is_later(one))
    }
}

/// Whether a decision counts at all: what is for sale, and what stands on labels, is settled once the sale is open. A manager
/// may still take an article in; instead of refusing one, it is withdrawn.
fn counts(decision: &Decision, opening: Option<Instant>) -> bool {
    let in_time = opening.is_none_or(|opening| decision.decided_at < opening);
    in_time || !decision.kind.is_reviewing() || (decision.by_manager && decision.kind == Kind::Accept)
}

/// Whether an undo takes back what it names. It is asked whenever the register is read, so that it does not matter which of
/// the two came first.
fn undoes(undo: &Decision, named: &Decision, opening: Option<Instant>) -> bool {
    let in_time = opening.is_none_or(|opening| undo.decided_at < opening);
    let in_reach = !named.is_leaving()
        || undo.decided_at.millis() - named.decided_at.millis() <= LEAVING_UNDONE.num_milliseconds();
    named.list == undo.list
        && named.kind != Kind::Undo
        && (undo.by_manager || !named.kind.is_for_managers())
        && (in_time || !named.kind.is_reviewing())
        && in_reach
}

#[cfg(test)]
mod tests;
