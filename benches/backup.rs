//! Backup and restore of a large sale, by the program itself on MariaDB.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::figures::{Figures, note};
use crate::support::home::Home;
use crate::support::mariadb::{Database, Server};

/// Tickets of a large sale.
const TICKETS: u32 = 5000;

/// Adds tickets of three lines, with payments and journal entries, up to [`TICKETS`]. They are no sales that anybody made,
/// but rows of the usual size.
const TOP_UP: &str = "
SET @missing = GREATEST(0, TICKETS - (SELECT COUNT(*) FROM tickets));
INSERT INTO register_sessions (id, edition_id, ordinal, register_number, user_id, opening_float_cents, opened_at,
    last_sequence, last_signature, last_seen_at)
  SELECT UUID(), e.id, 900, 90, u.id, 0, e.created_at, 0, REPEAT('0', 64), e.created_at
  FROM editions e, users u WHERE u.email = 'benevole1@demo.bourse' LIMIT 1;
INSERT INTO tickets (id, edition_id, session_id, number, sequence, sold_at, recorded_at, private_sale, total_cents,
    previous, signature, origin)
  SELECT UUID(), r.edition_id, r.id, 100000 + seq, seq, r.opened_at, r.opened_at, 0, 600, SHA2(seq, 256),
    SHA2(seq + 1, 256), 'sync'
  FROM register_sessions r, seq_1_to_5000 WHERE r.ordinal = 900 AND seq <= @missing;
INSERT INTO ticket_lines (id, ticket_id, edition_id, line, code, price_cents, status, price_differs, sold_at)
  SELECT UUID(), t.id, t.edition_id, seq, CONCAT('MES-100-', seq), 200, 'unknown_code', 0, t.sold_at
  FROM tickets t, seq_1_to_3 WHERE t.number > 100000;
INSERT INTO payments (id, ticket_id, session_id, method, amount_cents)
  SELECT UUID(), id, session_id, 'cash', 600 FROM tickets WHERE number > 100000;
SET @head = (SELECT sequence FROM journal_head);
INSERT INTO journal (sequence, at, actor_role, address, agent, request_id, event, subject, details, hash)
  SELECT @head + seq, '2025-11-08T09:31:22.123Z', 'volunteer', '127.0.0.1', 'bench', UUID(), 'ticket_recorded',
    CONCAT('ticket:', UUID()), '{\"total_cents\":600,\"lines\":3}', SHA2(seq, 256)
  FROM seq_1_to_5000 WHERE seq <= @missing;
UPDATE journal_head SET sequence = @head + @missing;
";

/// Backup of what the other measurements have left, then its restore into an empty database.
pub fn measure(figures: &mut Figures, server: &Server, home: &Home, database: &Database) {
    database.execute(&TOP_UP.replace("TICKETS", &TICKETS.to_string()));
    let made = watch(home.command(&["backup", "--json"]));
    let report: Value = serde_json::from_str(&made.said).expect("a report");
    #[allow(clippy::cast_precision_loss, reason = "a few megabytes")]
    let megabytes = report["bytes"].as_u64().unwrap_or_default() as f64 / 1e6;
    let measured = format!("{:.2} s, {} rows, {megabytes:.1} MB", made.took.as_secs_f64(), report["rows"]);
    note("backup with 7,200 articles and 5,000 tickets", &measured, "5 s");
    figures.at_most("memory of it, RSS at most", made.peak, 100.0, "MB");

    let empty = server.database();
    let mut restore =
        home.command(&["restore", report["path"].as_str().expect("a file"), "--unsealed", "--json"]);
    restore.env("DATABASE_URL", empty.url());
    let restored = watch(restore);
    let answer: Value = serde_json::from_str(&restored.said).expect("a report");
    assert_eq!(answer["figures"], report["figures"]);
    let measured = format!("{:.2} s, verified first", restored.took.as_secs_f64());
    note("restore of it into an empty database", &measured, "15 s");
    figures.at_most("memory of it, RSS at most", restored.peak, 100.0, "MB");
}

struct Watched {
    took: Duration,
    said: String,
    /// Megabytes.
    peak: f64,
}

/// Runs a command and looks at its memory every few milliseconds; the kernel keeps the highest value.
fn watch(mut command: Command) -> Watched {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    while child.try_wait().expect("it is our child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: f64 =
            line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default();
        peak = peak.max(kilobytes / 1024.0);
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = begun.elapsed();
    let output = child.wait_with_output().expect("it is our child");
    assert!(output.status.success(), "{output:?}");
    Watched { took, said: String::from_utf8_lossy(&output.stdout).into_owned(), peak }
}
