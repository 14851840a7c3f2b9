//! Conflicts and quarantined tickets as managers see them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::tickets::{GivenBack, TicketView};
use crate::features::lists::states::{Mark, Outcome, Verdict};
use crate::features::sale::states::{ConflictSettlement, PaymentMethod, QuarantineState, TicketRefusal};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, QuarantineId, RegisterSessionId, TicketId, TicketLineId, UserId};
use crate::kernel::text::Reason;

/// One ticket's claim on an article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimView {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Number of the ticket within the edition.
    pub ticket_number: i32,
    /// Line of the ticket, from 1.
    pub line: i32,
    /// By the till's clock.
    pub sold_at: Instant,
    /// Which till.
    pub register_number: i32,
    /// Which volunteer: `Camille M.`
    pub seller: String,
    /// Price paid.
    pub price_cents: i32,
    /// Whether it was cancelled, by a refund for instance.
    pub cancelled: bool,
}

/// An article that several tickets claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConflictView {
    /// The conflict: the article's id, since an article has one conflict at most.
    pub id: ArticleId,
    /// Printed code.
    pub code: String,
    /// The article.
    pub article_id: ArticleId,
    /// What it is.
    pub description: String,
    /// The sale that counts; none when all claims are cancelled.
    pub effective: Option<ClaimView>,
    /// The others, in order.
    pub others: Vec<ClaimView>,
    /// What a manager decided; none while a claim waits for it.
    pub settled: Option<Settled>,
    /// What customers get, in the answer to a refund.
    pub given_back: Vec<GivenBack>,
}

/// What a manager decided about a conflict.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Settled {
    /// How.
    pub how: ConflictSettlement,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// Who: `Camille M.`
    pub by: String,
}

/// Body of `POST /conflicts/{id}/settle`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// `refund`: the other claims are cancelled and their money is given back; `keep`: the association keeps it.
    pub how: ConflictSettlement,
    /// Why.
    pub reason: Reason,
    /// With what the money is given back; the way it was paid by default.
    #[serde(default)]
    pub refund_method: Option<PaymentMethod>,
    /// The open session whose drawer gives the money, when the sale's own is closed.
    #[serde(default)]
    pub refund_session_id: Option<RegisterSessionId>,
}

/// A recorded line that belongs to no article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnownedLine {
    /// The line.
    pub id: TicketLineId,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Number of the ticket within the edition.
    pub ticket_number: i32,
    /// Line of the ticket, from 1.
    pub line: i32,
    /// The code that was scanned.
    pub code: String,
    /// Price paid.
    pub price_cents: i32,
    /// By the till's clock.
    pub sold_at: Instant,
    /// Which till.
    pub register_number: i32,
    /// Which volunteer: `Camille M.`
    pub seller: String,
}

/// Body of `POST /lines/{id}/assign`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The article of the same edition that was sold.
    pub article_id: ArticleId,
    /// Why.
    pub reason: Reason,
}

/// A line that a manager has decided about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SettledLine {
    /// Its ticket.
    pub ticket: TicketView,
    /// What the customer gets, when the money is given back.
    pub given_back: Option<GivenBack>,
}

/// A sold article about which something else had been decided.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Contradiction {
    /// The article.
    pub article_id: ArticleId,
    /// Printed code.
    pub code: String,
    /// List number.
    pub list_number: i32,
    /// What it is.
    pub description: String,
    /// What the deposit table decided; none when it decided nothing.
    pub verdict: Option<Verdict>,
    /// What was noted in the hall.
    pub mark: Option<Mark>,
    /// Where it is said to have gone after the sale.
    pub outcome: Option<Outcome>,
    /// Why it was refused or withdrawn.
    pub status_reason: Option<String>,
    /// The sale, which counts.
    pub sale: ClaimView,
}

/// A ticket kept apart.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuarantineView {
    /// The entry.
    pub id: QuarantineId,
    /// The ticket's own id.
    pub ticket_id: TicketId,
    /// Why it is kept apart.
    pub reason: TicketRefusal,
    /// The same in words.
    pub message: String,
    /// When it came in.
    pub received_at: Instant,
    /// Who sent it: `Camille M.`
    pub received_by: String,
    /// The sender's account, to filter by.
    pub received_by_id: UserId,
    /// Whether it carries the signature of a session of this installation.
    pub signed: bool,
    /// Waiting, accepted or dropped.
    pub state: QuarantineState,
    /// The register session that it names, when there is one.
    pub session: Option<QuarantinedSession>,
    /// Sum of its lines, when it can be read.
    pub total_cents: Option<i64>,
    /// The ticket as it was sent; in lists only when it is short.
    pub ticket: Option<Value>,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// Why it was decided so.
    pub decision_reason: Option<String>,
}

/// The register session that a ticket kept apart names.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuarantinedSession {
    /// The session.
    pub id: RegisterSessionId,
    /// Which till.
    pub register_number: i32,
    /// Which volunteer: `Camille M.`
    pub seller: String,
}

/// Body of `POST /editions/{id}/quarantine/drop`: which tickets are left out together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropMany {
    /// At most 500 entries that wait.
    pub ids: Vec<QuarantineId>,
    /// Why.
    pub reason: Reason,
}

/// What was left out.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct DroppedMany {
    /// How many entries.
    pub dropped: usize,
}

/// Body of `POST /quarantine/{id}/accept` and `/drop`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Why.
    pub reason: Reason,
    /// To accept a ticket of an unknown session: the session whose drawer holds the money.
    #[serde(default)]
    pub session_id: Option<RegisterSessionId>,
}
