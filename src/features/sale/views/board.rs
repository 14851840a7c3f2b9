//! Live figures.

use schemars::JsonSchema;
use serde::Serialize;

use super::sessions::RegisterReport;
use crate::features::sale::states::RegisterSessionState;
use crate::features::sale::takings::PerMethod;
use crate::kernel::clock::Instant;
use crate::kernel::ids::RegisterSessionId;

/// `GET /editions/{id}/live`: the sale as it goes (till.md 10).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LiveView {
    /// Articles with an effective sale.
    pub articles_sold: i64,
    /// Articles that were put on sale, sold ones included.
    pub articles_offered: i64,
    /// Share sold of those, in hundredths of a percent.
    pub sold_bp: i64,
    /// Tickets, counter-tickets left out.
    pub tickets: i64,
    /// Of those, tickets of the private sale.
    pub private_sale_tickets: i64,
    /// Money taken less money given back.
    pub takings_cents: i64,
    /// The same in cents per method.
    pub takings: PerMethod,
    /// Effective sales per hour, in order.
    pub hours: Vec<HourSales>,
    /// Every register session, by number, latest first.
    pub tills: Vec<TillLive>,
    /// The ten lists that sold most.
    pub top_lists: Vec<ListSales>,
    /// Articles with a claim that waits for a manager.
    pub conflicts: i64,
    /// Tickets kept apart that wait for a manager.
    pub quarantined: i64,
    /// Lines whose price waits for a manager.
    pub prices_to_decide: i64,
    /// Lines that belong to no article and wait for a manager.
    pub lines_without_owner: i64,
}

/// Effective sales of one hour.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HourSales {
    /// When the hour begins.
    pub from: Instant,
    /// Articles.
    pub articles: i64,
    /// Their prices together.
    pub sales_cents: i64,
}

/// One list's effective sales.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListSales {
    /// List number.
    pub list_number: i32,
    /// Articles.
    pub articles: i64,
    /// Their prices together.
    pub sales_cents: i64,
}

/// One register session.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TillLive {
    /// The session.
    pub session_id: RegisterSessionId,
    /// 1 to 8.
    pub register_number: i32,
    /// The volunteer: `Camille M.`
    pub seller: String,
    /// Open or closed.
    pub state: RegisterSessionState,
    /// Whether its drawer was counted: not one that was taken over.
    pub counted: bool,
    /// When it was opened.
    pub opened_at: Instant,
    /// When the server last heard of it.
    pub last_seen_at: Instant,
    /// What it last said of itself.
    pub report: Option<RegisterReport>,
    /// Tickets, counter-tickets left out.
    pub tickets: i64,
    /// Money taken less money given back.
    pub takings_cents: i64,
}
