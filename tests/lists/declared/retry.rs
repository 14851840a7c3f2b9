//! An article whose answer was lost is sent again: it is there once.

use bourse::features::edition::editions::states::ListType;
use bourse::kernel::ids::EditionId;
use serde_json::json;

use super::{Scene, article, plain};
use crate::support::seed::Seed;

const ID: &str = "019acb5a-0000-7000-8000-000000000001";

fn named(kind: &str, id: &str) -> serde_json::Value {
    article(kind, &json!({ "id": id }))
}

#[test]
fn the_same_article_sent_again_is_answered_and_not_added() {
    let scene = Scene::new();
    let list = scene.new_list();
    let first = scene.add(&list, &named("skirt", ID)).expect(201);
    assert_eq!(first["article"]["id"], ID);
    let again = scene.add(&list, &named("skirt", ID)).expect(201);
    assert_eq!((&again["article"]["id"], &again["counters"]["articles"]), (&json!(ID), &json!(1)));
    assert_eq!(scene.list(&list)["articles"].as_array().unwrap().len(), 1);
    scene.add(&list, &plain("skirt")).expect(201);
    assert_eq!(
        scene.list(&list)["articles"].as_array().unwrap().len(),
        2,
        "without an id nothing is recognised"
    );
}

#[test]
fn the_last_place_of_a_list_is_answered_again_too() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &named("handbag", ID)).expect(201);
    scene.add(&list, &plain("handbag")).refused(422, "invalid");
    scene.add(&list, &named("handbag", ID)).expect(201);
}

#[test]
fn other_words_under_the_same_id_are_refused_and_change_nothing() {
    let scene = Scene::new();
    let (list, other) = (scene.new_list(), scene.new_list());
    scene.add(&list, &named("skirt", ID)).expect(201);
    let dearer = article("skirt", &json!({ "id": ID, "price_cents": 900 }));
    scene.add(&list, &dearer).refused(409, "article_id_used");
    scene.add(&other, &named("skirt", ID)).refused(409, "article_id_used");
    let articles = scene.list(&list)["articles"].clone();
    assert_eq!((articles.as_array().unwrap().len(), &articles[0]["price_cents"]), (1, &json!(500)));
    assert_eq!(scene.list(&other)["articles"], json!([]));
    scene.add(&list, &article("skirt", &json!({ "id": "neuf" }))).refused(400, "malformed");
}

#[test]
fn somebody_elses_id_gives_nothing_away() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &named("skirt", ID)).expect(201);
    let seed = Seed(&scene.app);
    let slot = seed.slot(scene.edition, 10);
    let user = seed.depositor("luc@example.org", "Luc", "Petit");
    seed.register(scene.edition, slot, user, ListType::Standard, &[250, 251]);
    let token = scene.app.log_in("luc@example.org");
    let path = |edition: EditionId| format!("/api/v1/editions/{edition}/lists");
    let theirs = scene.app.post(&path(scene.edition), &token, &json!({})).expect(201);
    let path = format!("/api/v1/lists/{}/articles", theirs["id"].as_str().unwrap());
    let refused = scene.app.post(&path, &token, &named("skirt", ID)).refused(409, "article_id_used");
    assert!(refused["article"].is_null(), "{refused}");
}
