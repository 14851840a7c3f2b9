//! Conflicts and quarantined tickets as managers see them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::features::checkout::states::{ConflictSettlement, PaymentMethod, QuarantineState, TicketRefusal};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, QuarantineId, RegisterSessionId, TicketId};

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
    pub reason: String,
    /// With what the money is given back; cash by default.
    #[serde(default)]
    pub refund_method: Option<PaymentMethod>,
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
    /// Waiting, accepted or dropped.
    pub state: QuarantineState,
    /// The register session that it names, when there is one.
    pub session: Option<QuarantinedSession>,
    /// Sum of its lines, when it can be read.
    pub total_cents: Option<i64>,
    /// The ticket as it was sent.
    pub ticket: Value,
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

/// Body of `POST /quarantine/{id}/accept` and `/drop`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Why.
    pub reason: String,
    /// To accept a ticket of an unknown session: the session whose drawer holds the money.
    #[serde(default)]
    pub session_id: Option<RegisterSessionId>,
}
