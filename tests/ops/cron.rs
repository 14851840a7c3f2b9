//! What cron does: each task when it is due, one process at a time, whatever befell the last run.

use std::process::Command;
use std::time::Duration;

use bourse::ctx::Change;
use bourse::db;
use bourse::db::schema::{
    idempotency_keys, invitations, journal, outbox, rate_counters, refresh_tokens, sessions, tasks,
};
use bourse::features::base::journal as chain;
use bourse::features::base::journal::Event;
use bourse::features::house::upkeep::model::{Task, TaskState};
use bourse::features::house::upkeep::store;
use bourse::features::house::upkeep::store::Claim;
use bourse::kernel::actor::Role;
use bourse::kernel::clock::Instant;
use bourse::ops::cron::{self, Asked, Ran, Teller};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::edition::Autumn;
use crate::support::leash::eventually;
use crate::support::server;
use crate::support::smtp::{Manners, SmtpServer};

const EMAIL: &str = "camille@example.org";

fn round(app: &TestApp) -> Vec<Ran> {
    cron::run(&app.app, Asked::Due, Teller::Silent).unwrap()
}

fn claim(app: &TestApp, task: Task, run_id: &str) -> Claim {
    let now = app.app.clock.now();
    app.app.with_db(|db| store::claim(db, task, run_id, now, false)).unwrap()
}

/// The program as cron starts it.
fn command(app: &TestApp, arguments: &[&str]) -> Command {
    let mut command = server::command(app, &app.folder.join("process"), &[]);
    command.args(arguments);
    command
}

#[test]
fn the_first_round_does_everything_and_the_next_only_what_is_due() {
    let app = TestApp::new();
    let first = round(&app);
    assert_eq!(first.len(), Task::ALL.len());
    assert!(first.iter().all(|ran| ran.ok), "{first:?}");
    let second: Vec<Task> = round(&app).into_iter().map(|ran| ran.task).collect();
    assert_eq!(second, [Task::Warmth, Task::Mail]);
    app.at("2025-09-15T09:00:00.000Z");
    let hourly: Vec<Task> = round(&app).into_iter().map(|ran| ran.task).collect();
    assert!(hourly.contains(&Task::Counters) && !hourly.contains(&Task::Backup), "{hourly:?}");
    app.at("2025-09-16T01:00:00.000Z");
    assert!(round(&app).iter().any(|ran| ran.task == Task::Backup), "three o'clock in Paris");
    let runs = app.app.with_db(store::last_runs).unwrap();
    assert!(runs.iter().all(|run| run.state == TaskState::Done && run.ended_at.is_some()), "{runs:?}");
    assert!(runs.iter().all(|run| run.duration_ms.is_some() && run.claimed_until.is_none()));
}

#[test]
fn of_two_crons_that_come_at_once_one_does_each_task() {
    let app = TestApp::new();
    let mut done: Vec<Task> = std::thread::scope(|scope| {
        let rounds: Vec<_> = (0..4).map(|_| scope.spawn(|| round(&app))).collect();
        rounds.into_iter().flat_map(|round| round.join().unwrap()).map(|ran| ran.task).collect()
    });
    // Mail and warmth are due again as soon as they have ended.
    done.retain(|task| !matches!(task, Task::Mail | Task::Warmth));
    done.sort();
    let mut once: Vec<Task> = Task::ALL.to_vec();
    once.retain(|task| !matches!(task, Task::Mail | Task::Warmth));
    once.sort();
    assert_eq!(done, once);
}

#[test]
fn a_cron_that_was_killed_holds_its_task_until_its_claim_lapses() {
    let app = TestApp::new();
    assert_eq!(claim(&app, Task::Backup, "killed"), Claim::Won);
    assert_eq!(claim(&app, Task::Backup, "second"), Claim::Busy);
    app.at("2025-09-15T08:59:59.000Z");
    assert_eq!(claim(&app, Task::Backup, "third"), Claim::Busy);
    app.at("2025-09-16T02:00:00.000Z");
    assert_eq!(claim(&app, Task::Backup, "fourth"), Claim::Won);
    // The one believed dead ends after all: its word no longer counts.
    let late = (app.app.clock.now(), 1);
    app.app.with_db(|db| store::finish(db, Task::Backup, "killed", &Err("late".into()), late)).unwrap();
    let run = app.app.with_db(store::last_runs).unwrap().remove(0);
    assert_eq!((run.run_id.as_str(), run.state), ("fourth", TaskState::Running));
}

#[test]
fn a_cron_killed_while_it_sends_leaves_its_message_to_a_later_one() {
    // Takes the call and never says a word.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    deaf.set_nonblocking(true).unwrap();
    let server = SmtpServer::start(&Manners::default());
    let app = TestApp::new();
    app.account(EMAIL, Role::Depositor);
    app.post("/api/v1/auth/password/forgot", "", &json!({ "email": EMAIL })).expect(202);
    let cron = |port: u16| {
        let port = port.to_string();
        let settings =
            [("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", &port), ("SMTP_FROM_EMAIL", "bourse@alpe.example")];
        let mut cron = server::command(&app, &app.folder.join("process"), &settings);
        cron.args(["cron", "--json"]).stdout(std::process::Stdio::piped());
        cron
    };
    let rest = |port: u16| -> Vec<Value> {
        let output = cron(port).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        told["tasks"].as_array().unwrap().clone()
    };
    let mut killed = cron(deaf.local_addr().unwrap().port()).spawn().unwrap();
    let mut call = None;
    let called = eventually(Duration::from_secs(30), || {
        call = call.take().or_else(|| deaf.accept().ok());
        call.is_some()
    });
    assert!(called, "cron sends what is due");
    killed.kill().unwrap();
    killed.wait().unwrap();
    drop(call);

    let done = rest(server.port());
    assert!(done.iter().all(|ran| ran["task"] != "mail"), "{done:?}");
    assert_eq!(server.messages().len(), 0, "who was killed may have sent it");
    let lapsed = Some(app.app.clock.now());
    app.app
        .with_db(|db| {
            diesel::update(tasks::table.find("mail")).set(tasks::claimed_until.eq(lapsed)).execute(db)?;
            diesel::update(outbox::table).set(outbox::claimed_until.eq(lapsed)).execute(db)?;
            Ok(())
        })
        .unwrap();
    assert!(rest(server.port()).iter().any(|ran| ran["task"] == "mail" && ran["ok"] == true));
    rest(server.port());
    assert_eq!(server.messages().len(), 1);
}

#[test]
fn a_claim_of_a_clock_that_was_a_year_ahead_holds_nothing_up() {
    let app = TestApp::new();
    app.at("2026-09-15T08:00:00.000Z");
    assert_eq!(claim(&app, Task::Backup, "ahead"), Claim::Won);
    app.at("2025-09-15T08:00:00.000Z");
    assert_eq!(claim(&app, Task::Backup, "right"), Claim::Won);
}

#[test]
fn eight_processes_at_once_do_each_daily_task_once() {
    let app = TestApp::new();
    let mut cron = command(&app, &["cron", "--json"]);
    cron.stdout(std::process::Stdio::piped());
    let children: Vec<_> = (0..8).map(|_| cron.spawn().unwrap()).collect();
    let mut backups = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["ok"], true, "{told}");
        backups += told["tasks"].as_array().unwrap().iter().filter(|ran| ran["task"] == "backup").count();
    }
    assert_eq!(backups, 1);
}

#[test]
fn a_database_that_is_away_is_told_by_the_exit_code() {
    let app = TestApp::new();
    let output = command(&app, &["cron"])
        .env("DATABASE_URL", "mysql://nobody:nothing@127.0.0.1:1/none")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("base de données"), "{output:?}");
}

#[test]
fn links_log_ins_counters_and_answers_go_when_their_time_is_over() {
    let mut autumn = Autumn::with_everybody();
    let token = autumn.app.token(EMAIL, Role::Depositor);
    let app = &autumn.app;
    let count = |what: &str| -> i64 {
        app.app
            .with_db(|db| {
                Ok(match what {
                    "expired" => {
                        invitations::table.filter(invitations::state.eq("expired")).count().get_result(db)?
                    }
                    "sessions" => sessions::table.count().get_result(db)?,
                    "refresh" => refresh_tokens::table.count().get_result(db)?,
                    "keys" => idempotency_keys::table.count().get_result(db)?,
                    "mail" => outbox::table.count().get_result(db)?,
                    _ => rate_counters::table.count().get_result(db)?,
                })
            })
            .unwrap()
    };
    let limit = bourse::features::base::limits::LOGIN_ACCOUNT;
    app.app.with_db(|db| limit.count(db, "somebody", app.app.clock.now())).unwrap();
    assert!(count("sessions") > 0 && count("refresh") > 0 && count("counters") > 0 && !token.is_empty());
    // A link lives from the moment when its mail has left.
    round(app);
    app.at("2025-09-22T08:00:00.000Z");
    round(app);
    assert_eq!(count("expired"), 160, "seven days have gone by");
    assert!(count("sessions") > 0, "an ended log-in is remembered for a month");
    app.at("2025-11-15T08:00:00.000Z");
    round(app);
    assert_eq!(
        (count("sessions"), count("refresh"), count("counters")),
        (0, 0, 1),
        "the row of the claims stays"
    );
    assert_eq!(count("mail"), 0, "sent more than a month ago");
    autumn.at("2025-11-15T09:00:00.000Z");
}

#[test]
fn cleaning_up_now_does_not_wait_for_the_night_and_leaves_backup_and_mail_alone() {
    let app = TestApp::new();
    round(&app);
    let ran = cron::run(&app.app, Asked::Cleaning, Teller::Silent).unwrap();
    let tasks: Vec<Task> = ran.into_iter().map(|ran| ran.task).collect();
    assert!(tasks.contains(&Task::Sessions) && tasks.contains(&Task::Logs), "{tasks:?}");
    assert!(!tasks.contains(&Task::Backup) && !tasks.contains(&Task::Mail), "{tasks:?}");
}

#[test]
fn the_quota_of_an_hour_holds_for_processes_that_send_at_the_same_moment() {
    let server = SmtpServer::start(&Manners::default());
    let port = server.port().to_string();
    let app = TestApp::with(&[
        ("SMTP_HOST", "127.0.0.1"),
        ("SMTP_PORT", &port),
        ("SMTP_FROM_EMAIL", "bourse@alpe.example"),
        ("SMTP_MAX_PER_HOUR", "7"),
    ]);
    for number in 0..10 {
        let email = format!("person{number}@example.org");
        app.account(&email, Role::Depositor);
        app.post("/api/v1/auth/password/forgot", "", &json!({ "email": email })).expect(202);
    }
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| app.app.send_mail(Duration::from_secs(20)).unwrap());
        }
    });
    assert_eq!(server.messages().len(), 7);
}

#[test]
fn a_pruned_journal_still_tells_what_was_changed_in_it() {
    let app = TestApp::new();
    let admin = app.token("admin@example.org", Role::Admin);
    for number in 0..5 {
        let body = json!({ "name": format!("Bourse {number}"), "code": format!("B{number}"), "starts_at": "2025-11-05", "ends_at": "2025-11-10" });
        app.post("/api/v1/editions", &admin, &body).expect(201);
    }
    let verify = || app.app.with_db(chain::verify).unwrap();
    let before = verify();
    app.at("2028-01-15T08:00:00.000Z");
    app.log_in("admin@example.org");
    round(&app);
    let after = verify();
    assert!(after.intact && after.entries > before.entries, "{after:?}");
    let emptied: i64 = app
        .app
        .with_db(|db| Ok(journal::table.filter(journal::details.eq("")).count().get_result(db)?))
        .unwrap();
    assert_eq!(emptied, before.entries, "everything was about accounts and editions, two years ago");
    assert_eq!(app.app.with_db(|db| chain::verify_last(db, 2)).unwrap().entries, 2);

    let change = |statement: &str| {
        app.app.with_db(|db| Ok(diesel::sql_query(statement).execute(db)?)).unwrap();
    };
    change("UPDATE journal SET hash = CONCAT('f', SUBSTR(hash, 2)) WHERE sequence = 2");
    assert!(!verify().intact, "the hash of an emptied entry was changed");
    change("UPDATE journal SET details = '' WHERE sequence = (SELECT sequence FROM journal_head)");
    assert!(!app.app.with_db(|db| chain::verify_last(db, 1)).unwrap().intact, "emptied by nobody");
}

#[test]
fn money_is_kept_whole_for_ten_years_amid_emptied_entries() {
    let app = TestApp::new();
    let trace = app.app.trace("test");
    let write = |event: Event| {
        app.app
            .with_db(|db| {
                db::write(db, |db| {
                    let mut change = Change::outside_requests(db, &app.app.random, &trace);
                    change.journal(event, "1", json!({ "cents": 500 }))
                })
            })
            .unwrap();
    };
    for event in [Event::LoginFailed, Event::TicketRecorded, Event::ListValidated, Event::PayoutPaid] {
        write(event);
    }
    let prune = |now: &str| -> i64 {
        app.at(now);
        let trace = app.app.trace("test");
        app.app
            .with_db(|db| {
                db::write(db, |db| {
                    let mut change = Change::outside_requests(db, &app.app.random, &trace);
                    bourse::features::house::upkeep::retention::prune_journal(&mut change)
                })
            })
            .unwrap()
    };
    assert_eq!(prune("2027-09-14T08:00:00.000Z"), 0);
    assert_eq!(prune("2027-09-17T08:00:00.000Z"), 2);
    assert_eq!(prune("2027-09-18T08:00:00.000Z"), 0);
    let whole: Vec<String> = app
        .app
        .with_db(|db| {
            Ok(journal::table
                .filter(journal::details.ne(""))
                .order(journal::sequence)
                .select(journal::event)
                .load(db)?)
        })
        .unwrap();
    assert_eq!(whole, ["ticket_recorded", "payout_paid", "journal_pruned"]);
    assert!(app.app.with_db(chain::verify).unwrap().intact);
    assert_eq!(prune("2030-09-18T08:00:00.000Z"), 0);
    assert_eq!(prune("2035-09-18T08:00:00.000Z"), 2);
    assert!(app.app.with_db(chain::verify).unwrap().intact);
}

#[test]
fn a_task_that_fails_says_why_and_keeps_none_of_the_others_from_running() {
    let app = TestApp::new();
    // The folder of the logs is a file: it cannot be listed.
    std::fs::write(app.folder.join("storage").join("logs"), "in the way").unwrap();
    let ran = round(&app);
    let failed: Vec<Task> = ran.iter().filter(|ran| !ran.ok).map(|ran| ran.task).collect();
    assert_eq!(failed, [Task::Logs]);
    assert_eq!(ran.len(), Task::ALL.len());
    let kept: (String, Option<Instant>) = app
        .app
        .with_db(|db| Ok(tasks::table.find("logs").select((tasks::detail, tasks::succeeded_at)).first(db)?))
        .unwrap();
    assert!(!kept.0.is_empty() && kept.1.is_none(), "{kept:?}");
}
