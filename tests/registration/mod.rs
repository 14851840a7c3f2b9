//! Depositors: by hand, by Billetweb's export, by invitation.

mod imports;
mod invitations;
mod registrations;
mod renewal;
