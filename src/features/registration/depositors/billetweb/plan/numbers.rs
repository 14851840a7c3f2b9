//! List numbers of an import: those that tickets carry, and those that are drawn (domain.md 6, billetweb.md 2).

use super::Planner;
use crate::features::edition::editions::states::ListType;
use crate::features::registration::depositors::billetweb::export::Ticket;
use crate::features::registration::depositors::numbers::number_text::NumberText;
use crate::features::registration::depositors::numbers::{
    Block, list_type_of, max_lists, next_family_block, next_member_block, next_pair,
};

impl<'a> Planner<'_, 'a> {
    /// The numbers that the ticket carries and its person gets: of the right kind, free, and of nobody else's block.
    pub(super) fn carried_numbers(&mut self, ticket: &'a Ticket, list_type: Option<ListType>) -> Vec<i32> {
        if ticket.numbers == NumberText::Unreadable {
            let message = "Aucun numéro de liste n'a pu être lu ici\u{a0}: d'autres numéros seront donnés. Exemple\u{a0}: Code 129 - 130";
            self.note(ticket, "Autorisation", &ticket.authorisation, "list_numbers_unreadable", message);
        }
        let (Some(numbers), Some(list_type)) = (ticket.numbers.numbers(), list_type) else {
            return Vec::new();
        };
        if numbers.len() > max_lists(list_type, true)
            || numbers.iter().any(|&number| list_type_of(number) != Some(list_type))
        {
            let message = "Ces numéros de liste ne vont pas avec ce tarif.";
            self.block(ticket, "Autorisation", &ticket.authorisation, "list_numbers_invalid", message);
            return Vec::new();
        }
        let Some(obstacle) = self.obstacle(ticket, list_type, numbers) else { return numbers.to_vec() };
        let value = &ticket.authorisation;
        if self.renumbered.contains(&ticket.line) {
            let message = format!("{obstacle} D'autres numéros lui seront donnés.");
            self.note(ticket, "Autorisation", value, "list_numbers_replaced", message);
        } else {
            self.block(ticket, "Autorisation", value, "list_numbers_taken", obstacle);
        }
        Vec::new()
    }

    /// Whose numbers these are, in French, when they are not to be had.
    fn obstacle(&self, ticket: &Ticket, list_type: ListType, numbers: &[i32]) -> Option<String> {
        if let Some(&taken) = numbers.iter().find(|&number| self.taken.contains(number)) {
            return Some(self.holder_of(taken));
        }
        // A member's block is one person's; two people of a family may share theirs.
        let block = Block::containing(*numbers.first()?).filter(|_| list_type == ListType::Member1000)?;
        let own = ticket.email.as_ref().ok().and_then(|email| self.own_block(email, list_type));
        (self.held.contains(&block) && own != Some(block)).then(|| self.holder_of_block(block))
    }

    fn holder_of(&self, number: i32) -> String {
        if let Some(one) = self.facts.registered.iter().find(|one| one.numbers.contains(&number)) {
            return format!("Le numéro {number} est déjà à {}.", one.person);
        }
        match self.accepted.iter().find(|one| one.numbers.contains(&number)) {
            Some(one) => {
                let (line, person) = (one.ticket.line, one.ticket.person());
                format!("Le numéro {number} est déjà demandé à la ligne {line}, pour {person}.")
            }
            None => format!("Le numéro {number} est déjà à quelqu'un d'autre."),
        }
    }

    fn holder_of_block(&self, block: Block) -> String {
        let numbers = format!("Les numéros {} à {}", block.start(), block.start() + 3);
        if let Some(one) = self.accepted.iter().find(|one| one.block == Some(block)) {
            let (line, person) = (one.ticket.line, one.ticket.person());
            return format!("{numbers} vont à {person}, à la ligne {line}.");
        }
        let mut blocks = self.facts.member_blocks.iter().chain(&self.facts.family_blocks);
        match blocks.find(|(_, held)| **held == block) {
            Some((email, _)) => format!("{numbers} sont réservés à {email} depuis une autre édition."),
            None => format!("{numbers} sont réservés à quelqu'un d'autre."),
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
    pub(super) fn draw_numbers(&mut self) {
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
}
