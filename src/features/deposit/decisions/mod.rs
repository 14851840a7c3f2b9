//! What may be decided at desks, and which of all decisions stands: pure, the same as `frontend/src/offline/decisions`.

pub mod acts;
pub mod rules;
pub mod states;
