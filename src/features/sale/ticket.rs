//! A ticket as a till makes it: its exact text under the signature, the key, and the chain (till.md 1 and 4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::states::PaymentMethod;
use crate::features::lists::label_code::MOST_PRICE_CENTS;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegisterSessionId, TicketId};
use crate::kernel::{hex, mac};

/// `previous` of a session's first ticket.
pub const NO_PREVIOUS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Largest sequence within a session: ticket numbers give it four digits.
pub const MOST_SEQUENCE: i32 = 9_999;

/// Most lines of a ticket.
pub const MOST_LINES: usize = 200;

/// A signed ticket. Fields stand in the order of the canonical form, which serialising it relies on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// For a counter-ticket: the ticket that it cancels (till.md 6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<TicketId>,
    /// What is sold.
    pub lines: Vec<TicketLine>,
    /// How it was paid.
    pub payments: Vec<Payment>,
    /// Signature of the session's previous ticket; [`NO_PREVIOUS`] for the first.
    pub previous: String,
    /// Sold during the private sale.
    pub private_sale: bool,
    /// 1 for the session's first ticket, one more for each.
    pub sequence: i32,
    /// The register session.
    pub session_id: RegisterSessionId,
    /// The till's clock, corrected by the server time it last saw; UTC with exactly three decimals, since that is signed.
    pub sold_at: Instant,
    /// Drawn by the till; makes every way in idempotent.
    pub ticket_id: TicketId,
    /// Lower-case hex of the HMAC over the canonical form, which leaves this field out.
    #[serde(skip_serializing)]
    pub signature: String,
}

/// One article of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketLine {
    /// Check characters of the label's QR code, sent when the label shows another price than the catalogue: they prove
    /// that the customer saw this price on a genuine label (till.md 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Printed code of the label, without check characters.
    pub code: String,
    /// What the customer paid for it, in cents.
    pub price_cents: i32,
}

impl TicketLine {
    /// Whether it is within what any till makes: nothing is sold for nothing.
    pub fn is_plausible(&self) -> bool {
        is_short(&self.code, 24)
            && self.check.as_ref().is_none_or(|check| is_short(check, 8))
            && (1..=MOST_PRICE_CENTS).contains(&self.price_cents)
    }
}

fn is_short(text: &str, most: usize) -> bool {
    text.len() <= most && text.is_ascii()
}

/// One payment of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// In cents; negative on a counter-ticket.
    pub amount_cents: i32,
    /// What with.
    pub method: PaymentMethod,
}

/// The key of a register session: the till signs with it, the server derives it again and never stores it.
#[derive(Clone)]
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// `HMAC-SHA256(secret, "bourse-register-key-v1|" + session_id)`.
    pub fn derive(offline_secret: &[u8], session_id: RegisterSessionId) -> Self {
        Self(mac::hmac_sha256(offline_secret, format!("bourse-register-key-v1|{session_id}").as_bytes()))
    }

    /// As sent to the till: base64url without padding.
    pub fn to_base64url(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The signature of a ticket, as its till makes it.
    pub fn sign(&self, ticket: &Ticket) -> String {
        hex::encode(&mac::hmac_sha256(&self.0, ticket.canonical().as_bytes()))
    }

    /// Whether the ticket carries its own signature under this key; constant time.
    pub fn verifies(&self, ticket: &Ticket) -> bool {
        let tag = hex::decode(&ticket.signature);
        tag.is_some_and(|tag| mac::verifies(&self.0, ticket.canonical().as_bytes(), &tag))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKey(..)")
    }
}

impl Ticket {
    /// The signed text: RFC 8785, that is keys sorted, no white space, UTF-8.
    ///
    /// The fields of the types above stand in sorted order, every number is an integer, and strings are escaped
    /// by `serde_json` as RFC 8785 asks; so serialising them is enough.
    pub fn canonical(&self) -> String {
        // Strings, integers and lists always serialise, so the fallback is unreachable.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Sum of the lines, in cents.
    pub fn total_cents(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.price_cents)).sum()
    }

    /// Sum of the payments, in cents.
    pub fn paid_cents(&self) -> i64 {
        self.payments.iter().map(|payment| i64::from(payment.amount_cents)).sum()
    }

    /// The payments, method by method.
    pub fn paid(&self) -> impl Iterator<Item = (PaymentMethod, i64)> {
        self.payments.iter().map(|payment| (payment.method, i64::from(payment.amount_cents)))
    }

    /// Whether it is within what any till makes and the database keeps.
    pub fn is_plausible(&self) -> bool {
        (1..=MOST_SEQUENCE).contains(&self.sequence)
            && self.lines.len() <= MOST_LINES
            && self.payments.len() <= 20
            && self.lines.iter().all(TicketLine::is_plausible)
            && is_short(&self.previous, 64)
            && is_short(&self.signature, 64)
            && i32::try_from(self.total_cents()).is_ok()
            && i32::try_from(self.paid_cents()).is_ok()
    }

    /// Whether the ticket follows the one that the session made before it, given that one's signature.
    ///
    /// Only the neighbour counts, so that the answer for a set of tickets does not depend on the order in which
    /// they arrive: when the missing one turns up, its successor follows after all.
    pub fn follows(&self, predecessor_signature: Option<&str>) -> bool {
        match (self.sequence, predecessor_signature) {
            (1, None) => self.previous == NO_PREVIOUS,
            (2.., Some(signature)) => self.previous == signature,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
