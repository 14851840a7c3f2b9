//! Paying, taking back, supplements, too much, nothing.

use bourse::kernel::money::euros;
use serde_json::{Value, json};

use crate::settlement::{Scene, balances, cents};
use crate::support::app::Answer;
use crate::support::seed::Seed;

fn reverse(scene: &Scene, row: &Value, payment: usize) -> Answer {
    let body = json!({ "payment_id": row["payments"][payment]["id"], "reason": "mauvais numéro de chèque" });
    scene.on(row, "reverse", &body)
}

#[test]
fn a_payment_is_of_what_is_owed_at_that_moment_or_refused() {
    let mut scene = Scene::new();
    let ticket = scene.sells(&[0, 1]);
    scene.settle_and_print();
    let row = scene.payout(100);
    scene.cancel_line(&ticket, 2).expect(200);
    let refused = scene.pays(&row).refused(409, "payout_changed");
    assert_eq!(refused["to_pay_cents"], 80);
    let row = scene.payout(100);
    scene.pays(&row).refused(409, "slip_missing");
    scene.slip(&row);
    let paid = scene.pays(&row).expect(200);
    assert_eq!((&paid["state"], cents(&paid, "paid"), cents(&paid, "to_pay")), (&json!("paid"), 80, 0));
    assert_eq!(paid["warnings"]["open_tills"], json!([1]), "said where money is paid while a till is open");
    scene.pays(&row).refused(409, "already_paid");
    balances(&scene.payout(100));
}

#[test]
fn a_cheque_pays_one_payout_until_it_is_taken_back() {
    let mut scene = Scene::new();
    scene.sells(&[0, 26]);
    scene.settle_and_print();
    let cheque = |row: &Value| json!({ "expected_cents": row["to_pay_cents"], "method": "cheque", "cheque_number": "777777" });
    let (one, other) = (scene.payout(100), scene.payout(101));
    let paid = scene.on(&one, "pay", &cheque(&one)).expect(200);
    scene.on(&other, "pay", &cheque(&other)).refused(409, "cheque_number_used");
    reverse(&scene, &paid, 0).expect(200);
    scene.on(&other, "pay", &cheque(&other)).expect(200);
}

#[test]
fn what_arrives_after_the_payment_is_a_supplement_and_is_paid_by_the_same_way() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    scene.pays(&scene.payout(100)).expect(200);
    scene.sells(&[4]);
    let row = scene.payout(100);
    assert_eq!((&row["state"], cents(&row, "paid"), cents(&row, "to_pay")), (&json!("supplement"), 80, 400));
    assert_eq!(scene.get("payouts?state=supplement")["total"], 1, "named, not counted");
    let computed = scene.post("payouts/compute", &json!({})).expect(200);
    assert_eq!(computed["paid_differently"], json!([row["id"]]));
    scene.pays(&row).refused(409, "slip_missing");
    scene.slip(&row);
    let body = json!({ "expected_cents": 400, "method": "cheque", "cheque_number": "0000007" });
    let paid = scene.on(&row, "pay", &body).expect(200);
    assert_eq!((&paid["state"], cents(&paid, "paid")), (&json!("paid"), 480));
    let ordinals: Vec<&Value> =
        paid["payments"].as_array().unwrap().iter().map(|payment| &payment["ordinal"]).collect();
    assert_eq!(ordinals, [&json!(1), &json!(2)]);
}

#[test]
fn too_much_paid_is_named_and_made_good_by_taking_back() {
    let mut scene = Scene::new();
    scene.sells(&[0, 1]);
    scene.settle_and_print();
    scene.pays(&scene.payout(100)).expect(200);
    let row = scene.payout(100);
    let body = json!({ "kind": "correction", "amount_cents": -40, "reason": "article abîmé" });
    scene.on(&row, "adjustments", &body).expect(200);
    let row = scene.payout(100);
    assert_eq!((&row["state"], cents(&row, "to_pay")), (&json!("overpaid"), -40));
    scene.pays(&row).refused(409, "already_paid");
    let back = reverse(&scene, &row, 0).expect(200);
    assert_eq!(
        (&back["state"], cents(&back, "paid"), cents(&back, "to_pay")),
        (&json!("to_generate"), 0, 200)
    );
    scene.slip(&back);
    scene.pays(&scene.payout(100)).expect(200);
    let row = scene.payout(100);
    let amounts: Vec<i64> = row["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| payment["amount_cents"].as_i64().unwrap())
        .collect();
    assert_eq!(amounts, [240, -240, 200]);
    balances(&row);
}

#[test]
fn a_payment_is_taken_back_once_with_a_reason_and_leaves_its_trace() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    scene.pays(&scene.payout(100)).expect(200);
    let row = scene.payout(100);
    let unsaid = json!({ "payment_id": row["payments"][0]["id"], "reason": " " });
    scene.on(&row, "reverse", &unsaid).refused(422, "invalid");
    let other = json!({ "payment_id": row["payments"][0]["id"], "reason": "mauvaise personne" });
    scene.on(&scene.payout(101), "reverse", &other).refused(404, "not_found");
    reverse(&scene, &row, 0).expect(200);
    reverse(&scene, &row, 0).refused(409, "already_reversed");
    let row = scene.payout(100);
    reverse(&scene, &row, 1).refused(404, "not_found");
    assert_eq!((&row["state"], &row["method"]), (&json!("slip_ready"), &Value::Null));
    assert_eq!(row["payments"][1]["reverses"], row["payments"][0]["id"]);
    scene.pays(&row).expect(200);
    scene
        .sale
        .app
        .post(
            &format!("/api/v1/payouts/{}/reverse", row["id"].as_str().unwrap()),
            &scene.sale.volunteer,
            &other,
        )
        .refused(403, "forbidden");
}

#[test]
fn a_depositor_reads_of_each_payment_of_a_supplement_and_of_one_that_is_taken_back() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    let cheque = json!({ "expected_cents": 80, "method": "cheque", "cheque_number": "0012345" });
    scene.on(&row, "pay", &cheque).expect(200);
    scene.sells(&[4]);
    scene.slip(&row);
    scene.pays(&scene.payout(100)).expect(200);
    reverse(&scene, &scene.payout(100), 0).expect(200);
    let mails = scene.sale.app.mails();
    let told = |kind: &str| -> Vec<(&str, &str)> {
        let of_kind = mails.iter().filter(|mail| mail.kind == kind);
        of_kind.map(|mail| (mail.subject.as_str(), mail.text.as_str())).collect()
    };
    let (mut recorded, reversed) = (told("payout_recorded"), told("payout_reversed"));
    assert_eq!((recorded.len(), reversed.len()), (2, 1));
    // Written in the same millisecond, they come in any order.
    recorded.sort_by_key(|(subject, _)| subject.contains("complément"));
    let says = |(subject, text): (&str, &str), words: &[&str]| {
        for words in words {
            assert!(subject.contains(words) || text.contains(words), "{words} in {subject}\n{text}");
        }
    };
    let by_cheque = format!("{}, par chèque n° 0012345", euros(80));
    says(recorded[0], &[" : votre reversement", &by_cheque]);
    let supplement =
        [" : complément de votre reversement", "Un complément de votre reversement", &euros(400)];
    says(recorded[1], &supplement);
    let left = format!("recevoir {}", euros(80));
    says(reversed[0], &["un paiement est annulé", &by_cheque, "mauvais numéro de chèque", &left]);
}

#[test]
fn nothing_to_pay_is_confirmed_without_slip_or_cheque() {
    let scene = Scene::new();
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let row = scene.payout(101);
    assert_eq!((cents(&row, "net"), cents(&row, "fees_due"), &row["state"]), (0, 100, &json!("to_generate")));
    let body = json!({ "expected_cents": 0, "method": "nothing", "unsold_returned": true });
    let paid = scene.on(&row, "pay", &body).expect(200);
    assert_eq!((&paid["state"], &paid["method"]), (&json!("paid"), &json!("nothing")));
    assert_eq!(scene.sale.scan(24)["status"], "returned");
    scene.on(&row, "pay", &body).refused(409, "already_paid");
    let told = scene.sale.app.mails().into_iter().filter(|mail| mail.kind == "payout_recorded").count();
    assert_eq!(told, 0, "nobody is written to about nothing");
}

#[test]
fn something_to_pay_is_paid_somehow_and_within_bounds() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    let with = |body: Value| scene.on(&row, "pay", &body);
    let code = |answer: Answer| answer.refused(422, "invalid")["errors"][0]["code"].clone();
    assert_eq!(code(with(json!({ "expected_cents": 80, "method": "nothing" }))), "method_required");
    assert_eq!(code(with(json!({ "expected_cents": 80, "method": "transfer" }))), "transfer_date_required");
    assert_eq!(code(with(json!({ "expected_cents": 80, "method": "cheque" }))), "cheque_number_required");
    let body = json!({ "kind": "goodwill", "amount_cents": 999_920, "reason": "pour voir grand" });
    scene.on(&row, "adjustments", &body).expect(200);
    scene.slip(&row);
    let cheque = json!({ "expected_cents": 1_000_000, "method": "cheque", "cheque_number": "1" });
    with(cheque).refused(422, "amount_too_large");
    let transfer =
        json!({ "expected_cents": 1_000_000, "method": "transfer", "transfer_date": "2025-11-20" });
    with(transfer).expect(200);
}

#[test]
fn the_absent_are_noted_after_their_slip_reminded_and_paid_later() {
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle();
    scene.post("payouts/compute", &json!({})).expect(200);
    let row = scene.payout(100);
    scene.on(&row, "absent", &json!({})).refused(409, "slip_missing");
    scene.slip(&row);
    scene.on(&row, "remind", &json!({})).refused(409, "not_absent");
    assert_eq!(scene.on(&row, "absent", &json!({})).expect(200)["state"], "absent");
    scene.on(&row, "remind", &json!({})).expect(202);
    let sum = scene.get("payouts/summary");
    assert_eq!(
        (&sum["absent"], &sum["to_pay"]["cents"]),
        (&json!({ "depositors": 1, "cents": 80 }), &json!(0))
    );
    assert_eq!(scene.pays(&row).expect(200)["state"], "paid");
    scene.on(&row, "absent", &json!({})).refused(409, "already_paid");
}

#[test]
fn a_closed_edition_still_takes_payments_and_takes_them_back() {
    use bourse::features::edition::editions::states::EditionStatus::Closed;
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    scene.on(&scene.payout(100), "absent", &json!({})).expect(200);
    Seed(&scene.sale.app).set_status(scene.sale.edition, Closed);
    assert_eq!(scene.payout(100)["state"], "absent");
    assert_eq!(scene.pays(&scene.payout(100)).expect(200)["state"], "closed");
    reverse(&scene, &scene.payout(100), 0).expect(200);
    scene.on(&scene.payout(100), "absent", &json!({})).refused(409, "edition_closed");
    assert_eq!(scene.pays(&scene.payout(100)).expect(200)["state"], "closed");
    scene.post("payouts/compute", &json!({})).refused(409, "edition_closed");
}

#[test]
fn nothing_is_paid_before_the_sale_has_ended() {
    use bourse::features::edition::editions::states::EditionStatus::Sale;
    let mut scene = Scene::new();
    scene.sells(&[0]);
    scene.settle_and_print();
    let row = scene.payout(100);
    Seed(&scene.sale.app).set_status(scene.sale.edition, Sale);
    scene.pays(&row).refused(409, "edition_not_ready");
}
