//! Signs that the labels cannot print are told, and never keep an article from being saved.

use serde_json::{Value, json};

use super::{Scene, article};

fn warnings(saved: &Value) -> Vec<(&str, &str)> {
    let warnings = saved["warnings"].as_array().unwrap().iter();
    warnings.map(|one| (one["field"].as_str().unwrap(), one["code"].as_str().unwrap())).collect()
}

#[test]
fn what_will_not_be_printed_is_a_warning_by_field() {
    let scene = Scene::new();
    let list = scene.new_list();
    let dressed = article("dress", &json!({ "description": "Robe 🎀 princesse", "brand": "优衣库" }));
    let saved = scene.add(&list, &dressed).expect(201);
    assert_eq!(warnings(&saved), [("description", "signs_not_printed"), ("brand", "signs_not_printed")]);
    assert!(saved["warnings"][0]["message"].as_str().unwrap().contains('🎀'), "{saved}");
    let plain = article("dress", &json!({ "description": "Áo dài – Nguyễn n° 3, 5 €" }));
    assert_eq!(warnings(&scene.add(&list, &plain).expect(201)), []);
}

#[test]
fn a_text_of_marks_alone_is_empty() {
    let scene = Scene::new();
    let list = scene.new_list();
    let hollow = article("dress", &json!({ "description": "\u{202e}\u{200b}\u{2066}\u{feff}" }));
    let refused = scene.add(&list, &hollow).refused(422, "invalid");
    assert_eq!(refused["errors"][0]["code"], "description_length");
    let name = json!({ "first_name": "\u{200b}\u{202e}" });
    let refused = scene
        .app
        .json(bourse::http::Method::Patch, "/api/v1/me", &scene.token, &name)
        .refused(422, "invalid");
    assert_eq!(refused["errors"][0]["field"], "first_name");
}
