//! Tickets: sold, synchronised, cancelled, found again.

mod cancelling;
mod counters;
mod prices;
mod refunds;
mod search;
mod strict;
mod sync;
