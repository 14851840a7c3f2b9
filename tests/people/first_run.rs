//! The first run of an installation without a shell: the database made by the first request, the first admin by a link.

use std::process::{Command, Stdio};

use bourse::features::people::entrance::install::token_left_over;
use bourse::kernel::actor::Role;
use serde_json::{Value, json};

use crate::support::app::{Answer, PASSWORD, TestApp, on_mariadb};
use crate::support::binary;
use crate::support::folder::Folder;
use crate::support::mariadb;

const TOKEN: &str = "only-for-the-tests-of-installing-1";

fn fresh() -> TestApp {
    TestApp::with(&[("INSTALL_TOKEN", TOKEN)])
}

fn form(token: &str, email: &str) -> Value {
    json!({ "token": token, "email": email, "first_name": "Anne", "last_name": "Petit", "password": PASSWORD })
}

fn install(app: &TestApp, token: &str, email: &str) -> Answer {
    app.post("/api/v1/install", "", &form(token, email))
}

fn is_open(app: &TestApp) -> bool {
    app.get("/api/v1/install", "").expect(200)["open"] == true
}

fn left_over(app: &TestApp) -> bool {
    app.app.with_db(|db| token_left_over(&app.app.config, db)).unwrap()
}

#[test]
fn the_link_makes_one_admin_and_then_never_anything_again() {
    let app = fresh();
    assert!(is_open(&app) && !left_over(&app));
    let user = install(&app, TOKEN, " Anne@Asso.org ").expect(201);
    assert_eq!((user["email"].as_str(), user["role"].as_str()), (Some("anne@asso.org"), Some("admin")));
    let token = app.log_in("anne@asso.org");
    assert_eq!(app.get("/api/v1/users", &token).expect(200)["total"], 1);
    install(&app, TOKEN, "bob@asso.org").refused(410, "installation_done");
    install(&app, "another token", "bob@asso.org").refused(410, "installation_done");
    assert!(!is_open(&app) && left_over(&app));
}

#[test]
fn without_a_token_in_the_settings_nobody_gets_in() {
    let app = TestApp::new();
    assert!(!is_open(&app));
    install(&app, "", "anne@asso.org").refused(404, "installation_closed");
    install(&app, TOKEN, "anne@asso.org").refused(404, "installation_closed");
}

#[test]
fn an_admin_made_on_the_command_line_shuts_the_door_too() {
    let app = fresh();
    app.account("chef@asso.org", Role::Admin);
    assert!(!is_open(&app));
    install(&app, TOKEN, "anne@asso.org").refused(410, "installation_done");
}

#[test]
fn a_depositor_does_not_shut_it() {
    let app = fresh();
    app.account("famille@asso.org", Role::Depositor);
    assert!(is_open(&app) && !left_over(&app));
    install(&app, TOKEN, "famille@asso.org").refused(409, "email_taken");
    install(&app, TOKEN, "anne@asso.org").expect(201);
}

#[test]
fn guessing_the_token_ends_after_five_tries() {
    let app = fresh();
    for guess in ["", "x", &TOKEN[1..], &TOKEN.to_uppercase(), &format!("{TOKEN}1")] {
        install(&app, guess, "anne@asso.org").refused(403, "install_token_wrong");
    }
    install(&app, TOKEN, "anne@asso.org").refused(429, "too_many_requests");
    app.at("2025-09-15T08:15:00.000Z");
    install(&app, TOKEN, "anne@asso.org").expect(201);
}

#[test]
fn everything_wrong_with_the_form_is_told_at_once_and_the_link_stays_good() {
    let app = fresh();
    let wrong = json!({ "token": TOKEN, "email": "anne", "first_name": " ", "last_name": "Petit", "password": "court" });
    let problem = app.post("/api/v1/install", "", &wrong).refused(422, "invalid");
    let fields: Vec<_> =
        problem["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, ["email", "first_name", "password"]);
    install(&app, TOKEN, "anne@asso.org").expect(201);
}

#[test]
fn of_several_who_install_at_once_one_wins() {
    let app = fresh();
    let statuses = std::thread::scope(|scope| {
        let app = &app;
        let rivals: Vec<_> = (0..4)
            .map(|number| scope.spawn(move || install(app, TOKEN, &format!("rival{number}@asso.org")).status))
            .collect();
        let mut statuses: Vec<u16> = rivals.into_iter().map(|rival| rival.join().unwrap()).collect();
        statuses.sort_unstable();
        statuses
    });
    assert_eq!(statuses, [201, 410, 410, 410]);
}

#[test]
fn of_several_processes_that_find_an_empty_database_one_migrates_and_all_answer() {
    let folder = Folder::new("first-run");
    let database = on_mariadb().then(|| mariadb::Server::shared().database());
    let url = database.as_ref().map_or_else(|| "sqlite:bourse.sqlite".to_owned(), mariadb::Database::url);
    let settings = format!(
        "APP_ENV=test\nDATABASE_URL='{url}'\nJWT_SECRET_KEY={TOKEN}\nOFFLINE_HMAC_SECRET={TOKEN}\nMIGRATE_ON_START=true\n"
    );
    std::fs::write(folder.join("env"), settings).unwrap();
    let processes: Vec<_> = (0..6)
        .map(|_| {
            Command::new(binary())
                .env_clear()
                .env("BOURSE_ENV", folder.join("env"))
                .env("GATEWAY_INTERFACE", "CGI/1.1")
                .env("REQUEST_METHOD", "GET")
                .env("REQUEST_URI", "/health/ready")
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for process in processes {
        let output = process.wait_with_output().unwrap();
        let answer = String::from_utf8_lossy(&output.stdout);
        assert!(
            answer.starts_with("Status: 200") && output.stderr.is_empty(),
            "{answer} {:?}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn settings_that_are_wrong_are_named_to_the_visitor_without_their_values() {
    let folder = Folder::new("wrong-settings");
    let settings = "APP_ENV=production\nDATABASE_URL=postgres://user:geheim@host/db\nJWT_SECRET_KEY=geheim\n\
                    OFFLINE_HMAC_SECRET=only-for-the-tests-of-this-host-0002\nAPP_URL=http://localhost\n";
    for (further, named) in
        [("", "DATABASE_URL, JWT_SECRET_KEY."), ("geheim geheim\n", "une ligne illisible.")]
    {
        std::fs::write(folder.join("env"), format!("{settings}{further}")).unwrap();
        let output = Command::new(binary())
            .env_clear()
            .env("BOURSE_ENV", folder.join("env"))
            .env("GATEWAY_INTERFACE", "CGI/1.1")
            .env("REQUEST_METHOD", "GET")
            .env("REQUEST_URI", "/api/v1/me")
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let answer = String::from_utf8_lossy(&output.stdout);
        assert!(answer.starts_with("Status: 503") && answer.contains("not_configured"), "{answer}");
        assert!(answer.contains(named) && !answer.contains("geheim"), "{answer}");
    }
}
