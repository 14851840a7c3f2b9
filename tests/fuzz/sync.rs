//! What tills hand over late: bodies that are no tickets, and tickets that are wrong in every field.

use bourse::features::sale::ticket::Ticket;
use bourse::http::{Body, Method, Request};
use serde_json::{Value, json};

use super::mutation::Chance;
use super::{fuzz, seed};
use crate::support::sale_seed::{Sale, Till, minute};

/// In the corpus, in the place of the session's own id.
const SESSION: &str = "SESSION";

const WORDS: [&[u8]; 10] = [
    b"\"tickets\":",
    b"[",
    b"}",
    b"null",
    b"-1",
    b"1e400",
    b"2147483648",
    b"\\u0000",
    b"\"lines\":[]",
    b"0000000000000000000000000000000000000000000000000000000000000000",
];

/// Values that fields do not expect.
fn odd(chance: &mut Chance) -> Value {
    let values = [
        Value::Null,
        json!(-1),
        json!(0),
        json!(i32::MAX),
        json!(i64::MIN),
        json!(1.5),
        json!(true),
        json!(""),
        json!("A2025-L100-A01"),
        json!("A2025-L999-A99"),
        json!("9999-12-31T23:59:59.999Z"),
        json!("0000-01-01T00:00:00.000Z"),
        json!("é\u{0}\u{1F600}"),
        json!("x".repeat(5_000)),
        json!([]),
        json!({}),
        json!("cash"),
        json!("01990000-0000-7000-8000-000000000000"),
    ];
    values[chance.below(values.len())].clone()
}

/// Changes one place of a value, at any depth.
fn disturb(value: &mut Value, chance: &mut Chance) {
    match value {
        Value::Object(fields) if !fields.is_empty() && chance.below(8) > 0 => {
            let index = chance.below(fields.len());
            match chance.below(12) {
                0 => drop(fields.shift_remove(&fields.keys().nth(index).cloned().unwrap())),
                1 => drop(fields.insert("colour".to_owned(), odd(chance))),
                _ => disturb(fields.values_mut().nth(index).unwrap(), chance),
            }
        }
        Value::Array(items) if !items.is_empty() && chance.below(8) > 0 => {
            let index = chance.below(items.len());
            match chance.below(4) {
                0 => items.push(items[index].clone()),
                1 => drop(items.remove(index)),
                _ => disturb(&mut items[index], chance),
            }
        }
        other => *other = odd(chance),
    }
}

fn hand_over(sale: &Sale, body: &[u8]) -> Value {
    let mut request = Request::new(Method::Post, &sale.path("tickets/sync"));
    request.headers.push(("authorization".to_owned(), format!("Bearer {}", sale.volunteer)));
    request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
    request.body = Body::Whole(body.to_vec());
    let answer = sale.app.send(request);
    assert!(matches!(answer.status, 200 | 400 | 422 | 429), "{} {}", answer.status, answer.json);
    assert!(answer.response.body.len() < 2_000_000, "an answer of {} bytes", answer.response.body.len());
    answer.json
}

#[test]
fn whatever_is_handed_over_gets_an_answer_and_the_sale_stays_sound() {
    let sale = Sale::with_articles(48);
    let till = sale.open(1);
    fuzz("sync", 400, &WORDS, |bytes| {
        let text = String::from_utf8_lossy(bytes).replace(SESSION, till.session_id.as_str());
        hand_over(&sale, text.as_bytes());
    });
    sale.invariants();
}

#[test]
fn tickets_wrong_in_any_field_though_signed_are_answered_one_by_one_and_the_sale_stays_sound() {
    let sale = Sale::with_articles(48);
    let mut till = sale.open(1);
    let (mut chance, _) = seed();
    let mut answered = 0;
    for round in 0..150_usize {
        let mut tickets: Vec<Value> = (0..=chance.below(4))
            .map(|_| {
                let articles =
                    [i32::try_from(chance.below(48)).unwrap(), i32::try_from(chance.below(48)).unwrap()];
                till.sells(&articles[..=chance.below(2)], &minute(1 + u32::try_from(round % 50).unwrap()))
            })
            .collect();
        let disturbed = chance.below(tickets.len());
        for _ in 0..=chance.below(3) {
            disturb(&mut tickets[disturbed], &mut chance);
        }
        tickets[disturbed] = signed_again(&till, tickets[disturbed].clone());
        let count = tickets.len();
        let answer = hand_over(&sale, json!({ "tickets": tickets }).to_string().as_bytes());
        if let Some(results) = answer["results"].as_array() {
            assert_eq!(results.len(), count, "each ticket has its result: {answer}");
            answered += 1;
        }
        if round % 25 == 0 {
            sale.invariants();
        }
    }
    assert!(answered > 20, "only {answered} bodies came as far as their tickets");
    sale.invariants();
}

/// With a true signature where it can still be read as a ticket, so that not the signature alone keeps it out.
fn signed_again(till: &Till, mut ticket: Value) -> Value {
    if let Some(fields) = ticket.as_object_mut() {
        fields.insert("signature".to_owned(), json!(""));
    }
    if serde_json::from_value::<Ticket>(ticket.clone()).is_ok() { till.sign(ticket) } else { ticket }
}
