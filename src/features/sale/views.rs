//! What checkout takes and gives: bodies, views, one file per resource.

mod board;
mod claims;
mod scan;
mod sessions;
mod tickets;

pub use self::board::{HourSales, ListSales, LiveView, TillLive};
pub use self::claims::{
    Assign, ClaimView, ConflictView, Contradiction, Decision, DropMany, DroppedMany, QuarantineView,
    QuarantinedSession, Settle, Settled, SettledLine, UnownedLine,
};
pub use self::scan::{CatalogueArticle, RegisterCatalogue, ScannedArticle, ScannedDepositor, ScannedSale};
pub use self::sessions::{
    CloseRegister, Closing, DeviceView, OpenRegister, OpenedRegister, RegisterReport, RegisterSessionView,
    RegisterSummary, ReportTaken,
};
pub use self::tickets::{
    AnsweredLine, Cancel, CancelledTicket, ExpectedSequence, GivenBack, IncomingTicket, LineView,
    PaymentView, PayoutPrice, RecordedTicket, Sync, SyncResult, Synced, SyncedLine, TicketView,
};
