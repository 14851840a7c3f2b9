//! The tills, through the API: nothing sold twice, nothing lost, whatever the network does.

mod cancelling;
mod conflicts;
mod convergence;
mod faults;
mod figures;
mod races;
mod strict;
mod sync;
mod tills;
