//! Payments of a former release get their rows, once.

use bourse::db::schema::{payout_payments, payouts};
use diesel::prelude::*;
use serde_json::json;

use crate::settlement::{Scene, balances, cents};
use crate::support::seed::Seed;

#[test]
fn a_payment_that_lies_on_the_payout_alone_is_never_paid_again() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    // As a former release records a payment.
    Seed(&scene.sale.app).tamper(|db| {
        diesel::update(payouts::table.find(row["id"].as_str().unwrap()))
            .set((
                payouts::state.eq("paid"),
                payouts::method.eq("cheque"),
                payouts::cheque_number.eq("0000042"),
                payouts::paid_at.eq("2025-11-09T15:00:00.000Z"),
            ))
            .execute(db)
    });
    scene.pays(&row).refused(409, "already_paid");
    scene.post("payouts/compute", &json!({})).expect(200);
    scene.post("payouts/compute", &json!({})).expect(200);
    let row = scene.payout(100);
    assert_eq!(
        (&row["state"], cents(&row, "paid"), &row["cheque_number"]),
        (&json!("paid"), 80, &json!("0000042"))
    );
    balances(&row);
    let rows: i64 =
        scene.sale.app.app.with_db(|db| Ok(payout_payments::table.count().get_result(db)?)).unwrap();
    assert_eq!(rows, 1);
}

#[test]
fn the_migration_turns_each_payment_into_a_row_of_its_net() {
    let up = |engine: &str| {
        let path = format!("{}/migrations/{engine}/0002_payout_payments/up.sql", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let last = |engine: &str| {
        let text = up(engine);
        let at = text.find("INSERT INTO payout_payments").unwrap();
        text[at..].trim().trim_end_matches(';').to_owned()
    };
    assert_eq!(last("sqlite"), last("mariadb"));
    let mut scene = Scene::new();
    scene.sells(&[0, 24, 25, 26]);
    scene.settle_and_print();
    let row = scene.payout(101);
    Seed(&scene.sale.app).tamper(|db| {
        diesel::update(payouts::table.find(row["id"].as_str().unwrap()))
            .set((
                payouts::state.eq("paid"),
                payouts::method.eq("cash"),
                payouts::paid_at.eq("2025-11-09T15:00:00.000Z"),
            ))
            .execute(db)
    });
    Seed(&scene.sale.app).tamper(|db| diesel::sql_query(last("sqlite")).execute(db));
    let paid = scene.payout(101);
    assert_eq!(paid["payments"].as_array().unwrap().len(), 1);
    assert_eq!((cents(&paid, "paid"), &paid["method"]), (cents(&row, "net"), &json!("cash")));
}
