//! Two processes, one edition: whoever comes second finds what the first has done.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use bourse::db::schema::articles;
use bourse::features::lists::states::ArticleStatus;
use bourse::kernel::clock::Clock;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::settlement::{Scene, balances, cents};
use crate::support::sale_seed::{Sale, Till};
use crate::support::server::Process;

const ROUNDS: usize = 6;

/// A scene with two further processes, each with a token of the manager, and a till that sells by their clock.
struct Race {
    scene: Scene,
    processes: [Process; 2],
    manager: String,
    volunteer: String,
    admin: String,
    till: Till,
}

fn now() -> String {
    Clock::System.now().to_string()
}

impl Race {
    fn new() -> Self {
        let scene = Scene::of(Sale::with_articles(30));
        let processes = [Process::start(&scene.sale.app), Process::start(&scene.sale.app)];
        let door = processes[0].door;
        let [manager, volunteer, admin] =
            ["gestion", "benevole", "admin"].map(|who| door.log_in(&format!("{who}@example.org")));
        let body = json!({ "register_number": 2, "opening_float_cents": 0 });
        let (status, opened) = door.post(&scene.sale.path("register-sessions"), &volunteer, &body).unwrap();
        assert_eq!(status, 201, "{opened}");
        Self { till: Till::of(&opened), scene, processes, manager, volunteer, admin }
    }

    fn path(&self, rest: &str) -> String {
        self.scene.sale.path(rest)
    }

    fn sells(&mut self, article: i32) -> Value {
        self.till.sells(&[article], &now())
    }

    fn sync(&self, ticket: &Value) -> Value {
        let body = json!({ "tickets": [ticket] });
        let door = self.processes[0].door;
        let (status, answer) = door.post(&self.path("tickets/sync"), &self.volunteer, &body).unwrap();
        assert_eq!(status, 200, "{answer}");
        answer["results"][0].clone()
    }

    /// Both at once, each through a process of its own; gives both answers.
    fn both(&self, one: (&str, &str, &Value), two: (&str, &str, &Value)) -> [(u16, Value); 2] {
        let start = Barrier::new(2);
        let send = |process: usize, (path, token, body): (&str, &str, &Value)| {
            start.wait();
            self.processes[process].door.post(path, token, body).unwrap()
        };
        std::thread::scope(|scope| {
            let first = scope.spawn(|| send(0, one));
            let second = scope.spawn(|| send(1, two));
            [first.join().unwrap(), second.join().unwrap()]
        })
    }

    /// Takes back whatever stands.
    fn reverse_all(&self, list: i64) {
        let row = self.scene.payout(list);
        let payments = row["payments"].as_array().unwrap();
        for payment in payments.iter().filter(|payment| payment["reverses"].is_null()) {
            let body = json!({ "payment_id": payment["id"], "reason": "pour recommencer" });
            let answer = self.scene.on(&row, "reverse", &body);
            assert!(answer.status == 200 || answer.code() == "already_reversed", "{:?}", answer.json);
        }
    }
}

fn pay_path(row: &Value) -> String {
    format!("/api/v1/payouts/{}/pay", row["id"].as_str().unwrap())
}

/// By a cheque of its own each time.
fn pay(row: &Value) -> Value {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
    json!({ "expected_cents": row["to_pay_cents"], "method": "cheque", "cheque_number": number })
}

#[test]
fn of_two_people_who_pay_the_same_payout_one_is_told_that_it_is_paid() {
    let mut race = Race::new();
    let ticket = race.sells(0);
    race.sync(&ticket);
    race.scene.settle_and_print();
    for _ in 0..ROUNDS {
        let row = race.scene.payout(100);
        let (path, body) = (pay_path(&row), pay(&row));
        let answers = race.both((&path, &race.manager, &body), (&path, &race.manager, &body));
        let mut codes: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
        codes.sort_unstable();
        assert_eq!(codes, [200, 409], "{answers:?}");
        let refused = answers.iter().find(|(status, _)| *status == 409).unwrap();
        assert_eq!(refused.1["code"], "already_paid");
        let row = race.scene.payout(100);
        assert_eq!((cents(&row, "paid"), cents(&row, "to_pay")), (80, 0));
        balances(&row);
        race.reverse_all(100);
    }
}

#[test]
fn computing_while_somebody_pays_and_a_sale_comes_in_neither_loses_nor_repeats_the_payment() {
    let mut race = Race::new();
    let ticket = race.sells(0);
    race.sync(&ticket);
    race.scene.settle_and_print();
    for round in 0..ROUNDS {
        let late = race.sells(i32::try_from(round).unwrap() + 1);
        race.sync(&late);
        race.scene.slip(&race.scene.payout(100));
        let row = race.scene.payout(100);
        let (path, body) = (pay_path(&row), pay(&row));
        let (compute, nothing) = (race.path("payouts/compute"), json!({}));
        let answers = race.both((&path, &race.manager, &body), (&compute, &race.manager, &nothing));
        assert_eq!([answers[0].0, answers[1].0], [200, 200], "{answers:?}");
        let row = race.scene.payout(100);
        assert_eq!((&row["state"], cents(&row, "to_pay")), (&json!("paid"), 0));
        assert_eq!(row["payments"].as_array().unwrap().len(), round + 1);
        balances(&row);
    }
}

#[test]
fn a_payment_and_a_late_ticket_at_once_leave_what_was_paid_and_what_is_to_pay() {
    let mut race = Race::new();
    let ticket = race.sells(0);
    race.sync(&ticket);
    race.scene.settle_and_print();
    for round in 0..ROUNDS {
        race.scene.slip(&race.scene.payout(100));
        let row = race.scene.payout(100);
        let late = race.sells(i32::try_from(round).unwrap() + 1);
        let (path, body) = (pay_path(&row), pay(&row));
        let (sync, tickets) = (race.path("tickets/sync"), json!({ "tickets": [late] }));
        let answers = race.both((&path, &race.manager, &body), (&sync, &race.volunteer, &tickets));
        assert_eq!(answers[1].0, 200, "{answers:?}");
        let paid = answers[0].0 == 200;
        assert!(paid || answers[0].1["code"] == "payout_changed", "{answers:?}");
        let after = race.scene.payout(100);
        let expected = cents(&row, "paid") + if paid { cents(&row, "to_pay") } else { 0 };
        assert_eq!(cents(&after, "paid"), expected);
        balances(&after);
    }
}

#[test]
fn the_sale_resumes_or_somebody_is_paid_never_both() {
    let mut race = Race::new();
    let ticket = race.sells(0);
    race.sync(&ticket);
    race.scene.settle_and_print();
    for _ in 0..ROUNDS {
        let row = race.scene.payout(100);
        let (path, body) = (pay_path(&row), pay(&row));
        let (back, reason) = (race.path("step-back"), json!({ "reason": "la vente reprend" }));
        let answers = race.both((&path, &race.manager, &body), (&back, &race.manager, &reason));
        match [answers[0].0, answers[1].0] {
            [200, 409] => {
                let row = race.scene.payout(100);
                assert_eq!(cents(&row, "paid"), 80, "{row}");
                race.reverse_all(100);
            }
            [404 | 409, 200] => race.scene.settle_and_print(),
            other => panic!("{other:?} {answers:?}"),
        }
    }
}

#[test]
fn a_cancellation_that_crosses_the_end_of_the_sale_leaves_nothing_that_cannot_be_cleared() {
    let mut race = Race::new();
    let tickets: Vec<Value> = (0..10).map(|article| race.sells(article)).collect();
    for ticket in &tickets {
        race.sync(ticket);
    }
    let cancel = format!("/api/v1/tickets/{}/cancel", tickets[0]["ticket_id"].as_str().unwrap());
    let end = json!({ "overrides": ["register_session_open"], "reason": "fin" });
    let (path, mistake) = (race.path("end-sale"), json!({ "reason": "scan_error" }));
    let answers = race.both((&path, &race.manager, &end), (&cancel, &race.manager, &mistake));
    assert_eq!([answers[0].0, answers[1].0], [200, 200], "{answers:?}");
    let left = race.scene.get("donate-unsold")["articles"].as_i64().unwrap();
    assert_eq!(left, 21);
    let body = json!({ "charity": "Emmaüs", "confirm_count": left, "reason": "fin du test" });
    race.scene.post("donate-unsold", &body).expect(200);
    let count = |db: &mut bourse::db::Conn| {
        let open = [ArticleStatus::OnSale, ArticleStatus::Unsold];
        Ok(articles::table.filter(articles::status.eq_any(open)).count().get_result::<i64>(db)?)
    };
    assert_eq!(race.scene.sale.app.app.with_db(count).unwrap(), 0);
}

#[test]
fn an_edition_closes_or_takes_a_ticket_in_never_both() {
    let mut race = Race::new();
    let ticket = race.sells(0);
    race.sync(&ticket);
    race.scene.settle_and_print();
    for list in [100, 101] {
        race.scene.pays(&race.scene.payout(list)).expect(200);
    }
    race.scene.clear_the_hall();
    let close_tills = |db: &mut bourse::db::Conn| {
        use bourse::db::schema::register_sessions;
        Ok(diesel::update(register_sessions::table)
            .set((register_sessions::closed_at.eq(now()), register_sessions::open_key.eq(None::<String>)))
            .execute(db)?)
    };
    race.scene.sale.app.app.with_db(close_tills).unwrap();
    let late = race.sells(1);
    let (close, nothing) = (race.path("close"), json!({}));
    let (sync, tickets) = (race.path("tickets/sync"), json!({ "tickets": [late] }));
    let answers = race.both((&close, &race.admin, &nothing), (&sync, &race.volunteer, &tickets));
    let closed = answers[0].0 == 200;
    let taken_in = answers[1].0 == 200;
    assert!(closed != taken_in, "{answers:?}");
}
