//! Invitations: one live link per person and edition.

use bourse::kernel::actor::Role;
use serde_json::json;

use crate::support::app::Mail;
use crate::support::edition::Autumn;

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
