//! The same article claimed by several tickets.

use serde_json::{Value, json};

use crate::support::sale_seed::{Sale, code, minute};

fn listed(sale: &Sale) -> Vec<Value> {
    let listed = sale.app.get(&sale.path("conflicts"), &sale.manager).expect(200);
    listed["items"].as_array().unwrap().clone()
}

fn settle(sale: &Sale, conflict: &Value, how: &str) -> crate::support::app::Answer {
    let path = format!("/api/v1/conflicts/{}/settle", conflict["id"].as_str().unwrap());
    sale.app.post(&path, &sale.manager, &json!({ "how": how, "reason": "Vu avec le client" }))
}

/// Three tills sold the same article off-line; the second of them was first.
fn disputed() -> (Sale, [Value; 3]) {
    let sale = Sale::with_articles(2);
    let minutes = [2, 1, 3];
    let tickets = [0, 1, 2].map(|till: usize| {
        let number = i32::try_from(till).unwrap() + 1;
        sale.open(number).sells(&[0], &minute(minutes[till]))
    });
    sale.app.at(&minute(5));
    for ticket in &tickets {
        sale.sync(std::slice::from_ref(ticket));
    }
    (sale, tickets)
}

#[test]
fn the_earliest_claim_counts_and_the_others_are_listed() {
    let (sale, tickets) = disputed();
    let conflicts = listed(&sale);
    assert_eq!(conflicts.len(), 1);
    let conflict = &conflicts[0];
    assert_eq!((&conflict["code"], &conflict["settled"]), (&json!(code(0)), &json!(null)));
    assert_eq!(conflict["effective"]["ticket_id"], tickets[1]["ticket_id"]);
    assert_eq!(
        (&conflict["effective"]["register_number"], &conflict["effective"]["line"]),
        (&json!(2), &json!(1))
    );
    let others: Vec<&Value> =
        conflict["others"].as_array().unwrap().iter().map(|claim| &claim["ticket_id"]).collect();
    assert_eq!(others, [&tickets[0]["ticket_id"], &tickets[2]["ticket_id"]]);
    assert_eq!((&sale.live()["conflicts"], &sale.live()["articles_sold"]), (&json!(1), &json!(1)));
    assert_eq!(sale.live()["takings_cents"], 300, "the money of all three is in the drawers");
}

#[test]
fn equal_times_are_parted_by_the_ticket_id() {
    let sale = Sale::with_articles(1);
    let (one, two) = (sale.open(1).sells(&[0], &minute(0)), sale.open(2).sells(&[0], &minute(0)));
    assert!(one["ticket_id"].as_str() < two["ticket_id"].as_str());
    assert_eq!(sale.sync(&[two])[0]["lines"][0]["status"], "sold");
    assert_eq!(sale.sync(std::slice::from_ref(&one))[0]["lines"][0]["status"], "sold");
    assert_eq!(listed(&sale)[0]["effective"]["ticket_id"], one["ticket_id"]);
}

#[test]
fn a_refund_cancels_the_other_claims_and_gives_the_money_back() {
    let (sale, _) = disputed();
    let settled = settle(&sale, &listed(&sale)[0], "refund").expect(200);
    assert_eq!(
        (&settled["settled"]["how"], &settled["settled"]["by"]),
        (&json!("refund"), &json!("Camille M."))
    );
    assert!(settled["others"].as_array().unwrap().iter().all(|claim| claim["cancelled"] == true));
    assert_eq!((&sale.live()["conflicts"], &sale.live()["takings_cents"]), (&json!(0), &json!(100)));
    assert_eq!(listed(&sale)[0]["settled"]["reason"], "Vu avec le client");
    settle(&sale, &listed(&sale)[0], "keep").refused(409, "nothing_to_settle");
}

#[test]
fn money_that_is_kept_stays_in_the_drawer() {
    let (sale, _) = disputed();
    settle(&sale, &listed(&sale)[0], "keep").expect(200);
    assert_eq!((&sale.live()["conflicts"], &sale.live()["takings_cents"]), (&json!(0), &json!(300)));
    let mut late = sale.open(4);
    sale.sync(&[late.sells(&[0], &minute(4))]);
    assert_eq!(
        listed(&sale)[0]["settled"],
        json!(null),
        "a claim that turns up later waits for a decision of its own"
    );
    assert_eq!(sale.live()["conflicts"], 1);
}

#[test]
fn an_earlier_claim_displaces_even_a_strict_sale() {
    let sale = Sale::with_articles(1);
    let (mut strict, mut offline) = (sale.open(1), sale.open(2));
    let early = offline.sells(&[0], &minute(0));
    sale.app.at(&minute(1));
    let sold = strict.sells(&[0], &minute(1));
    sale.sell(&sold).expect(201);
    sale.sync(std::slice::from_ref(&early));
    assert_eq!(listed(&sale)[0]["effective"]["ticket_id"], early["ticket_id"]);
    assert_eq!(sale.sell(&sold).expect(200)["lines"][0]["status"], "conflict");
}

#[test]
fn an_article_twice_in_one_ticket_is_sold_once() {
    let sale = Sale::with_articles(1);
    let result = sale.sync(&[sale.open(1).sells(&[0, 0], &minute(0))]);
    let became: Vec<&Value> =
        result[0]["lines"].as_array().unwrap().iter().map(|line| &line["status"]).collect();
    assert_eq!(became, ["sold", "conflict"]);
}
