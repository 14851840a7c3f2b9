//! Eight processes, as many tills, the same articles.

use bourse::kernel::clock::Clock;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, Till, price};
use crate::support::server::{Door, Process};

const ARTICLES: i32 = 200;
const TILLS: i32 = 8;

fn now() -> String {
    Clock::System.now().to_string()
}

/// The articles in an order of this till's own: two tills meet over and over again.
fn order(till: i32) -> Vec<i32> {
    let step = [1, 3, 7, 9, 11, 13, 17, 19][usize::try_from(till).unwrap()];
    (0..ARTICLES).map(|index| (index * step + till * 25) % ARTICLES).collect()
}

/// Tries to sell every article strictly, two at a time. Returns the money taken, and what was answered wrongly.
fn sell_strictly(door: Door, path: &str, token: &str, mut till: Till, order: &[i32]) -> (i64, Vec<Value>) {
    let (mut money, mut wrong) = (0, Vec::new());
    for pair in order.chunks(2) {
        let ticket = till.sells(pair, &now());
        match door.post(path, token, &ticket) {
            Some((201, _)) => money += pair.iter().map(|index| i64::from(price(*index))).sum::<i64>(),
            Some((409, problem)) if problem["code"] == "lines_not_sellable" => till.forget(&ticket),
            other => {
                wrong.push(json!(other));
                till.forget(&ticket);
            }
        }
    }
    (money, wrong)
}

/// Sells every eighth article without asking, and hands the tickets over ten at a time.
fn sell_offline(door: Door, path: &str, token: &str, mut till: Till, order: &[i32]) -> (i64, Vec<Value>) {
    let (mut money, mut wrong) = (0, Vec::new());
    let tickets: Vec<Value> = order.iter().step_by(8).map(|index| till.sells(&[*index], &now())).collect();
    for queue in tickets.chunks(10) {
        let sent = door.post(&format!("{path}/sync"), token, &json!({ "tickets": queue }));
        let results = sent.as_ref().and_then(|(_, answer)| answer["results"].as_array().cloned());
        match results {
            Some(results) if results.iter().all(|result| result["status"] == "recorded") => {
                money += queue
                    .iter()
                    .map(|ticket| ticket["payments"][0]["amount_cents"].as_i64().unwrap())
                    .sum::<i64>();
            }
            _ => wrong.push(json!(sent)),
        }
    }
    (money, wrong)
}

#[test]
fn eight_processes_sell_the_same_articles_and_each_is_sold_once() {
    let sale = Sale::with_articles(ARTICLES);
    let processes: Vec<Process> = (0..TILLS).map(|_| Process::start(&sale.app)).collect();
    let token = processes[0].door.log_in("benevole@example.org");
    let path = sale.path("tickets");
    let sold: Vec<(i64, Vec<Value>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = processes
            .iter()
            .zip(0..)
            .map(|(process, number)| {
                let (token, path, sale) = (&token, &path, &sale);
                scope.spawn(move || {
                    let body = json!({ "register_number": number + 1, "opening_float_cents": 0 });
                    let (status, opened) =
                        process.door.post(&sale.path("register-sessions"), token, &body).unwrap();
                    assert_eq!(status, 201, "{opened}");
                    let sell = if number % 2 == 0 { sell_strictly } else { sell_offline };
                    sell(process.door, path, token, Till::of(&opened), &order(number))
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let wrong: Vec<&Value> = sold.iter().flat_map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{} wrong answers, the first is {}", wrong.len(), wrong[0]);
    let (recorded, _) = sale.invariants();
    assert_eq!(
        recorded,
        sold.iter().map(|(money, _)| money).sum::<i64>(),
        "what the tills took is what is recorded"
    );
}

#[test]
fn one_queue_handed_over_by_two_devices_at_once_is_recorded_once() {
    let sale = Sale::with_articles(60);
    let processes = [Process::start(&sale.app), Process::start(&sale.app)];
    let token = processes[0].door.log_in("benevole@example.org");
    let body = json!({ "register_number": 1, "opening_float_cents": 0 });
    let mut till =
        Till::of(&processes[0].door.post(&sale.path("register-sessions"), &token, &body).unwrap().1);
    let queue: Vec<Value> = (0..60).map(|index| till.sells(&[index], &now())).collect();
    let (path, body) = (sale.path("tickets/sync"), json!({ "tickets": queue }));
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let workers = processes
            .each_ref()
            .map(|process| scope.spawn(|| process.door.post(&path, &token, &body).unwrap()));
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    for (status, answer) in &answers {
        assert_eq!(*status, 200, "{answer}");
        let results = answer["results"].as_array().unwrap();
        assert!(results.iter().all(|result| result["status"] != "quarantined"), "{answer}");
    }
    let expected = (0..60).map(|index| i64::from(price(index))).sum();
    assert_eq!(sale.invariants(), (expected, 0));
}

#[test]
fn a_counter_ticket_and_the_cancelling_of_one_of_its_lines_give_the_money_back_once() {
    const ROUNDS: i32 = 8;
    let sale = Sale::with_articles(2 * ROUNDS);
    let processes = [Process::start(&sale.app), Process::start(&sale.app)];
    let [volunteer, manager] =
        ["benevole", "gestion"].map(|who| processes[0].door.log_in(&format!("{who}@example.org")));
    let sync = sale.path("tickets/sync");
    for round in 0..ROUNDS {
        let body = json!({ "register_number": round + 1, "opening_float_cents": 0 });
        let opened = processes[0].door.post(&sale.path("register-sessions"), &volunteer, &body).unwrap().1;
        let mut till = Till::of(&opened);
        let ticket = till.sells(&[2 * round, 2 * round + 1], &now());
        let sent = processes[0].door.post(&sync, &volunteer, &json!({ "tickets": [ticket] })).unwrap();
        assert_eq!((sent.0, &sent.1["results"][0]["status"]), (200, &json!("recorded")), "{}", sent.1);
        let counter = json!({ "tickets": [till.takes_back(&ticket, &now())] });
        let line = format!("/api/v1/tickets/{}/lines/1/cancel", ticket["ticket_id"].as_str().unwrap());
        let reason = json!({ "reason": "scan_error" });
        let (countered, cancelled) = std::thread::scope(|scope| {
            let countered = scope.spawn(|| processes[0].door.post(&sync, &volunteer, &counter).unwrap());
            let cancelled = scope.spawn(|| processes[1].door.post(&line, &manager, &reason).unwrap());
            (countered.join().unwrap(), cancelled.join().unwrap())
        });
        let verdict = &countered.1["results"][0];
        match cancelled.0 {
            200 => assert_eq!(verdict["reason"], "payment_mismatch", "{verdict}"),
            409 => assert_eq!(
                (&verdict["status"], &cancelled.1["code"]),
                (&json!("recorded"), &json!("already_cancelled"))
            ),
            other => panic!("{other}: {}", cancelled.1),
        }
        let standing: i64 = (0..2 * ROUNDS)
            .filter(|index| sale.scan(*index)["status"] == "sold")
            .map(|index| i64::from(price(index)))
            .sum();
        assert_eq!(sale.invariants(), (standing, 0), "the drawer holds what the standing lines cost");
    }
}

#[test]
fn the_same_ticket_sold_by_three_processes_at_once_is_a_success_for_each() {
    let sale = Sale::with_articles(30);
    let processes: Vec<Process> = (0..3).map(|_| Process::start(&sale.app)).collect();
    let token = processes[0].door.log_in("benevole@example.org");
    let body = json!({ "register_number": 1, "opening_float_cents": 0 });
    let opened = processes[0].door.post(&sale.path("register-sessions"), &token, &body).unwrap().1;
    let (mut till, path) = (Till::of(&opened), sale.path("tickets"));
    for article in 0..30 {
        let ticket = till.sells(&[article], &now());
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let send = |process: &Process| process.door.post(&path, &token, &ticket).unwrap();
            let workers: Vec<_> =
                processes.iter().map(|process| scope.spawn(move || send(process))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap().0).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 201], "recorded once, and told so to everybody");
    }
}
