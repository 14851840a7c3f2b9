//! What desks decide takes effect, in whatever order it comes.

use bourse::db::schema::{articles, lists};
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::states::ArticleStatus::{
    Accepted, Declared, Lost, NotBrought, OnSale, Refused, Returned, Withdrawn,
};
use bourse::features::lists::states::ListState;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::Hall;
use crate::support::seed::Seed;

#[test]
fn a_list_is_reviewed_line_by_line() {
    let hall = Hall::new();
    let reason = json!({ "reason": "stained_or_damaged", "text": "tache au col" });
    let commands = [
        hall.of_list(1, "list_start", json!(null), 0),
        hall.about(2, "accept", 1, json!(null), 10),
        hall.about(3, "refuse", 2, reason, 20),
        hall.about(4, "not_brought", 3, json!(null), 30),
        hall.of_list(5, "list_finish", json!(null), 40),
    ];
    // The end of the review stands above its beginning.
    assert_eq!(hall.sync(&commands), ["superseded", "applied", "applied", "applied", "applied"]);
    assert_eq!(hall.status(1), (Accepted, None));
    assert_eq!(hall.status(2), (Refused, Some("Taché ou abîmé : tache au col".to_owned())));
    assert_eq!(hall.status(3).0, NotBrought);
    assert_eq!(hall.state(), ListState::Reviewed);
    // The depositor sees it.
    let token = hall.app.log_in("deposant@example.org");
    let list = hall.app.get(&format!("/api/v1/lists/{}", hall.lists[0]), &token).expect(200);
    assert_eq!(list["articles"][1]["status_reason"], "Taché ou abîmé : tache au col");
    // A verdict after the finish opens the review again, until somebody finishes it once more.
    assert_eq!(hall.sync(&[hall.undo(6, 3, 50)]), ["applied"]);
    assert_eq!((hall.status(2), hall.state()), ((Declared, None), ListState::Validated));
    let again =
        [hall.about(7, "accept", 2, json!(null), 60), hall.of_list(8, "list_finish", json!(null), 70)];
    assert_eq!(hall.sync(&again), ["applied", "applied"]);
    assert_eq!(hall.state(), ListState::Reviewed);
    let reopen = hall.of_list(9, "list_reopen", json!({ "reason": "Une erreur" }), 80);
    assert_eq!(hall.sync(std::slice::from_ref(&reopen)), ["refused forbidden"]);
    assert_eq!(hall.sync_as(&hall.manager(), &[reopen]), ["applied"]);
    assert_eq!(hall.state(), ListState::Validated);
}

#[test]
fn two_desks_agree_whatever_arrives_when() {
    let commands = |hall: &Hall| {
        let refuse = json!({ "reason": "out_of_season" });
        vec![
            hall.about(1, "accept", 1, json!(null), 10),
            hall.about(2, "refuse", 1, refuse.clone(), 20),
            hall.undo(3, 2, 30),
            hall.about(4, "refuse", 2, refuse, 5),
            hall.about(5, "accept", 2, json!(null), 15),
            hall.about(6, "correct", 2, json!({ "size": "8 ans" }), 12),
            hall.about(7, "correct", 2, json!({ "size": "6 ans", "brand": "Lolotte" }), 11),
            hall.of_list(8, "envelope", json!(true), 10),
            hall.of_list(9, "envelope", json!(false), 9),
            hall.of_list(10, "remark", json!("Revient à 15 h"), 10),
        ]
    };
    let seen = |hall: &Hall| {
        let rows: Vec<(i32, Option<String>, Option<String>)> = hall
            .app
            .app
            .with_db(|db| {
                let columns = (articles::line, articles::size, articles::brand);
                Ok(articles::table.order((articles::list_number, articles::line)).select(columns).load(db)?)
            })
            .unwrap();
        (hall.status(1), hall.status(2), hall.checks(), rows)
    };
    let in_order = Hall::new();
    in_order.sync(&commands(&in_order));
    let expected = seen(&in_order);
    assert_eq!((expected.0.0, expected.1.0), (Accepted, Accepted));
    assert_eq!(expected.2, Some((Some(true), None, Some("Revient à 15 h".to_owned()))));
    assert_eq!(expected.3[1], (2, Some("8 ans".to_owned()), Some("Lolotte".to_owned())));
    // Backwards, one by one, and all of them once more.
    let backwards = Hall::new();
    let mut all = commands(&backwards);
    all.reverse();
    for command in &all {
        backwards.sync(std::slice::from_ref(command));
    }
    assert_eq!(seen(&backwards), expected);
    let again = backwards.sync(&all);
    assert!(again.iter().all(|result| result.starts_with("duplicate")), "{again:?}");
    assert_eq!(seen(&backwards), expected);
    assert_eq!(
        backwards.app.journal_details("desk_decided").len(),
        all.len(),
        "what counted once is told once"
    );
}

#[test]
fn what_stands_below_another_decision_is_told() {
    let hall = Hall::new();
    let late = hall.about(1, "refuse", 1, json!({ "reason": "other" }), 5);
    assert_eq!(hall.sync(&[hall.about(2, "accept", 1, json!(null), 10)]), ["applied"]);
    assert_eq!(hall.sync(std::slice::from_ref(&late)), ["superseded"]);
    assert_eq!(hall.sync(&[late]), ["duplicate false"]);
    assert_eq!(hall.sync(&[hall.undo(3, 2, 20)]), ["applied"]);
    assert_eq!(hall.status(1).0, Refused);
}

#[test]
fn a_correction_is_laid_over_what_was_declared_and_can_be_taken_back() {
    let hall = Hall::new();
    let value = json!({ "description": "Poupée de chiffon", "price_cents": 400, "consent": true });
    assert_eq!(hall.sync(&[hall.about(1, "correct", 3, value, 10)]), ["applied"]);
    let wording = || {
        let columns = (articles::description, articles::price_cents);
        let found = articles::table.find(hall.article(3)).select(columns);
        hall.app.app.with_db(|db| Ok(found.first::<(String, i32)>(db)?)).unwrap()
    };
    assert_eq!(wording(), ("Poupée de chiffon".to_owned(), 400));
    assert_eq!(
        hall.sync(&[hall.about(2, "correct", 3, json!({ "description": "Poupée" }), 20)]),
        ["applied"]
    );
    assert_eq!(wording(), ("Poupée".to_owned(), 400));
    assert_eq!(hall.sync(&[hall.undo(3, 1, 30), hall.undo(4, 2, 30)]), ["applied", "applied"]);
    assert_eq!(wording(), ("Jouet n° 3 de la liste 245".to_owned(), 300));
}

#[test]
fn marks_places_and_outcomes_are_decided_the_same_way() {
    let hall = Hall::new();
    let accepted: Vec<Value> =
        (1..=3).map(|line| hall.about(line, "accept", line.cast_signed(), json!(null), 1)).collect();
    hall.sync(&accepted);
    hall.open_sale();
    let withdraw = hall.about(10, "withdraw", 1, json!({ "reason": "safety" }), 7000);
    assert_eq!(
        hall.sync(&[withdraw, hall.about(11, "lost", 2, json!({ "reason": "other" }), 7000)]),
        ["applied"; 2]
    );
    assert_eq!(hall.status(1), (Withdrawn, Some("Article dangereux".to_owned())));
    assert_eq!(hall.status(2).0, Lost);
    assert_eq!(hall.sync(&[hall.about(12, "found_again", 2, json!(null), 7100)]), ["applied"]);
    assert_eq!(hall.status(2).0, OnSale);
    let both = json!({ "article_ids": [hall.article(2), hall.article(3)], "bags": 1, "given_to": "Sa sœur" });
    let bag = hall.about(13, "found", 2, json!({ "bag": 1 }), 7110);
    assert_eq!(hall.sync(&[bag, hall.of_list(14, "hand_over", both, 7120)]), ["applied"; 2]);
    assert_eq!((hall.status(2).0, hall.status(3).0), (Returned, Returned));
    // Taken back within ten minutes; a second one after them is not.
    assert_eq!(hall.sync(&[hall.undo(15, 14, 7130)]), ["applied"]);
    assert_eq!(hall.status(2).0, OnSale);
}

#[test]
fn what_is_decided_before_a_list_is_declared_waits_for_that() {
    let hall = Hall::new();
    let state = |state: ListState| {
        hall.write(|db| {
            diesel::update(lists::table.find(hall.lists[0])).set(lists::state.eq(state)).execute(db)
        });
    };
    state(ListState::NotFinalised);
    assert_eq!(hall.sync(&[hall.about(1, "accept", 1, json!(null), 10)]), ["applied"]);
    assert_eq!(hall.status(1).0, Declared);
    state(ListState::Validated);
    // The deposit is opened again.
    Seed(&hall.app).set_status(hall.edition, EditionStatus::RegistrationsOpen);
    hall.app.post(&hall.path("open-deposits"), &hall.manager(), &json!({})).expect(200);
    assert_eq!(hall.status(1).0, Accepted);
}

#[test]
fn an_edition_that_accepts_whole_lists_keeps_that_when_a_refusal_is_undone() {
    let hall = Hall::new();
    hall.reviews(false);
    hall.app.post(&hall.path("accept-lists"), &hall.manager(), &json!({})).expect(200);
    assert_eq!(hall.sync(&[hall.about(1, "refuse", 1, json!({ "reason": "too_bulky" }), 10)]), ["applied"]);
    assert_eq!((hall.status(1).0, hall.status(2).0, hall.state()), (Refused, Accepted, ListState::Reviewed));
    assert_eq!(hall.sync(&[hall.undo(2, 1, 20)]), ["applied"]);
    assert_eq!(hall.status(1), (Accepted, None));
}
