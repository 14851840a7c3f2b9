//! Where an edition stands says who may still be registered and invited.

use bourse::db::schema::{editions, journal, registrations, users};
use bourse::features::edition::editions::states::EditionStatus;
use bourse::features::lists::states::{ArticleStatus, ListState};
use bourse::http::Method;
use bourse::kernel::ids::EditionId;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{person, slot};
use crate::support::app::PASSWORD;
use crate::support::edition::{Autumn, tariffs};
use crate::support::seed::Seed;

const FIRST: &[u8] = include_bytes!("../../data/inputs/first-export.csv");

type Call = (Method, String, Value);

/// Rows that a refusal leaves as many as they were: registrations, accounts, mails and what the journal says.
fn written(autumn: &Autumn) -> (i64, i64, usize, i64) {
    let counted = |db: &mut bourse::db::Conn| {
        Ok((
            registrations::table.count().get_result(db)?,
            users::table.count().get_result(db)?,
            journal::table.count().get_result(db)?,
        ))
    };
    let (people, accounts, entries) = autumn.app.app.with_db(counted).unwrap();
    (people, accounts, autumn.app.mails().len(), entries)
}

#[track_caller]
fn refuses(autumn: &Autumn, calls: &[Call], code: &str) {
    let before = written(autumn);
    for (method, path, body) in calls {
        let answer = autumn.app.json(*method, &autumn.path(path), &autumn.manager, body);
        assert_eq!((answer.status, answer.code()), (409, code), "{} {path}", method.as_str());
    }
    assert_eq!(written(autumn), before);
}

fn set_status(autumn: &Autumn, status: EditionStatus) {
    Seed(&autumn.app).set_status(EditionId::parse(&autumn.id).unwrap(), status);
}

fn train(autumn: &Autumn) {
    Seed(&autumn.app)
        .tamper(|db| diesel::update(editions::table).set(editions::is_training.eq(true)).execute(db));
}

/// Every way of registering or inviting somebody new.
fn newcomers(slot: &Value) -> Vec<Call> {
    [
        ("registrations", person("zoe@example.org", slot)),
        ("invitations", json!({ "email": "zoe@example.org" })),
        ("invitations/bulk", json!({ "text": "zoe@example.org" })),
    ]
    .map(|(path, body)| (Method::Post, path.to_owned(), body))
    .to_vec()
}

/// Sending invitations again, or looking at whom one would invite.
fn sendings() -> Vec<Call> {
    [
        ("invitations/bulk/preview", json!({ "text": "zoe@example.org" })),
        ("invitations/resend-expiring", json!({})),
    ]
    .map(|(path, body)| (Method::Post, path.to_owned(), body))
    .to_vec()
}

/// An edition with somebody registered, somebody invited, and an export that has been looked at.
struct Scene {
    autumn: Autumn,
    slots: [Value; 2],
    registration: String,
    invitation: String,
    import: Call,
}

impl Scene {
    fn new() -> Self {
        let autumn = Autumn::configured();
        let slots = [slot(&autumn, 0), slot(&autumn, 1)];
        let registered = autumn.post("registrations", &person("anne@example.org", &slots[0])).expect(201);
        let invited = autumn.post("invitations", &json!({ "email": "luc@example.org" })).expect(201);
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let digest = autumn.preview(FIRST).expect(200)["digest"].clone();
        let order = json!({ "digest": digest, "tariffs": tariffs() });
        let import = (Method::Post, "billetweb/import".to_owned(), order);
        Self { slots, registration: id(&registered), invitation: id(&invited), import, autumn }
    }

    fn changes(&self) -> Vec<Call> {
        let registration = format!("registrations/{}", self.registration);
        let invitation = format!("invitations/{}", self.invitation);
        vec![
            (Method::Patch, registration.clone(), json!({ "slot_id": self.slots[1]["id"] })),
            (Method::Delete, registration, json!({})),
            (Method::Post, format!("{invitation}/resend"), json!({})),
            (Method::Post, format!("{invitation}/cancel"), json!({})),
        ]
    }
}

#[test]
fn a_closed_edition_registers_moves_and_invites_nobody() {
    let scene = Scene::new();
    set_status(&scene.autumn, EditionStatus::Closed);
    let mut calls = newcomers(&scene.slots[0]);
    calls.extend(sendings());
    calls.extend(scene.changes());
    calls.push(scene.import.clone());
    refuses(&scene.autumn, &calls, "edition_closed");
    scene.autumn.preview(FIRST).refused(409, "edition_closed");
}

#[test]
fn nobody_comes_or_goes_once_the_deposit_is_open() {
    let scene = Scene::new();
    set_status(&scene.autumn, EditionStatus::Deposit);
    let mut calls = newcomers(&scene.slots[0]);
    calls.push((Method::Delete, format!("registrations/{}", scene.registration), json!({})));
    calls.push(scene.import.clone());
    refuses(&scene.autumn, &calls, "registrations_closed");
    scene.autumn.preview(FIRST).refused(409, "registrations_closed");
}

#[test]
fn nobody_is_registered_before_the_dates_are_set() {
    let autumn = Autumn::draft();
    let slot = json!({ "id": autumn.id });
    refuses(&autumn, &newcomers(&slot), "edition_not_ready");
    autumn.preview(FIRST).refused(409, "edition_not_ready");
}

#[test]
fn a_training_edition_sends_no_invitations() {
    let autumn = Autumn::configured();
    train(&autumn);
    let mut calls = newcomers(&slot(&autumn, 0));
    calls.remove(0);
    calls.extend(sendings());
    refuses(&autumn, &calls, "edition_is_training");
    assert_eq!(autumn.status(), "configured");
}

#[test]
fn an_invitation_that_has_served_is_neither_sent_again_nor_withdrawn() {
    let scene = Scene::new();
    let mails = scene.autumn.app.mails();
    let mail = mails.iter().find(|mail| mail.recipient == "luc@example.org").unwrap();
    let body = json!({
        "token": mail.link_token(), "password": PASSWORD, "first_name": "Luc", "last_name": "Petit",
        "accept_terms": true, "accept_privacy": true,
    });
    scene.autumn.app.post("/api/v1/auth/activate", "", &body).expect(200);
    refuses(&scene.autumn, &scene.changes()[2..], "invitation_used");
}

#[test]
fn a_full_slot_takes_nobody_in_by_hand_or_by_moving() {
    let scene = Scene::new();
    let autumn = &scene.autumn;
    let second = autumn.post("registrations", &person("zoe@example.org", &scene.slots[1])).expect(201);
    let capacity = |slot: &Value| {
        let path = format!("slots/{}", slot["id"].as_str().unwrap());
        autumn.patch(&path, &json!({ "capacity": 1 })).expect(200);
    };
    capacity(&scene.slots[0]);
    let path = format!("registrations/{}", second["id"].as_str().unwrap());
    let calls = [
        (Method::Post, "registrations".to_owned(), person("max@example.org", &scene.slots[0])),
        (Method::Patch, path, json!({ "slot_id": scene.slots[0]["id"] })),
    ];
    refuses(autumn, &calls, "slot_full");
    assert_eq!((&slot(autumn, 0)["taken"], &slot(autumn, 1)["taken"]), (&json!(1), &json!(1)));
}

#[test]
fn somebody_with_articles_stays_registered() {
    let scene = Scene::new();
    let registration = json!({ "id": scene.registration });
    scene.autumn.list(&registration, ListState::Draft, &[ArticleStatus::Draft]);
    let delete = (Method::Delete, format!("registrations/{}", scene.registration), json!({}));
    refuses(&scene.autumn, &[delete], "registration_in_use");
    assert_eq!(slot(&scene.autumn, 0)["taken"], 1);
}

#[test]
fn what_cannot_be_read_is_refused_before_anything_is_looked_for() {
    let autumn = Autumn::configured();
    autumn.app.get("/api/v1/depositors/lookup?email=zoe", &autumn.manager).refused(422, "invalid");
    let many = json!({ "text": "x@example.org\n".repeat(501) });
    autumn.post("invitations/bulk/preview", &many).refused(422, "invalid");
}
