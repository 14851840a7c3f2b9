//! Tills at work: scanning, selling, synchronising.

use std::time::{Duration, Instant};

use bourse::features::sale::ticket::Ticket;
use bourse::kernel::{hex, mac};
use serde_json::{Value, json};

use crate::figures::{Figures, ms, note};
use crate::load::{Times, keep_asking};
use crate::office::Office;

const SALES_PER_TILL: usize = 120;
const LINES: usize = 3;
const SYNCED: usize = 500;

/// Scans a second, against `/health` in the same run.
pub fn scan(figures: &mut Figures, office: &Office, health_per_second: f64) {
    let token = office.volunteer(8);
    let (code, _) = office.stock.last().expect("something is on sale");
    let path = format!("/api/v1{}", office.path(&format!("/articles/by-code/{code}")));
    let bearer = format!("Bearer {token}");
    let mut rounds: Vec<_> =
        (0..3).map(|_| keep_asking(office.port(), &path, &[("Authorization", &bearer)], 5, 5)).collect();
    rounds.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
    let middle = &rounds[1];
    let measured = format!("{:.0}/s, p50 {}, p95 {}", middle.per_second, ms(middle.p50), ms(middle.p95));
    figures.at_least(
        "scan: `GET by-code`, authenticated, 5 tills",
        &measured,
        middle.per_second / health_per_second,
        0.50,
    );
}

/// Strict sales at five tills, then one big synchronisation.
pub fn measure(figures: &mut Figures, office: &Office, commits_per_second: f64) {
    let mut stock = office.stock.clone();
    stock.truncate(stock.len() - 1);
    let tills: Vec<Till> = (1..=5).map(|number| Till::open(office, number)).collect();
    let baskets: Vec<Vec<_>> =
        tills.iter().map(|_| stock.split_off(stock.len() - SALES_PER_TILL * LINES)).collect();
    let begun = Instant::now();
    let times: Vec<Duration> = std::thread::scope(|scope| {
        let selling: Vec<_> = tills
            .into_iter()
            .zip(&baskets)
            .map(|(mut till, basket)| scope.spawn(move || till.sell_one_by_one(office, basket)))
            .collect();
        selling.into_iter().flat_map(|till| till.join().expect("a till")).collect()
    });
    #[allow(clippy::cast_precision_loss, reason = "a few hundred sales")]
    let per_second = times.len() as f64 / begun.elapsed().as_secs_f64();
    let times = Times::of(times);
    let measured = format!("{per_second:.0}/s, p50 {}, p95 {}", ms(times.within(50)), ms(times.within(95)));
    figures.at_least("strict sale of 3 lines, 5 tills", &measured, per_second / commits_per_second, 0.33);
    synchronise(figures, office, &mut stock);
    catalogue(office);
}

/// One till sells on-line, one ticket after the other; then it comes back with many that it signed off-line.
fn synchronise(figures: &mut Figures, office: &Office, stock: &mut Vec<(String, i64)>) {
    let mut till = Till::open(office, 6);
    let alone = till.sell_one_by_one(office, &stock.split_off(stock.len() - SALES_PER_TILL * LINES));
    let per_sale = alone.iter().sum::<Duration>() / u32::try_from(alone.len()).expect("a few hundred");
    note("the same, one till alone", &format!("{} a sale on average", ms(per_sale)), "-");
    let tickets: Vec<Value> =
        (0..SYNCED).map(|_| till.ticket(&stock.split_off(stock.len() - LINES))).collect();
    let token = office.volunteer(6);
    let (begun, mut slowest) = (Instant::now(), Duration::ZERO);
    for part in tickets.chunks(100) {
        let sent = Instant::now();
        let answer = office.post(&token, &office.path("/tickets/sync"), &json!({ "tickets": part }));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let recorded = answer.text().matches("\"status\":\"recorded\"").count();
        assert_eq!(recorded, part.len(), "{}", answer.text());
        slowest = slowest.max(sent.elapsed());
    }
    let took = begun.elapsed();
    let per_ticket = took / u32::try_from(SYNCED).expect("a few hundred");
    let measured = format!("{:.2} s, slowest answer {}", took.as_secs_f64(), ms(slowest));
    let ratio = per_sale.as_secs_f64() / per_ticket.as_secs_f64();
    figures.at_least(
        "`tickets/sync` of 500 tickets of 3 lines, against as many strict sales one by one",
        &measured,
        ratio,
        4.0,
    );
}

fn catalogue(office: &Office) {
    let token = office.volunteer(7);
    for (path, what, budget) in [
        ("/register-catalogue", "register catalogue of 7,200 articles", "50 ms, 400 KB gzip"),
        ("/live", "live figures with 1,220 tickets, nothing new", "10 ms"),
    ] {
        let mut times = Vec::new();
        let mut size = 0;
        for _ in 0..20 {
            let begun = Instant::now();
            let answer = office.get(&token, &office.path(path));
            assert_eq!(answer.status, 200, "{}", answer.text());
            times.push(begun.elapsed());
            size = answer.body.len();
        }
        let times = Times::of(times);
        note(
            what,
            &format!("p50 {}, p95 {}, {size} bytes plain", ms(times.within(50)), ms(times.within(95))),
            budget,
        );
    }
}

/// Closes a register session without looking into its drawer.
pub fn close(office: &Office, token: &str, session: &str) {
    let body =
        json!({ "counted": { "cash": 0, "card": 0, "cheque": 0 }, "comment": "mesure", "force": true });
    let answer = office.post(token, &format!("/register-sessions/{session}/close"), &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// One till with its chain of tickets.
pub struct Till {
    number: usize,
    session: String,
    key: [u8; 32],
    opened: chrono::DateTime<chrono::Utc>,
    previous: String,
    sequence: usize,
}

impl Till {
    /// Opens a register of this number.
    pub fn open(office: &Office, number: usize) -> Self {
        let token = office.volunteer(number);
        let body = json!({ "register_number": number, "opening_float_cents": 0 });
        let answer = office.post(&token, &office.path("/register-sessions"), &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let opened = answer.json();
        let key = opened["signing_key"].as_str().and_then(|key| {
            base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, key).ok()
        });
        let key = key.and_then(|key| <[u8; 32]>::try_from(key).ok()).expect("a key of 32 bytes");
        Self {
            number,
            session: opened["session_id"].as_str().expect("a session").to_owned(),
            key,
            opened: chrono::Utc::now(),
            previous: "0".repeat(64),
            sequence: 0,
        }
    }

    /// Counts nothing and closes.
    pub fn close(self, office: &Office) {
        close(office, &office.manager(), &self.session);
    }

    fn ticket(&mut self, basket: &[(String, i64)]) -> Value {
        self.sequence += 1;
        let total: i64 = basket.iter().map(|(_, cents)| cents).sum();
        let sold_at =
            self.opened + chrono::TimeDelta::milliseconds(i64::try_from(self.sequence).expect("few"));
        let mut ticket = json!({
            "ticket_id": uuid::Uuid::now_v7().to_string(),
            "session_id": self.session,
            "sequence": self.sequence,
            "sold_at": sold_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            "private_sale": false,
            "lines": basket.iter().map(|(code, cents)| json!({ "code": code, "price_cents": cents })).collect::<Vec<_>>(),
            "payments": [{ "method": "cash", "amount_cents": total }],
            "previous": self.previous,
        });
        ticket["signature"] = json!("");
        let unsigned: Ticket = serde_json::from_value(ticket.clone()).expect("a ticket");
        self.previous = hex::encode(&mac::hmac_sha256(&self.key, unsigned.canonical().as_bytes()));
        ticket["signature"] = json!(self.previous);
        ticket
    }

    /// Sells three articles after three; how long each sale took.
    pub fn sell_one_by_one(&mut self, office: &Office, basket: &[(String, i64)]) -> Vec<Duration> {
        let token = office.volunteer(self.number);
        let mut times = Vec::new();
        for lines in basket.chunks(LINES) {
            let ticket = self.ticket(lines);
            let begun = Instant::now();
            let answer = office.post(&token, &office.path("/tickets"), &ticket);
            assert_eq!(answer.status, 201, "{}", answer.text());
            times.push(begun.elapsed());
        }
        times
    }
}
