//! Bourse: the software of a second-hand sale run by a parents' association.
pub mod features;
pub mod kernel;
pub mod pdf;
