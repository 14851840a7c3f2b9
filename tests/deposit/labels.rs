//! Label sheets from the database to the printed QR code, and the steps in which they are made.
//!
//! Needs `pdftoppm`, `pdftotext` (poppler-utils) and `zbarimg` (zbar-tools).

use std::collections::BTreeSet;

use bourse::app::App;
use bourse::db::schema::{articles, jobs, lists};
use bourse::features::edition::editions::states::{EditionStatus, ListType};
use bourse::features::lists::label_code::{LabelCode, qr_text};
use bourse::features::lists::states::{LabelState, ListState};
use bourse::http::Method;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::{Clock, Instant};
use bourse::kernel::hex;
use bourse::kernel::ids::{EditionId, ListId, RegistrationId, SlotId, UserId};
use bourse::kernel::random::Random;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::documents::tools::{page_count, scanned_pages, text};
use crate::support::app::{BEGINNING, TestApp};
use crate::support::seed::{LABEL_KEY, Seed};

/// An edition with a manager and a volunteer.
pub(super) struct Hall {
    pub(super) app: TestApp,
    pub(super) edition: EditionId,
    pub(super) slot: SlotId,
    pub(super) manager: String,
    pub(super) volunteer: String,
}

impl Hall {
    pub(super) fn new() -> Self {
        let app = TestApp::with(&[("RATE_LIMIT_PER_MINUTE", "100000")]);
        let seed = Seed(&app);
        let edition = seed.edition("A2025", EditionStatus::RegistrationsOpen);
        let slot = seed.slot(edition, 14);
        let (manager, volunteer) =
            (app.token("m@example.org", Role::Manager), app.token("b@example.org", Role::Volunteer));
        Self { app, edition, slot, manager, volunteer }
    }

    pub(super) fn seed(&self) -> Seed<'_> {
        Seed(&self.app)
    }

    /// Somebody with two validated lists of so many articles, from this number on.
    pub(super) fn somebody(&self, slot: SlotId, first: i32, count: i32) -> [ListId; 2] {
        let (user, registration) = self.registered(slot, first);
        let list =
            |number| self.seed().validated_list((self.edition, "A2025"), (registration, user), number, count);
        [list(first), list(first + 1)]
    }

    fn registered(&self, slot: SlotId, first: i32) -> (UserId, RegistrationId) {
        let user = self.seed().person(first);
        let numbers = [first, first + 1];
        (user, self.seed().register(self.edition, slot, user, ListType::Standard, &numbers))
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/v1/editions/{}/labels{rest}", self.edition)
    }

    pub(super) fn generate(&self, selection: &Value) -> Value {
        self.app.post(&self.path("/generate"), &self.manager, selection).expect(202)
    }

    /// The file of a job, which is driven to its end.
    pub(super) fn download(&self, job: &Value) -> Vec<u8> {
        let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
        let mut job = job.clone();
        while job["state"] == "running" {
            job = self.app.get(&path, &self.manager).expect(200);
        }
        let answer = self.app.get(job["result_url"].as_str().unwrap(), &self.volunteer);
        assert_eq!(answer.status, 200, "{}", answer.json);
        answer.response.body
    }

    /// The labels' row of a list on the manager's page.
    pub(super) fn state_of(&self, number: i32) -> String {
        let view = self.app.get(&self.path(""), &self.volunteer).expect(200);
        let mut lists =
            view["slots"].as_array().unwrap().iter().flat_map(|slot| slot["lists"].as_array().unwrap());
        let list = lists.find(|list| list["number"] == number).unwrap();
        list["label_state"].as_str().unwrap().to_owned()
    }
}

/// What the QR code of a label must hold.
pub(super) fn expected(number: i32, line: i32, price_cents: i32) -> String {
    let code = LabelCode::new("A2025", number, line).unwrap();
    qr_text(&hex::decode(LABEL_KEY).unwrap(), &code, price_cents)
}

pub(super) fn scanned(file: &[u8]) -> BTreeSet<String> {
    scanned_pages(file).into_iter().collect()
}

#[test]
fn what_a_depositor_declared_is_what_a_scanner_reads_from_the_printed_sheet() {
    let hall = Hall::new();
    let user = hall.seed().depositor("nhung@example.org", "Thị Hồng Nhung", "Nguyễn");
    hall.seed().register(hall.edition, hall.slot, user, ListType::Standard, &[244, 245]);
    let token = hall.app.log_in("nhung@example.org");
    let list =
        hall.app.post(&format!("/api/v1/editions/{}/lists", hall.edition), &token, &json!({})).expect(201);
    let list = list["id"].as_str().unwrap();
    for (kind, description, price_cents) in
        [("toy", "Łódka à bascule", 700), ("coat", "Manteau d'Œdipe", 1500), ("child_book", "L'été", 100)]
    {
        let article = json!({
            "subcategory": kind, "description": description, "price_cents": price_cents, "certified": true,
        });
        hall.app.post(&format!("/api/v1/lists/{list}/articles"), &token, &article).expect(201);
    }
    let terms = json!({ "accept_terms": true });
    let path = format!("/api/v1/lists/{list}/validate");
    let view = hall.app.post(&path, &token, &terms).expect(200);

    let job = hall.generate(&json!({ "slot_id": hall.slot }));
    assert_eq!((&job["state"], &job["done"]), (&json!("done"), &job["total"]));
    let file = hall.download(&job);
    let wanted: BTreeSet<String> =
        [expected(244, 1, 1500), expected(244, 2, 700), expected(244, 3, 100), "A2025-D244".to_owned()]
            .into();
    assert_eq!(scanned(&file), wanted);
    let words = text(&file);
    for word in ["NGUYỄN Thị Hồng Nhung", "Manteau d'Œdipe", "Łódka à bascule", "jaune soleil", "15 €"]
    {
        assert!(words.contains(word), "{word}: {words}");
    }

    let coat = view["articles"][0]["id"].as_str().unwrap();
    let again = hall.app.post(&format!("/api/v1/articles/{coat}/label.pdf"), &hall.volunteer, &json!({}));
    assert_eq!(again.status, 200);
    assert_eq!(scanned(&again.response.body), BTreeSet::from([expected(244, 1, 1500)]));
    // Taken back, the list has no codes any more, and so no labels.
    let reopen = format!("/api/v1/lists/{list}/reopen");
    hall.app.post(&reopen, &hall.manager, &json!({ "reason": "erreur de taille" })).expect(200);
    let path = format!("/api/v1/articles/{coat}/label.pdf");
    hall.app.post(&path, &hall.volunteer, &json!({})).refused(409, "no_label");
}

#[test]
fn labels_go_from_none_to_generated_to_printed_and_back_when_a_list_is_reopened() {
    let hall = Hall::new();
    let [first, second] = hall.somebody(hall.slot, 300, 2);
    let mark =
        |selection: Value| hall.app.post(&hall.path("/mark-printed"), &hall.manager, &selection).expect(200);
    assert_eq!(mark(json!({ "all": true })), json!({ "marked": 0, "left": [300, 301] }));
    hall.generate(&json!({ "list_ids": [first] }));
    assert_eq!((hall.state_of(300), hall.state_of(301)), ("generated".to_owned(), "none".to_owned()));
    assert_eq!(mark(json!({ "list_ids": [first, second] })), json!({ "marked": 1, "left": [301] }));
    hall.generate(&json!({ "all": true }));
    assert_eq!((hall.state_of(300), hall.state_of(301)), ("printed".to_owned(), "generated".to_owned()));
    let reopen = format!("/api/v1/lists/{first}/reopen");
    hall.app.post(&reopen, &hall.manager, &json!({ "reason": "mauvais prix" })).expect(200);
    assert_eq!(hall.state_of(300), "none");
    let view = hall.app.get(&hall.path(""), &hall.volunteer).expect(200);
    let slot = &view["slots"][0];
    assert_eq!(
        (&slot["printable"], &slot["articles"], &slot["depositors"]),
        (&json!(1), &json!(2), &json!(1))
    );
}

#[test]
fn the_same_request_gives_the_same_file_until_something_changes() {
    let hall = Hall::new();
    let [first, _] = hall.somebody(hall.slot, 300, 2);
    let all = json!({ "all": true });
    let job = hall.generate(&all);
    assert_eq!(hall.generate(&all)["id"], job["id"]);
    assert_ne!(hall.generate(&json!({ "slot_id": hall.slot }))["id"], job["id"]);
    let reopen = format!("/api/v1/lists/{first}/reopen");
    hall.app.post(&reopen, &hall.manager, &json!({ "reason": "mauvais prix" })).expect(200);
    let fresh = hall.generate(&all);
    assert_ne!(fresh["id"], job["id"]);
    assert_eq!(scanned(&hall.download(&fresh)).len(), 3, "two labels and the sheet of the list that is left");
}

#[test]
fn a_whole_edition_is_made_in_steps_by_whichever_program_is_asked() {
    let hall = Hall::new();
    let late = hall.seed().slot(hall.edition, 18);
    for first in (100..124).step_by(2) {
        hall.somebody(if first < 116 { late } else { hall.slot }, first, 24);
    }
    let job = hall.generate(&json!({ "all": true }));
    assert_eq!((&job["state"], &job["done"]), (&json!("running"), &json!(1)));
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let other = App::with(
        hall.app.app.config.clone(),
        Clock::set_at(Instant::parse(BEGINNING).unwrap()),
        Random::seeded(9),
    );
    let mut state = job;
    for turn in 0..20 {
        let before = state["done"].as_i64().unwrap();
        let mut request = bourse::http::Request::new(Method::Get, &path);
        request.headers.push(("authorization".into(), format!("Bearer {}", hall.manager)));
        let program = if turn % 2 == 0 { &other } else { &hall.app.app };
        state = serde_json::from_slice(&bourse::app::handle(program, &request).body).unwrap();
        if state["state"] == "done" {
            break;
        }
        assert_eq!(state["done"], before + 1);
    }
    assert_eq!(state["message"], "576 étiquettes de 24 listes sont prêtes.");
    let file = hall.download(&state);
    // Two covers; for each of 12 depositors a separator, two list sheets and five pages of labels and coupons.
    let words = text(&file);
    let total = page_count(&file);
    assert_eq!(total, 2 + 12 * (1 + 2 + 5));
    assert_eq!(words.matches("Contenu de la pochette").count(), 12);
    assert!(words.contains(&format!("Page 1 / {total}")) && words.contains(&format!(" / {total}")));
    let places: Vec<usize> =
        [116, 122, 100, 114].iter().map(|n| words.find(&format!("A2025-L{n}-A01")).unwrap()).collect();
    assert!(places.is_sorted(), "slots by time, then lists by number");
    let left: Vec<_> = std::fs::read_dir(hall.app.app.config.folders.labels.join(hall.edition.as_str()))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 1, "only the file is kept: {left:?}");
}

#[test]
fn a_step_that_a_dead_process_holds_is_taken_up_when_its_claim_lapses() {
    let hall = Hall::new();
    for first in (100..112).step_by(2) {
        hall.somebody(hall.slot, first, 24);
    }
    let job = hall.generate(&json!({ "slot_id": hall.slot }));
    let held = Instant::parse("2025-09-15T08:00:30.000Z").unwrap();
    hall.seed().tamper(|db| diesel::update(jobs::table).set(jobs::claimed_until.eq(held)).execute(db));
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let ask = || hall.app.get(&path, &hall.manager).expect(200);
    assert_eq!(ask()["done"], 1);
    hall.app.at("2025-09-15T08:00:31.000Z");
    assert_eq!(ask()["done"], 2);
    assert_eq!(ask()["state"], "done");
}

#[test]
fn a_job_whose_parts_are_gone_fails_with_a_word_and_can_be_asked_for_again() {
    let hall = Hall::new();
    for first in (100..112).step_by(2) {
        hall.somebody(hall.slot, first, 24);
    }
    let job = hall.generate(&json!({ "slot_id": hall.slot }));
    std::fs::remove_dir_all(hall.app.app.config.folders.labels.join(hall.edition.as_str())).unwrap();
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let state = hall.app.get(&path, &hall.manager).expect(200);
    assert_eq!(state["state"], "failed");
    assert!(state["message"].as_str().unwrap().contains("Relancez-le"));
    assert_ne!(hall.generate(&json!({ "slot_id": hall.slot }))["id"], job["id"]);
}

#[test]
fn a_list_that_does_not_hold_together_is_named_and_left_out() {
    let hall = Hall::new();
    hall.somebody(hall.slot, 300, 3);
    let foreign = Some("A2025-L300-A09");
    hall.seed().tamper(|db| {
        let line = articles::table.filter(articles::list_number.eq(300)).filter(articles::line.eq(2));
        diesel::update(line).set(articles::code.eq(foreign)).execute(db)
    });
    let job = hall.generate(&json!({ "all": true }));
    let message = job["message"].as_str().unwrap();
    assert!(message.contains("300 (le code de l'article 2"), "{message}");
    let file = hall.download(&job);
    let wanted: BTreeSet<String> =
        (1..=3).map(|line| expected(301, line, 100 * line)).chain(["A2025-D301".to_owned()]).collect();
    assert_eq!(scanned(&file), wanted);
    assert!(text(&file).contains("A2025-L300-A09"), "the cover says why");
    assert_eq!((hall.state_of(300), hall.state_of(301)), ("none".to_owned(), "generated".to_owned()));
}

#[test]
fn nothing_validated_is_nothing_to_print() {
    let hall = Hall::new();
    let generate = |selection: &Value| hall.app.post(&hall.path("/generate"), &hall.manager, selection);
    generate(&json!({ "all": true })).refused(409, "nothing_to_print");
    let user = hall.seed().depositor("nhung@example.org", "Thị Hồng Nhung", "Nguyễn");
    hall.seed().register(hall.edition, hall.slot, user, ListType::Standard, &[244, 245]);
    let token = hall.app.log_in("nhung@example.org");
    let path = format!("/api/v1/editions/{}/lists", hall.edition);
    let draft = hall.app.post(&path, &token, &json!({})).expect(201);
    let problem = generate(&json!({ "list_ids": [draft["id"]] })).refused(409, "nothing_to_print");
    assert_eq!(problem["errors"][0]["field"], "lists[244]");
    for wrong in [json!({}), json!({ "all": true, "slot_id": hall.slot }), json!({ "list_ids": [] })] {
        generate(&wrong).refused(422, "invalid");
    }
    let other = hall.seed().edition("P2026", EditionStatus::Configured);
    let elsewhere = hall.seed().slot(other, 14);
    generate(&json!({ "slot_id": elsewhere })).refused(404, "not_found");
}

#[test]
fn a_job_is_seen_by_who_started_it_and_its_file_by_volunteers() {
    let hall = Hall::new();
    hall.somebody(hall.slot, 300, 2);
    let job = hall.generate(&json!({ "all": true }));
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    assert_eq!(hall.app.get(&path, &hall.manager).expect(200), job);
    hall.app.get(&path, &hall.volunteer).refused(404, "not_found");
    hall.seed().depositor("nhung@example.org", "Thị Hồng Nhung", "Nguyễn");
    let depositor = hall.app.log_in("nhung@example.org");
    hall.app.get(job["result_url"].as_str().unwrap(), &depositor).refused(403, "forbidden");
    hall.app
        .post(&hall.path("/generate"), &hall.volunteer, &json!({ "all": true }))
        .refused(403, "forbidden");
    hall.seed().set_status(hall.edition, EditionStatus::Closed);
    let generate = hall.app.post(&hall.path("/generate"), &hall.manager, &json!({ "all": true }));
    generate.refused(409, "edition_closed");
    hall.download(&job);
}

#[test]
fn lists_of_a_closed_edition_still_count_for_what_they_were() {
    let hall = Hall::new();
    hall.somebody(hall.slot, 244, 3);
    hall.seed().tamper(|db| {
        let closed = (lists::state.eq(ListState::Closed), lists::label_state.eq(LabelState::Printed));
        diesel::update(lists::table).set(closed).execute(db)
    });
    let slot = hall.app.get(&hall.path(""), &hall.manager).expect(200)["slots"][0].clone();
    assert_eq!(
        (&slot["printable"], &slot["printed"], &slot["none"], &slot["articles"]),
        (&json!(2), &json!(2), &json!(0), &json!(6))
    );
}
