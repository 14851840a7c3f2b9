//! A ticket as a till makes it: its exact text under the signature, the key, and the chain (till.md 1 and 4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::features::checkout::states::PaymentMethod;
use crate::kernel::{hex, mac, paris};

/// `previous` of a session's first ticket.
pub const NO_PREVIOUS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A signed ticket. Fields stand in the order of the canonical form, which serialising it relies on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// For a counter-ticket: the ticket that it cancels (till.md 6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancels: Option<String>,
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
    pub session_id: String,
    /// The till's clock, corrected by the server time it last saw.
    pub sold_at: SoldAt,
    /// Drawn by the till; makes every way in idempotent.
    pub ticket_id: String,
    /// Lower-case hex of the HMAC over the canonical form, which leaves this field out.
    #[serde(skip_serializing)]
    pub signature: String,
}

/// One article of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketLine {
    /// Printed code of the label, without check characters.
    pub code: String,
    /// What the customer paid for it, in cents.
    pub price_cents: i32,
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

/// An instant in the one form that tickets write, `2025-11-08T09:31:22.123Z`, so that signing it again gives the
/// same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SoldAt(DateTime<Utc>);

impl SoldAt {
    /// Reads the one form; `None` for any other writing of an instant.
    pub fn parse(text: &str) -> Option<Self> {
        let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        (paris::instant_text(at) == text).then_some(Self(at))
    }

    /// The instant.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }
}

impl Serialize for SoldAt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&paris::instant_text(self.0))
    }
}

impl<'de> Deserialize<'de> for SoldAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected 2025-11-08T09:31:22.123Z"))
    }
}

impl JsonSchema for SoldAt {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SoldAt".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// The key of a register session: the till signs with it, the server derives it again and never stores it.
#[derive(Clone)]
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// `HMAC-SHA256(secret, "bourse-register-key-v1|" + session_id)`.
    pub fn derive(offline_secret: &[u8], session_id: &str) -> Self {
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
