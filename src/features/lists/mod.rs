//! Lists and articles: what depositors declare, under the rules of the edition's own copy of the catalogue.
//!
//! Invariants (domain.md 5, catalogue.md):
//! - 24 lines per list, 12 of them clothes, and the limits of the catalogue, whatever the order of the edits;
//! - lines are sorted by category, then by order of entry, and numbered 1..N while the list is a draft;
//!   once validated, numbers never change;
//! - an article's state is computed by [`articles`] alone, from facts that each converge by themselves;
//! - nothing changes after the declaration deadline nor once the list is validated, but by a manager's re-opening.

pub mod states;
pub mod label_code;
pub mod articles;
pub mod declared;
pub mod printed;
