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

/// How a volunteer is named to others at the tills: `Camille M.`
pub fn seller(first_name: &str, last_name: &str) -> String {
    match last_name.chars().next() {
        Some(initial) => format!("{first_name} {initial}."),
        None => first_name.to_owned(),
    }
}
