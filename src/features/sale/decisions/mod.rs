//! What only a manager decides: conflicts, sales without an article, tickets kept apart.

pub mod conflicts;
pub mod contradictions;
pub mod unowned;
pub mod quarantine;
