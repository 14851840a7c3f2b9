//! What labels are on: sheets counted beforehand, files that are named and found again, single labels printed again.

use std::collections::BTreeSet;

use bourse::db::schema::articles;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::states::ArticleStatus;
use bourse::kernel::actor::Role;
use bourse::kernel::ids::ListId;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::labels::{Hall, expected, scanned};
use crate::documents::tools::{page_count, text_of_page};
use crate::support::app::Answer;
use crate::support::seed::in_state;

fn named(hall: &Hall, job: &Value) -> String {
    let answer = hall.app.get(job["result_url"].as_str().unwrap(), &hall.volunteer);
    answer.response.header("Content-Disposition").unwrap().to_owned()
}

/// The ids of a list's articles, by line.
fn lines(hall: &Hall, list: ListId) -> Vec<String> {
    let view = hall.app.get(&format!("/api/v1/lists/{list}"), &hall.manager).expect(200);
    let articles = view["articles"].as_array().unwrap();
    articles.iter().map(|article| article["id"].as_str().unwrap().to_owned()).collect()
}

fn sheet(hall: &Hall, body: &Value) -> Answer {
    hall.app.post(&hall.path("/reprint"), &hall.volunteer, body)
}

#[test]
fn a_file_is_named_by_what_is_in_it() {
    let hall = Hall::new();
    let lists = hall.somebody(hall.slot, 300, 2);
    let other = hall.somebody(hall.slot, 244, 2);
    for (chosen, name) in [
        (json!({ "slot_id": hall.slot }), "Etiquettes_A2025_mer5nov_1400.pdf"),
        (json!({ "all": true }), "Etiquettes_A2025_toutes.pdf"),
        (json!({ "list_ids": lists }), "Etiquettes_A2025_300-301_SAHIN-300.pdf"),
        (json!({ "list_ids": [lists[1]] }), "Etiquettes_A2025_301_SAHIN-300.pdf"),
        (json!({ "list_ids": [lists[0], other[0]] }), "Etiquettes_A2025_2-listes.pdf"),
    ] {
        assert_eq!(named(&hall, &hall.generate(&chosen)), format!("inline; filename=\"{name}\""));
    }
}

#[test]
fn sheets_are_counted_before_they_are_printed() {
    let hall = Hall::new();
    let late = hall.seed().slot(hall.edition, 18);
    hall.somebody(hall.slot, 300, 13);
    hall.somebody(hall.slot, 302, 24);
    hall.somebody(late, 304, 5);
    let paper = hall.app.get(&hall.path("/paper"), &hall.manager).expect(200);
    let pages = |selection: Value| page_count(&hall.download(&hall.generate(&selection)));
    for (slot, index) in [(hall.slot, 0), (late, 1)] {
        assert_eq!(paper["slots"][index]["slot_id"], json!(slot));
        assert_eq!(paper["slots"][index]["paper"]["sheets"], pages(json!({ "slot_id": slot })));
    }
    // Two labels less than three sheets, coupons among them; and 48 labels with two coupons.
    assert_eq!(
        paper["slots"][0]["paper"],
        json!({ "covers": 1, "separators": 2, "list_sheets": 4, "label_sheets": 3 + 5, "sheets": 15 })
    );
    assert_eq!(paper["all"]["sheets"], pages(json!({ "all": true })));
    hall.app.get(&hall.path("/paper"), &hall.volunteer).refused(403, "forbidden");
}

#[test]
fn the_latest_file_is_found_again_by_every_manager() {
    let hall = Hall::new();
    hall.somebody(hall.slot, 300, 2);
    let view = |token: &str| hall.app.get(&hall.path(""), token).expect(200);
    let before = view(&hall.manager);
    assert_eq!((&before["file"], &before["slots"][0]["file"]), (&Value::Null, &Value::Null));
    let (slot, all) =
        (hall.generate(&json!({ "slot_id": hall.slot })), hall.generate(&json!({ "all": true })));
    let colleague = hall.app.token("g2@example.org", Role::Manager);
    for token in [&hall.manager, &colleague, &hall.volunteer] {
        let found = view(token);
        assert_eq!((&found["file"]["job"], &found["slots"][0]["file"]["job"]), (&all, &slot));
    }
    // A file that is gone is not offered.
    std::fs::remove_dir_all(hall.app.app.config.folders.labels.join(hall.edition.as_str())).unwrap();
    assert_eq!(view(&hall.manager)["file"], Value::Null);
}

#[test]
fn work_under_way_is_shown_to_whoever_waits_for_it() {
    let hall = Hall::new();
    for first in (100..112).step_by(2) {
        hall.somebody(hall.slot, first, 24);
    }
    let job = hall.generate(&json!({ "slot_id": hall.slot }));
    assert_eq!(job["state"], "running");
    let view = |token: &str| hall.app.get(&hall.path(""), token).expect(200)["slots"][0]["file"].clone();
    assert_eq!(view(&hall.manager)["job"], job);
    assert_eq!(view(&hall.volunteer), Value::Null);
}

#[test]
fn labels_noted_as_printed_can_be_taken_back() {
    let hall = Hall::new();
    let [first, second] = hall.somebody(hall.slot, 300, 2);
    hall.generate(&json!({ "list_ids": [first] }));
    let slot = json!({ "slot_id": hall.slot });
    let post = |verb: &str, token: &str| hall.app.post(&hall.path(verb), token, &slot);
    post("/mark-printed", &hall.manager).expect(200);
    post("/unmark-printed", &hall.volunteer).refused(403, "forbidden");
    assert_eq!(hall.state_of(300), "printed");
    assert_eq!(post("/unmark-printed", &hall.manager).expect(200), json!({ "marked": 1, "left": [301] }));
    assert_eq!((hall.state_of(300), hall.state_of(301)), ("generated".to_owned(), "none".to_owned()));
    hall.app
        .post(&hall.path("/unmark-printed"), &hall.manager, &json!({ "list_ids": [first, second, first] }))
        .expect(200);
    assert_eq!(hall.state_of(300), "generated");
    hall.seed().set_status(hall.edition, EditionStatus::Closed);
    post("/unmark-printed", &hall.manager).refused(409, "edition_closed");
}

#[test]
fn chosen_labels_of_several_lists_come_on_one_sheet() {
    let hall = Hall::new();
    let [first, second] = hall.somebody(hall.slot, 300, 3);
    let (one, two) = (lines(&hall, first), lines(&hall, second));
    let answer = sheet(&hall, &json!({ "article_ids": [two[2], one[0], one[0]], "first_place": 12 }));
    assert_eq!(answer.status, 200, "{}", answer.json);
    let file = &answer.response.body;
    assert_eq!(scanned(file), BTreeSet::from([expected(300, 1, 100), expected(301, 3, 300)]));
    assert_eq!(page_count(file), 2, "the first sheet has one place left");
    assert!(text_of_page(file, 1).contains("Article 1/3") && text_of_page(file, 2).contains("Article 3/3"));
    assert_eq!(
        answer.response.header("Content-Disposition"),
        Some("inline; filename=\"Etiquettes_A2025_300-301_reimpression.pdf\"")
    );
}

#[test]
fn labels_that_do_not_exist_are_not_printed_again() {
    let hall = Hall::new();
    let [list, _] = hall.somebody(hall.slot, 300, 3);
    let ids = lines(&hall, list);
    for (body, field) in [
        (json!({ "article_ids": [] }), "article_ids"),
        (json!({ "article_ids": [ids[0]], "first_place": 0 }), "first_place"),
        (json!({ "article_ids": [ids[0]], "first_place": 13 }), "first_place"),
    ] {
        assert_eq!(sheet(&hall, &body).refused(422, "invalid")["errors"][0]["field"], field);
    }
    let unknown = json!({ "article_ids": [ids[0], hall.edition] });
    sheet(&hall, &unknown).refused(404, "not_found");
    hall.seed().tamper(|db| {
        let second = articles::table.filter(articles::list_number.eq(300)).filter(articles::line.eq(2));
        diesel::update(second).set(in_state(ArticleStatus::Refused)).execute(db)
    });
    sheet(&hall, &json!({ "article_ids": ids })).refused(409, "no_label");
    assert_eq!(sheet(&hall, &json!({ "article_ids": [ids[0], ids[2]] })).status, 200);
}
