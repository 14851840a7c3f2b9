//! Sums that must be the same before and after: money, and the head of the journal.

use serde::{Deserialize, Serialize};

use crate::db::rows::Cell;
use crate::db::tables::Table;

/// What the rows of a database add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How many tickets.
    pub tickets: i64,
    /// Their totals, in cents.
    pub tickets_cents: i64,
    /// Payments of tickets, in cents.
    pub payments_cents: i64,
    /// How many payouts.
    pub payouts: i64,
    /// What depositors are owed, in cents.
    pub payouts_net_cents: i64,
    /// Sequence of the last entry of the journal, 0 when it is empty.
    pub journal_entries: i64,
    /// Hash of that entry, empty when there is none.
    pub journal_head: String,
}

impl Figures {
    /// Adds a row of any table.
    pub fn see(&mut self, table: &Table, cells: &[Cell]) {
        match table.name.as_str() {
            "tickets" => {
                self.tickets += 1;
                self.tickets_cents += integer(table, cells, "total_cents");
            }
            "payments" => self.payments_cents += integer(table, cells, "amount_cents"),
            "payouts" => {
                self.payouts += 1;
                self.payouts_net_cents += integer(table, cells, "net_cents");
            }
            // Read in the order of its key, so that the last row is the head.
            "journal" => {
                self.journal_entries = integer(table, cells, "sequence");
                if let Some(Cell::Text(hash)) = cell(table, cells, "hash") {
                    self.journal_head.clone_from(hash);
                }
            }
            _ => {}
        }
    }
}

fn cell<'a>(table: &Table, cells: &'a [Cell], column: &str) -> Option<&'a Cell> {
    cells.get(table.columns.iter().position(|known| known.name == column)?)
}

fn integer(table: &Table, cells: &[Cell], column: &str) -> i64 {
    match cell(table, cells, column) {
        Some(Cell::Integer(number)) => *number,
        _ => 0,
    }
}
