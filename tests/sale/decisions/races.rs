//! Two managers, one line: what it leaves and what it takes is decided about once.

use std::sync::Barrier;

use bourse::kernel::clock::Clock;
use serde_json::{Value, json};

use super::unowned::{listed, stray_at};
use crate::support::sale_seed::{Sale, Till, minute};
use crate::support::server::Process;

const ROUNDS: i32 = 10;

fn now() -> String {
    Clock::System.now().to_string()
}

/// Each round: a line without an article is given one, while something else happens to it through another process.
/// Whoever comes second finds what the first has done: an article is sold exactly as long as a standing line sells it.
fn while_a_line_is_assigned(meanwhile: impl Fn(&Value, &Value, &mut Till) -> (String, Value)) {
    let sale = Sale::with_articles(ROUNDS + 2);
    let processes = [Process::start(&sale.app), Process::start(&sale.app)];
    let [volunteer, manager] =
        ["benevole", "gestion"].map(|who| processes[0].door.log_in(&format!("{who}@example.org")));
    let body = json!({ "register_number": 1, "opening_float_cents": 5_000 });
    let mut till =
        Till::of(&processes[0].door.post(&sale.path("register-sessions"), &volunteer, &body).unwrap().1);
    for round in 0..ROUNDS {
        let ticket = stray_at(&mut till, &now());
        let sent =
            processes[0].door.post(&sale.path("tickets/sync"), &volunteer, &json!({ "tickets": [ticket] }));
        assert_eq!(sent.as_ref().unwrap().1["results"][0]["status"], "recorded", "{sent:?}");
        let line = listed(&sale).pop().unwrap();
        let assign = format!("/api/v1/lines/{}/assign", line["id"].as_str().unwrap());
        let owner = json!({ "article_id": sale.article(round + 2), "reason": "Étiquette retrouvée" });
        let (path, other) = meanwhile(&ticket, &line, &mut till);
        let path = path.replace("{edition}", &sale.path(""));
        let start = Barrier::new(2);
        let (assigned, met) = std::thread::scope(|scope| {
            let assigned = scope.spawn(|| {
                start.wait();
                processes[0].door.post(&assign, &manager, &owner).unwrap()
            });
            let met = scope.spawn(|| {
                start.wait();
                processes[1].door.post(&path, &manager, &other).unwrap()
            });
            (assigned.join().unwrap(), met.join().unwrap())
        });
        for (status, answer) in [&assigned, &met] {
            assert!(matches!(status, 200 | 409), "{status}: {answer}");
        }
        sale.invariants();
    }
}

#[test]
fn a_line_that_is_given_back_while_it_is_assigned_sells_nothing() {
    while_a_line_is_assigned(|_, line, _| {
        let path = format!("/api/v1/lines/{}/settle", line["id"].as_str().unwrap());
        (path, json!({ "how": "refund", "reason": "Client revenu" }))
    });
}

#[test]
fn a_ticket_that_is_cancelled_while_its_line_is_assigned_sells_nothing() {
    while_a_line_is_assigned(|ticket, _, _| {
        let path = format!("/api/v1/tickets/{}/cancel", ticket["ticket_id"].as_str().unwrap());
        (path, json!({ "reason": "scan_error" }))
    });
}

#[test]
fn a_counter_ticket_that_meets_an_assignment_leaves_nothing_sold() {
    while_a_line_is_assigned(|ticket, _, till| {
        let counter = till.takes_back(ticket, &now());
        ("{edition}tickets/sync".to_owned(), json!({ "tickets": [counter] }))
    });
}

#[test]
fn money_is_kept_for_a_line_without_an_article_only() {
    let sale = Sale::with_articles(3);
    let mut till = sale.open(1);
    sale.sync(&[stray_at(&mut till, &minute(0))]);
    let line = listed(&sale).pop().unwrap();
    let path = |what: &str| format!("/api/v1/lines/{}/{what}", line["id"].as_str().unwrap());
    let owner = json!({ "article_id": sale.article(2), "reason": "Étiquette retrouvée" });
    sale.app.post(&path("assign"), &sale.manager, &owner).expect(200);
    let keep = json!({ "how": "keep", "reason": "Sans étiquette" });
    sale.app.post(&path("settle"), &sale.manager, &keep).refused(409, "nothing_to_settle");
    sale.invariants();
}

#[test]
fn of_two_tills_that_use_one_ticket_id_at_once_one_sells_and_the_other_is_told() {
    let sale = Sale::with_articles(8);
    let processes = [Process::start(&sale.app), Process::start(&sale.app)];
    let volunteer = processes[0].door.log_in("benevole@example.org");
    let open = |number: i32| {
        let body = json!({ "register_number": number, "opening_float_cents": 0 });
        Till::of(&processes[0].door.post(&sale.path("register-sessions"), &volunteer, &body).unwrap().1)
    };
    for round in 0..4 {
        let (mut one, mut two) = (open(2 * round + 1), open(2 * round + 2));
        let first = one.sells(&[2 * round], &now());
        let mut second = two.sells(&[2 * round + 1], &now());
        second["ticket_id"] = first["ticket_id"].clone();
        let tickets = [first, two.sign(second)];
        let start = Barrier::new(2);
        let send = |process: &Process, ticket: &Value| {
            start.wait();
            let body = json!({ "tickets": [ticket] });
            let (status, answer) = process.door.post(&sale.path("tickets/sync"), &volunteer, &body).unwrap();
            assert_eq!(status, 200, "{answer}");
            answer["results"][0].clone()
        };
        let results: Vec<Value> = std::thread::scope(|scope| {
            let answers: Vec<_> = processes
                .iter()
                .zip(&tickets)
                .map(|(process, ticket)| scope.spawn(|| send(process, ticket)))
                .collect();
            answers.into_iter().map(|answer| answer.join().unwrap()).collect()
        });
        let recorded = results.iter().filter(|result| result["status"] == "recorded").count();
        let reused = results.iter().filter(|result| result["reason"] == "ticket_id_reused").count();
        assert_eq!((recorded, reused), (1, 1), "{results:?}");
        sale.invariants();
    }
}
