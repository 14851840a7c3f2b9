//! Money to depositors, through the API: nobody is paid twice, nobody on sums that are no longer true.

mod closing;
mod gates;
mod payments;
mod reckoning;
mod slips;

use bourse::db::schema::{articles, lists, rate_counters};
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::states::ArticleStatus;
use bourse::kernel::actor::Role;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::sale_seed::{Sale, Till, minute};
use crate::support::seed::{Seed, in_state};

/// A sale of two depositors: list 100 is a standard one, list 101 (articles from 24 on) a member's 1000-list.
struct Scene {
    sale: Sale,
    admin: String,
    till: Till,
}

impl Scene {
    fn new() -> Self {
        Self::of(Sale::with_articles(30))
    }

    fn of(sale: Sale) -> Self {
        let seed = Seed(&sale.app);
        let member = seed.depositor("membre@example.org", "Alix", "Durand");
        let slot = seed.slot(sale.edition, 17);
        let registration = seed.register(sale.edition, slot, member, ListType::Member1000, &[]);
        seed.tamper(|db| {
            diesel::update(lists::table.filter(lists::number.eq(101)))
                .set((
                    lists::user_id.eq(member),
                    lists::registration_id.eq(registration),
                    lists::list_type.eq(ListType::Member1000),
                ))
                .execute(db)
        });
        let admin = sale.app.token("admin@example.org", Role::Admin);
        let till = sale.open(1);
        Self { sale, admin, till }
    }

    /// Sells articles, and waits until the till has gone quiet.
    fn sells(&mut self, articles: &[i32]) -> Value {
        let ticket = self.till.sells(articles, &minute(1));
        let results = self.sale.sync(std::slice::from_ref(&ticket));
        assert_eq!(results[0]["status"], "recorded", "{results:?}");
        ticket
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.sale.app.post(&self.sale.path(path), &self.sale.manager, body)
    }

    fn get(&self, path: &str) -> Value {
        self.sale.app.get(&self.sale.path(path), &self.sale.manager).expect(200)
    }

    /// Ends the sale whatever its tills do.
    fn settle(&self) {
        let body = json!({
            "overrides": ["sale_not_over", "register_session_open", "tickets_unsent"], "reason": "fin du test",
        });
        self.post("end-sale", &body).expect(200);
    }

    /// Ends the sale, computes, makes the slips.
    fn settle_and_print(&self) {
        self.settle();
        self.post("payouts/compute", &json!({})).expect(200);
        self.forget_limits();
        self.post("payouts/slips", &json!({})).expect(202);
    }

    /// The clock of a test stands still, and so would the minute in which somebody may make ten documents.
    fn forget_limits(&self) {
        Seed(&self.sale.app).tamper(|db| diesel::delete(rate_counters::table).execute(db));
    }

    /// The payout of the depositor with this list.
    fn payout(&self, list: i64) -> Value {
        let all = self.get("payouts");
        let found = all["items"].as_array().unwrap().iter().find(|row| row["lists"][0]["number"] == list);
        found.unwrap_or_else(|| panic!("no payout of list {list} in {all}")).clone()
    }

    fn on(&self, payout: &Value, what: &str, body: &Value) -> Answer {
        let path = format!("/api/v1/payouts/{}/{what}", payout["id"].as_str().unwrap());
        self.sale.app.post(&path, &self.sale.manager, body)
    }

    fn slip(&self, payout: &Value) {
        self.forget_limits();
        let path = format!("/api/v1/payouts/{}/slip.pdf", payout["id"].as_str().unwrap());
        assert_eq!(self.sale.app.get(&path, &self.sale.manager).status, 200);
    }

    /// Pays what the row says, in cash.
    fn pays(&self, payout: &Value) -> Answer {
        self.on(payout, "pay", &json!({ "expected_cents": payout["to_pay_cents"], "method": "cash" }))
    }

    fn cancel_line(&self, ticket: &Value, line: i32) -> Answer {
        let path = format!("/api/v1/tickets/{}/lines/{line}/cancel", ticket["ticket_id"].as_str().unwrap());
        self.sale.app.post(&path, &self.sale.manager, &json!({ "reason": "scan_error" }))
    }

    /// Puts every unsold article into another state, as the desk would.
    fn clear_the_hall(&self) {
        Seed(&self.sale.app).tamper(|db| {
            diesel::update(articles::table.filter(articles::status.eq(ArticleStatus::Unsold)))
                .set(in_state(ArticleStatus::Returned))
                .execute(db)
        });
    }

    fn status(&self) -> EditionStatus {
        let path = format!("/api/v1/editions/{}", self.sale.edition);
        let edition = self.sale.app.get(&path, &self.sale.manager);
        EditionStatus::parse(edition.expect(200)["status"].as_str().unwrap()).unwrap()
    }
}

fn cents(row: &Value, what: &str) -> i64 {
    row[format!("{what}_cents")].as_i64().unwrap()
}

/// `gross + adjustments + fees_due = commission + fees + net`, and what is to pay is what is owed less what was paid.
fn balances(row: &Value) {
    assert_eq!(
        cents(row, "gross") + cents(row, "adjustments") + cents(row, "fees_due"),
        cents(row, "commission") + cents(row, "fees") + cents(row, "net"),
        "{row}"
    );
    let paid: i64 = row["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| payment["amount_cents"].as_i64().unwrap())
        .sum();
    assert_eq!(paid, cents(row, "paid"), "{row}");
    assert_eq!(cents(row, "net") - paid, cents(row, "to_pay"), "{row}");
}
