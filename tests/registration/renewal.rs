//! A new link in place of one that ran out, without a manager.

use bourse::features::edition::editions::states::EditionStatus;
use bourse::kernel::ids::EditionId;
use serde_json::json;

use crate::support::app::{Answer, PASSWORD};
use crate::support::edition::Autumn;
use crate::support::seed::Seed;

const ANNE: &str = "anne@example.org";

/// Anne was invited; the token in her mail.
fn invited() -> (Autumn, String) {
    let autumn = Autumn::configured();
    autumn.post("invitations", &json!({ "email": ANNE, "first_name": "Anne" })).expect(201);
    let token = last_token(&autumn);
    (autumn, token)
}

fn last_token(autumn: &Autumn) -> String {
    let mails = autumn.app.mails();
    mails.iter().rfind(|mail| mail.recipient == ANNE).unwrap().link_token()
}

fn renew(autumn: &Autumn, token: &str) -> Answer {
    autumn.app.post("/api/v1/auth/invitations/renew", "", &json!({ "token": token }))
}

fn activate(autumn: &Autumn, token: &str) -> Answer {
    let body = json!({
        "token": token, "password": PASSWORD, "first_name": "Anne", "last_name": "Petit",
        "accept_terms": true, "accept_privacy": true,
    });
    autumn.app.post("/api/v1/auth/activate", "", &body)
}

#[test]
fn whoever_holds_a_link_that_ran_out_gets_a_new_one_by_mail_and_is_told_nothing() {
    let (mut autumn, old) = invited();
    autumn.at("2025-09-23T08:00:00.000Z");
    let answer = renew(&autumn, &old);
    assert_eq!((answer.status, &answer.response.body[..]), (202, &b"null"[..]));
    let new = last_token(&autumn);
    assert_ne!(old, new);
    assert_eq!(autumn.app.mails().len(), 2);
    assert_eq!(autumn.get("invitations/stats").expect(200)["expired"], 0);
    renew(&autumn, &old).refused(404, "invitation_invalid");
    renew(&autumn, &new).refused(409, "invitation_active");
    assert_eq!(autumn.app.mails().len(), 2, "a second tap writes no second mail");
    activate(&autumn, &old).refused(404, "invitation_invalid");
    activate(&autumn, &new).expect(200);
    renew(&autumn, &new).refused(410, "invitation_used");
}

#[test]
fn a_link_that_works_that_was_withdrawn_or_that_nobody_sent_is_not_renewed() {
    let (mut autumn, token) = invited();
    renew(&autumn, &token).refused(409, "invitation_active");
    renew(&autumn, "inconnu").refused(404, "invitation_invalid");
    let id = autumn.get("invitations").expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    autumn.post(&format!("invitations/{id}/cancel"), &json!({})).expect(200);
    autumn.at("2025-09-23T08:00:00.000Z");
    renew(&autumn, &token).refused(410, "invitation_cancelled");
    assert_eq!(autumn.app.mails().len(), 1);
}

#[test]
fn a_closed_edition_invites_nobody_anew() {
    let (mut autumn, token) = invited();
    autumn.at("2025-09-23T08:00:00.000Z");
    Seed(&autumn.app).set_status(EditionId::parse(&autumn.id).unwrap(), EditionStatus::Closed);
    renew(&autumn, &token).refused(409, "edition_closed");
    assert_eq!(autumn.app.mails().len(), 1);
}

#[test]
fn links_are_not_tried_without_end() {
    let (mut autumn, token) = invited();
    autumn.at("2025-09-23T08:00:00.000Z");
    for _ in 0..10 {
        renew(&autumn, "inconnu").refused(404, "invitation_invalid");
    }
    renew(&autumn, &token).refused(429, "too_many_requests");
    assert_eq!(autumn.app.mails().len(), 1);
}
