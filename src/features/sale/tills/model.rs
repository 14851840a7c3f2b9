//! Register sessions as they lie in the database.

use diesel::prelude::*;

use crate::db::schema::register_sessions;
use crate::features::sale::states::RegisterSessionState;
use crate::features::sale::views::{Closing, RegisterReport, RegisterSessionView};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, UserId};
use crate::kernel::text::PersonName;

/// A volunteer's time at one till.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = register_sessions)]
#[allow(missing_docs)]
pub struct RegisterSession {
    pub id: RegisterSessionId,
    pub edition_id: EditionId,
    /// Its number within the edition, from 1: the beginning of its tickets' numbers.
    pub ordinal: i32,
    pub register_number: i32,
    pub user_id: UserId,
    pub opening_float_cents: i32,
    pub opened_at: Instant,
    pub closed_at: Option<Instant>,
    /// Sequence of the last ticket of the chain, 0 before the first.
    pub last_sequence: i32,
    /// Signature of that ticket.
    pub last_signature: String,
    pub last_seen_at: Instant,
    report: Option<String>,
    /// Figures of the closing, as JSON.
    pub counted: Option<String>,
    pub comment: Option<String>,
}

impl RegisterSession {
    /// Open, or closed.
    pub fn state(&self) -> RegisterSessionState {
        if self.closed_at.is_some() { RegisterSessionState::Closed } else { RegisterSessionState::Open }
    }

    /// Whether its drawer was counted, and the till had nothing left to send then.
    pub fn is_counted_whole(&self) -> bool {
        let closing = self.counted.as_deref().map(serde_json::from_str::<Closing>);
        closing.is_some_and(|closing| closing.map_or(true, |closing| closing.unsent == 0))
    }

    /// What its till last said of itself; a report of another version of the program is left out.
    pub fn report(&self) -> Option<RegisterReport> {
        self.report.as_deref().and_then(|report| serde_json::from_str(report).ok())
    }

    /// For the board, with the volunteer's name.
    pub fn view(&self, name: &PersonName) -> RegisterSessionView {
        RegisterSessionView {
            id: self.id,
            register_number: self.register_number,
            user_id: self.user_id,
            seller: name.short(),
            state: self.state(),
            opened_at: self.opened_at,
            closed_at: self.closed_at,
            opening_float_cents: self.opening_float_cents,
            last_sequence: self.last_sequence,
            last_seen_at: self.last_seen_at,
            report: self.report(),
        }
    }
}
