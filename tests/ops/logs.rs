//! What a whole sale leaves in the logs: ids and figures, nothing about anybody.

use std::process::Command;

use serde_json::Value;

use crate::support::app::PASSWORD;
use crate::support::folder::Folder;

/// The main path, run in a process of its own with its logs on.
fn lines_of_a_whole_sale() -> Vec<String> {
    let folder = Folder::new("logs");
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "main_path::an_association_runs_a_small_sale_from_the_export_to_the_closure"])
        .env("BOURSE_TEST_LOGS", folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let log = std::fs::read_to_string(folder.join("app.log")).unwrap();
    log.lines().map(str::to_owned).collect()
}

#[test]
fn a_whole_sale_leaves_no_password_token_address_or_word_of_a_mail_in_the_logs() {
    let lines = lines_of_a_whole_sale();
    let requests: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .filter(|line: &Value| line.get("route").is_some())
        .collect();
    assert!(requests.len() > 40, "{} requests", requests.len());
    let keys =
        ["time", "level", "request_id", "user_id", "route", "status", "duration_ms", "sql_count", "sql_ms"];
    for request in &requests {
        let found: Vec<_> = request.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(found, keys);
    }
    for line in &lines {
        let lower = line.to_lowercase();
        for secret in [
            PASSWORD,
            "@",
            "eyj",
            "bearer",
            "bourse_refresh",
            "cookie",
            "bonjour",
            "lucie",
            "nguy",
            "martin",
            "0612345678",
            "signature",
        ] {
            assert!(!lower.contains(secret), "{secret} in {line}");
        }
        // Tokens have 43 characters, digests 64; an id has 36.
        let word = line
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .find(|word| word.len() > 36);
        assert_eq!(word, None, "{line}");
    }
    let visited = |route: &str| requests.iter().any(|request| request["route"].as_str() == Some(route));
    for route in
        ["POST /api/v1/auth/login", "POST /api/v1/auth/activate", "POST /api/v1/editions/{id}/tickets"]
    {
        assert!(visited(route), "{route}");
    }
}
