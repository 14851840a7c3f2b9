//! Mail on a host: no visitor waits for the mail server, not even the one after, and what waits leaves all the same.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::apache::Host;
use crate::support::http::{Request, Response};
use crate::support::leash::eventually;
use crate::support::smtp::{Manners, SmtpServer};

use super::Site;

const EMAIL: &str = "admin@example.org";
const PASSWORD: &str = "un cheval vert à pois";

/// The program waits ten seconds for a mail server that says nothing: whoever is answered sooner has not waited for it.
const SOONER: Duration = Duration::from_secs(9);

fn site(server: &SmtpServer, cgi: bool) -> Site {
    Site::prepared(Host::default(), |home| {
        let settings = std::fs::read_to_string(home.join("bourse/.env")).unwrap();
        let smtp = format!(
            "SMTP_HOST=127.0.0.1\nSMTP_PORT={}\nSMTP_FROM_EMAIL=bourse@alpe.example\n",
            server.port()
        );
        home.write("bourse/.env", &(settings + &smtp));
        std::fs::set_permissions(
            home.join("bourse/.env"),
            <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600),
        )
        .unwrap();
        let word = if cgi { "BOURSE_PORTE=cgi" } else { "BOURSE_PORTE=fastcgi-seul" };
        home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", word);
        let mut create = home
            .command(&["admin", "create", "--email", EMAIL])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        create.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
        assert!(create.wait().unwrap().success());
    })
}

fn post(site: &Site, path: &str, token: &str, body: &Value) -> Response {
    let request = Request::new("POST", path).header("content-type", "application/json");
    let request =
        if token.is_empty() { request } else { request.header("authorization", &format!("Bearer {token}")) };
    site.apache.send(request.body(body.to_string()))
}

fn forgot(site: &Site, email: &str) {
    assert_eq!(post(site, "/api/v1/auth/password/forgot", "", &json!({ "email": email })).status, 202);
}

fn nobody_waits(cgi: bool) {
    let server = SmtpServer::start(&Manners::default());
    let site = site(&server, cgi);
    // The round that every minute brings, mail or not, is over.
    assert_eq!(site.apache.get("/api/v1/install").status, 200);
    assert!(eventually(Duration::from_secs(20), || site.home.join("storage/.mail-round").exists()));

    server.refuse("greeting", "silence");
    for email in [EMAIL, "nobody@example.org"] {
        let begun = Instant::now();
        forgot(&site, email);
        assert!(begun.elapsed() < SOONER, "{email}");
        let begun = Instant::now();
        assert_eq!(site.apache.get("/api/v1/install").status, 200);
        assert!(begun.elapsed() < SOONER, "the next request tells that {email} is known");
    }
    server.be_kind();
    assert!(server.messages().is_empty(), "nothing left because of these answers");

    // A minute later any request brings the next round.
    std::fs::remove_file(site.home.join("storage/.mail-round")).unwrap();
    assert_eq!(site.apache.get("/api/v1/install").status, 200);
    let arrived = eventually(Duration::from_mins(1), || server.messages().len() == 1);
    assert!(arrived, "{}", site.apache.logs());
    assert_eq!(server.envelopes()[0]["to"][0], EMAIL);
}

#[test]
fn a_forgotten_password_tells_nothing_through_fastcgi() {
    nobody_waits(false);
}

#[test]
fn a_forgotten_password_tells_nothing_through_cgi() {
    nobody_waits(true);
}

#[test]
fn a_request_that_mails_is_answered_at_once_through_cgi_and_its_message_leaves() {
    let server = SmtpServer::start(&Manners::default());
    let site = site(&server, true);
    let logged_in = post(&site, "/api/v1/auth/login", "", &json!({ "email": EMAIL, "password": PASSWORD }));
    let token = logged_in.json()["access_token"].as_str().unwrap().to_owned();
    let user = |name: &str| json!({ "email": format!("{name}@example.org"), "first_name": name, "last_name": "Roi", "role": "volunteer" });
    assert_eq!(post(&site, "/api/v1/users", &token, &user("ana")).status, 201);
    let arrived = eventually(Duration::from_mins(1), || server.messages().len() == 1);
    assert!(arrived, "{}", site.apache.logs());

    server.refuse("greeting", "silence");
    let begun = Instant::now();
    assert_eq!(post(&site, "/api/v1/users", &token, &user("eve")).status, 201);
    assert!(begun.elapsed() < SOONER);
}
