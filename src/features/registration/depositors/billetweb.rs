//! Billetweb's export and its import (billetweb.md).

pub mod standing;
pub mod export;
pub mod facts;
pub mod changes;
pub mod groups;
pub mod preview;
pub mod plan;
