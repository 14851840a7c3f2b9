//! Desks: two volunteers with a device, from opening to closing (deposit.md 1).

pub mod sessions;
