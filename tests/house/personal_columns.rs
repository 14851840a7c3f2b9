//! Every text column about a person: the copy shows it, the erasure takes it, or a line here says why not.
//!
//! A column that is added has no line and fails; a line that says the copy shows it, or that erasing takes it, is tried.

use std::collections::BTreeSet;

use bourse::db::schema::rate_counters;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::ids::UserId;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp};
use crate::support::sale_seed::{Sale, minute};
use crate::support::seed::Seed;

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// In the copy, and gone with the account.
    Gone,
    /// In the copy, and kept without the name.
    Kept,
    /// Not in the copy, and gone with the account.
    Secret,
    /// Neither, for the reason beside it.
    Other,
}

use Fate::{Gone, Kept, Other, Secret};

/// Table, name, fate, and why it is so where that needs saying.
type Column = (&'static str, &'static str, Fate, &'static str);

const WORD: &str = "one word of a fixed list";
const TILL: &str = "a till's accounts: what was sold, not by whom it was brought";
const CHAIN: &str = "chained: never rewritten, names nobody but by identifier; the copy has its own test";
const WRITTEN_TWICE: &str = "what the payment says, for the former program";

/// Text columns that are no identifier, instant, state or fingerprint, of all tables that name a person.
const COLUMNS: [Column; 81] = [
    ("users", "email", Gone, "replaced by an address that is none"),
    ("users", "role", Other, WORD),
    ("users", "first_name", Gone, ""),
    ("users", "last_name", Gone, ""),
    ("users", "phone", Gone, ""),
    ("users", "address", Gone, ""),
    ("users", "postal_code", Gone, ""),
    ("users", "city", Gone, ""),
    ("users", "terms_version", Kept, "proof of the consent"),
    ("sessions", "address", Gone, ""),
    ("sessions", "agent", Gone, ""),
    ("sessions", "scope", Other, WORD),
    ("user_tokens", "purpose", Other, WORD),
    ("rate_counters", "bucket", Other, "an account or a network, forgotten after a day"),
    ("journal", "actor_role", Other, WORD),
    ("journal", "address", Other, CHAIN),
    ("journal", "agent", Other, CHAIN),
    ("journal", "event", Other, WORD),
    ("journal", "subject", Other, CHAIN),
    ("journal", "details", Other, CHAIN),
    ("registrations", "list_type", Other, WORD),
    ("registrations", "origin", Other, WORD),
    ("registrations", "ticket_ref", Gone, ""),
    ("registrations", "order_ref", Gone, ""),
    ("registrations", "tariff", Kept, "what was paid to the association"),
    ("imports", "file_name", Other, "the association's file; its rows are forgotten after a day"),
    ("imports", "result", Other, "numbers of rows"),
    ("lists", "list_type", Other, WORD),
    ("articles", "code", Kept, ""),
    ("articles", "category", Other, WORD),
    ("articles", "subcategory", Kept, ""),
    ("articles", "gender", Other, WORD),
    ("articles", "size", Kept, ""),
    ("articles", "description", Kept, ""),
    ("articles", "color", Kept, ""),
    ("articles", "brand", Kept, ""),
    ("articles", "status_reason", Kept, ""),
    ("articles", "verdict", Other, WORD),
    ("articles", "mark", Other, WORD),
    ("articles", "outcome", Other, WORD),
    ("articles", "as_declared", Kept, "what was declared before a desk put it right"),
    ("articles", "reason_code", Other, WORD),
    ("lists", "bags", Other, WORD),
    ("desk_sessions", "volunteers", Gone, ""),
    ("desk_sessions", "report", Other, "a device's word about itself: a list, a count, a version, a clock"),
    ("desk_commands", "value", Gone, "words beside a decision; the decision stays"),
    ("deposit_checks", "remark", Gone, ""),
    ("register_sessions", "report", Other, TILL),
    ("register_sessions", "counted", Other, TILL),
    ("register_sessions", "comment", Kept, "why the till's money did not agree"),
    ("tickets", "origin", Other, WORD),
    ("ticket_lines", "code", Other, TILL),
    ("ticket_lines", "cancel_reason", Other, WORD),
    ("ticket_lines", "cancel_comment", Other, TILL),
    ("ticket_lines", "settled_how", Other, WORD),
    ("ticket_lines", "settled_reason", Other, TILL),
    ("payments", "method", Other, WORD),
    ("quarantine", "body", Other, TILL),
    ("quarantine", "reason", Other, WORD),
    ("quarantine", "decision_reason", Other, TILL),
    ("held_tickets", "body", Other, TILL),
    ("payouts", "method", Other, WRITTEN_TWICE),
    ("payouts", "cheque_number", Other, WRITTEN_TWICE),
    ("payouts", "comment", Gone, ""),
    ("payouts", "payee", Other, "empty: no other payee can be entered yet"),
    ("payout_payments", "method", Other, WORD),
    ("payout_payments", "cheque_number", Kept, "the association's accounts"),
    ("payout_payments", "comment", Gone, ""),
    ("payout_payments", "reason", Gone, ""),
    ("payout_adjustments", "reason", Gone, ""),
    ("outbox", "recipient", Gone, ""),
    ("outbox", "subject", Gone, ""),
    ("outbox", "body_text", Gone, ""),
    ("outbox", "body_html", Secret, "the same words as the text"),
    ("outbox", "enclosure", Other, "a reference to a list"),
    ("outbox", "last_error", Secret, "words of the mail server"),
    ("outbox", "fault", Other, WORD),
    ("idempotency_keys", "idempotency_key", Secret, "chosen by the browser"),
    ("idempotency_keys", "body", Secret, "an answer that was given, for a day"),
    ("notices", "about", Secret, "what the message said that the copy holds"),
    ("notices", "day", Secret, "the same"),
];

/// Tables that name nobody, by themselves or through a row that does.
const OF_NOBODY: [&str; 6] = ["editions", "slots", "tariffs", "tasks", "jobs", "journal_head"];

/// Identifiers, instants, states, fingerprints: the tables of `docs/donnees.md` tell of these.
fn is_mechanical(column: &str) -> bool {
    let endings = ["_id", "_at", "_by", "_until", "_hash", "_key", "_state", "_date", "_digest", "signature"];
    ["id", "at", "hash", "digest", "state", "status", "kind", "previous", "cancels", "reverses"]
        .contains(&column)
        || endings.iter().any(|ending| column.ends_with(ending)) && column != "idempotency_key"
}

/// Every text column of every table.
fn text_columns() -> Vec<(String, String)> {
    let schema = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/schema.rs")).unwrap();
    let mut all = Vec::new();
    for table in schema.split("table! {").skip(1) {
        let name = table.split_whitespace().next().unwrap();
        for line in table.lines().take_while(|line| *line != "}").filter(|line| line.contains("Text")) {
            all.push((name.to_owned(), line.split_whitespace().next().unwrap().to_owned()));
        }
    }
    all
}

#[test]
fn every_column_about_a_person_has_its_fate() {
    let stand: BTreeSet<(String, String)> = text_columns()
        .into_iter()
        .filter(|(table, column)| !OF_NOBODY.contains(&table.as_str()) && !is_mechanical(column))
        .collect();
    let listed: BTreeSet<(String, String)> =
        COLUMNS.iter().map(|(table, column, ..)| ((*table).to_owned(), (*column).to_owned())).collect();
    assert_eq!(
        stand.difference(&listed).collect::<Vec<_>>(),
        Vec::<&(String, String)>::new(),
        "no line here"
    );
    assert_eq!(listed.difference(&stand).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "gone");
    let unexplained =
        COLUMNS.iter().find(|(_, _, fate, why)| matches!(fate, Other | Secret) && why.is_empty());
    assert!(unexplained.is_none(), "{:?} is not explained", unexplained.map(|line| (line.0, line.1)));
}

/// A depositor of whom every table of [`COLUMNS`] that is copied or emptied has a row, in an edition that is over.
fn depositor_with_everything() -> (TestApp, String, UserId) {
    let sale = Sale::with_articles(1);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[0], &minute(0))).expect(201);
    let post = |path: &str, body: &Value| sale.app.post(&sale.path(path), &sale.manager, body).expect(200);
    let over = json!({
        "overrides": ["sale_not_over", "register_session_open", "tickets_unsent"], "reason": "fin du test",
    });
    post("end-sale", &over);
    post("payouts/compute", &json!({}));
    let payout = sale.app.get(&sale.path("payouts"), &sale.manager).expect(200)["items"][0].clone();
    let on = |what: &str, body: &Value| {
        let path = format!("/api/v1/payouts/{}/{what}", payout["id"].as_str().unwrap());
        Seed(&sale.app).tamper(|db| diesel::delete(rate_counters::table).execute(db));
        sale.app.post(&path, &sale.manager, body).expect(200)
    };
    let adjusted =
        on("adjustments", &json!({ "kind": "goodwill", "amount_cents": 100, "reason": "un geste" }));
    let slip = format!("/api/v1/payouts/{}/slip.pdf", payout["id"].as_str().unwrap());
    assert_eq!(sale.app.get(&slip, &sale.manager).status, 200);
    let cheque = json!({
        "expected_cents": adjusted["to_pay_cents"], "method": "cheque", "cheque_number": "1234567",
        "comment": "remis en main propre",
    });
    on("pay", &cheque);
    let token = sale.app.log_in("deposant@example.org");
    sale.app
        .post("/api/v1/auth/password/forgot", "", &json!({ "email": "deposant@example.org" }))
        .expect(202);
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Closed);
    let me = sale.app.get("/api/v1/me", &token).expect(200);
    let user = UserId::parse(me["id"].as_str().unwrap()).unwrap();
    (sale.app, token, user)
}

/// Fills a column of the person's rows with a word that stands nowhere else.
fn fill(app: &TestApp, user: UserId, table: &str, column: &str, word: &str) -> usize {
    let has_person = text_columns().contains(&(table.to_owned(), "user_id".to_owned()));
    let owner = if table == "users" { "id" } else { "user_id" };
    let only =
        if has_person || table == "users" { format!(" WHERE {owner} = '{user}'") } else { String::new() };
    let statement = format!("UPDATE {table} SET {column} = '{word}'{only}");
    app.app.with_db(|db| Ok(diesel::sql_query(statement).execute(db)?)).unwrap()
}

/// Every text of the database, with its place.
pub(super) fn every_text(app: &TestApp) -> Vec<(String, String)> {
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text)]
        line: String,
    }
    let mut all = Vec::new();
    for (table, column) in text_columns() {
        let query = format!("SELECT COALESCE({column}, '') AS line FROM {table}");
        let lines: Vec<Line> = app.app.with_db(|db| Ok(diesel::sql_query(query).load(db)?)).unwrap();
        all.extend(lines.into_iter().map(|row| (row.line, format!("{table}.{column}"))));
    }
    all
}

/// Rows that no request of this test makes: a till of the person's own, a repeated request, a reminder, a desk and its word.
fn the_rest(app: &TestApp, user: UserId) {
    for statement in [
        format!("UPDATE register_sessions SET user_id = '{user}', closed_at = opened_at"),
        format!(
            "INSERT INTO idempotency_keys (user_id, idempotency_key, request_hash, status, body, created_at) \
             VALUES ('{user}', 'k', 'h', 200, '{{}}', '2025-11-08T09:00:00.000Z')"
        ),
        format!(
            "INSERT INTO notices (kind, user_id, about, day, told_at) \
             VALUES ('declaration', '{user}', 'a', 'd', '2025-11-08T09:00:00.000Z')"
        ),
        format!(
            "INSERT INTO desk_sessions (id, edition_id, user_id, volunteers, opened_at) \
             SELECT id, id, '{user}', '[]', created_at FROM editions"
        ),
        format!(
            "INSERT INTO desk_commands \
             (id, edition_id, list_id, kind, value, decided_at, claimed_at, received_at, user_id, by_manager) \
             SELECT id, edition_id, id, 'remark', '\"\"', created_at, created_at, created_at, user_id, 0 \
             FROM lists WHERE user_id = '{user}'"
        ),
        format!(
            "INSERT INTO deposit_checks (registration_id) SELECT id FROM registrations WHERE user_id = '{user}'"
        ),
    ] {
        Seed(app).tamper(|db| diesel::sql_query(statement).execute(db));
    }
}

#[test]
fn the_copy_shows_every_column_that_it_says_and_erasing_takes_what_it_says() {
    let (app, token, user) = depositor_with_everything();
    the_rest(&app, user);
    let words: Vec<(String, Column)> = (0..)
        .zip(COLUMNS)
        .filter(|(_, (_, _, fate, _))| *fate != Other)
        .map(|(index, column)| (format!("8{index:02}917"), column))
        .collect();
    for (word, (table, column, ..)) in &words {
        assert!(fill(&app, user, table, column, word) > 0, "no row in {table}");
    }
    let copy = app.get("/api/v1/me/data", &token).expect(200).to_string();
    for (word, (table, column, fate, _)) in &words {
        let shown = copy.contains(&format!("\"{word}\""));
        assert_eq!(shown, matches!(fate, Gone | Kept), "{table}.{column} in the copy");
    }
    fill(&app, user, "users", "email", "deposant@example.org");
    app.post("/api/v1/me/erase", &token, &json!({ "password": PASSWORD })).expect(204);
    let left = every_text(&app);
    for (word, (table, column, fate, _)) in &words {
        let place = left.iter().find(|(text, _)| text.contains(word)).map(|(_, place)| place);
        assert_eq!(place.is_some(), *fate == Kept, "{table}.{column} after the erasure, in {place:?}");
    }
}
