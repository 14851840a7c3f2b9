//! Invitations: one live link per person and edition.

use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::kernel::clock::paris;
use diesel::connection::SimpleConnection as _;
use serde_json::json;

use crate::support::app::{Mail, PASSWORD, on_mariadb};
use crate::support::edition::{Autumn, codes};

/// What the page asks that a link opens.
const OPEN: &str = "/api/v1/auth/invitations";

#[test]
fn an_invitation_is_made_once_sent_again_and_withdrawn() {
    let autumn = Autumn::configured();
    let invite = || autumn.post("invitations", &json!({ "email": "Zoe@example.org", "first_name": "Zoé" }));
    let made = invite().expect(201);
    assert_eq!((&made["state"], &made["email"]), (&json!("pending"), &json!("zoe@example.org")));
    assert_eq!(autumn.status(), "registrations_open");
    assert_eq!(invite().refused(409, "invitation_active")["existing"]["id"], made["id"]);
    let path = format!("invitations/{}", made["id"].as_str().unwrap());
    autumn.app.at("2025-09-15T08:01:00.000Z");
    assert_eq!(autumn.post(&format!("{path}/resend"), &json!({})).expect(200)["id"], made["id"]);
    let tokens: Vec<String> = autumn.app.mails().iter().map(Mail::link_token).collect();
    let open = |token: &str| autumn.app.get(&format!("/api/v1/auth/invitations/{token}"), "");
    open(&tokens[0]).refused(404, "invitation_invalid");
    assert_eq!(open(&tokens[1]).expect(200)["edition"], "Bourse d'automne 2025");
    assert_eq!(autumn.post(&format!("{path}/cancel"), &json!({})).expect(200)["state"], "cancelled");
    open(&tokens[1]).refused(410, "invitation_cancelled");
    assert_eq!(invite().expect(201)["state"], "pending", "a withdrawn one may be made again");
}

#[test]
fn the_first_opening_of_a_link_is_noted_for_managers_only() {
    let mut autumn = Autumn::configured();
    let opened_at = |autumn: &Autumn| autumn.get("invitations").expect(200)["items"][0]["opened_at"].clone();
    let link = |autumn: &Autumn| autumn.app.mails().last().unwrap().link_token();
    let made = autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let first = link(&autumn);
    autumn.app.get(&format!("/api/v1/auth/invitations/{first}"), "").expect(200);
    autumn.app.post(OPEN, "", &json!({ "token": "inconnu" })).refused(404, "invitation_invalid");
    assert_eq!(opened_at(&autumn), json!(null), "what only reads notes nothing");
    autumn.at("2025-09-15T09:00:00.000Z");
    let seen = autumn.app.post(OPEN, "", &json!({ "token": first })).expect(200);
    assert!(seen.get("opened_at").is_none(), "{seen}");
    assert_eq!(opened_at(&autumn), "2025-09-15T09:00:00.000Z");
    autumn.at("2025-09-16T09:00:00.000Z");
    autumn.app.post(OPEN, "", &json!({ "token": first })).expect(200);
    assert_eq!(opened_at(&autumn), "2025-09-15T09:00:00.000Z", "the first time stays");

    let again = format!("invitations/{}/resend", made["id"].as_str().unwrap());
    autumn.post(&again, &json!({})).expect(200);
    assert_eq!(opened_at(&autumn), json!(null), "nobody has opened the new link");
    autumn.at("2025-10-15T09:00:00.000Z");
    let late = json!({ "token": link(&autumn) });
    autumn.app.post(OPEN, "", &late).refused(410, "invitation_expired");
    assert_eq!(opened_at(&autumn), "2025-10-15T09:00:00.000Z", "whoever comes too late has read the message");
}

#[test]
fn an_invitation_whose_opening_cannot_be_noted_is_shown_all_the_same() {
    let autumn = Autumn::configured();
    autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let token = autumn.app.mails()[0].link_token();
    let stuck = if on_mariadb() {
        "CREATE TRIGGER stuck BEFORE UPDATE ON invitations FOR EACH ROW SIGNAL SQLSTATE '45000'"
    } else {
        "CREATE TRIGGER stuck BEFORE UPDATE ON invitations BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    };
    autumn.app.app.with_db(|db| Ok(db.batch_execute(stuck)?)).unwrap();
    let seen = autumn.app.post(OPEN, "", &json!({ "token": token })).expect(200);
    assert_eq!(seen["email"], "zoe@example.org");
}

#[test]
fn an_invitation_expires_after_seven_days_and_is_counted_so() {
    let mut autumn = Autumn::with_everybody();
    let stats = autumn.get("invitations/stats").expect(200);
    assert_eq!(
        (&stats["total"], &stats["pending"], &stats["expiring"]),
        (&json!(160), &json!(160), &json!(0))
    );
    autumn.at("2025-09-20T08:00:00.000Z");
    assert_eq!(autumn.get("invitations/stats").expect(200)["expiring"], 160);
    autumn.at("2025-09-22T08:00:00.000Z");
    assert_eq!(autumn.get("invitations/stats").expect(200)["expired"], 160);
    let listed = autumn.get("invitations?state=expired&per_page=1").expect(200);
    assert_eq!((&listed["total"], listed["items"].as_array().unwrap().len()), (&json!(160), 1));
    let path = format!("invitations/{}/resend", listed["items"][0]["id"].as_str().unwrap());
    assert_eq!(autumn.post(&path, &json!({})).expect(200)["state"], "pending");
    assert_eq!(autumn.get("invitations/stats").expect(200)["expired"], 159);
}

#[test]
fn somebody_with_an_account_is_not_invited() {
    let autumn = Autumn::configured();
    autumn.app.account("camille@example.org", Role::Depositor);
    autumn.post("invitations", &json!({ "email": "camille@example.org" })).refused(409, "account_active");
    autumn.post("invitations", &json!({ "email": "camille" })).refused(422, "invalid");
    assert_eq!(autumn.status(), "configured");
}

#[test]
fn a_pasted_box_is_looked_at_first_and_then_invites_whoever_can_be() {
    let autumn = Autumn::configured();
    autumn.app.account("camille@example.org", Role::Depositor);
    autumn.post("invitations", &json!({ "email": "zoe@example.org" })).expect(201);
    let body = json!({
        "text": "Anne Petit <anne@example.org>\nbob@example.org;Bob;Durand\n\ncamille@example.org\nZoe@example.org\nn'importe quoi\nBOB@example.org"
    });
    let looked_at = autumn.post("invitations/bulk/preview", &body).expect(200);
    let told = |problems: &serde_json::Value| -> Vec<(u64, String)> {
        let problems = problems.as_array().unwrap().iter();
        problems
            .map(|one| (one["line"].as_u64().unwrap(), one["code"].as_str().unwrap().to_owned()))
            .collect()
    };
    let left_out =
        [(4, "account_active"), (5, "invitation_active"), (6, "email_missing"), (7, "duplicate_line")]
            .map(|(line, code)| (line, code.to_owned()));
    assert_eq!(told(&looked_at["problems"]), left_out);
    assert_eq!(
        looked_at["to_invite"][0],
        json!({
            "line": 1, "email": "anne@example.org", "first_name": "Anne", "last_name": "Petit",
            "known": false, "place": null, "remark": null,
        })
    );
    assert_eq!(autumn.get("invitations").expect(200)["total"], 1, "looking changes nothing");

    let done = autumn.post("invitations/bulk", &body).expect(200);
    assert_eq!((&done["invited"], told(&done["problems"])), (&json!(2), left_out.to_vec()));
    let mut mails: Vec<String> = autumn.app.mails().into_iter().map(|mail| mail.recipient).collect();
    mails.sort_unstable();
    assert_eq!(mails, ["anne@example.org", "bob@example.org", "zoe@example.org"]);
    assert_eq!(
        autumn.post("invitations/bulk", &body).expect(200)["invited"],
        0,
        "twice the same box invites once"
    );
    let many = "x@example.org\n".repeat(501);
    autumn.post("invitations/bulk", &json!({ "text": many })).refused(422, "invalid");
}

#[test]
fn a_table_with_slots_registers_at_once_and_says_by_name_who_is_refused() {
    let autumn = Autumn::configured();
    autumn.app.account("camille@example.org", Role::Depositor);
    let slots = autumn.get("slots").expect(200);
    let slots = slots["items"].as_array().unwrap().clone();
    let open = slots.iter().find(|slot| slot["list_types"] == json!(["standard"])).unwrap();
    let local = |slot: &serde_json::Value| {
        let at = Instant::parse(slot["starts_at"].as_str().unwrap()).unwrap();
        paris::to_local(at.utc()).format("%d/%m/%Y %H:%M").to_string()
    };
    autumn.patch(&format!("slots/{}", open["id"].as_str().unwrap()), &json!({ "capacity": 3 })).expect(200);
    let (when, registered) = (local(open), "lea@example.org");
    let by_hand = json!({ "email": registered, "first_name": "Léa", "last_name": "Noir",
        "slot_id": open["id"], "list_type": "standard" });
    autumn.post("registrations", &by_hand).expect(201);
    let table = [
        "E-mail\tPrénom\tNom\ttype_liste\tCréneau\tCommentaire".to_owned(),
        format!("anne@example.org\tAnne\tPetit\t1000\t{when}\tvient tôt"),
        format!("camille@example.org\tCamille\tMartin\t\t{when}\t"),
        format!("trop@example.org\tTed\tTard\tstandard\t{when}\t"),
        format!("{registered}\tLéa\tNoir\t\t{when}\t"),
        format!("typo@example.org\tTom\tTyp\tstandart\t{when}\t"),
        "jour@example.org\tJo\tJour\t\t24/12/2025 10:00\t".to_owned(),
        "seule@example.org\tSo\tSeule\t1000\t\t".to_owned(),
    ]
    .join("\n");
    let body = json!({ "text": table });
    let told = |answer: &serde_json::Value| -> Vec<(u64, String, String)> {
        let text = |one: &serde_json::Value, field: &str| one[field].as_str().unwrap().to_owned();
        let problems = answer["problems"].as_array().unwrap().iter();
        problems.map(|one| (one["line"].as_u64().unwrap(), text(one, "code"), text(one, "value"))).collect()
    };
    let looked_at = autumn.post("invitations/bulk/preview", &body).expect(200);
    let left_out: Vec<_> = told(&looked_at).into_iter().skip(1).collect();
    assert_eq!(told(&looked_at)[0].1, "columns_unused");
    assert_eq!(
        left_out,
        [
            (4, "slot_full", "Ted Tard, trop@example.org"),
            (5, "already_registered", "Léa Noir, lea@example.org"),
            (6, "list_type_unknown", "Tom Typ, typo@example.org"),
            (7, "unknown_slot", "Jo Jour, jour@example.org"),
        ]
        .map(|(line, code, value)| (line, code.to_owned(), value.to_owned()))
    );
    let people = looked_at["to_invite"].as_array().unwrap();
    let places: Vec<_> =
        people.iter().map(|one| (&one["line"], &one["known"], &one["place"]["list_type"])).collect();
    assert_eq!(
        places,
        [
            (&json!(2), &json!(false), &json!("member_1000")),
            (&json!(3), &json!(true), &json!("standard")),
            (&json!(8), &json!(false), &json!(null)),
        ]
    );
    assert_eq!(people[0]["place"]["starts_at"], open["starts_at"]);
    assert_eq!(people[0]["remark"], "Ce créneau est prévu pour d'autres types de listes.");
    assert!(people[2]["remark"].as_str().unwrap().contains("Sans créneau"), "{people:?}");
    assert_eq!(autumn.get("registrations").expect(200)["total"], 1, "looking changes nothing");

    let done = autumn.post("invitations/bulk", &body).expect(200);
    assert_eq!((&done["invited"], &done["registered"]), (&json!(2), &json!(2)));
    assert_eq!(told(&done), told(&looked_at));
    let rows = autumn.get("registrations?q=anne").expect(200)["items"][0].clone();
    assert_eq!((&rows["list_type"], &rows["slot"]["id"]), (&json!("member_1000"), &open["id"]));
    assert_eq!((&rows["origin"], &rows["tariff"]), (&json!("invitation"), &json!(null)));
    assert_eq!(rows["numbers"], people[0]["place"]["numbers"], "as the preview said");
    assert_eq!(autumn.get("registrations").expect(200)["total"], 3);
    assert_eq!(autumn.get("registrations?q=seule").expect(200)["total"], 0);
    let mut mails: Vec<String> = autumn.app.mails().into_iter().map(|mail| mail.recipient).collect();
    mails.sort_unstable();
    assert_eq!(mails, ["anne@example.org", "camille@example.org", "lea@example.org", "seule@example.org"]);
    let again = autumn.post("invitations/bulk", &body).expect(200);
    assert_eq!((&again["invited"], &again["registered"]), (&json!(0), &json!(0)), "twice the same file");
}

#[test]
fn a_table_is_checked_like_one_registration_by_hand() {
    let autumn = Autumn::configured();
    let slots = autumn.get("slots").expect(200);
    let slots = slots["items"].as_array().unwrap().clone();
    let slot = slots.iter().find(|slot| slot["residents_only"] == false).unwrap();
    let at = Instant::parse(slot["starts_at"].as_str().unwrap()).unwrap();
    let when = paris::to_local(at.utc()).format("%Y-%m-%d %H:%M").to_string();
    let codes = |table: String| -> Vec<String> {
        let answer = autumn.post("invitations/bulk/preview", &json!({ "text": table })).expect(200);
        let problems = answer["problems"].as_array().unwrap().iter();
        problems.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    let header = "Email;Créneau;Téléphone;Code postal";
    assert_eq!(codes(format!("{header}\na@example.org;{when};12;")), ["phone_invalid"]);
    assert_eq!(codes(format!("{header}\na@example.org;{when};;12345678901")), ["postal_code_invalid"]);
    assert_eq!(codes(format!("{header}\na@example.org;matin;;")), ["invalid_date"]);
    assert_eq!(
        codes(format!("{header}\na@example.org;{when};;\nA@example.org;{when};;")),
        ["duplicate_line"]
    );
    assert_eq!(codes(format!("a@example.org;Anna;Roux;{when};06 12 34 56 78")), [""; 0]);
    autumn
        .patch(&format!("slots/{}", slot["id"].as_str().unwrap()), &json!({ "residents_only": true }))
        .expect(200);
    let mut settings = crate::support::edition::configuration();
    settings["resident_postal_codes"] = json!(["31830"]);
    autumn.put("configuration", &settings).expect(200);
    assert_eq!(
        codes(format!("{header}\na@example.org;{when};;75001\nb@example.org;{when};;31830")),
        ["not_resident"]
    );
}

#[test]
fn a_line_copied_from_a_mail_program_invites_everybody_on_it() {
    let autumn = Autumn::configured();
    let line =
        "anna1@example.org; bruno1@example.org; carla1@example.org; \"Roux, David\" <david1@example.org>";
    let looked_at = autumn.post("invitations/bulk/preview", &json!({ "text": line })).expect(200);
    assert_eq!(looked_at["problems"], json!([]));
    let people: Vec<(&str, &str, &str)> = looked_at["to_invite"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |field: &str| one[field].as_str().unwrap();
            (text("email"), text("first_name"), text("last_name"))
        })
        .collect();
    assert_eq!(
        people,
        [
            ("anna1@example.org", "", ""),
            ("bruno1@example.org", "", ""),
            ("carla1@example.org", "", ""),
            ("david1@example.org", "David", "Roux"),
        ]
    );
    assert_eq!(autumn.post("invitations/bulk", &json!({ "text": line })).expect(200)["invited"], 4);
}

#[test]
fn invitations_that_are_about_to_run_out_are_sent_again_together() {
    let mut autumn = Autumn::configured();
    autumn.post("invitations/bulk", &json!({ "text": "a@example.org\nb@example.org" })).expect(200);
    assert_eq!(autumn.post("invitations/resend-expiring", &json!({})).expect(200)["resent"], 0);
    autumn.at("2025-09-18T08:00:00.000Z");
    autumn.post("invitations", &json!({ "email": "c@example.org" })).expect(201);
    autumn.at("2025-09-19T09:00:00.000Z");
    assert_eq!(autumn.post("invitations/resend-expiring", &json!({})).expect(200)["resent"], 2);
    assert_eq!(autumn.app.mails().len(), 5);
    assert_eq!(autumn.get("invitations/stats").expect(200)["expiring"], 0);
    autumn.at("2025-09-25T09:00:00.000Z");
    assert_eq!(autumn.get("invitations/stats").expect(200)["expired"], 1, "c was not due then");
}

#[test]
fn a_link_says_why_it_no_longer_works_and_opens_no_account() {
    let autumn = Autumn::configured();
    for email in ["anne@example.org", "luc@example.org"] {
        autumn.post("invitations", &json!({ "email": email })).expect(201);
    }
    let mails = autumn.app.mails();
    let token = |email: &str| mails.iter().find(|mail| mail.recipient == email).unwrap().link_token();
    let activate = |token: &str, password: &str| {
        let body = json!({
            "token": token, "password": password, "first_name": "Anne", "last_name": "Petit",
            "accept_terms": true, "accept_privacy": password == PASSWORD,
        });
        autumn.app.post("/api/v1/auth/activate", "", &body)
    };
    let asked = |token: &str| {
        [
            autumn.app.post("/api/v1/auth/invitations", "", &json!({ "token": token })),
            autumn.app.get(&format!("/api/v1/auth/invitations/{token}"), ""),
            activate(token, PASSWORD),
        ]
    };
    let (anne, luc) = (token("anne@example.org"), token("luc@example.org"));
    for answer in asked("inconnu") {
        answer.refused(404, "invitation_invalid");
    }
    let refused = activate(&anne, "court").refused(422, "invalid");
    assert!(codes(&refused).contains(&"must_be_accepted".to_owned()), "{refused}");
    activate(&anne, PASSWORD).expect(200);
    for answer in asked(&anne) {
        answer.refused(410, "invitation_used");
    }
    autumn.app.at("2025-09-22T08:00:00.000Z");
    for answer in asked(&luc) {
        answer.refused(410, "invitation_expired");
    }
    let body = json!({ "email": "luc@example.org", "password": PASSWORD });
    autumn.app.post("/api/v1/auth/login", "", &body).refused(401, "wrong_credentials");
}
