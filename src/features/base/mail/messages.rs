//! The messages themselves.

mod accounts;
mod dated;
mod depositors;
mod managers;
mod message;
mod samples;

pub use self::accounts::{AccountActivated, AccountCreated, PasswordChanged, PasswordReset};
pub use self::dated::{
    AccountInactive, DeadlineNear, DeadlinePassed, InvitationsExpiring, JournalHead, MailRefused, SaleEnded,
    SaleFacts, SlotNear,
};
pub use self::depositors::{
    Invitation, ListFacts, ListValidated, NotSeen, PaymentFacts, PayoutRecorded, PayoutReversed, Registered,
    RegistrationFacts, ScheduleChanged,
};
pub use self::managers::{EditionClosed, SalesToSettle};
pub use self::message::{Message, Rendered};
pub use self::samples::{SampleEdition, samples};

/// Kinds of messages that are not about one's own account or deposit: one may ask to be left off.
pub const CIRCULARS: [&str; 3] = ["sales_to_settle", "edition_closed", "invitations_expiring"];
