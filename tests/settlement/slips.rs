//! Slips: one reckoning, on paper and in the books.

use serde_json::json;

use super::Scene;
use crate::documents::tools::page_count;

#[test]
fn a_slip_is_the_same_file_as_long_as_it_shows_the_same() {
    let mut scene = Scene::new();
    scene.sells(&[0, 1]);
    scene.settle_and_print();
    let path = format!("/api/v1/payouts/{}/slip.pdf", scene.payout(100)["id"].as_str().unwrap());
    let fetch = || scene.sale.app.get(&path, &scene.sale.manager).response.body;
    let first = fetch();
    assert!(first.starts_with(b"%PDF"));
    assert_eq!(first, fetch());
    drop(first);
    scene.sells(&[2]);
    let path = format!("/api/v1/payouts/{}/slip.pdf", scene.payout(100)["id"].as_str().unwrap());
    let depositor = scene.sale.app.log_in("deposant@example.org");
    assert_eq!(scene.sale.app.get(&path, &depositor).status, 200);
    assert_eq!(scene.payout(100)["state"], "to_generate", "its owner's look does not make it signable");
    scene.slip(&scene.payout(100));
    assert_eq!(scene.payout(100)["state"], "slip_ready");
}

#[test]
fn all_slips_need_payouts_and_a_sale_that_is_over() {
    let scene = Scene::new();
    scene.post("payouts/slips", &json!({})).refused(409, "edition_not_ready");
    scene.settle();
    scene.post("payouts/slips", &json!({})).refused(409, "payouts_missing");
    scene.post("payouts/compute", &json!({})).expect(200);
    let job = scene.post("payouts/slips", &json!({})).expect(202);
    assert_eq!(job["slips"], 2);
    let folder = &scene.sale.app.app.config.folders.slips;
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["Reversements_A2025.pdf"], "named for people, and no half-written file stays");
}

#[test]
fn slips_are_counted_before_they_are_printed_and_named_by_edition_and_day() {
    let scene = Scene::new();
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    assert_eq!(scene.get("payouts/slips/paper"), json!({ "slips": 2, "sheets": 2 }));
    let job = scene.post("payouts/slips", &json!({})).expect(202);
    let file = scene.sale.app.get(job["result_url"].as_str().unwrap(), &scene.sale.manager);
    assert_eq!(page_count(&file.response.body), 2);
    let name = file.response.header("Content-Disposition").unwrap();
    assert_eq!(name, "inline; filename=\"Reversements_A2025_sam8nov.pdf\"");
}

#[test]
fn the_slips_of_chosen_people_are_one_file_and_can_be_paid_from_then_on() {
    let mut scene = Scene::new();
    scene.sells(&[0, 1]);
    let unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
    let nobody = json!({ "payout_ids": [unknown] });
    scene.post("payouts/slips/chosen", &nobody).refused(409, "edition_not_ready");
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let one = scene.payout(100);
    assert_eq!(one["state"], "to_generate");
    scene.post("payouts/slips/chosen", &json!({ "payout_ids": [] })).refused(422, "invalid");
    scene
        .post("payouts/slips/chosen", &json!({ "payout_ids": [one["id"], unknown] }))
        .refused(404, "not_found");
    assert_eq!(scene.payout(100)["state"], "to_generate", "a choice with a stranger in it makes none");
    let file = scene.post("payouts/slips/chosen", &json!({ "payout_ids": [one["id"], one["id"]] }));
    assert_eq!((file.status, page_count(&file.response.body)), (200, 1));
    let name = file.response.header("Content-Disposition").unwrap();
    assert_eq!(name, "inline; filename=\"Reversements_A2025_1_choisis_sam8nov.pdf\"");
    assert_eq!(scene.payout(100)["state"], "slip_ready");
    let rows = scene.get("payouts");
    let ids: Vec<_> = rows["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    let both = scene.post("payouts/slips/chosen", &json!({ "payout_ids": ids }));
    assert_eq!(page_count(&both.response.body), 2);
}
