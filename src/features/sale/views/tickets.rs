//! Tickets as the API takes and shows them.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::features::sale::states::{CancelReason, LineStatus, PaymentMethod, SyncStatus, TicketOrigin};
use crate::features::sale::ticket::Ticket;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, RegisterSessionId, TicketId, TicketLineId};
use crate::kernel::text::{Comment, Reason};

/// Answer to a strict sale.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordedTicket {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Number within the edition: the session's own number, then four digits of the ticket's.
    pub number: i32,
    /// Sum of the lines.
    pub total_cents: i32,
    /// The lines.
    pub lines: Vec<AnsweredLine>,
    /// When the server recorded it: the first time, should it be sent again.
    pub recorded_at: Instant,
    /// The present: what the till corrects its clock by.
    pub server_time: Instant,
}

/// One line of a recorded ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AnsweredLine {
    /// Place in the ticket, from 1.
    pub line: i32,
    /// Printed code.
    pub code: String,
    /// Price paid.
    pub price_cents: i32,
    /// `sold`, unless an earlier off-line sale turned up since.
    pub status: LineStatus,
}

/// A ticket as it arrives in a sync, whatever it holds: one that cannot be read must not hold up the others.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct IncomingTicket(pub Value);

impl JsonSchema for IncomingTicket {
    fn inline_schema() -> bool {
        Ticket::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Ticket::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        Ticket::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Ticket::json_schema(generator)
    }
}

/// Body of `POST /editions/{id}/tickets/sync`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sync {
    /// At most 500, of any number of tills.
    pub tickets: Vec<IncomingTicket>,
}

/// Answer to a sync: complete, one result per ticket, in the order of the request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Synced {
    /// What became of each ticket.
    pub results: Vec<SyncResult>,
    /// The present: what the till corrects its clock by.
    pub server_time: Instant,
    /// For each session named: the sequence that the server expects next. A lower one than the till's means that the server
    /// has lost tickets, by a restored backup for instance: the till sends them again from there.
    pub expected: Vec<ExpectedSequence>,
}

/// What the server expects next of a session.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ExpectedSequence {
    /// The session.
    pub session_id: RegisterSessionId,
    /// One more than that of its last ticket.
    pub sequence: i32,
}

/// What became of one ticket. The server has it from now on, whatever the status.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SyncResult {
    /// The ticket.
    pub ticket_id: TicketId,
    /// New, known, or kept apart.
    pub status: SyncStatus,
    /// Why it is kept apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Number within the edition, unless it is kept apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// Its lines in order; none when it is kept apart.
    pub lines: Vec<SyncedLine>,
}

/// What became of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SyncedLine {
    /// Printed code.
    pub code: String,
    /// What became of it.
    pub status: LineStatus,
}

/// Body of a cancellation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// Why.
    pub reason: CancelReason,
    /// In words; needed with `other`.
    #[serde(default, deserialize_with = "Comment::optional")]
    pub comment: Option<Comment>,
    /// With what the money is given back. By default the way the ticket was paid.
    #[serde(default)]
    pub refund_method: Option<PaymentMethod>,
    /// The open session whose drawer gives the money, when the sale's own is closed.
    #[serde(default)]
    pub refund_session_id: Option<RegisterSessionId>,
}

/// Money given back: what the customer gets, and from where.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GivenBack {
    /// The ticket that it belongs to.
    pub ticket_id: TicketId,
    /// The session whose drawer gives it.
    pub session_id: RegisterSessionId,
    /// Which till.
    pub register_number: i32,
    /// What is given back with each method, as positive amounts.
    pub payments: Vec<PaymentView>,
}

/// Answer to a cancellation: the ticket, and what the customer gets.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CancelledTicket {
    /// The ticket with everything that became of it.
    #[serde(flatten)]
    pub ticket: TicketView,
    /// What the customer gets, by method.
    pub given_back: GivenBack,
}

/// Body of `POST /tickets/{id}/lines/{n}/payout-price`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayoutPrice {
    /// Price in cents from which the payout is computed.
    pub payout_price_cents: i32,
    /// What was decided before, as it was shown; nothing when nobody had decided.
    #[serde(default)]
    pub was_cents: Option<i32>,
    /// Why.
    pub reason: Reason,
}

/// A ticket with everything that became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TicketView {
    /// The ticket.
    pub id: TicketId,
    /// Number within the edition.
    pub number: i32,
    /// The register session.
    pub session_id: RegisterSessionId,
    /// Which till.
    pub register_number: i32,
    /// Which volunteer: `Camille M.`
    pub seller: String,
    /// Number within the session.
    pub sequence: i32,
    /// By the till's clock.
    pub sold_at: Instant,
    /// By the server's.
    pub recorded_at: Instant,
    /// Sold during the private sale.
    pub private_sale: bool,
    /// Sum of the lines; negative for a counter-ticket.
    pub total_cents: i32,
    /// For a counter-ticket: what it cancels.
    pub cancels: Option<TicketId>,
    /// How it came in.
    pub origin: TicketOrigin,
    /// What the till signed it with.
    pub signature: String,
    /// Payments, and money given back as negative amounts.
    pub payments: Vec<PaymentView>,
    /// The lines in order.
    pub lines: Vec<LineView>,
}

/// One payment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentView {
    /// What with.
    pub method: PaymentMethod,
    /// Negative when given back.
    pub amount_cents: i32,
}

/// One line with everything that became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineView {
    /// The line's own id.
    pub id: TicketLineId,
    /// Place in the ticket, from 1.
    pub line: i32,
    /// Printed code.
    pub code: String,
    /// The article, unless the code is unknown.
    pub article_id: Option<ArticleId>,
    /// What the article is, unless the code is unknown.
    pub description: Option<String>,
    /// Price paid.
    pub price_cents: i32,
    /// Price of the article in the catalogue today, unless the code is unknown.
    pub catalogue_price_cents: Option<i32>,
    /// What became of it.
    pub status: LineStatus,
    /// Whether the price is not the catalogue's.
    pub price_differs: bool,
    /// Price in cents from which the payout is computed, where a manager decided on one other than the price paid.
    pub payout_price_cents: Option<i32>,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Why.
    pub cancel_reason: Option<CancelReason>,
    /// In words.
    pub cancel_comment: Option<String>,
}
