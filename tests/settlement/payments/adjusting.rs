//! Lines beside sales, commission and fees.

use bourse::features::edition::editions::states::{EditionStatus, ListType};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::settlement::{Scene, balances, cents};
use crate::support::seed::Seed;

fn line(kind: &str, amount: i64) -> Value {
    json!({ "kind": kind, "amount_cents": amount, "reason": "décidé au bureau" })
}

#[test]
fn an_adjustment_has_its_own_line_and_sends_the_slip_back() {
    let mut scene = Scene::new();
    scene.sells(&[24, 25]);
    scene.settle_and_print();
    let row = scene.payout(101);
    assert_eq!((cents(&row, "gross"), cents(&row, "net"), &row["slip_ready"]), (300, 140, &json!(true)));
    let view = scene.on(&row, "adjustments", &line("goodwill", 60)).expect(200);
    assert_eq!((cents(&view, "net"), &view["slip_ready"]), (200, &json!(false)));
    assert_eq!(
        (&view["adjustments"][0]["kind"], &view["adjustments"][0]["author"]),
        (&json!("goodwill"), &json!("Camille Martin"))
    );
    balances(&scene.payout(101));
    let depositor = scene.sale.app.log_in("membre@example.org");
    let own = scene.sale.app.get("/api/v1/me/payouts", &depositor).expect(200);
    assert_eq!(own["items"][0]["adjustments"][0]["amount_cents"], 60);
    let path = format!("/api/v1/payouts/{}/adjustments", row["id"].as_str().unwrap());
    scene.sale.app.post(&path, &depositor, &line("goodwill", 60)).refused(403, "forbidden");
}

#[test]
fn a_debt_larger_than_the_sales_shows_as_owed_by_the_depositor() {
    let mut scene = Scene::new();
    scene.sells(&[24, 25]);
    scene.settle_and_print();
    let row = scene.on(&scene.payout(101), "adjustments", &line("dispute", -300)).expect(200);
    assert_eq!((cents(&row, "net"), cents(&row, "fees_due")), (0, 160));
    balances(&row);
    assert_eq!(scene.get("payouts/summary")["owing"], json!({ "depositors": 1, "cents": 160 }));
}

#[test]
fn fees_are_waived_up_to_what_they_are() {
    let scene = Scene::new();
    scene.settle_and_print();
    let row = scene.payout(101);
    scene.on(&row, "adjustments", &line("fee_waived", 101)).refused(422, "invalid");
    let waived = scene.on(&row, "adjustments", &line("fee_waived", 100)).expect(200);
    assert_eq!((cents(&waived, "fees_due"), cents(&waived, "net")), (0, 0));
    scene.on(&row, "adjustments", &line("fee_waived", 1)).refused(422, "invalid");
    scene.on(&row, "adjustments", &line("goodwill", -5)).refused(422, "invalid");
    scene.on(&row, "adjustments", &line("correction", 0)).refused(422, "invalid");
    scene
        .on(&row, "adjustments", &json!({ "kind": "correction", "amount_cents": 5, "reason": "" }))
        .refused(422, "invalid");
}

#[test]
fn a_debt_goes_whole_from_one_edition_into_the_next() {
    use bourse::db::schema::editions;
    let scene = Scene::new();
    scene.settle_and_print();
    let row = scene.payout(101);
    scene.on(&row, "adjustments", &line("debt_carried", 100)).refused(409, "no_next_edition");
    let seed = Seed(&scene.sale.app);
    let spring = seed.edition_at("P2026", EditionStatus::RegistrationsOpen, "2026-03-10T00:00:00.000Z");
    let member = bourse::kernel::ids::UserId::parse(row["depositor"]["id"].as_str().unwrap()).unwrap();
    let slot = seed.slot(spring, 14);
    seed.register(spring, slot, member, ListType::Member1000, &[]);
    seed.tamper(|db| {
        diesel::update(editions::table).set(editions::running.eq(None::<i32>)).execute(db)?;
        diesel::update(editions::table.find(spring)).set(editions::running.eq(1)).execute(db)
    });
    seed.set_status(scene.sale.edition, EditionStatus::Closed);
    scene.on(&row, "adjustments", &line("debt_carried", 99)).refused(422, "invalid");
    let carried = scene.on(&row, "adjustments", &line("debt_carried", 100)).expect(200);
    assert_eq!(cents(&carried, "fees_due"), 0);
    let path = format!("/api/v1/editions/{spring}/payouts");
    let next = scene.sale.app.get(&path, &scene.sale.manager).expect(200)["items"][0].clone();
    assert_eq!((cents(&next, "adjustments"), cents(&next, "fees_due")), (-100, 100));
    assert_eq!(next["adjustments"][0]["linked_id"], carried["adjustments"][0]["id"]);
    balances(&next);
    // What a closed edition no longer takes.
    scene.on(&row, "adjustments", &line("correction", 100)).refused(409, "edition_closed");
    scene.on(&row, "adjustments", &line("goodwill", 100)).expect(200);
}
