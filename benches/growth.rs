//! What ten times the articles cost: scan, sale and live board before and after, in one run.

use std::time::{Duration, Instant};

use crate::figures::{Figures, ms, note};
use crate::load::Times;
use crate::office::Office;
use crate::support::mariadb::Database;
use crate::tills::Till;

const LINES: usize = 3;
const REPEATED: usize = 300;

/// The sale is on again, nothing is sold, and everything is on its rack.
const AFRESH: [&str; 6] = [
    "SET @edition = (SELECT id FROM editions ORDER BY created_at LIMIT 1)",
    "UPDATE editions SET status = 'sale' WHERE id = @edition",
    "DELETE FROM payments",
    "DELETE FROM ticket_lines",
    "DELETE FROM tickets",
    "UPDATE articles SET status = 'on_sale' WHERE edition_id = @edition",
];

/// 5,000 tickets of one article each, paid in turn by every method, over nine hours.
const TICKETS: [&str; 6] = [
    "CREATE TEMPORARY TABLE sold AS SELECT id, code, price_cents, ROW_NUMBER() OVER (ORDER BY id) AS n FROM articles
     WHERE edition_id = @edition",
    "DELETE FROM sold WHERE n > 5000",
    "UPDATE articles SET status = 'sold' WHERE id IN (SELECT id FROM sold)",
    "INSERT INTO tickets (id, edition_id, session_id, number, sequence, sold_at, recorded_at, private_sale, total_cents,
       previous, signature, origin)
     SELECT CONCAT('00000000-0000-7000-8000-', LPAD(n, 12, '0')), @edition,
       (SELECT id FROM register_sessions WHERE edition_id = @edition ORDER BY id LIMIT 1), 90000000 + n, 1000000 + n,
       CONCAT('2025-11-08T', LPAD(8 + n % 9, 2, '0'), ':31:22.123Z'), '2025-11-08T09:31:22.123Z', 0, price_cents,
       REPEAT('0', 64), REPEAT('0', 64), 'sync' FROM sold",
    "INSERT INTO payments (id, ticket_id, session_id, method, amount_cents)
     SELECT REPLACE(id, '-7000-', '-7001-'), id, session_id, ELT(1 + number % 3, 'cash', 'card', 'cheque'), total_cents
     FROM tickets WHERE number > 90000000",
    "INSERT INTO ticket_lines (id, ticket_id, edition_id, line, code, article_id, effective_article_id, price_cents,
       status, price_differs, sold_at)
     SELECT REPLACE(t.id, '-7000-', '-7002-'), t.id, @edition, 1, s.code, s.id, s.id, s.price_cents, 'sold', 0, t.sold_at
     FROM sold s JOIN tickets t ON t.number = 90000000 + s.n AND t.edition_id = @edition",
];

/// Nine more of each article, on lists of their own numbers.
const TENFOLD: &str = "INSERT INTO articles (id, edition_id, list_id, list_number, line, entry, code, category, subcategory,
       gender, size, description, color, brand, price_cents, is_lot, lot_quantity, certified, status, created_at, updated_at)
     SELECT CONCAT(LEFT(id, 9), LPAD(seq, 4, '0'), SUBSTR(id, 14)), edition_id, list_id, list_number + 1000 * seq, line,
       entry, CONCAT(SUBSTRING_INDEX(code, '-', 1), '-L', list_number + 1000 * seq, '-A', LPAD(line, 2, '0')), category,
       subcategory, gender, size, description, color, brand, price_cents, is_lot, lot_quantity, certified, 'on_sale',
       created_at, updated_at
     FROM articles JOIN seq_1_to_9 WHERE edition_id = @edition";

/// Writes out what the statements before have left in memory: articles are declared weeks before a sale.
const SETTLED: &str = "FLUSH TABLES articles, tickets, ticket_lines, payments FOR EXPORT; UNLOCK TABLES";

/// Comes last: it writes tickets that no till has made.
pub fn measure(figures: &mut Figures, office: &mut Office, database: &Database) {
    database.execute(&[&AFRESH[..], &TICKETS, &[SETTLED]].concat().join(";"));
    let before = Costs::of(office);
    database.execute(&[AFRESH[0], TENFOLD, SETTLED].join(";"));
    let after = Costs::of(office);
    note("live figures with 5,000 tickets, after a sale", &ms(before.live), "10 ms");
    for (work, before, after, most) in [
        ("scan with ten times the articles", before.scan, after.scan, 1.2),
        ("strict sale with ten times the articles", before.sale, after.sale, 1.2),
        ("live figures after a sale, with ten times the articles", before.live, after.live, 2.0),
    ] {
        let work = format!("{work} ({} before, {} after)", ms(before), ms(after));
        figures.at_most(&work, after.as_secs_f64() / before.as_secs_f64(), most, "times");
    }
}

/// Half of the requests took at most so long, one at a time.
struct Costs {
    scan: Duration,
    sale: Duration,
    live: Duration,
}

impl Costs {
    fn of(office: &mut Office) -> Self {
        office.take_stock();
        let (token, mut stock) = (office.volunteer(6), office.stock.clone());
        let (code, _) = stock.pop().expect("something is on sale");
        let scan = office.path(&format!("/articles/by-code/{code}"));
        let live = office.path("/live");
        let mut till = Till::open(office, 6);
        let asked = |path: &str| {
            let begun = Instant::now();
            assert_eq!(office.get(&token, path).status, 200);
            begun.elapsed()
        };
        let (mut sales, mut boards) = (Vec::new(), Vec::new());
        for basket in stock.split_off(stock.len() - REPEATED * LINES).chunks(LINES) {
            sales.extend(till.sell_one_by_one(office, basket));
            // After each sale, so that everything has to be added up afresh.
            boards.push(asked(&live));
        }
        till.close(office);
        let scans: Vec<Duration> = (0..REPEATED).map(|_| asked(&scan)).collect();
        Self { scan: half_of(scans), sale: half_of(sales), live: half_of(boards) }
    }
}

fn half_of(times: Vec<Duration>) -> Duration {
    Times::of(times).within(50)
}
