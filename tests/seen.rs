//! What some test must bring about; `tests/support/unseen` names what none has.

use bourse::features::base::journal::Event;

use crate::support::seen;

#[test]
fn every_event_of_the_journal_is_wanted() {
    seen::want(seen::EVENT, Event::ALL.iter().map(Event::as_str));
}
