//! The tills, through the API: nothing sold twice, nothing lost, whatever the network does.

mod attention;
mod cancelling;
mod closing;
mod conflicts;
mod convergence;
mod counters;
mod faults;
mod figures;
mod flood;
mod gates;
mod held;
mod migrated;
mod prices;
mod races;
mod refunds;
mod states;
mod strict;
mod steps_meet_sales;
mod strays;
mod sync;
mod ticket_search;
mod tills;
mod unowned;
