//! Mails that a date brings: to whom, when, and never twice.

use bourse::features::conduct::reminders::write_due;
use bourse::features::lists::states::{ArticleStatus, ListState};
use serde_json::{Value, json};

use crate::support::edition::{Autumn, configuration};

/// Mails of a kind written so far.
fn told(autumn: &Autumn, kind: &str) -> usize {
    autumn.app.mails().iter().filter(|mail| mail.kind == kind).count()
}

fn write(autumn: &Autumn) -> usize {
    write_due(&autumn.app.app, &autumn.app.app.trace("test")).unwrap()
}

fn registrations(autumn: &Autumn) -> Vec<Value> {
    autumn.get("registrations?per_page=200").expect(200)["items"].as_array().unwrap().clone()
}

#[test]
fn the_deadline_is_told_of_to_those_without_a_validated_list_a_week_and_three_days_before() {
    let autumn = Autumn::with_everybody();
    let people = registrations(&autumn);
    autumn.list(&people[0], ListState::Validated, &[ArticleStatus::Declared]);
    autumn.list(&people[1], ListState::Draft, &[ArticleStatus::Draft]);
    assert_eq!(write(&autumn), 0, "a month before");
    autumn.app.at("2025-10-08T08:00:00.000Z");
    assert_eq!(write(&autumn), 159);
    assert_eq!(write(&autumn), 0, "not twice");
    autumn.app.at("2025-10-12T08:00:00.000Z");
    assert_eq!(write(&autumn), 159);
    autumn.app.at("2025-10-13T08:00:00.000Z");
    assert_eq!(write(&autumn), 0);
    let mails = autumn.app.mails();
    let last = mails.iter().rfind(|mail| mail.kind == "deadline_near").unwrap();
    assert!(last.subject.contains("encore 3 jours") && last.text.contains("15 octobre"), "{last:?}");
    autumn.app.at("2025-10-16T08:00:00.000Z");
    assert_eq!(write(&autumn), 159);
    assert_eq!(told(&autumn, "deadline_passed"), 159);
}

#[test]
fn a_manager_reminds_those_who_are_late_and_nobody_twice_in_a_day() {
    let mut autumn = Autumn::with_everybody();
    let people = registrations(&autumn);
    autumn.list(&people[0], ListState::Validated, &[ArticleStatus::Declared]);
    autumn.at("2025-10-01T08:00:00.000Z");
    let id = |index: usize| people[index]["depositor"]["id"].clone();
    let chosen = json!({ "depositor_ids": [id(0), id(1)] });
    let counts = |reminded: u32, told_today: u32, declared: u32| json!({ "reminded": reminded, "told_today": told_today, "declared": declared, "unreachable": 0 });
    assert_eq!(autumn.post("declarations/remind", &chosen).expect(200), counts(1, 0, 1));
    assert_eq!(autumn.post("declarations/remind", &chosen).expect(200), counts(0, 1, 1));
    let everybody = json!({ "depositor_ids": null });
    assert_eq!(autumn.post("declarations/remind", &everybody).expect(200), counts(158, 1, 1));
    assert_eq!(told(&autumn, "deadline_near"), 159);
    let rows = autumn.get("declarations?per_page=200").expect(200)["items"].as_array().unwrap().clone();
    let reminded = rows.iter().filter(|row| row["reminded_at"] == "2025-10-01T08:00:00.000Z").count();
    assert_eq!(reminded, 159);
    autumn.at("2025-10-02T08:00:00.000Z");
    assert_eq!(autumn.post("declarations/remind", &chosen).expect(200), counts(1, 0, 1), "the next day");
    autumn.post("declarations/remind", &json!({ "depositor_ids": ["nobody"] })).refused(400, "malformed");
}

#[test]
fn what_a_date_brings_and_what_a_manager_asks_for_are_one_message_a_day() {
    let mut autumn = Autumn::with_everybody();
    let people = registrations(&autumn);
    autumn.at("2025-10-08T08:00:00.000Z");
    let chosen = json!({ "depositor_ids": [people[0]["depositor"]["id"], people[1]["depositor"]["id"]] });
    assert_eq!(autumn.post("declarations/remind", &chosen).expect(200)["reminded"], 2);
    assert_eq!(write(&autumn), 158, "those two were told today");
    let everybody = json!({ "depositor_ids": null });
    assert_eq!(autumn.post("declarations/remind", &everybody).expect(200)["told_today"], 160);
    autumn.at("2025-10-09T08:00:00.000Z");
    assert_eq!(write(&autumn), 2, "the reminder of the week comes a day later");
}

#[test]
fn nobody_is_reminded_of_a_deadline_that_is_over_nor_in_a_training_edition() {
    let mut autumn = Autumn::with_everybody();
    let everybody = json!({ "depositor_ids": null });
    let stranger = autumn.app.account("autre@example.org", bourse::kernel::actor::Role::Depositor);
    let unknown = json!({ "depositor_ids": [stranger.to_string()] });
    autumn.post("declarations/remind", &unknown).refused(404, "not_found");
    autumn.at("2025-10-16T08:00:00.000Z");
    autumn.post("declarations/remind", &everybody).refused(409, "declaration_closed");
    let seed = crate::support::seed::Seed(&autumn.app);
    seed.tamper(|db| {
        use bourse::db::schema::editions;
        use diesel::prelude::*;
        diesel::update(editions::table).set(editions::is_training.eq(true)).execute(db)
    });
    autumn.post("declarations/remind", &everybody).refused(409, "edition_is_training");
    let edition = bourse::kernel::ids::EditionId::parse(&autumn.id).unwrap();
    seed.set_status(edition, bourse::features::edition::editions::states::EditionStatus::Closed);
    autumn.post("declarations/remind", &everybody).refused(409, "edition_closed");
    assert_eq!(told(&autumn, "deadline_near"), 0);
}

#[test]
fn cron_that_was_away_on_the_day_makes_up_for_it_with_one_mail() {
    let autumn = Autumn::with_everybody();
    autumn.app.at("2025-10-14T08:00:00.000Z");
    assert_eq!(write(&autumn), 160);
    assert_eq!(told(&autumn, "deadline_near"), 160);
}

#[test]
fn a_slot_is_told_of_two_days_before_to_those_who_have_something_to_bring() {
    let mut autumn = Autumn::with_everybody();
    let people = registrations(&autumn);
    let first_day =
        people.iter().filter(|one| one["slot"]["starts_at"].as_str().unwrap().starts_with("2025-11-05"));
    let coming: Vec<&Value> = first_day.take(3).collect();
    for person in &coming {
        autumn.list(person, ListState::Validated, &[ArticleStatus::Declared]);
    }
    autumn.at("2025-11-03T08:00:00.000Z");
    assert_eq!(write(&autumn), coming.len());
    assert_eq!(write(&autumn), 0);
    let mail = autumn.app.mails().into_iter().find(|mail| mail.kind == "slot_near").unwrap();
    assert!(mail.text.contains("À apporter") && mail.text.contains("5 novembre"), "{}", mail.text);
}

#[test]
fn the_end_of_the_sale_brings_figures_and_the_hours_of_the_return() {
    let mut autumn = Autumn::with_everybody();
    let people = registrations(&autumn);
    let statuses = [ArticleStatus::Accepted, ArticleStatus::Accepted];
    autumn.list(&people[0], ListState::Reviewed, &statuses);
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &json!({})).expect(200);
    autumn.at("2025-11-08T08:00:00.000Z");
    autumn.post("open-sale", &json!({})).expect(200);
    autumn.at("2025-11-09T11:00:00.000Z");
    write(&autumn);
    assert_eq!(told(&autumn, "sale_ended"), 0, "the sale goes on");
    autumn.at("2025-11-09T13:00:00.000Z");
    autumn.post("end-sale", &json!({})).expect(200);
    write(&autumn);
    write(&autumn);
    let mails: Vec<_> = autumn.app.mails().into_iter().filter(|mail| mail.kind == "sale_ended").collect();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("2 articles à reprendre"), "{}", mails[0].text);
}

#[test]
fn the_end_of_the_sale_is_told_after_the_hours_of_this_edition_with_those_of_its_return() {
    let mut autumn = Autumn::with_everybody();
    let mut body = configuration();
    body["sale_hours"] = json!([{ "day": "2025-11-09", "starts_at": "09:00", "ends_at": "16:00" }]);
    body["return_hours_standard"] = json!({ "starts_at": "20:15", "ends_at": "21:00" });
    autumn.put("configuration", &body).expect(200);
    let people = registrations(&autumn);
    let standard = people.iter().find(|one| one["list_type"] == "standard").unwrap();
    autumn.list(standard, ListState::Reviewed, &[ArticleStatus::Accepted]);
    autumn.at("2025-11-05T08:00:00.000Z");
    autumn.post("open-deposits", &json!({})).expect(200);
    autumn.at("2025-11-08T08:00:00.000Z");
    autumn.post("open-sale", &json!({})).expect(200);
    autumn.at("2025-11-09T14:59:00.000Z");
    write(&autumn);
    assert_eq!(told(&autumn, "sale_ended"), 0, "a minute before four");
    autumn.at("2025-11-09T15:00:00.000Z");
    write(&autumn);
    let mail = autumn.app.mails().into_iter().find(|mail| mail.kind == "sale_ended").unwrap();
    let words = mail.text.replace('\u{a0}', " ");
    assert!(words.contains("lundi 10 novembre 2025, de 20 h 15 à 21 h"), "{words}");
}

#[test]
fn managers_hear_daily_of_invitations_that_run_out() {
    let autumn = Autumn::with_everybody();
    assert_eq!(write(&autumn), 0);
    autumn.app.at("2025-09-19T09:00:00.000Z");
    assert_eq!(write(&autumn), 2, "an admin and a manager");
    assert_eq!(write(&autumn), 0);
    autumn.app.at("2025-09-20T09:00:00.000Z");
    assert_eq!(write(&autumn), 2);
    let mail = autumn.app.mails().into_iter().find(|mail| mail.kind == "invitations_expiring").unwrap();
    assert!(mail.text.contains("160 invitations"), "{}", mail.text);
}

#[test]
fn processes_that_write_at_the_same_moment_tell_nobody_twice() {
    let autumn = Autumn::with_everybody();
    autumn.app.at("2025-10-08T08:00:00.000Z");
    let written: usize = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| write(&autumn))).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!((written, told(&autumn, "deadline_near")), (160, 160));
}

#[test]
fn a_training_edition_writes_to_nobody() {
    let autumn = Autumn::with_everybody();
    autumn
        .app
        .app
        .with_db(|db| {
            use diesel::prelude::*;
            let all = bourse::db::schema::editions::table;
            diesel::update(all).set(bourse::db::schema::editions::is_training.eq(true)).execute(db)?;
            Ok(())
        })
        .unwrap();
    autumn.app.at("2025-10-08T08:00:00.000Z");
    assert_eq!(write(&autumn), 0);
}

#[test]
fn an_account_unused_for_three_years_is_warned_of_and_a_month_later_erased_unless_somebody_logs_in() {
    use bourse::features::house::upkeep::retention::{Inactive, end_inactive};
    use bourse::kernel::actor::Role;
    let app = crate::support::app::TestApp::new();
    for (email, role) in [
        ("gone@example.org", Role::Depositor),
        ("back@example.org", Role::Volunteer),
        ("admin@example.org", Role::Admin),
    ] {
        app.account(email, role);
    }
    let round = |now: &str| {
        app.at(now);
        end_inactive(&app.app, &app.app.trace("test")).unwrap()
    };
    assert_eq!(round("2028-09-01T08:00:00.000Z"), Inactive::default());
    assert_eq!(round("2028-09-20T08:00:00.000Z"), Inactive { warned: 2, erased: 0 });
    assert_eq!(round("2028-10-15T08:00:00.000Z"), Inactive::default());
    app.log_in("back@example.org");
    assert_eq!(round("2028-10-21T08:00:00.000Z"), Inactive { warned: 0, erased: 1 });
    let warned: Vec<String> = app
        .mails()
        .into_iter()
        .filter(|mail| mail.kind == "account_inactive")
        .map(|mail| mail.recipient)
        .collect();
    assert_eq!(warned.len(), 1, "the erased account's mail names nobody any more: {warned:?}");
    let admin = app.log_in("admin@example.org");
    assert_eq!(app.get("/api/v1/users?state=erased", &admin).expect(200)["total"], 1);
    assert_eq!(round("2028-10-22T08:00:00.000Z"), Inactive::default());
    assert!(app.app.with_db(bourse::features::base::journal::verify).unwrap().intact);
}
