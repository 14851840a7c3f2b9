//! Live figures, and lists that cost the same however long they are.

use bourse::features::sale::board::live;
use bourse::features::sale::decisions::{conflicts, quarantine};
use bourse::features::sale::tickets::reading;
use bourse::http::{Path, Query};
use bourse::program::Memo;
use diesel::connection::SimpleConnection as _;
use serde_json::json;

use crate::support::sale_seed::{Sale, minute};

#[test]
fn the_live_figures_follow_the_sale() {
    let sale = Sale::with_articles(30);
    let (mut one, mut two) = (sale.open(1), sale.open(2));
    sale.sell(&one.sells(&[0, 1, 2], &minute(0))).expect(201);
    let lines = json!([{ "code": "A2025-L101-A01", "price_cents": 100 }]);
    let payments = json!([{ "method": "card", "amount_cents": 100 }]);
    let private = json!({ "lines": lines, "payments": payments, "sold_at": minute(0), "private_sale": true });
    sale.sell(&two.next(private)).expect(201);
    let live = sale.live();
    assert_eq!(
        (&live["articles_sold"], &live["articles_offered"], &live["sold_bp"]),
        (&json!(4), &json!(30), &json!(1333))
    );
    assert_eq!((&live["tickets"], &live["private_sale_tickets"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&live["takings_cents"], &live["takings"]),
        (&json!(700), &json!({ "cash": 600, "card": 100, "cheque": 0 }))
    );
    assert_eq!(live["hours"], json!([{ "from": minute(0), "articles": 4, "sales_cents": 700 }]));
    assert_eq!(
        live["top_lists"],
        json!([
            { "list_number": 100, "articles": 3, "sales_cents": 600 },
            { "list_number": 101, "articles": 1, "sales_cents": 100 },
        ])
    );
    let tills: Vec<_> = live["tills"]
        .as_array()
        .unwrap()
        .iter()
        .map(|till| {
            (till["register_number"].as_i64(), till["tickets"].as_i64(), till["takings_cents"].as_i64())
        })
        .collect();
    assert_eq!(tills, [(Some(1), Some(1), Some(600)), (Some(2), Some(1), Some(100))]);
    sale.sell(&one.sells(&[3], &minute(1))).expect(201);
    let live = sale.live();
    assert_eq!((&live["articles_sold"], &live["tickets"]), (&json!(5), &json!(3)));
    assert_eq!(live["top_lists"][0], json!({ "list_number": 100, "articles": 4, "sales_cents": 1000 }));
}

#[test]
fn nothing_is_added_up_again_while_nothing_happens() {
    let sale = Sale::with_articles(2);
    let mut till = sale.open(1);
    sale.sell(&till.sells(&[0], &minute(0))).expect(201);
    let cost = || sale.statements(|ctx| drop(live::live(ctx, Path(sale.edition)).unwrap()));
    let first = cost();
    assert_eq!(cost(), 3, "the edition, the journal's head, the tills");
    sale.sell(&till.sells(&[1], &minute(1))).expect(201);
    let next = cost();
    assert!(next < first, "{next} statements after one more sale, {first} for all of them");
}

#[test]
fn the_board_is_the_same_added_up_bit_by_bit_and_afresh() {
    let mut sale = Sale::with_articles(20);
    let (mut one, mut two, mut three) = (sale.open(1), sale.open(2), sale.open(3));
    let compare = |sale: &mut Sale, what: &str| {
        let bit_by_bit = sale.live();
        sale.app.app.services.live = Memo::default();
        assert_eq!(bit_by_bit, sale.live(), "after {what}");
    };
    compare(&mut sale, "nothing");
    for article in 0..5 {
        sale.sell(&one.sells(&[article], &minute(0))).expect(201);
    }
    compare(&mut sale, "plain sales");
    let basket = two.sells(&[5, 6], &minute(1));
    sale.sell(&basket).expect(201);
    compare(&mut sale, "a sale at another till");
    let lines = json!([{ "code": "A2025-L100-A08", "price_cents": 800 }]);
    let payments =
        json!([{ "method": "card", "amount_cents": 300 }, { "method": "cheque", "amount_cents": 500 }]);
    let private = json!({ "lines": lines, "payments": payments, "sold_at": minute(1), "private_sale": true });
    sale.sell(&two.next(private)).expect(201);
    compare(&mut sale, "a private sale with two payments");
    sale.sync(&[three.sells(&[9], &minute(2)), three.sells(&[10], &minute(3))]);
    compare(&mut sale, "a plain sync");
    sale.sync(&[three.sells(&[0], &minute(4))]);
    compare(&mut sale, "a conflict that came later");
    sale.sync(&[three.sells(&[5], &minute(0))]);
    compare(&mut sale, "a claim that came first");
    let mut forged = three.sells(&[11], &minute(4));
    forged["lines"][0]["price_cents"] = json!(1);
    sale.sync(&[forged]);
    compare(&mut sale, "a ticket put aside");
    let path = format!("/api/v1/tickets/{}/lines/2/cancel", basket["ticket_id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "reason": "scan_error" })).expect(200);
    sale.sell(&one.sells(&[12], &minute(4))).expect(201);
    compare(&mut sale, "a line taken back, and a sale");
    let regretted = one.sells(&[14], &minute(4));
    sale.sync(std::slice::from_ref(&regretted));
    sale.sync(&[one.takes_back(&regretted, &minute(4))]);
    assert_eq!(sale.scan(14)["status"], "on_sale");
    compare(&mut sale, "a counter-ticket");
    sale.open(4);
    sale.sell(&one.sells(&[13], &minute(4))).expect(201);
    compare(&mut sale, "a new till, and a sale");
}

#[test]
fn a_board_does_not_carry_its_sums_over_into_a_restored_database() {
    // What a backup of the moment before brings back: another entry in the same place of the journal, or none yet.
    for restored in [
        "UPDATE journal SET hash = '0' WHERE event = 'ticket_recorded'",
        "DELETE FROM journal WHERE event = 'ticket_recorded'",
    ] {
        let sale = Sale::with_articles(3);
        let mut till = sale.open(1);
        let before = sale.live();
        sale.sell(&till.sells(&[0], &minute(0))).expect(201);
        assert_eq!(sale.live()["tickets"], 1);
        let statements = [
            "DELETE FROM payments",
            "DELETE FROM ticket_lines",
            "DELETE FROM tickets",
            "UPDATE articles SET status = 'on_sale'",
            restored,
            "UPDATE journal_head SET sequence = (SELECT MAX(sequence) FROM journal)",
        ];
        sale.app.app.with_db(|db| Ok(db.batch_execute(&statements.join(";"))?)).unwrap();
        assert_eq!(sale.live(), before, "{restored}");
    }
}

#[test]
fn boards_cost_the_same_number_of_statements_however_much_was_sold() {
    let counts = |articles: i32| {
        let sale = Sale::with_articles(articles);
        let (mut one, mut two) = (sale.open(1), sale.open(2));
        for article in 0..articles {
            let mut forged = one.sells(&[article], &minute(0));
            sale.sync(std::slice::from_ref(&forged));
            sale.sync(&[two.sells(&[article], &minute(0))]);
            forged["private_sale"] = json!(true);
            sale.sync(&[forged]);
        }
        let id = || Path(sale.edition);
        let pages = || Query(serde_json::from_value(json!({})).unwrap());
        let filter = || Query(serde_json::from_value(json!({})).unwrap());
        let all = Query(serde_json::from_value(json!({})).unwrap());
        [
            sale.statements(|ctx| drop(live::live(ctx, id()).unwrap())),
            sale.statements(|ctx| {
                assert_eq!(reading::list(ctx, (id(), all)).unwrap().0.total, i64::from(articles) * 2);
            }),
            sale.statements(|ctx| {
                assert_eq!(conflicts::list(ctx, (id(), pages())).unwrap().0.total, i64::from(articles));
            }),
            sale.statements(|ctx| {
                assert_eq!(quarantine::list(ctx, (id(), filter())).unwrap().0.total, i64::from(articles));
            }),
        ]
    };
    let few = counts(2);
    assert_eq!(few, counts(9));
    assert!(few.iter().all(|count| *count <= 16), "{few:?}");
}
