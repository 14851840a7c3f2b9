//! What some test must bring about; `tests/support/unseen` names what none has.

use bourse::features::base::journal::Event;
use bourse::routes::Router;

use crate::support::seen;

#[test]
fn every_event_of_the_journal_is_wanted() {
    seen::want(seen::EVENT, Event::ALL.iter().map(Event::as_str));
}

#[test]
fn every_refusal_that_a_route_names_is_wanted() {
    for route in Router::new().routes() {
        for (status, code) in &route.refusals {
            seen::want(seen::REFUSAL, [seen::refusal(route, *status, code).as_str()]);
        }
    }
}
