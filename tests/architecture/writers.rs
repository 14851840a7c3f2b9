//! Who writes which table: one place each, which all others ask by its verbs. And who is named in which.

use std::collections::BTreeSet;

use super::{code, files, name, root};

/// Each table with the file or folder of `src/` that inserts into it, updates it and deletes from it.
const OWNERS: [(&str, &str); 36] = [
    ("articles", "features/lists/articles.rs"),
    ("deposit_checks", "features/deposit/commands/"),
    ("desk_commands", "features/deposit/commands/"),
    ("desk_sessions", "features/deposit/desks/"),
    ("editions", "features/edition/editions/store.rs"),
    ("held_tickets", "features/sale/tills/"),
    ("idempotency_keys", "app/idempotence.rs"),
    ("imports", "features/registration/depositors/"),
    ("invitations", "features/people/accounts/"),
    ("jobs", "features/base/jobs/"),
    ("journal", "features/base/journal/"),
    ("journal_head", "features/base/journal/"),
    ("label_prices", "features/deposit/labels/"),
    ("list_numbers", "features/registration/depositors/"),
    ("lists", "features/lists/declared/store.rs"),
    ("member_numbers", "features/registration/depositors/"),
    ("notices", "features/conduct/reminders/"),
    ("outbox", "features/base/mail/"),
    ("password_history", "features/people/accounts/store.rs"),
    ("payments", "features/sale/tickets/incoming/record.rs"),
    ("payout_adjustments", "features/settlement/payouts/"),
    ("payout_payments", "features/settlement/payouts/"),
    ("payouts", "features/settlement/payouts/"),
    ("quarantine", "features/sale/tickets/quarantined.rs"),
    ("rate_counters", "features/base/limits.rs"),
    ("refresh_tokens", "features/people/sessions/"),
    ("register_sessions", "features/sale/tills/store.rs"),
    ("registrations", "features/registration/depositors/"),
    ("sessions", "features/people/sessions/"),
    ("slots", "features/edition/editions/store/slots.rs"),
    ("tariffs", "features/registration/depositors/"),
    ("tasks", "features/house/upkeep/"),
    ("ticket_lines", "features/sale/lines.rs"),
    ("tickets", "features/sale/tickets/incoming/record.rs"),
    ("user_tokens", "features/people/accounts/"),
    ("users", "features/people/accounts/store.rs"),
];

/// Who else writes a table, and why.
const OTHERS: [(&str, &str, &str); 23] = [
    ("ctx/claim.rs", "idempotency_keys", "the transaction that does the work notes that it is done"),
    ("features/lists/declared/store.rs", "articles", "what a draft says; facts and state are the owner's"),
    (
        "features/registration/depositors/store.rs",
        "lists",
        "an unwanted registration goes with its empty lists",
    ),
    ("ops/demo/story.rs", "lists", "4,000 invented articles one request after the other would take minutes"),
    ("ops/demo/story.rs", "articles", "the same"),
    ("ops/restore.rs", "sessions", "what is restored logs nobody in"),
    ("ops/restore.rs", "user_tokens", "links of the time before are void"),
    ("ops/restore.rs", "outbox", "messages of the time before wait for somebody to look at them"),
    (ERASE, "users", WHOLE),
    (ERASE, "refresh_tokens", WHOLE),
    (ERASE, "sessions", WHOLE),
    (ERASE, "password_history", WHOLE),
    (ERASE, "user_tokens", WHOLE),
    (ERASE, "member_numbers", WHOLE),
    (ERASE, "invitations", WHOLE),
    (ERASE, "outbox", WHOLE),
    (ERASE, "notices", WHOLE),
    (ERASE, "idempotency_keys", WHOLE),
    (ERASE, "registrations", WHOLE),
    (ERASE, "payouts", WHOLE),
    (ERASE, "payout_payments", WHOLE),
    (ERASE, "payout_adjustments", WHOLE),
    ("db/migrate/stepwise.rs", "progress", "the migrations' own table, gone when they are done"),
];

const ERASE: &str = "features/house/privacy/erase.rs";
const WHOLE: &str = "erasing is held against docs/donnees.md, which can be done in one piece only";

#[test]
fn each_table_has_one_writer() {
    let (mut strangers, mut excused) = (Vec::new(), BTreeSet::new());
    let mut without_owner = tables();
    for path in files("src", "rs") {
        let place = name(&path).trim_start_matches("src/").to_owned();
        if place == "db/rows/insert.rs" {
            // The macro that inserts for everybody.
            continue;
        }
        for table in written(&code(&path)).unwrap_or_else(|text| panic!("{place}: into which table? {text}"))
        {
            if OWNERS.iter().any(|(owned, owner)| *owned == table && place.starts_with(owner)) {
                without_owner.remove(&table);
            } else if OTHERS.iter().any(|(other, its, _)| *other == place && *its == table) {
                excused.insert((place.clone(), table));
            } else {
                strangers.push(format!("{place} writes {table}"));
            }
        }
    }
    assert!(strangers.is_empty(), "not the owner:\n{}", strangers.join("\n"));
    assert!(without_owner.is_empty(), "written by nobody: {without_owner:?}");
    let needless: Vec<_> = OTHERS
        .iter()
        .filter(|(place, table, _)| !excused.contains(&((*place).to_owned(), (*table).to_owned())))
        .collect();
    assert!(needless.is_empty(), "no longer needed: {needless:?}");
}

/// Tables that name nobody, by themselves or through a row that does.
const OF_NOBODY: [&str; 7] = ["editions", "slots", "tariffs", "tasks", "jobs", "journal_head", "progress"];

/// A table that is added and holds something about a person must be told of to that person, and be thought of when the
/// account is erased.
#[test]
fn each_table_with_a_person_in_it_is_named_where_people_are_told() {
    let page = std::fs::read_to_string(root().join("docs/donnees.md")).unwrap();
    let named: BTreeSet<&str> = page.split('`').collect();
    let missing: Vec<String> = tables()
        .into_iter()
        .filter(|table| !OF_NOBODY.contains(&table.as_str()) && !named.contains(table.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in docs/donnees.md: {missing:?}");
}

/// Every table of the schema.
fn tables() -> BTreeSet<String> {
    let schema = std::fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let names = schema.split("table! {").skip(1).filter_map(|text| text.split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// Tables that a file inserts into, updates or deletes from; an error is the text of a target that cannot be read.
fn written(code: &str) -> Result<BTreeSet<String>, String> {
    let mut tables = BTreeSet::new();
    for verb in ["insert_into(", "diesel::update(", "diesel::delete(", "insert_all!("] {
        for (at, _) in code.match_indices(verb) {
            let target = argument(&code[at + verb.len()..]);
            let variable: String =
                target.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let declared = || {
                ["", "("].iter().find_map(|before| {
                    let begin = code[..at].rfind(&format!("let {before}{variable}"))?;
                    table_in(&code[begin..at])
                })
            };
            tables.insert(table_in(target).or_else(declared).ok_or_else(|| target.to_owned())?);
        }
    }
    Ok(tables)
}

/// The name before the first `::table`.
fn table_in(text: &str) -> Option<String> {
    let before = &text[..text.find("::table")?];
    let start = before.rfind(|c: char| !(c.is_ascii_lowercase() || c == '_')).map_or(0, |at| at + 1);
    Some(before[start..].to_owned())
}

/// What stands before the bracket that closes a call.
fn argument(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

#[test]
fn targets_are_read_through_variables_and_brackets() {
    let code = "let (row, told) = (editions::table.find(id), 1);\ndiesel::update(row.filter(x))\n\
                let made = || lists::table.filter(a);\ndiesel::update(made().filter(b))\n\
                insert_all!(db, tickets::table, &rows)";
    let read: Vec<String> = written(code).unwrap().into_iter().collect();
    assert_eq!(read, ["editions", "lists", "tickets"]);
    assert!(written("diesel::update(unknown)").is_err());
}
