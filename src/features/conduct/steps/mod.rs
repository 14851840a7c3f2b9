//! The later steps of an edition, from the opening of the deposit to the archive: what each one needs, and what it does
//! to lists, articles and payouts. The first two steps come by themselves, with the configuration and with the first
//! registration.
//!
//! Invariants (domain.md 4):
//! - one step at a time, forward or back, decided with the edition's row locked;
//! - a refused step names every condition that is lacking (`409 edition_not_ready`) and changes nothing;
//! - a step back undoes what the step forward did, and is refused where money has moved since.

mod store;
mod effects;
pub mod checks;
pub mod removal;
pub mod api;
