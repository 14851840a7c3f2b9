//! A process that dies, a database that goes away: no lost money, no half state, plain messages.

use std::time::Duration;

use bourse::kernel::clock::Clock;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::mariadb::{Durability, Server};
use crate::support::sale_seed::{Sale, Till, minute, price};
use crate::support::server::Process;

#[test]
fn a_process_killed_during_a_sync_loses_nothing() {
    let sale = Sale::with_articles(240);
    let mut process = Process::start(&sale.app);
    let token = process.door.log_in("benevole@example.org");
    let body = json!({ "register_number": 1, "opening_float_cents": 0 });
    let mut till = Till::of(&process.door.post(&sale.path("register-sessions"), &token, &body).unwrap().1);
    let now = Clock::System.now().to_string();
    let queue: Vec<Value> = (0..240).map(|index| till.sells(&[index], &now)).collect();
    let (path, body) = (sale.path("tickets/sync"), json!({ "tickets": queue }));
    // Killed earlier or later within the sync, whatever the machine's speed.
    for delay in [30, 120, 400] {
        let door = process.door;
        std::thread::scope(|scope| {
            scope.spawn(|| door.post(&path, &token, &body));
            std::thread::sleep(Duration::from_millis(delay));
            process.kill();
        });
        sale.invariants();
        process = Process::start(&sale.app);
    }
    let (status, answer) = process.door.post(&path, &token, &body).unwrap();
    assert_eq!(status, 200, "{answer}");
    let results = answer["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result["status"] != "quarantined"), "{answer}");
    let expected = (0..240).map(|index| i64::from(price(index))).sum();
    assert_eq!(sale.invariants(), (expected, 0));
}

#[test]
fn a_database_that_stops_and_starts_costs_one_plain_answer_at_most() {
    let mut server = Server::start(Durability::Defaults);
    let database = server.database();
    let settings = [("DATABASE_URL", database.url()), ("RATE_LIMIT_PER_MINUTE", "1000000".to_owned())];
    let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
    let sale = Sale::on(TestApp::with(&settings), 4);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[0], &minute(0))).expect(201);

    server.stop();
    server.start_again();
    sale.sell(&till.sells(&[1], &minute(0))).expect(201);

    server.stop();
    let ticket = till.sells(&[2], &minute(0));
    let away = sale.sell(&ticket).refused(503, "database_unavailable");
    assert!(away["detail"].as_str().unwrap().contains("réessayez"), "{away}");
    server.start_again();
    sale.sell(&ticket).expect(201);

    server.kill();
    server.start_again();
    assert_eq!(sale.sync(&[ticket, till.sells(&[3], &minute(0))])[1]["status"], "recorded");
    assert_eq!(sale.invariants(), (100 + 200 + 300 + 400, 0));
}
