//! The tills, through the API: nothing sold twice, nothing lost, whatever the network does.

mod convergence;
mod decisions;
mod faults;
mod figures;
mod gates;
mod races;
mod steps_meet_sales;
mod tickets;
mod tills;
