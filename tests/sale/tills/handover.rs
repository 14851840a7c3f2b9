//! Baskets handed from one till to another.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, code, minute, price};
use crate::support::seed::Seed;

fn basket(articles: &[i32]) -> Value {
    let lines: Vec<Value> =
        articles.iter().map(|index| json!({ "code": code(*index), "price_cents": price(*index) })).collect();
    json!({ "lines": lines })
}

#[test]
fn a_basket_put_aside_at_one_till_is_taken_up_once_at_another() {
    let sale = Sale::with_articles(4);
    let desk = sale.app.token("caisse@example.org", Role::Volunteer);
    let held = sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[0, 2])).expect(201);
    assert_eq!(
        (&held["number"], &held["total_cents"], &held["qr_text"]),
        (&json!(1), &json!(400), &json!("TICKET 1"))
    );
    assert!(held["qr_path"].as_str().unwrap().starts_with('M') && held["qr_side"] == 37, "{held}");
    let second = sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[1])).expect(201);
    assert_eq!(second["number"], 2);
    let waiting = sale.app.get(&sale.path("held-tickets"), &desk).expect(200);
    assert_eq!((&waiting["total"], &waiting["items"][0]["seller"]), (&json!(2), &json!("Camille M.")));

    let take = |token: &str, number: i32| {
        sale.app.post(&sale.path(&format!("held-tickets/{number}/take")), token, &json!({}))
    };
    let taken = take(&desk, 1).expect(200);
    assert_eq!(taken["lines"], basket(&[0, 2])["lines"]);
    assert_eq!(take(&desk, 1).expect(200)["id"], taken["id"], "a lost answer loses nothing");
    take(&sale.volunteer, 1).refused(409, "ticket_taken");
    take(&desk, 7).refused(404, "not_found");
    assert_eq!(sale.app.get(&sale.path("held-tickets"), &desk).expect(200)["total"], 1);
    let again = sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[3])).expect(201);
    assert_eq!(again["number"], 1, "a number is free again once its basket was taken up");
    sale.app.at(&minute(11));
    take(&desk, 1).expect(200);
}

#[test]
fn two_tills_that_take_the_same_number_do_not_both_get_it() {
    let sale = Sale::with_articles(2);
    let tokens: Vec<String> =
        (0..4).map(|who| sale.app.token(&format!("caisse{who}@example.org"), Role::Volunteer)).collect();
    sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[0])).expect(201);
    let path = sale.path("held-tickets/1/take");
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let takers: Vec<_> = tokens
            .iter()
            .map(|token| scope.spawn(|| sale.app.post(&path, token, &json!({})).status))
            .collect();
        takers.into_iter().map(|taker| taker.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| [200, 409].contains(status)), "{answers:?}");
}

#[test]
fn an_empty_basket_and_a_sale_that_is_over_are_refused() {
    let sale = Sale::with_articles(1);
    sale.app.post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[])).refused(422, "invalid");
    Seed(&sale.app).set_status(sale.edition, EditionStatus::Settlement);
    sale.app
        .post(&sale.path("held-tickets"), &sale.volunteer, &basket(&[0]))
        .refused(409, "edition_not_in_sale");
}
