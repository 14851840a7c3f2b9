//! Lists on paper: the depositor's copy, and the one that goes with a mail.

pub mod copy;
pub mod enclosure;
pub mod printing;
pub mod sheet;
