//! A ticket on its way in, read as far as it can be.

use serde_json::Value;

use crate::error::{FieldError, Result, internal};
use crate::features::sale::ticket::{SigningKey, Ticket};
use crate::features::sale::views::IncomingTicket;
use crate::kernel::hex::sha256;
use crate::kernel::ids::{RegisterSessionId, TicketId};

/// A ticket that has arrived, and what it was read from.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Its id: the least that it must have.
    pub id: TicketId,
    /// The ticket; none when it cannot be read, or is beyond what any till makes.
    pub ticket: Option<Ticket>,
    /// Tells contents apart: the same for a ticket that is sent again, however its JSON is laid out.
    pub digest: String,
    /// As it came.
    pub body: Value,
}

impl Arrival {
    /// Reads the ticket at `index` of a sync. Only one without an id is nobody's, and refused.
    pub fn read(index: usize, IncomingTicket(body): IncomingTicket) -> Result<Self, FieldError> {
        let id = body["ticket_id"].as_str().and_then(TicketId::parse).ok_or_else(|| {
            let sentence = "Ce ticket n'a pas d'identifiant lisible.";
            FieldError::new(format!("tickets[{index}].ticket_id"), "wrong_type", sentence)
        })?;
        Ok(Self::new(id, body))
    }

    /// Reads a ticket that was kept as text.
    pub fn kept(id: TicketId, body: &str) -> Result<Self> {
        serde_json::from_str(body).map(|body| Self::new(id, body)).map_err(internal)
    }

    /// A ticket that was read already.
    pub fn strict(ticket: Ticket) -> Self {
        let (id, digest) = (ticket.ticket_id, digest(&ticket));
        Self { id, digest, ticket: Some(ticket).filter(Ticket::is_plausible), body: Value::Null }
    }

    fn new(id: TicketId, body: Value) -> Self {
        let ticket = serde_json::from_value::<Ticket>(body.clone()).ok().filter(Ticket::is_plausible);
        let digest = ticket.as_ref().map_or_else(|| sha256(body.to_string()), digest);
        Self { id, ticket, digest, body }
    }

    /// Whether it carries a true signature: that of a session of this installation, even of one that was forgotten since.
    pub fn is_signed(&self, secret: &[u8]) -> bool {
        let ticket = self.ticket.as_ref();
        ticket.is_some_and(|ticket| SigningKey::derive(secret, ticket.session_id).verifies(ticket))
    }

    /// Its place in its till's chain; tickets are processed in this order, the unreadable ones last.
    pub fn place(&self) -> (bool, Option<(RegisterSessionId, i32)>) {
        let place = self.ticket.as_ref().map(|ticket| (ticket.session_id, ticket.sequence));
        (place.is_none(), place)
    }
}

fn digest(ticket: &Ticket) -> String {
    sha256(ticket.canonical() + &ticket.signature)
}
