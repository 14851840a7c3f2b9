//! Lists and articles.

mod declared;
mod enclosures;
mod migrated;
mod signs;
mod states;
