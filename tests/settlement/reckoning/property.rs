//! Whatever happens in whatever order, sums balance, nobody is paid twice, and nobody on sums that are no longer true.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::settlement::{Scene, balances, cents};
use crate::support::sale_seed::{minute, price};

const LISTS: [i64; 2] = [100, 101];

/// Something that somebody does. Numbers choose among what there is at that moment.
#[derive(Clone, Debug)]
enum Deed {
    Sell(usize),
    SellAtAnotherPrice(usize),
    Cancel(usize),
    DecidePrice(usize, i64),
    Adjust(usize, i64),
    Compute,
    PrintAll,
    Print(usize),
    Look,
    /// Pays what was seen at the last look.
    Pay(usize),
    Reverse(usize, usize),
    Absent(usize),
    StepBack,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..30_usize).prop_map(Deed::Sell),
        1 => (0..30_usize).prop_map(Deed::SellAtAnotherPrice),
        2 => (0..30_usize).prop_map(Deed::Cancel),
        1 => (0..30_usize, 0..500_i64).prop_map(|(which, cents)| Deed::DecidePrice(which, cents)),
        1 => (0..2_usize, -400..400_i64).prop_map(|(list, cents)| Deed::Adjust(list, cents)),
        2 => Just(Deed::Compute),
        3 => Just(Deed::PrintAll),
        1 => (0..2_usize).prop_map(Deed::Print),
        3 => Just(Deed::Look),
        5 => (0..2_usize).prop_map(Deed::Pay),
        2 => (0..2_usize, 0..4_usize).prop_map(|(list, payment)| Deed::Reverse(list, payment)),
        1 => (0..2_usize).prop_map(Deed::Absent),
        1 => Just(Deed::StepBack),
    ]
}

/// An article that was sold: on which ticket, and what its depositor is paid on.
struct Sold {
    ticket: Value,
    paid_on: Option<i64>,
}

/// What should be so, kept without looking into the program.
struct Books {
    /// Number of the next cheque: so many payments were made.
    cheques: usize,
    scene: Scene,
    sold: BTreeMap<i32, Sold>,
    adjusted: [i64; 2],
    paid: [i64; 2],
    seen: [Option<Value>; 2],
}

impl Books {
    fn row(&self, list: usize) -> Option<Value> {
        let all = self.scene.get("payouts");
        let found =
            all["items"].as_array().unwrap().iter().find(|row| row["lists"][0]["number"] == LISTS[list]);
        found.cloned()
    }

    fn gross(&self, list: usize) -> i64 {
        let own = |article: &i32| (*article >= 24) == (list == 1);
        self.sold.iter().filter(|(article, _)| own(article)).map(|(_, sold)| sold.paid_on.unwrap_or(0)).sum()
    }

    fn sell(&mut self, article: usize, differs: bool) {
        let article = i32::try_from(article).unwrap();
        if self.sold.contains_key(&article) {
            return;
        }
        let mut till = self.scene.till.clone();
        let mut ticket = till.sells(&[article], &minute(1));
        if differs {
            ticket["lines"][0]["price_cents"] = json!(price(article) + 700);
            ticket["payments"][0]["amount_cents"] = json!(price(article) + 700);
            ticket = till.sign(ticket);
            ticket["signature"].as_str().unwrap().clone_into(&mut till.previous);
        }
        let results = self.scene.sale.sync(std::slice::from_ref(&ticket));
        assert_eq!(results[0]["status"], "recorded", "{results:?}");
        self.scene.till = till;
        let paid_on = (!differs).then(|| i64::from(price(article)));
        self.sold.insert(article, Sold { ticket, paid_on });
    }

    fn nth(&self, which: usize) -> Option<i32> {
        let count = self.sold.len();
        (count > 0).then(|| *self.sold.keys().nth(which % count).unwrap())
    }

    fn ticket_path(&self, article: i32, what: &str) -> String {
        format!(
            "/api/v1/tickets/{}/lines/1/{what}",
            self.sold[&article].ticket["ticket_id"].as_str().unwrap()
        )
    }

    fn pay(&mut self, list: usize) {
        let (Some(seen), Some(now)) = (self.seen[list].clone(), self.row(list)) else { return };
        let expected = cents(&seen, "to_pay");
        let body = if expected == 0 {
            json!({ "expected_cents": 0, "method": "nothing" })
        } else {
            json!({ "expected_cents": expected, "method": "cheque", "cheque_number": self.cheques.to_string() })
        };
        let answer = self.scene.on(&now, "pay", &body);
        if answer.status != 200 {
            return;
        }
        self.cheques += 1;
        assert_eq!(expected, cents(&now, "to_pay"), "paid on sums that are no longer true: {now}");
        assert!(expected == 0 || now["slip_ready"] == true, "paid without a slip of that sum: {now}");
        assert!(expected >= 0);
        self.paid[list] += expected;
        assert_eq!(cents(&answer.json, "to_pay"), 0);
    }

    fn reverse(&mut self, list: usize, which: usize) {
        let Some(row) = self.row(list) else { return };
        let payments = row["payments"].as_array().unwrap();
        if payments.is_empty() {
            return;
        }
        let payment = &payments[which % payments.len()];
        let body = json!({ "payment_id": payment["id"], "reason": "erreur de saisie" });
        let answer = self.scene.on(&row, "reverse", &body);
        let taken_back = payments.iter().any(|other| other["reverses"] == payment["id"]);
        assert_eq!(answer.status == 200, payment["reverses"].is_null() && !taken_back, "{payment}");
        if answer.status == 200 {
            self.paid[list] -= payment["amount_cents"].as_i64().unwrap();
        }
    }

    fn step_back(&mut self) {
        let anything = LISTS.iter().enumerate().any(|(list, _)| {
            let row = self.row(list);
            row.is_some_and(|row| !row["method"].is_null())
        });
        let answer = self.scene.post("step-back", &json!({ "reason": "la vente reprend" }));
        assert_eq!(answer.status == 200, !anything, "{:?}", answer.json);
        if answer.status == 200 {
            self.scene.settle();
        }
    }

    fn act(&mut self, deed: &Deed) {
        match *deed {
            Deed::Sell(article) => self.sell(article, false),
            Deed::SellAtAnotherPrice(article) => self.sell(article, true),
            Deed::Cancel(which) => {
                let Some(article) = self.nth(which) else { return };
                let path = self.ticket_path(article, "cancel");
                let body = json!({ "reason": "scan_error" });
                if self.scene.sale.app.post(&path, &self.scene.sale.manager, &body).status == 200 {
                    self.sold.remove(&article);
                }
            }
            Deed::DecidePrice(which, cents) => {
                let Some(article) = self.nth(which) else { return };
                let path = self.ticket_path(article, "payout-price");
                let body = json!({ "payout_price_cents": cents, "reason": "prix décidé" });
                if self.scene.sale.app.post(&path, &self.scene.sale.manager, &body).status == 200 {
                    self.sold.get_mut(&article).unwrap().paid_on = Some(cents);
                }
            }
            Deed::Adjust(list, amount) => {
                let Some(row) = self.row(list) else { return };
                let body =
                    json!({ "kind": "correction", "amount_cents": amount, "reason": "erreur de caisse" });
                if self.scene.on(&row, "adjustments", &body).status == 200 {
                    self.adjusted[list] += amount;
                }
            }
            Deed::Compute => {
                self.scene.post("payouts/compute", &json!({})).expect(200);
            }
            Deed::PrintAll => {
                self.scene.forget_limits();
                self.scene.post("payouts/slips", &json!({}));
            }
            Deed::Print(list) => {
                if let Some(row) = self.row(list) {
                    self.scene.slip(&row);
                }
            }
            Deed::Look => self.seen = [self.row(0), self.row(1)],
            Deed::Pay(list) => self.pay(list),
            Deed::Reverse(list, which) => self.reverse(list, which),
            Deed::Absent(list) => {
                if let Some(row) = self.row(list) {
                    self.scene.on(&row, "absent", &json!({}));
                }
            }
            Deed::StepBack => self.step_back(),
        }
    }

    fn check(&self) {
        for list in 0..LISTS.len() {
            let Some(row) = self.row(list) else {
                assert_eq!((self.paid[list], self.adjusted[list]), (0, 0), "what was paid has gone");
                continue;
            };
            balances(&row);
            assert_eq!(cents(&row, "gross"), self.gross(list), "{row}");
            assert_eq!(cents(&row, "paid"), self.paid[list], "{row}");
            assert_eq!(cents(&row, "adjustments"), self.adjusted[list], "{row}");
            let is_paid = row["state"] == "paid";
            assert!(!is_paid || cents(&row, "to_pay") == 0, "{row}");
        }
        let sum = self.scene.get("payouts/summary");
        assert_eq!(cents(&sum, "unexplained"), 0, "{sum}");
    }
}

#[test]
fn no_order_of_events_pays_anybody_twice_or_on_sums_of_the_past() {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let stories = proptest::collection::vec(deed(), 30..60);
    let mut paid = 0;
    for _ in 0..10 {
        let story = stories.new_tree(&mut runner).unwrap().current();
        let scene = Scene::new();
        scene.settle();
        let mut books = Books {
            cheques: 1,
            scene,
            sold: BTreeMap::new(),
            adjusted: [0; 2],
            paid: [0; 2],
            seen: [None, None],
        };
        for deed in [Deed::Compute, Deed::PrintAll, Deed::Look] {
            books.act(&deed);
        }
        for (place, deed) in story.iter().enumerate() {
            books.act(deed);
            let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| books.check()));
            assert!(checked.is_ok(), "after {:?}", &story[..=place]);
        }
        paid += books.cheques - 1;
    }
    assert!(paid > 0, "some of these stories pay somebody");
}
