//! The sheet of a depositor: all of one person in one edition, and mending how they are reached.

use bourse::features::lists::states::{ArticleStatus, ListState};
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::edition::{Autumn, codes};

fn registrations(autumn: &Autumn) -> Vec<Value> {
    autumn.get("registrations?per_page=200").expect(200)["items"].as_array().unwrap().clone()
}

fn path_of(registration: &Value) -> String {
    format!("depositors/{}", registration["depositor"]["id"].as_str().unwrap())
}

#[test]
fn one_answer_holds_contact_slot_lists_invitation_articles_and_history() {
    let autumn = Autumn::with_everybody();
    let person = &registrations(&autumn)[0];
    autumn.list(person, ListState::Validated, &[ArticleStatus::Declared, ArticleStatus::Declared]);
    let sheet = autumn.get(&path_of(person)).expect(200);
    assert_eq!(sheet["depositor"]["email"], person["depositor"]["email"]);
    assert_eq!(sheet["registration"], *person);
    assert_eq!(sheet["invitation"]["state"], "pending");
    assert_eq!(sheet["lists"][0]["number"], person["numbers"][0]);
    assert_eq!(sheet["articles"], json!([{ "status": "declared", "count": 2 }]));
    assert_eq!((&sheet["payout"], &sheet["correctable"]), (&json!(null), &json!(true)));
    assert_eq!(sheet["amounts"]["net_cents"], 0);
    let resend = format!("invitations/{}/resend", sheet["invitation"]["id"].as_str().unwrap());
    autumn.post(&resend, &json!({})).expect(200);
    let history = autumn.get(&path_of(person)).expect(200)["history"].clone();
    assert_eq!(history[0]["event"], "invitation_resent");
    assert!(history[0]["sentence"].as_str().unwrap().ends_with('.'));
}

#[test]
fn somebody_invited_without_a_registration_has_a_sheet_and_a_stranger_has_none() {
    let autumn = Autumn::configured();
    let invited = autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let path = format!("depositors/{}", invited["user_id"].as_str().unwrap());
    let sheet = autumn.get(&path).expect(200);
    assert_eq!((&sheet["registration"], &sheet["invitation"]["id"]), (&json!(null), &invited["id"]));
    assert_eq!(sheet["history"][0]["event"], "invitation_created");
    let stranger = autumn.app.account("autre@example.org", Role::Depositor);
    autumn.get(&format!("depositors/{stranger}")).refused(404, "not_found");
    autumn.patch(&format!("depositors/{stranger}"), &json!({ "phone": "" })).refused(404, "not_found");
}

#[test]
fn a_manager_mends_name_telephone_and_address_and_the_journal_says_what_was_mended() {
    let autumn = Autumn::with_everybody();
    let path = path_of(&registrations(&autumn)[0]);
    let mended = json!({
        "first_name": " Zoé ", "phone": "06 12 34 56 78", "address": "12 rue des Lilas",
        "postal_code": "31 830", "city": "Plaisance-du-Touch",
    });
    let sheet = autumn.patch(&path, &mended).expect(200);
    let person = &sheet["depositor"];
    assert_eq!((&person["first_name"], &person["phone"]), (&json!("Zoé"), &json!("+33612345678")));
    assert_eq!((&person["postal_code"], &person["address"]), (&json!("31830"), &json!("12 rue des Lilas")));
    let entry = &sheet["history"][0];
    assert_eq!((&entry["event"], &entry["actor_role"]), (&json!("contact_corrected"), &json!("manager")));
    let fields = entry["details"]["fields"].as_array().unwrap();
    assert!(fields.contains(&json!("phone")) && !fields.contains(&json!("last_name")), "{entry}");
    assert!(!entry.to_string().contains("Lilas"), "what it was mended to is not kept: {entry}");
    autumn.patch(&path, &mended).expect(200);
    let again = autumn.get(&path).expect(200)["history"].as_array().unwrap().len();
    assert_eq!(again, sheet["history"].as_array().unwrap().len(), "nothing changed, nothing is told");
}

#[test]
fn what_the_profile_refuses_is_refused_and_nothing_is_changed() {
    let autumn = Autumn::with_everybody();
    let path = path_of(&registrations(&autumn)[0]);
    let before = autumn.get(&path).expect(200);
    let wrong = json!({ "last_name": "", "phone": "12", "city": "x".repeat(81) });
    let refused = autumn.patch(&path, &wrong).refused(422, "invalid");
    assert_eq!(codes(&refused), ["name_length", "phone_invalid", "too_long"]);
    assert_eq!(autumn.get(&path).expect(200), before);
}

#[test]
fn details_of_who_manages_editions_and_of_an_erased_account_are_not_for_managers_to_change() {
    let autumn = Autumn::configured();
    let slot = autumn.get("slots").expect(200)["items"][0]["id"].clone();
    let add = |email: &str| {
        let body = json!({ "email": email, "slot_id": slot, "list_type": "standard" });
        path_of(&autumn.post("registrations", &body).expect(201))
    };
    let admin = add("admin@example.org");
    assert_eq!(autumn.get(&admin).expect(200)["correctable"], false);
    autumn.patch(&admin, &json!({ "phone": "" })).refused(409, "account_of_manager");
    let gone = add("zoe@example.org");
    autumn
        .app
        .app
        .with_db(|db| {
            use bourse::db::schema::users;
            use bourse::features::people::accounts::model::UserState;
            use diesel::prelude::*;
            let zoe = users::table.filter(users::email.eq("zoe@example.org"));
            diesel::update(zoe).set(users::state.eq(UserState::Erased)).execute(db)?;
            Ok(())
        })
        .unwrap();
    autumn.patch(&gone, &json!({ "phone": "" })).refused(409, "account_erased");
}

#[test]
fn only_managers_read_it_and_log_ins_are_not_told() {
    let autumn = Autumn::configured();
    let slot = autumn.get("slots").expect(200)["items"][0]["id"].clone();
    autumn.app.token("zoe@example.org", Role::Depositor);
    let body = json!({ "email": "zoe@example.org", "slot_id": slot, "list_type": "standard" });
    let path = path_of(&autumn.post("registrations", &body).expect(201));
    let history = autumn.get(&path).expect(200)["history"].clone();
    let events: Vec<&str> =
        history.as_array().unwrap().iter().filter_map(|one| one["event"].as_str()).collect();
    assert_eq!(events.first(), Some(&"registration_created"), "{events:?}");
    assert!(!events.contains(&"logged_in"), "{events:?}");
    let volunteer = autumn.app.token("benevole@example.org", Role::Volunteer);
    autumn.app.get(&autumn.path(&path), &volunteer).refused(403, "forbidden");
}
