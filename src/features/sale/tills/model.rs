//! Register sessions as they lie in the database.

use diesel::prelude::*;

use crate::db::schema::register_sessions;
use crate::features::sale::states::RegisterSessionState;
use crate::features::sale::views::{Closing, RegisterReport, RegisterSessionView};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, UserId};
use crate::kernel::text::PersonName;

/// The ordinal of a till's next session, of an edition's sessions by till and ordinal: it ends in the till's number and is the
/// first that lies above those of that till and is free. Whoever speaks of till 6 expects its tickets to be 6xxxx: its first
/// session has those, its second one 16xxxx.
pub fn next_ordinal(sessions: &[(i32, i32)], register_number: i32) -> i32 {
    let own = sessions.iter().filter(|(register, _)| *register == register_number);
    let last = own.map(|(_, ordinal)| *ordinal).max().unwrap_or(0);
    let mut next = last - last.rem_euclid(10) + register_number;
    // Sessions of before this rule took ordinals as they came, whichever till they were of.
    while next <= last || sessions.iter().any(|(_, taken)| *taken == next) {
        next += 10;
    }
    next
}

/// A volunteer's time at one till.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = register_sessions)]
#[allow(missing_docs)]
pub struct RegisterSession {
    pub id: RegisterSessionId,
    pub edition_id: EditionId,
    /// Its number within the edition, the beginning of its tickets' numbers: [`next_ordinal`].
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

#[cfg(test)]
mod tests {
    use super::next_ordinal;

    #[test]
    fn a_session_bears_the_number_of_its_till_at_the_end() {
        assert_eq!(next_ordinal(&[], 6), 6);
        assert_eq!(next_ordinal(&[(6, 6), (8, 8)], 7), 7);
        assert_eq!(next_ordinal(&[(6, 6), (8, 8)], 6), 16);
        assert_eq!(next_ordinal(&[(6, 6), (6, 16)], 6), 26);
    }

    #[test]
    fn sessions_that_were_numbered_as_they_came_keep_their_ordinals_and_nobody_gets_one_twice() {
        let before = [(6, 1), (7, 2), (8, 3), (1, 4), (2, 5), (3, 6), (6, 7)];
        assert_eq!(next_ordinal(&before, 6), 16, "6 is taken by till 3");
        assert_eq!(next_ordinal(&before, 7), 17, "7 is taken by till 6");
        assert_eq!(next_ordinal(&before, 8), 8);
        assert_eq!(next_ordinal(&before, 1), 11, "later than the 4 that it had");
        assert_eq!(next_ordinal(&before, 2), 12);
        assert_eq!(next_ordinal(&before, 3), 13);
        assert_eq!(next_ordinal(&before, 5), 15);
    }
}
