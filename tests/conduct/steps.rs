//! The steps of an edition, each with its conditions and its way back.

use bourse::features::lists::states::ArticleStatus::{
    self, Accepted, Declared, Draft, OnSale, Refused, Sold, Unsold,
};
use bourse::features::lists::states::ListState;
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::edition::{Autumn, codes};

const NOTHING: fn() -> Value = || json!({});

/// Three registrations with a validated list of two articles each, and one whose list is still a draft.
fn declared() -> Autumn {
    let autumn = Autumn::with_everybody();
    let people = autumn.get("registrations?sort=number&per_page=4").expect(200)["items"].clone();
    for person in &people.as_array().unwrap()[..3] {
        autumn.list(person, ListState::Validated, &[Declared, Declared]);
    }
    autumn.list(&people[3], ListState::Draft, &[Draft]);
    autumn
}

/// The same with the deposit open and the lists accepted.
fn accepted() -> Autumn {
    let mut autumn = declared();
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &NOTHING()).expect(200);
    let accepted = autumn.post("accept-lists", &NOTHING()).expect(200);
    assert_eq!((&accepted["lists"], &accepted["articles"]), (&json!(3), &json!(6)));
    autumn
}

fn back(autumn: &Autumn) -> Answer {
    autumn.post("step-back", &json!({ "reason": "erreur de date" }))
}

fn set_one(autumn: &Autumn, from: ArticleStatus, to: ArticleStatus) {
    use bourse::db::schema::articles;
    use diesel::prelude::*;
    let change = |db: &mut bourse::db::Conn| {
        let id: String = articles::table.filter(articles::status.eq(from)).select(articles::id).first(db)?;
        diesel::update(articles::table.find(id)).set(crate::support::seed::in_state(to)).execute(db)?;
        Ok(())
    };
    autumn.app.app.with_db(change).unwrap();
}

#[test]
fn the_deposit_opens_after_the_deadline_or_for_a_journalled_reason() {
    let autumn = declared();
    let refused = autumn.post("open-deposits", &NOTHING()).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["deadline_not_over"]);
    let refused = autumn.post("open-deposits", &json!({ "override_deadline": true })).refused(422, "invalid");
    assert_eq!(codes(&refused), ["reason_missing"]);
    let body = json!({ "override_deadline": true, "reason": "salle disponible plus tôt" });
    assert_eq!(autumn.post("open-deposits", &body).expect(200)["status"], "deposit");
    assert_eq!((autumn.lists(ListState::NotFinalised), autumn.lists(ListState::Validated)), (1, 3));
    assert_eq!(back(&autumn).expect(200)["status"], "registrations_open");
    assert_eq!((autumn.lists(ListState::NotFinalised), autumn.lists(ListState::Draft)), (0, 1));
}

#[test]
fn one_step_at_a_time() {
    let autumn = Autumn::draft();
    for step in ["open-registrations", "open-deposits", "open-sale", "end-sale"] {
        let refused = autumn.post(step, &NOTHING()).refused(409, "edition_not_ready");
        assert_eq!(codes(&refused), ["not_next_step"], "{step}");
        assert_eq!(
            (&refused["status"], &refused["edition_status"]),
            (&json!(409), &json!("draft")),
            "{step}"
        );
    }
    for step in ["close", "archive"] {
        autumn.app.post(&autumn.path(step), &autumn.admin, &NOTHING()).refused(409, "edition_not_ready");
    }
    let refused = back(&autumn).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["not_next_step"]);
}

#[test]
fn registrations_open_again_after_a_step_back() {
    let autumn = Autumn::with_everybody();
    let unsaid = autumn.post("step-back", &json!({ "reason": " " })).refused(422, "invalid");
    assert_eq!(codes(&unsaid), ["reason_missing"]);
    assert_eq!(back(&autumn).expect(200)["status"], "configured");
    assert_eq!(autumn.post("open-registrations", &NOTHING()).expect(200)["status"], "registrations_open");
    let empty = Autumn::configured();
    let refused = empty.post("open-registrations", &NOTHING()).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["registration_missing"]);
}

#[test]
fn the_sale_opens_with_accepted_articles_only_and_can_be_undone_until_something_is_sold() {
    let mut autumn = declared();
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &NOTHING()).expect(200);
    let refused = autumn.post("open-sale", &NOTHING()).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["accepted_article_missing"]);
    autumn.post("accept-lists", &NOTHING()).expect(200);
    set_one(&autumn, Accepted, Refused);
    assert_eq!(autumn.post("open-sale", &NOTHING()).expect(200)["status"], "sale");
    assert_eq!((autumn.articles(OnSale), autumn.articles(Refused), autumn.articles(Draft)), (5, 1, 1));
    back(&autumn).expect(200);
    assert_eq!((autumn.articles(Accepted), autumn.articles(OnSale)), (5, 0));
    autumn.post("open-sale", &NOTHING()).expect(200);
    set_one(&autumn, OnSale, Sold);
    assert_eq!(codes(&back(&autumn).refused(409, "edition_not_ready")), ["articles_sold"]);
    assert_eq!(autumn.status(), "sale");
}

#[test]
fn a_step_back_from_the_deposit_takes_the_acceptance_of_whole_lists_back() {
    let autumn = accepted();
    set_one(&autumn, Accepted, Refused);
    back(&autumn).expect(200);
    assert_eq!((autumn.articles(Declared), autumn.articles(Refused)), (5, 1));
    assert_eq!((autumn.lists(ListState::Validated), autumn.lists(ListState::Draft)), (3, 1));
}

#[test]
fn lists_are_accepted_whole_only_during_the_deposit_and_where_the_edition_says_so() {
    let mut autumn = declared();
    autumn.post("accept-lists", &NOTHING()).refused(409, "edition_not_ready");
    let mut body = crate::support::edition::configuration();
    body["accept_whole_lists"] = json!(false);
    autumn.put("configuration", &body).expect(200);
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &NOTHING()).expect(200);
    autumn.post("accept-lists", &NOTHING()).refused(409, "review_required");
}

#[test]
fn only_named_lists_are_accepted_when_some_are_named() {
    let mut autumn = Autumn::with_everybody();
    let people = autumn.get("registrations?sort=number&per_page=2").expect(200)["items"].clone();
    let first = autumn.list(&people[0], ListState::Validated, &[Declared]);
    autumn.list(&people[1], ListState::Validated, &[Declared, Declared]);
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &NOTHING()).expect(200);
    let answer = autumn.post("accept-lists", &json!({ "list_ids": [first] })).expect(200);
    assert_eq!((&answer["lists"], &answer["articles"]), (&json!(1), &json!(1)));
    assert_eq!((autumn.articles(Accepted), autumn.articles(Declared)), (1, 2));
}

#[test]
fn an_edition_is_closed_when_its_checks_hold_and_then_takes_no_write() {
    let mut autumn = accepted();
    autumn.post("open-sale", &NOTHING()).expect(200);
    autumn.at("2025-11-09T12:00:00.000Z");
    assert_eq!(autumn.post("end-sale", &NOTHING()).expect(200)["status"], "settlement");
    assert_eq!((autumn.articles(OnSale), autumn.articles(Unsold)), (0, 6));
    let unmet = |autumn: &Autumn| -> Vec<String> {
        let checks = autumn.app.get(&autumn.path("closing-checks"), &autumn.admin).expect(200);
        let unmet = checks["checks"].as_array().unwrap().iter().filter(|check| check["met"] == false);
        unmet.map(|check| check["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(unmet(&autumn), ["payouts_not_computed", "unsold_left"]);
    autumn.post("payouts/compute", &NOTHING()).expect(200);
    assert_eq!(unmet(&autumn), ["to_pay_left", "unsold_left"]);
    let close = |autumn: &Autumn| autumn.app.post(&autumn.path("close"), &autumn.admin, &NOTHING());
    let refused = close(&autumn).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["to_pay_left", "unsold_left"]);
    autumn.post("payouts/slips", &NOTHING());
    let payouts = autumn.get("payouts").expect(200)["items"].clone();
    for payout in payouts.as_array().unwrap() {
        let path = format!("/api/v1/payouts/{}/absent", payout["id"].as_str().unwrap());
        let remind = path.replace("absent", "remind");
        autumn.app.post(&remind, &autumn.manager, &NOTHING()).refused(409, "not_absent");
        autumn.app.post(&path, &autumn.manager, &NOTHING()).expect(200);
        autumn.app.post(&remind, &autumn.manager, &NOTHING()).expect(202);
    }
    let reminded = autumn.app.mails().into_iter().filter(|mail| mail.kind == "not_seen");
    assert_eq!(reminded.count(), payouts.as_array().unwrap().len());
    for _ in 0..6 {
        set_one(&autumn, Unsold, ArticleStatus::Returned);
    }
    assert_eq!(unmet(&autumn), Vec::<String>::new());
    autumn.app.post(&autumn.path("close"), &autumn.manager, &NOTHING()).refused(403, "forbidden");
    assert_eq!(close(&autumn).expect(200)["status"], "closed");
    assert_eq!(autumn.lists(ListState::Closed), 3);
    let told: Vec<_> = autumn.app.mails().into_iter().filter(|mail| mail.kind == "edition_closed").collect();
    let mut recipients: Vec<&str> = told.iter().map(|mail| mail.recipient.as_str()).collect();
    recipients.sort_unstable();
    assert_eq!(recipients, ["admin@example.org", "gestion@example.org"]);
    assert!(
        told[0].text.contains("close par Camille Martin, le dimanche 9 novembre 2025"),
        "{}",
        told[0].text
    );

    for (path, body) in [
        (
            "slots",
            json!({ "starts_at": "2025-11-05T06:00:00Z", "ends_at": "2025-11-05T07:00:00Z", "capacity": 2 }),
        ),
        ("slots/standard", NOTHING()),
        ("step-back", json!({ "reason": "trop tôt" })),
        ("accept-lists", NOTHING()),
        ("open-sale", NOTHING()),
        ("invitations", json!({ "email": "zoe@example.org" })),
    ] {
        assert_eq!(autumn.post(path, &body).code(), "edition_closed", "{path}");
    }
    autumn.patch("", &json!({ "place": "ailleurs" })).refused(409, "edition_closed");
    autumn.preview(crate::support::edition::AUTUMN).refused(409, "edition_closed");
    close(&autumn).refused(409, "edition_closed");

    let archive = |autumn: &Autumn| autumn.app.post(&autumn.path("archive"), &autumn.admin, &NOTHING());
    assert_eq!(codes(&archive(&autumn).refused(409, "edition_not_ready")), ["closed_too_recently"]);
    autumn.at("2026-11-10T12:00:00.000Z");
    assert_eq!(archive(&autumn).expect(200)["status"], "archived");
    archive(&autumn).refused(409, "edition_closed");
}

#[test]
fn the_sale_resumes_until_a_payout_has_left_the_house() {
    let autumn = accepted();
    autumn.post("open-sale", &NOTHING()).expect(200);
    autumn.post("end-sale", &early()).expect(200);
    autumn.post("payouts/compute", &NOTHING()).expect(200);
    assert_eq!(back(&autumn).expect(200)["status"], "sale");
    assert_eq!((autumn.articles(OnSale), autumn.articles(Unsold)), (6, 0));
    autumn.post("end-sale", &early()).expect(200);
    assert_eq!(autumn.get("payouts").expect(200)["total"], 0, "computed anew after the sale went on");
    autumn.post("payouts/compute", &NOTHING()).expect(200);
    let payout = autumn.get("payouts").expect(200)["items"][0].clone();
    let path = |rest: &str| format!("/api/v1/payouts/{}/{rest}", payout["id"].as_str().unwrap());
    let nothing = json!({ "expected_cents": 0, "method": "nothing" });
    let paid = autumn.app.post(&path("pay"), &autumn.manager, &nothing).expect(200);
    assert_eq!(codes(&back(&autumn).refused(409, "edition_not_ready")), ["payouts_paid"]);
    let body = json!({ "payment_id": paid["payments"][0]["id"], "reason": "vente à reprendre" });
    autumn.app.post(&path("reverse"), &autumn.manager, &body).expect(200);
    assert_eq!(back(&autumn).expect(200)["status"], "sale");
    let kept = autumn.get("payouts").expect(200);
    assert_eq!(kept["total"], 1, "what was paid and taken back leaves its trace");
    assert_eq!(kept["items"][0]["payments"].as_array().unwrap().len(), 2);
}

/// Ends the sale before its last day.
fn early() -> Value {
    json!({ "overrides": ["sale_not_over"], "reason": "fin avancée" })
}

#[test]
fn the_sale_ends_before_its_last_day_or_with_open_tills_only_for_a_reason() {
    let mut autumn = accepted();
    autumn.post("open-sale", &NOTHING()).expect(200);
    let body = json!({ "register_number": 1, "opening_float_cents": 0 });
    autumn.app.post(&autumn.path("register-sessions"), &autumn.manager, &body).expect(201);
    let named = |answer: Value| -> Vec<Value> { answer["checks"].as_array().unwrap().clone() };
    let checks = named(autumn.get("end-sale").expect(200));
    assert_eq!(
        (&checks[0]["code"], &checks[1]["code"]),
        (&json!("sale_not_over"), &json!("register_session_open"))
    );
    assert_eq!(checks[0]["message"], "La vente est prévue jusqu'au dimanche 9 novembre 2025.");
    let refused = autumn.post("end-sale", &NOTHING()).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["sale_not_over", "register_session_open"]);
    let refused = autumn.post("end-sale", &early()).refused(409, "edition_not_ready");
    assert_eq!(codes(&refused), ["register_session_open"], "each is passed over by name");
    let unsaid = json!({ "overrides": ["sale_not_over", "register_session_open"] });
    assert_eq!(codes(&autumn.post("end-sale", &unsaid).refused(422, "invalid")), ["reason_missing"]);
    autumn.at("2025-11-09T08:00:00.000Z");
    assert_eq!(named(autumn.get("end-sale").expect(200)).len(), 1, "the last day has come");
    let body = json!({ "overrides": ["register_session_open"], "reason": "caisse 1 en panne" });
    assert_eq!(autumn.post("end-sale", &body).expect(200)["status"], "settlement");
}

#[test]
fn volunteers_take_no_steps() {
    let autumn = declared();
    let volunteer = autumn.app.token("benevole@example.org", Role::Volunteer);
    autumn.app.post(&autumn.path("open-deposits"), &volunteer, &NOTHING()).refused(403, "forbidden");
    autumn.app.get(&autumn.path("registrations"), &volunteer).refused(403, "forbidden");
}
