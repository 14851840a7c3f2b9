//! What every feature stands on: mail, and the seals of the journal.

mod mail;
mod seals;
