//! The tills, through the API: nothing sold twice, nothing lost, whatever the network does.

mod attention;
mod cancelling;
mod closing;
mod conflicts;
mod convergence;
mod faults;
mod figures;
mod held;
mod migrated;
mod races;
mod states;
mod strict;
mod sync;
mod tills;
