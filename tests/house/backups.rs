//! Backups as an admin has them from the system page.

use bourse::features::house::upkeep::model::Task;
use bourse::features::house::upkeep::store::{Claim, claim};
use bourse::http::{Method, Request};
use bourse::kernel::actor::Role;
use bourse::ops::cron::{self, Asked, Teller};
use serde_json::json;

use crate::support::app::TestApp;

#[test]
fn an_admin_asks_for_a_backup_and_fetches_it_whole() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    let list = || app.get("/api/v1/backups", &admin).expect(200);
    assert_eq!((&list()["items"], &list()["asked"]), (&json!([]), &json!(false)));
    assert_eq!(app.post("/api/v1/backups", &admin, &json!({})).expect(202)["asked"], true);
    assert!(app.app.backup_was_asked_for(), "the door is told");
    let ran = cron::run(&app.app, Asked::ByHand, Teller::Silent).unwrap();
    assert_eq!((ran.len(), ran[0].ok), (1, true), "{ran:?}");
    assert!(cron::run(&app.app, Asked::ByHand, Teller::Silent).unwrap().is_empty(), "once is enough");
    let made = list();
    assert_eq!((&made["asked"], &made["task"]["state"]), (&json!(false), &json!("done")));
    let (name, bytes) =
        (made["items"][0]["name"].as_str().unwrap(), made["items"][0]["bytes"].as_u64().unwrap());
    let fetch = |from: u64| {
        let mut request = Request::new(Method::Get, &format!("/api/v1/backups/{name}"));
        request.query = format!("from={from}");
        request.headers.push(("authorization".into(), format!("Bearer {admin}")));
        app.send(request)
    };
    let whole = fetch(0).response;
    assert_eq!((whole.status, whole.body.len() as u64), (200, bytes));
    let disposition = whole.header("content-disposition").unwrap();
    assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    assert_eq!(whole.header("cache-control"), Some("no-store"));
    let file = app.app.config.folders.backup.join(name);
    assert_eq!(whole.body, std::fs::read(file).unwrap());
    assert_eq!(fetch(bytes - 10).response.body, whole.body[whole.body.len() - 10..]);
    assert!(fetch(bytes).response.body.is_empty());
    let other = "/api/v1/backups/bourse-2020-01-01T000000Z.tar.zst";
    app.get(other, &admin).refused(404, "not_found");
}

#[test]
fn what_was_asked_for_and_not_begun_is_made_by_cron_whatever_the_hour() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    app.at("2025-09-15T08:05:00.000Z");
    let admin_later = app.log_in("admin@example.org");
    app.post("/api/v1/backups", &admin, &json!({})).expect(202);
    let ran = cron::run(&app.app, Asked::Due, Teller::Silent).unwrap();
    assert!(ran.iter().any(|one| one.task.as_str() == "backup" && one.ok), "{ran:?}");
    let list = app.get("/api/v1/backups", &admin_later).expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[test]
fn backups_are_for_admins_who_typed_their_password_and_one_is_made_at_a_time() {
    let app = TestApp::new();
    let (admin, manager) =
        (app.token("admin@example.org", Role::Admin), app.token("gestion@example.org", Role::Manager));
    app.get("/api/v1/backups", &manager).refused(403, "forbidden");
    app.post("/api/v1/backups", &manager, &json!({})).refused(403, "forbidden");
    let path = "/api/v1/backups/bourse-2025-09-15T080000Z.tar.zst";
    app.get(path, &manager).refused(403, "forbidden");
    let now = app.app.clock.now();
    let won = app.app.with_db(|db| claim(db, Task::Backup, "run", now, true)).unwrap();
    assert_eq!(won, Claim::Won);
    app.post("/api/v1/backups", &admin, &json!({})).refused(409, "backup_running");
    assert_eq!(app.get("/api/v1/backups", &admin).expect(200)["task"]["state"], "running");
}
