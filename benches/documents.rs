//! Label sheets, payouts and slips of the whole edition.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::figures::{ms, note};
use crate::office::Office;

/// Everything that is printed, through the API as a manager asks for it.
pub fn measure(office: &Office) {
    let token = office.manager();
    let lists = office.get(&token, &office.path("/lists?per_page=25")).json();
    let some: Vec<&Value> = lists["items"].as_array().into_iter().flatten().map(|list| &list["id"]).collect();
    labels(office, &token, &json!({ "list_ids": some }), "300 labels with list sheets", "0.3 s");
    labels(office, &token, &json!({ "all": true }), "7,200 labels with list sheets", "5 s, under 8 MB");
    for number in 1..=6 {
        close(office, &token, number);
    }
    // The demonstration's sale goes on until tomorrow.
    let early = json!({ "overrides": ["sale_not_over"], "reason": "mesure" });
    timed(office, &token, ("/end-sale", &early), "end of the sale, 7,200 articles", "-");
    timed(office, &token, ("/payouts/compute", &json!({})), "payouts of 300 depositors", "0.5 s");
    timed(office, &token, ("/payouts/slips", &json!({})), "all slips as one PDF", "1.5 s");
}

fn timed(office: &Office, token: &str, (path, body): (&str, &Value), what: &str, budget: &str) {
    let begun = Instant::now();
    let answer = office.post(token, &office.path(path), body);
    assert!(answer.status < 300, "{path}: {}", answer.text());
    note(what, &ms(begun.elapsed()), budget);
}

/// Labels with list sheets: steps of the job, then the file.
fn labels(office: &Office, token: &str, which: &Value, what: &str, budget: &str) {
    let (begun, mut slowest) = (Instant::now(), Duration::ZERO);
    let mut job = office.post(token, &office.path("/labels/generate"), which).json();
    let id = job["id"].as_str().expect("a job").to_owned();
    let mut steps = 1;
    while job["state"] != "done" {
        assert_ne!(job["state"], "failed", "{job}");
        let asked = Instant::now();
        job = office.get(token, &format!("/jobs/{id}")).json();
        slowest = slowest.max(asked.elapsed());
        steps += 1;
        assert!(begun.elapsed() < Duration::from_mins(2), "{job}");
    }
    let took = begun.elapsed();
    let path = job["result_url"].as_str().expect("a file").trim_start_matches("/api/v1").to_owned();
    let file = office.get(token, &path);
    assert!(file.body.starts_with(b"%PDF"), "{}", file.text());
    #[allow(clippy::cast_precision_loss, reason = "a few megabytes")]
    let megabytes = file.body.len() as f64 / 1e6;
    let measured =
        format!("{:.2} s in {steps} steps, slowest {}, {megabytes:.1} MB", took.as_secs_f64(), ms(slowest));
    note(what, &measured, budget);
}

fn close(office: &Office, token: &str, number: i64) {
    let sessions = office.get(token, &office.path("/register-sessions")).json();
    let open = |session: &&Value| session["register_number"] == number && session["closed_at"].is_null();
    let found = sessions["items"].as_array().and_then(|items| items.iter().find(open).cloned());
    let Some(session) = found else { return };
    let id = session["session_id"].as_str().or(session["id"].as_str()).expect("a session");
    crate::tills::close(office, token, id);
}
