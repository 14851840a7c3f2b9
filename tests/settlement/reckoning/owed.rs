//! What is owed is what the sales say now, whatever was computed, printed or paid before.

use bourse::features::lists::states::ArticleStatus;
use bourse::http::Method;
use serde_json::json;

use crate::settlement::{Scene, balances, cents};
use crate::support::sale_seed::minute;

#[test]
fn sums_follow_every_sale_that_comes_or_goes_without_being_computed_again() {
    let mut scene = Scene::new();
    let ticket = scene.sells(&[0, 1]);
    scene.settle_and_print();
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), cents(&row, "net"), &row["state"]), (300, 240, &json!("slip_ready")));
    scene.sells(&[2]);
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), cents(&row, "net"), &row["state"]), (600, 480, &json!("to_generate")));
    scene.cancel_line(&ticket, 2).expect(200);
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), &row["slip_ready"]), (400, &json!(false)));
    balances(&row);
}

#[test]
fn a_slip_is_true_again_once_what_it_shows_is_owed_again() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let late = scene.sells(&[1]);
    assert_eq!(scene.payout(100)["state"], "to_generate");
    scene.cancel_line(&late, 1).expect(200);
    assert_eq!(scene.payout(100)["state"], "slip_ready", "it shows the same sales");
    // The same sum from another article is another slip.
    let mut scene = Scene::new();
    let ticket = scene.sells(&[0]);
    scene.settle_and_print();
    scene.cancel_line(&ticket, 1).expect(200);
    scene.sells(&[12]);
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), &row["state"]), (100, &json!("to_generate")));
}

#[test]
fn a_list_is_used_once_an_article_of_it_was_taken_in_or_sold() {
    let scene = Scene::new();
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let member = scene.payout(101);
    assert_eq!((cents(&member, "fees"), cents(&member, "fees_due")), (100, 100));
    balances(&member);

    let mut scene = Scene::new();
    for index in 24..30 {
        scene.sale.set_status(index, ArticleStatus::Declared);
    }
    scene.sells(&[0]);
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let all = scene.get("payouts");
    assert_eq!(all["total"], 1, "nothing of list 101 was ever brought: {all}");
    assert_eq!(cents(&scene.get("payouts/summary")["total"], "fees"), 0);
}

#[test]
fn fees_are_those_of_the_edition_and_stay_once_the_sale_is_over() {
    let mut scene = Scene::new();
    let place = format!("/api/v1/editions/{}", scene.sale.edition);
    let edition = scene.sale.app.get(&place, &scene.sale.manager).expect(200);
    let configure = |scene: &Scene, cents: i32| {
        let body = json!({
            "declaration_deadline": edition["declaration_deadline"],
            "deposit_days": edition["deposit_days"],
            "sale_days": edition["sale_days"],
            "return_day": edition["return_day"],
            "commission_bp": 2000,
            "member_list_fee_cents": cents,
        });
        let path = scene.sale.path("configuration");
        scene.sale.app.json(Method::Put, &path, &scene.sale.manager, &body)
    };
    scene.sells(&[24]);
    configure(&scene, 0).expect(200);
    scene.settle_and_print();
    let free = scene.payout(101);
    assert_eq!((cents(&free, "fees"), &free["state"]), (0, &json!("slip_ready")));
    configure(&scene, 250).refused(409, "edition_not_configurable");
    // A slip that was printed before the fee was another one is worthless.
    scene.post("step-back", &json!({ "reason": "les frais étaient faux" })).expect(200);
    configure(&scene, 250).expect(200);
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let member = scene.payout(101);
    assert_eq!((cents(&member, "fees"), &member["state"]), (250, &json!("to_generate")));
    balances(&member);
}

#[test]
fn what_was_never_brought_is_not_to_be_given_back() {
    let mut scene = Scene::new();
    scene.sale.set_status(1, ArticleStatus::Declared);
    scene.sale.set_status(2, ArticleStatus::Refused);
    scene.sells(&[0]);
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let payout = scene.payout(100);
    let path = format!("/api/v1/payouts/{}", payout["id"].as_str().unwrap());
    let view = scene.sale.app.get(&path, &scene.sale.manager).expect(200);
    let count = |what: &str| view[what].as_array().unwrap().len();
    assert_eq!((count("sold"), count("unsold"), count("refused")), (1, 21, 2));
}

#[test]
fn an_undecided_price_counts_nothing_until_somebody_decides() {
    let mut scene = Scene::new();
    let ticket = scene.till.sells(&[0, 1], &minute(1));
    scene.sale.set_price(1, 900);
    scene.sale.sync(std::slice::from_ref(&ticket));
    scene.settle_and_print();
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), &row["prices_undecided"]), (100, &json!(1)));
    let summary = scene.get("payouts/summary");
    assert_eq!(summary["price_differences_cents"], 200);
    assert_eq!(summary["warnings"]["prices_undecided"], 1);
    let path = format!("/api/v1/tickets/{}/lines/2/payout-price", ticket["ticket_id"].as_str().unwrap());
    let body = json!({ "payout_price_cents": 150, "reason": "Prix convenu au dépôt" });
    scene.sale.app.post(&path, &scene.sale.manager, &body).expect(200);
    let row = scene.payout(100);
    assert_eq!((cents(&row, "gross"), &row["state"]), (250, &json!("to_generate")));
    assert_eq!(scene.get("payouts/summary")["price_differences_cents"], 50);
}

#[test]
fn the_summary_explains_every_cent_that_came_in() {
    let mut scene = Scene::new();
    scene.sells(&[0, 1, 24]);
    let mut other = scene.sale.open(2);
    // A rival claim, and a code that nobody knows.
    let mut ticket = other.sells(&[0, 3], &minute(2));
    ticket["lines"][1]["code"] = json!("A2025-L999-A01");
    other.previous = "0".repeat(64);
    scene.sale.sync(&[other.sign(ticket)]);
    scene.settle_and_print();
    scene.pays(&scene.payout(100)).expect(200);
    let sum = scene.get("payouts/summary");
    let total = &sum["total"];
    assert_eq!(
        cents(&sum, "takings"),
        cents(total, "net") + cents(total, "commission") + cents(total, "fees")
            - cents(total, "fees_due")
            - cents(total, "adjustments")
            + cents(&sum, "unowned")
            + cents(&sum, "price_differences")
    );
    assert_eq!((cents(&sum, "takings"), cents(&sum, "unowned"), cents(&sum, "unexplained")), (900, 500, 0));
    let tally = |name: &str| sum[name]["cents"].as_i64().unwrap();
    assert_eq!(
        cents(total, "net"),
        tally("paid") + tally("to_pay") + tally("supplements") + tally("absent") + tally("not_computed")
            - tally("overpaid")
    );
    assert_eq!((tally("paid"), sum["paid_by"]["cash_cents"].as_i64()), (240, Some(240)));
    assert_eq!(sum["warnings"]["open_tills"], json!([1, 2]));
}

#[test]
fn the_largest_prices_are_added_up_and_what_no_label_can_say_is_set_apart() {
    for (price, status) in [(100_000_000, "quarantined"), (9_999_999, "recorded")] {
        let mut scene = Scene::new();
        let mut ticket = scene.till.sells(&[0, 1], &minute(1));
        for line in 0..2 {
            ticket["lines"][line]["price_cents"] = json!(price);
        }
        ticket["payments"][0]["amount_cents"] = json!(2 * price);
        let ticket = scene.till.sign(ticket);
        assert_eq!(scene.sale.sync(std::slice::from_ref(&ticket))[0]["status"], status);
        scene.settle();
        for line in [1, 2].into_iter().filter(|_| status == "recorded") {
            let path = format!(
                "/api/v1/tickets/{}/lines/{line}/payout-price",
                ticket["ticket_id"].as_str().unwrap()
            );
            let body = json!({ "payout_price_cents": 1_000_000, "reason": "Prix du catalogue" });
            scene.sale.app.post(&path, &scene.sale.manager, &body).expect(200);
        }
        scene.post("payouts/compute", &json!({})).expect(200);
        if status == "recorded" {
            assert_eq!(cents(&scene.payout(100), "gross"), 2_000_000);
        }
        scene.post("payouts/slips", &json!({})).expect(202);
        scene.post("payouts/compute", &json!({})).expect(200);
    }
}

#[test]
fn looking_at_ones_own_sales_reads_ones_own_sales() {
    use bourse::features::settlement::payouts::reckoning::owed;
    let mut scene = Scene::new();
    scene.sells(&[0, 24, 25]);
    let (edition, sale) = (scene.sale.edition, &scene.sale);
    sale.app
        .app
        .with_db(|db| {
            let edition = bourse::features::edition::editions::store::by_id(db, edition)?;
            let all = owed::of_edition(db, &edition)?;
            for (user, owed) in &all {
                let one = owed::of_one(db, &edition, *user)?;
                assert_eq!((&one.sold, &one.digest), (&owed.sold, &owed.digest), "one is as one of all");
            }
            assert_eq!(all.values().map(|owed| owed.sold.len()).sum::<usize>(), 3);
            Ok(())
        })
        .unwrap();
    let depositor = sale.app.log_in("membre@example.org");
    let own = sale.app.get(&format!("/api/v1/me/sales?edition_id={edition}"), &depositor).expect(200);
    assert_eq!((own["sold"].as_array().unwrap().len(), cents(&own["amounts"], "gross")), (2, 300));
    let at = |kind: &str| {
        own[kind].as_array().unwrap().iter().map(|one| one["sold_at"].clone()).collect::<Vec<_>>()
    };
    assert!(
        at("sold").iter().all(|time| time.as_str().is_some_and(|time| time.starts_with("2025-11-"))),
        "{own}"
    );
    assert!(at("unsold").iter().all(serde_json::Value::is_null), "{own}");
}
