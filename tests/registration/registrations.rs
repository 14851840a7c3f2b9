//! Registrations by hand, and races for a place.

mod gates;
mod raced;

use std::sync::Barrier;

use bourse::app::App;
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::edition::editions::store::slots;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::{Clock, Instant};
use bourse::kernel::ids::{EditionId, SlotId};
use bourse::kernel::random::Random;
use serde_json::{Value, json};

use crate::support::app::BEGINNING;
use crate::support::edition::{Autumn, codes};
use crate::support::seed::Seed;

fn slot(autumn: &Autumn, index: usize) -> Value {
    autumn.get("slots").expect(200)["items"][index].clone()
}

fn person(email: &str, slot: &Value) -> Value {
    json!({ "email": email, "first_name": "Zoé", "last_name": "Martin", "slot_id": slot["id"], "list_type": "standard" })
}

#[test]
fn somebody_new_is_registered_by_hand_and_invited_and_somebody_known_gets_a_notice() {
    let autumn = Autumn::configured();
    let morning = slot(&autumn, 0);
    let zoe = autumn.post("registrations", &person(" Zoe@Example.org", &morning)).expect(201);
    assert_eq!((&zoe["numbers"], &zoe["origin"]), (&json!([100, 101]), &json!("manual")));
    assert_eq!(
        (&zoe["depositor"]["email"], &zoe["invitation"]["state"]),
        (&json!("zoe@example.org"), &json!("pending"))
    );
    assert_eq!(autumn.status(), "registrations_open");
    autumn.app.account("camille@example.org", Role::Depositor);
    autumn.app.at("2025-09-15T08:01:00.000Z");
    let known = autumn.post("registrations", &person("camille@example.org", &morning)).expect(201);
    assert_eq!((&known["numbers"], &known["invitation"]), (&json!([102, 103]), &json!(null)));
    let kinds: Vec<String> = autumn.app.mails().into_iter().map(|mail| mail.kind).collect();
    assert_eq!(kinds, ["invitation", "registered"]);
    let refused =
        autumn.post("registrations", &person("zoe@example.org", &morning)).refused(409, "already_registered");
    assert_eq!(refused["existing_id"], zoe["id"]);
    assert_eq!(slot(&autumn, 0)["taken"], 2);
}

#[test]
fn members_and_their_families_get_mirrored_numbers() {
    let autumn = Autumn::configured();
    let slots: Vec<Value> = (0..5).map(|index| slot(&autumn, index)).collect();
    let mut member = person("adherente@example.org", &slots[1]);
    member["list_type"] = json!("member_1000");
    member["numbers"] = json!([1100, 1101]);
    assert_eq!(autumn.post("registrations", &member).expect(201)["numbers"], json!([1100, 1101]));
    let mut family = person("tante@example.org", &slots[3]);
    family["list_type"] = json!("family_2000");
    let numbers = autumn.post("registrations", &family).expect(201)["numbers"].clone();
    assert_eq!(numbers, json!([2996, 2997, 2998, 2999]), "from above, clear of the mirrors of members");
    let mut other = person("autre@example.org", &slots[1]);
    other["list_type"] = json!("member_1000");
    other["numbers"] = json!([1102]);
    autumn.post("registrations", &other).refused(409, "list_numbers_taken");
    other["numbers"] = json!([129]);
    let refused = autumn.post("registrations", &other).refused(422, "invalid");
    assert_eq!(
        (codes(&refused), refused["errors"][0]["field"].as_str()),
        (vec!["list_numbers_invalid".to_owned()], Some("numbers"))
    );
}

#[test]
fn a_slot_for_residents_asks_for_the_postal_code() {
    let autumn = Autumn::configured();
    let evening = slot(&autumn, 4);
    let mut body = person("zoe@example.org", &evening);
    autumn.post("registrations", &body).refused(422, "not_resident");
    body["postal_code"] = json!("31830");
    autumn.post("registrations", &body).expect(201);
    let elsewhere =
        autumn.post("registrations", &person("camille@example.org", &slot(&autumn, 0))).expect(201);
    let path = format!("registrations/{}", elsewhere["id"].as_str().unwrap());
    autumn.patch(&path, &json!({ "slot_id": evening["id"] })).refused(422, "not_resident");
}

#[test]
fn somebody_moves_to_another_slot_and_leaves_with_everything_that_hung_on_it() {
    let autumn = Autumn::configured();
    let zoe = autumn.post("registrations", &person("zoe@example.org", &slot(&autumn, 0))).expect(201);
    let path = format!("registrations/{}", zoe["id"].as_str().unwrap());
    let afternoon = slot(&autumn, 2);
    assert_eq!(
        autumn.patch(&path, &json!({ "slot_id": afternoon["id"] })).expect(200)["slot"]["id"],
        afternoon["id"]
    );
    assert_eq!((&slot(&autumn, 0)["taken"], &slot(&autumn, 2)["taken"]), (&json!(0), &json!(1)));
    autumn.delete(&path).expect(204);
    assert_eq!(slot(&autumn, 2)["taken"], 0);
    assert_eq!(autumn.get("invitations?state=cancelled").expect(200)["total"], 1);
    let next = autumn.post("registrations", &person("camille@example.org", &slot(&autumn, 0))).expect(201);
    assert_eq!(next["numbers"], json!([100, 101]), "numbers are free again");
}

#[test]
fn everything_wrong_with_what_was_typed_is_told_at_once() {
    let autumn = Autumn::configured();
    let mut body = person("zoe@", &slot(&autumn, 0));
    body["phone"] = json!("12");
    body["last_name"] = json!("x".repeat(81));
    let refused = autumn.post("registrations", &body).refused(422, "invalid");
    assert_eq!(codes(&refused), ["name_length", "phone_invalid", "email_invalid"]);
}

#[test]
fn registrations_are_searched_without_accents_and_counted_page_by_page() {
    let autumn = Autumn::with_everybody();
    let found = autumn.get("registrations?q=NGUYEN%20lucie").expect(200);
    assert_eq!(
        (&found["total"], &found["items"][0]["depositor"]["last_name"]),
        (&json!(1), &json!("NGUYỄN"))
    );
    let page = autumn.get("registrations?sort=number&per_page=50&page=4").expect(200);
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&json!(160), 10));
    let first = autumn.get("registrations?sort=number&per_page=1").expect(200)["items"][0].clone();
    assert_eq!(first["numbers"][0], 100);
    assert_eq!(autumn.get("registrations?q=100").expect(200)["items"][0]["id"], first["id"]);
    assert_eq!(autumn.get("registrations?list_type=family_2000").expect(200)["total"], 6);
    let declarations = autumn.get("declarations?per_page=200").expect(200);
    assert_eq!((&declarations["total"], &declarations["items"][0]["articles"]), (&json!(160), &json!(0)));
}

#[test]
fn of_many_who_want_the_last_place_one_gets_it() {
    let autumn = Autumn::configured();
    let id = autumn.get("slots").expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    autumn.patch(&format!("slots/{id}"), &json!({ "capacity": 3 })).expect(200);
    let slot = SlotId::parse(&id).unwrap();
    let second = second_program(&autumn);
    let start = Barrier::new(8);
    let won: usize = std::thread::scope(|scope| {
        let runners: Vec<_> = (0..8)
            .map(|index| {
                let app = if index % 2 == 0 { &autumn.app.app } else { &second };
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    app.with_db(|db| bourse::db::write(db, |db| slots::take_place(db, slot))).unwrap()
                })
            })
            .collect();
        runners.into_iter().map(|runner| usize::from(runner.join().unwrap())).sum()
    });
    assert_eq!(won, 3);
    assert_eq!(autumn.get("slots").expect(200)["items"][0]["taken"], 3);
}

/// Another process's program on the same database.
fn second_program(autumn: &Autumn) -> App {
    let clock = Clock::set_at(Instant::parse(BEGINNING).unwrap());
    App::with(autumn.app.app.config.clone(), clock, Random::seeded(2))
}

#[test]
fn two_managers_who_register_at_once_never_give_a_number_or_a_place_twice() {
    let autumn = Autumn::configured();
    let slot = slot(&autumn, 0);
    autumn.patch(&format!("slots/{}", slot["id"].as_str().unwrap()), &json!({ "capacity": 10 })).expect(200);
    let second = second_program(&autumn);
    let start = Barrier::new(4);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let runners: Vec<_> = (0..4)
            .map(|runner| {
                let app = if runner % 2 == 0 { &autumn.app.app } else { &second };
                let (autumn, slot, start) = (&autumn, &slot, &start);
                scope.spawn(move || {
                    start.wait();
                    let send = |index| {
                        let body = person(&format!("p{runner}x{index}@example.org"), slot).to_string();
                        let mut request = bourse::http::Request::new(
                            bourse::http::Method::Post,
                            &autumn.path("registrations"),
                        );
                        request.headers.push(("content-type".into(), "application/json".into()));
                        request.headers.push(("authorization".into(), format!("Bearer {}", autumn.manager)));
                        request.body = bourse::http::Body::Whole(body.into_bytes());
                        bourse::app::handle(app, &request).status
                    };
                    (0..4).map(send).collect::<Vec<_>>()
                })
            })
            .collect();
        runners.into_iter().flat_map(|runner| runner.join().unwrap()).collect()
    });
    let of = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((of(201), of(409)), (10, 6), "{statuses:?}");
    let all = autumn.get("registrations?per_page=200").expect(200);
    let mut numbers: Vec<i64> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|item| item["numbers"].as_array().unwrap().iter().filter_map(Value::as_i64))
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (100..120).collect::<Vec<i64>>());
    assert!(autumn.app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}

/// How many statements the manager's pages cost: registrations, declarations, invitations, a depositor's sheet, closing
/// checks.
fn statements_of_pages(autumn: &Autumn) -> [u32; 5] {
    use bourse::ctx::Ctx;
    use bourse::db::paging::PageQuery;
    use bourse::features::conduct::depositor_sheet::api::show as sheet;
    use bourse::features::conduct::reminders::api::declarations as declarations_page;
    use bourse::features::conduct::steps::checks::closing;
    use bourse::features::registration::depositors::{api, views};
    use bourse::http::{Path, Query};
    use bourse::kernel::ids::{EditionId, UserId};
    let app = &autumn.app.app;
    let id = EditionId::parse(&autumn.id).unwrap();
    let first = autumn.get("registrations").expect(200)["items"][0]["depositor"]["id"].clone();
    let user = UserId::parse(first.as_str().unwrap()).unwrap();
    app.with_db(|db| {
        let mut ctx = Ctx { services: app, db, trace: app.trace("test"), claim: None };
        let page = || Query(PageQuery { page: None, per_page: Some(200) });
        bourse::db::statements();
        api::list(&mut ctx, (Path(id), Query(views::RegistrationsQuery::default())))?;
        let registrations = bourse::db::statements().count;
        declarations_page(&mut ctx, (Path(id), page()))?;
        let declarations = bourse::db::statements().count;
        api::invitations::list(&mut ctx, (Path(id), Query(views::InvitationsQuery::default())))?;
        let invitations = bourse::db::statements().count;
        sheet(&mut ctx, Path((id, user)))?;
        let sheet = bourse::db::statements().count;
        closing(&mut ctx, Path(id))?;
        Ok([registrations, declarations, invitations, sheet, bourse::db::statements().count])
    })
    .unwrap()
}

#[test]
fn pages_cost_the_same_number_of_statements_however_many_people_there_are() {
    let alone = Autumn::configured();
    alone.post("registrations", &person("zoe@example.org", &slot(&alone, 0))).expect(201);
    let few = statements_of_pages(&alone);
    assert_eq!(few, statements_of_pages(&Autumn::with_everybody()));
    assert!(few.iter().all(|count| (2..=30).contains(count)), "{few:?}");
}

#[test]
fn depositors_learn_of_changed_dates_and_slots_when_the_manager_says_so() {
    let autumn = Autumn::with_everybody();
    let before = autumn.app.mails().len();
    let told = || {
        let mails: Vec<_> =
            autumn.app.mails().into_iter().filter(|mail| mail.kind == "schedule_changed").collect();
        (mails.len(), mails.last().map(|mail| mail.text.clone()).unwrap_or_default())
    };
    let mut terms = crate::support::edition::configuration();
    terms["ends_at"] = json!("2025-11-12");
    terms["return_day"] = json!("2025-11-11");
    autumn.put("configuration", &terms).expect(200);
    assert_eq!(told().0, 0, "not without being asked to");
    terms["return_day"] = json!("2025-11-12");
    terms["confirm_notify"] = json!(true);
    autumn.put("configuration", &terms).expect(200);
    let (count, text) = told();
    assert_eq!(count, 160);
    assert!(text.contains("Restitution des invendus : mercredi 12 novembre 2025"), "{text}");
    assert!(!text.contains("Vente :"), "{text}");
    autumn.put("configuration", &terms).expect(200);
    assert_eq!(told().0, 160, "nothing changed, nobody is written to");

    let slots = autumn.get("slots").expect(200)["items"].clone();
    let slot = slots.as_array().unwrap().iter().find(|slot| slot["taken"].as_i64() > Some(0)).unwrap();
    let path = format!("slots/{}", slot["id"].as_str().unwrap());
    let start = bourse::kernel::clock::Instant::parse(slot["starts_at"].as_str().unwrap()).unwrap();
    let later = start.plus(chrono::TimeDelta::minutes(15)).to_string();
    autumn.patch(&path, &json!({ "starts_at": later, "confirm_notify": true })).expect(200);
    let taken = usize::try_from(slot["taken"].as_i64().unwrap()).unwrap();
    assert_eq!(told().0, 160 + taken);
    let moved = autumn.app.mails().into_iter().filter(|mail| mail.text.contains("Votre créneau de dépôt : "));
    assert_eq!(moved.filter(|mail| mail.kind == "schedule_changed").count(), taken);
    assert_eq!(autumn.app.mails().len(), before + 160 + taken);
}

#[test]
fn nobody_changes_slots_once_the_deposit_is_over() {
    let autumn = Autumn::configured();
    let (morning, later) = (slot(&autumn, 0), slot(&autumn, 2));
    let zoe = autumn.post("registrations", &person("zoe@example.org", &morning)).expect(201);
    let path = format!("registrations/{}", zoe["id"].as_str().unwrap());
    let move_to =
        |slot: &Value| autumn.patch(&path, &json!({ "slot_id": slot["id"], "confirm_notify": true }));
    set_status(&autumn, EditionStatus::Deposit);
    move_to(&later).expect(200);
    let mails = autumn.app.mails().len();
    for status in [EditionStatus::Sale, EditionStatus::Settlement] {
        set_status(&autumn, status);
        move_to(&morning).refused(409, "deposit_over");
    }
    assert_eq!(autumn.app.mails().len(), mails, "nobody is told of a move that was not made");
    assert_eq!((&slot(&autumn, 0)["taken"], &slot(&autumn, 2)["taken"]), (&json!(0), &json!(1)));
}

fn set_status(autumn: &Autumn, status: EditionStatus) {
    Seed(&autumn.app).set_status(EditionId::parse(&autumn.id).unwrap(), status);
}
