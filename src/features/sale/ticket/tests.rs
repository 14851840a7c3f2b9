//! The shared vectors, and tickets altered in every place.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const VECTORS: &str = include_str!("../../../../tests/data/offline-vectors.json");

fn vectors() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

fn key() -> SigningKey {
    let vectors = vectors();
    SigningKey::derive(
        vectors["offline_hmac_secret"].as_str().unwrap().as_bytes(),
        RegisterSessionId::parse(vectors["session_id"].as_str().unwrap()).unwrap(),
    )
}

/// The tickets of the vectors with their signatures and canonical forms.
fn tickets() -> Vec<(Ticket, String)> {
    let vectors = vectors();
    let entries = vectors["tickets"].as_array().unwrap();
    let read = |entry: &Value| {
        let mut ticket = entry["ticket"].clone();
        ticket["signature"] = entry["signature"].clone();
        (serde_json::from_value(ticket).unwrap(), entry["canonical"].as_str().unwrap().to_owned())
    };
    entries.iter().map(read).collect()
}

#[test]
fn the_shared_vector_of_the_key_holds() {
    assert_eq!(key().to_base64url(), vectors()["key_base64url"].as_str().unwrap());
    assert!(!format!("{:?}", key()).contains(&key().to_base64url()));
}

#[test]
fn the_shared_vectors_of_tickets_hold() {
    let tickets = tickets();
    assert_eq!(tickets.len(), 4);
    for (ticket, canonical) in &tickets {
        assert_eq!(ticket.canonical(), *canonical);
        assert_eq!(key().sign(ticket), ticket.signature);
        assert!(key().verifies(ticket));
    }
}

#[test]
fn the_shared_tickets_form_a_chain() {
    let tickets = tickets();
    assert!(tickets[0].0.follows(None));
    for pair in tickets.windows(2) {
        let [(before, _), (after, _)] = pair else { unreachable!() };
        assert!(after.follows(Some(&before.signature)));
        assert!(!after.follows(None), "a removed ticket is seen");
        assert!(!after.follows(Some(NO_PREVIOUS)));
    }
    assert!(!tickets[0].0.follows(Some(NO_PREVIOUS)));
}

#[test]
fn a_ticket_altered_anywhere_is_seen() {
    let (ticket, _) = tickets().remove(1);
    let mut altered = vec![ticket.clone(); 9];
    altered[0].lines[0].price_cents -= 100;
    altered[1].lines.pop();
    altered[2].lines.swap(0, 1);
    altered[3].payments[0].method = PaymentMethod::Cash;
    altered[4].sequence += 1;
    altered[5].private_sale = true;
    altered[6].sold_at = Instant::parse("2025-11-08T09:32:22.123Z").unwrap();
    altered[7].cancels = Some(ticket.ticket_id);
    altered[8].signature = ticket.signature.to_uppercase();
    for (index, ticket) in altered.iter().enumerate() {
        assert!(!key().verifies(ticket), "alteration {index}");
    }
}

#[test]
fn the_key_of_another_session_or_secret_does_not_verify() {
    let (ticket, _) = tickets().remove(0);
    let other = RegisterSessionId::new(uuid::Uuid::nil());
    assert!(!SigningKey::derive(b"test-offline-secret-0123456789abcdef", other).verifies(&ticket));
    assert!(!SigningKey::derive(b"other", ticket.session_id).verifies(&ticket));
}

#[test]
fn sums_of_lines_and_payments_are_told() {
    let totals: Vec<(i64, i64)> =
        tickets().iter().map(|(ticket, _)| (ticket.total_cents(), ticket.paid_cents())).collect();
    assert_eq!(totals, [(500, 500), (1_600, 1_600), (15_000, 15_000), (0, -500)]);
}

#[test]
fn an_instant_signed_in_another_form_does_not_verify() {
    let (ticket, canonical) = tickets().remove(0);
    let mut loose = ticket.clone();
    let written = canonical.replace("2025-11-08T09:31:22.121Z", "2025-11-08T10:31:22.121+01:00");
    loose.signature = hex::encode(&mac::hmac_sha256(&key().0, written.as_bytes()));
    assert!(!key().verifies(&loose));
}

#[test]
fn the_check_characters_of_a_label_are_signed_in_their_place() {
    let (mut ticket, _) = tickets().remove(0);
    ticket.lines[0].check = Some("M04A".to_owned());
    assert!(ticket.canonical().contains(r#"{"check":"M04A","code":"A2025-L245-A03","price_cents":500}"#));
    assert!(!key().verifies(&ticket));
}

#[test]
fn unknown_fields_and_fractions_of_a_cent_are_refused() {
    let sound = json!({
        "lines": [{"code": "A2025-L245-A03", "price_cents": 500}],
        "payments": [{"amount_cents": 500, "method": "cash"}],
        "previous": NO_PREVIOUS, "private_sale": false, "sequence": 1, "session_id": "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f",
        "sold_at": "2025-11-08T09:31:22.123Z", "ticket_id": "6603a47b-10a2-52b5-bb91-c88a1a99c126", "signature": "",
    });
    assert!(serde_json::from_value::<Ticket>(sound.clone()).is_ok());
    for (pointer, value) in [
        ("/lines/0/price_cents", json!(5.5)),
        ("/lines/0/price_cents", json!(3_000_000_000_i64)),
        ("/payments/0/method", json!("gold")),
        ("/sold_at", json!("hier")),
        ("/ticket_id", json!("t")),
    ] {
        let mut broken = sound.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert!(serde_json::from_value::<Ticket>(broken).is_err(), "{pointer}");
    }
    let mut extra = sound;
    extra["discount"] = json!(1);
    assert!(serde_json::from_value::<Ticket>(extra).is_err());
}

proptest! {
    #[test]
    fn the_canonical_form_is_sorted_compact_json_of_the_same_content(
        code in "\\PC{0,12}[\"\\\\\u{1}\n]{0,2}", price_cents in any::<i32>(), sequence in any::<i32>(), private_sale in any::<bool>(),
    ) {
        let ticket = Ticket {
            cancels: None,
            lines: vec![TicketLine { check: None, code: code.clone(), price_cents }],
            payments: vec![],
            previous: NO_PREVIOUS.to_owned(),
            private_sale,
            sequence,
            session_id: RegisterSessionId::new(uuid::Uuid::nil()),
            sold_at: Instant::parse("2025-11-08T09:31:22.123Z").unwrap(),
            ticket_id: TicketId::new(uuid::Uuid::nil()),
            signature: String::new(),
        };
        let canonical = ticket.canonical();
        let value: Value = serde_json::from_str(&canonical).unwrap();
        let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
        prop_assert!(keys.is_sorted());
        prop_assert_eq!(value["lines"][0]["code"].as_str(), Some(code.as_str()));
        prop_assert_eq!(serde_json::to_string(&value).unwrap(), canonical);
        prop_assert!(!value.as_object().unwrap().contains_key("signature"));
    }
}
