//! The people who help at a sale, invited at once.

use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp};
use crate::support::edition::codes;

const BOX: &str = "Prénom\tNom\tE-mail\nZoé\tMartin\tZoe@example.org\nAnna\tRoux\tanna@example.org\n\
                   \t\tsans-nom@example.org\nLéo\tPetit\tdeja@example.org\nÉva\tBlanc\tpas une adresse";

fn problems(answer: &Value) -> Vec<(i64, String)> {
    let each = answer["problems"].as_array().unwrap().iter();
    each.map(|one| (one["line"].as_i64().unwrap(), one["code"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn a_pasted_table_is_looked_at_first_and_then_makes_volunteers_who_choose_a_password() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    app.account("deja@example.org", Role::Depositor);
    let body = json!({ "role": "volunteer", "text": BOX });
    let looked = app.post("/api/v1/users/bulk/preview", &admin, &body).expect(200);
    let found = problems(&looked);
    assert_eq!(found.iter().map(|problem| problem.0).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!((found[0].1.as_str(), found[1].1.as_str()), ("name_missing", "account_exists"));
    let exists = looked["problems"][1]["message"].as_str().unwrap();
    assert!(exists.contains("déposant") && exists.contains("changez son rôle"), "{exists}");
    assert_eq!(looked["to_invite"].as_array().unwrap().len(), 2);
    assert!(app.mails().is_empty(), "looking changes nothing");
    let made = app.post("/api/v1/users/bulk", &admin, &body).expect(200);
    assert_eq!((&made["invited"], made["problems"].as_array().unwrap().len()), (&json!(2), 3));
    let mails = app.mails();
    assert_eq!(mails.iter().filter(|mail| mail.kind == "account_created").count(), 2);
    let mail = mails.iter().find(|mail| mail.recipient == "zoe@example.org").unwrap();
    assert!(mail.text.starts_with("Bonjour Zoé") && mail.text.contains("bénévole"), "{}", mail.text);
    let reset = json!({ "token": mail.link_token(), "password": PASSWORD });
    app.post("/api/v1/auth/password/reset", "", &reset).expect(204);
    let token = app.log_in("zoe@example.org");
    assert_eq!(app.get("/api/v1/me", &token).expect(200)["role"], "volunteer");
    let again = app.post("/api/v1/users/bulk", &admin, &body).expect(200);
    assert_eq!(again["invited"], 0, "the same box again invites nobody");
    assert_eq!(app.mails().iter().filter(|mail| mail.kind == "account_created").count(), 2);
}

#[test]
fn only_admins_invite_so_and_never_make_admins() {
    let app = TestApp::new();
    let (admin, manager) =
        (app.token("admin@example.org", Role::Admin), app.token("gestion@example.org", Role::Manager));
    let text = "Zoé Martin <zoe@example.org>";
    for path in ["/api/v1/users/bulk/preview", "/api/v1/users/bulk"] {
        let volunteers = json!({ "role": "volunteer", "text": text });
        app.post(path, &manager, &volunteers).refused(403, "forbidden");
        for role in ["admin", "depositor"] {
            let problem =
                app.post(path, &admin, &json!({ "role": role, "text": text })).refused(422, "invalid");
            assert_eq!(codes(&problem), ["role_not_offered"], "{role}");
        }
    }
    let many =
        (0..501).map(|number| format!("Zoé Martin <zoe{number}@example.org>")).collect::<Vec<_>>().join("\n");
    let body = json!({ "role": "volunteer", "text": many });
    let problem = app.post("/api/v1/users/bulk", &admin, &body).refused(422, "invalid");
    assert_eq!(codes(&problem), ["too_many_lines"]);
    let managers = json!({ "role": "manager", "text": text });
    assert_eq!(app.post("/api/v1/users/bulk", &admin, &managers).expect(200)["invited"], 1);
}
