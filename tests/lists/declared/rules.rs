//! Every rule code of the catalogue, as the API tells it.

use bourse::http::Method;
use serde_json::{Value, json};

use super::{Scene, article, plain};

/// The codes of a refusal, in order.
fn codes(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect()
}

fn lot(changes: &Value) -> Value {
    let mut lot = article(
        "bodysuit",
        &json!({ "is_lot": true, "lot_quantity": 3, "brand": "Petit Bateau", "size": "18 mois", "description": "Body" }),
    );
    for (field, value) in changes.as_object().unwrap() {
        lot[field] = value.clone();
    }
    lot
}

#[test]
fn each_rule_of_one_article_has_its_code_and_its_field() {
    let scene = Scene::new();
    let list = scene.new_list();
    let long = |count: usize| "é".repeat(count);
    for (body, field, code) in [
        (article("toy", &json!({ "price_cents": 0 })), "price_cents", "price_min"),
        (article("toy", &json!({ "price_cents": 550 })), "price_cents", "price_step"),
        (article("stroller", &json!({ "price_cents": 15_100 })), "price_cents", "stroller_price_max"),
        (article("toy", &json!({ "certified": false })), "certified", "certification_required"),
        (article("toy", &json!({ "description": " ab " })), "description", "description_length"),
        (article("toy", &json!({ "description": long(101) })), "description", "description_length"),
        (article("toy", &json!({ "size": long(21) })), "size", "size_length"),
        (article("toy", &json!({ "color": long(31) })), "color", "color_length"),
        (article("toy", &json!({ "brand": long(31) })), "brand", "brand_length"),
        (plain("helmet"), "subcategory", "blacklisted"),
        (plain("spaceship"), "subcategory", "unknown_kind"),
        (article("toy", &json!({ "category": "books" })), "category", "category_mismatch"),
        (article("toy", &json!({ "lot_quantity": 3 })), "is_lot", "lot_quantity"),
        (lot(&json!({ "subcategory": "skirt" })), "is_lot", "lot_not_allowed"),
        (lot(&json!({ "lot_quantity": 4 })), "lot_quantity", "lot_quantity"),
        (lot(&json!({ "brand": " " })), "brand", "lot_brand_required"),
        (lot(&json!({ "size": "4 ans" })), "size", "lot_size_max"),
    ] {
        let problem = scene.add(&list, &body).refused(422, "invalid");
        assert_eq!(codes(&problem), [code], "{body}");
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
    assert_eq!(scene.list(&list)["article_count"], 0, "what is refused leaves nothing behind");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let scene = Scene::new();
    let list = scene.new_list();
    let body = json!({ "subcategory": "toy", "description": "", "price_cents": 0, "brand": "é".repeat(31) });
    let problem = scene.add(&list, &body).refused(422, "invalid");
    let expected = ["description_length", "brand_length", "price_min", "certification_required"];
    assert_eq!(codes(&problem), expected);
}

#[test]
fn each_limit_of_a_list_holds() {
    for (kind, most, code) in [
        ("coat", 1, "coat_limit"),
        ("handbag", 1, "handbag_limit"),
        ("scarf", 2, "scarf_limit"),
        ("cot_bumper", 1, "cot_bumper_limit"),
        ("soft_toy", 1, "soft_toy_limit"),
        ("adult_book", 5, "adult_book_limit"),
        ("skirt", 12, "clothes_limit"),
        ("toy", 24, "list_full"),
    ] {
        let scene = Scene::new();
        let list = scene.new_list();
        let mut newest = String::new();
        for _ in 0..most {
            let saved = scene.add(&list, &plain(kind)).expect(201);
            newest = saved["article"]["id"].as_str().unwrap().to_owned();
        }
        let problem = scene.add(&list, &plain(kind)).refused(422, "invalid");
        assert_eq!(codes(&problem), [code]);
        let path = format!("/api/v1/articles/{newest}/duplicate");
        let problem = scene.app.post(&path, &scene.token, &json!({})).refused(422, "invalid");
        assert_eq!(codes(&problem), [code]);
    }
}

#[test]
fn nothing_is_declared_that_no_label_and_no_till_could_carry() {
    let scene = Scene::new();
    let list = scene.new_list();
    let dear = |cents: i32| {
        let mut draft = plain("toy");
        draft["price_cents"] = json!(cents);
        draft
    };
    let problem = scene.add(&list, &dear(10_000_000)).refused(422, "invalid");
    assert_eq!(codes(&problem), ["price_label"]);
    scene.add(&list, &dear(9_999_900)).expect(201);
}

#[test]
fn a_jacket_counts_as_a_coat_even_when_an_article_is_changed_into_one() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &plain("coat")).expect(201);
    let skirt = scene.add(&list, &plain("skirt")).expect(201);
    let path = format!("/api/v1/articles/{}", skirt["article"]["id"].as_str().unwrap());
    let change = |changes: Value| scene.app.json(Method::Patch, &path, &scene.token, &changes);
    let problem = change(json!({ "subcategory": "jacket" })).refused(422, "invalid");
    assert_eq!(codes(&problem), ["coat_limit"]);
    let saved = change(json!({ "description": "Jupe plissée" })).expect(200);
    assert_eq!(saved["article"]["subcategory"], "skirt");
}

#[test]
fn a_lot_is_one_line_and_says_so() {
    let scene = Scene::new();
    let list = scene.new_list();
    let saved = scene.add(&list, &lot(&json!({}))).expect(201);
    assert_eq!(saved["article"]["title"], "LOT x3 - Body 18 mois Petit Bateau");
    assert_eq!(saved["counters"]["articles"], 1);
    // No lot any more: the number of pieces goes with it.
    let path = format!("/api/v1/articles/{}", saved["article"]["id"].as_str().unwrap());
    let changes = json!({ "is_lot": false, "lot_quantity": null });
    let saved = scene.app.json(Method::Patch, &path, &scene.token, &changes).expect(200);
    assert_eq!(saved["article"]["title"], "Body");
}

#[test]
fn an_unusual_price_is_saved_with_a_warning() {
    let scene = Scene::new();
    let list = scene.new_list();
    let saved = scene.add(&list, &article("toy", &json!({ "price_cents": 10_100 }))).expect(201);
    assert_eq!(saved["warnings"][0]["code"], "price_unusual");
    let saved = scene.add(&list, &article("toy", &json!({ "price_cents": 10_000 }))).expect(201);
    assert_eq!(saved["warnings"], json!([]));
}

#[test]
fn a_suspected_article_is_saved_once_confirmed() {
    let scene = Scene::new();
    let list = scene.new_list();
    let suspected = article("childcare_other", &json!({ "description": "Housse de siège-auto" }));
    let problem = scene.add(&list, &suspected).refused(422, "blacklist_suspected");
    assert_eq!(problem["errors"][0]["field"], "description");
    let wrong_too = article("childcare_other", &json!({ "description": "siège auto", "price_cents": 0 }));
    let problem = scene.add(&list, &wrong_too).refused(422, "invalid");
    assert_eq!(codes(&problem), ["blacklist_suspected", "price_min"]);
    let mut confirmed = suspected.clone();
    confirmed["confirm"] = json!(["blacklist_suspected"]);
    let saved = scene.add(&list, &confirmed).expect(201);
    let path = format!("/api/v1/articles/{}", saved["article"]["id"].as_str().unwrap());
    let change = |changes: Value| scene.app.json(Method::Patch, &path, &scene.token, &changes);
    // The price alone needs no second confirmation; new words do.
    change(json!({ "price_cents": 600 })).expect(200);
    change(json!({ "description": "Siège auto" })).refused(422, "blacklist_suspected");
    scene.validate(&list).expect(200);
}

#[test]
fn unknown_fields_and_confirmations_are_malformed() {
    let scene = Scene::new();
    let list = scene.new_list();
    scene.add(&list, &article("toy", &json!({ "status": "sold" }))).refused(400, "malformed");
    scene.add(&list, &article("toy", &json!({ "confirm": ["anything"] }))).refused(400, "malformed");
    scene.add(&list, &article("toy", &json!({ "price_cents": 5.5 }))).refused(400, "malformed");
}
