//! Tills of the demonstration: they sign their tickets as real ones do and bring them in by synchronisation.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::client::{Client, at, text};
use super::story::{PASSWORD, chance};
use crate::app::App;
use crate::error::{Result, internal};
use crate::features::sale::ticket::SigningKey;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, RegisterSessionId, TicketId};
use crate::kernel::random::Random;

/// An article that can be sold.
#[derive(Clone, Debug)]
pub(super) struct ForSale {
    pub(super) code: String,
    pub(super) price_cents: i32,
}

/// One till with its chain of tickets.
struct Till {
    email: String,
    session_id: RegisterSessionId,
    key: SigningKey,
    previous: String,
    sequence: i64,
}

/// A morning at the tills: `tickets` at each of four tills, from `opening` until `now`.
pub(super) fn sell(
    app: &App,
    edition: EditionId,
    mut stock: Vec<ForSale>,
    tickets: usize,
    opening: Instant,
    now: Instant,
) -> Result<()> {
    at(app, opening);
    let mut tills = Vec::new();
    for number in 1..=4 {
        tills.push(Till::open(app, edition, number)?);
    }
    let random = &chance();
    let minutes = (now.millis() - opening.millis()) / 60_000;
    let mut waiting: Vec<Vec<Value>> = vec![Vec::new(); tills.len()];
    let rounds = i64::try_from(tickets).unwrap_or(1).max(1);
    for round in 0..rounds {
        let minute = minutes * round / rounds;
        for (till, queue) in tills.iter_mut().zip(&mut waiting) {
            let second = i64::from(random.below(50));
            let sold_at = opening.plus(TimeDelta::minutes(minute) + TimeDelta::seconds(second + 1));
            let basket = take(&mut stock, 1 + random.below(5), random);
            let method = ["cash", "card", "cheque"][random.below(3) as usize];
            queue.push(till.ticket(TicketId::new(app.random.uuid(sold_at)), sold_at, &basket, method)?);
        }
        // Like a hall whose network comes and goes: tickets arrive by the dozen.
        if round % 12 == 11 || round + 1 == rounds {
            at(app, opening.plus(TimeDelta::minutes(minute + 1)));
            for (till, queue) in tills.iter().zip(&mut waiting) {
                let client = Client::log_in(app, &till.email, PASSWORD)?;
                let body = json!({ "tickets": std::mem::take(queue) });
                client.post(&format!("/editions/{edition}/tickets/sync"), &body)?;
            }
        }
    }
    Ok(())
}

fn take(stock: &mut Vec<ForSale>, count: u32, random: &Random) -> Vec<ForSale> {
    let mut basket = Vec::new();
    for _ in 0..count {
        let left = u32::try_from(stock.len()).unwrap_or(0);
        if left > 0 {
            basket.push(stock.swap_remove(random.below(left) as usize));
        }
    }
    basket
}

impl Till {
    fn open(app: &App, edition: EditionId, number: i32) -> Result<Self> {
        let email = format!("benevole{number}@demo.bourse");
        let client = Client::log_in(app, &email, PASSWORD)?;
        let body = json!({ "register_number": number, "opening_float_cents": 10_000 });
        let opened = client.post(&format!("/editions/{edition}/register-sessions"), &body)?;
        let session_id = RegisterSessionId::parse(&text(&opened, "session_id")?)
            .ok_or_else(|| internal("the register session has no id"))?;
        let key = SigningKey::derive(&app.config.secrets.offline, session_id);
        Ok(Self { email, session_id, key, previous: "0".repeat(64), sequence: 0 })
    }

    /// Signs a ticket for a basket.
    fn ticket(&mut self, id: TicketId, sold_at: Instant, basket: &[ForSale], method: &str) -> Result<Value> {
        self.sequence += 1;
        let total: i32 = basket.iter().map(|article| article.price_cents).sum();
        let mut ticket = json!({
            "ticket_id": id,
            "session_id": self.session_id,
            "sequence": self.sequence,
            "sold_at": sold_at,
            "private_sale": false,
            "lines": basket
                .iter()
                .map(|article| json!({ "code": article.code, "price_cents": article.price_cents }))
                .collect::<Vec<_>>(),
            "payments": [{ "method": method, "amount_cents": total }],
            "previous": self.previous,
            "signature": "",
        });
        let signed = serde_json::from_value(ticket.clone()).map_err(internal)?;
        self.previous = self.key.sign(&signed);
        ticket["signature"] = json!(self.previous);
        Ok(ticket)
    }
}
