//! The release archive on an empty account: unpacked, `.env` written, and nothing else touched.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::support::apache::{Apache, Host, server_owner};
use crate::support::binary;
use crate::support::folder::Folder;
use crate::support::home::Home;
use crate::support::http::{Request, Response};

use super::{assert_from_program, assert_is_application};

const INSTALL_TOKEN: &str = "only-for-the-tests-of-this-host-0003";
const PASSWORD: &str = "un cheval vert à pois";

/// Every setting that the guide asks an administrator for, but for the mail server.
pub(super) const SETTINGS: &str = "APP_ENV=production
APP_URL=http://localhost
DATABASE_URL=sqlite:storage/bourse.sqlite
JWT_SECRET_KEY=only-for-the-tests-of-this-host-0001
OFFLINE_HMAC_SECRET=only-for-the-tests-of-this-host-0002
JOURNAL_KEY=only-for-the-tests-of-this-host-0004
INSTALL_TOKEN=only-for-the-tests-of-this-host-0003
MIGRATE_ON_START=true
";

/// Makes the archive, named as it asks, in `folder`.
pub(super) fn package(folder: &Folder, name: &str) -> PathBuf {
    let archive = folder.join(name);
    let output = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/package"))
        .args(["--as-built", "--binary"])
        .arg(binary())
        .arg("--output")
        .arg(&archive)
        .output()
        .expect("the script starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    archive
}

fn unpacked() -> Home {
    let folder = Folder::new("release");
    Home::unzip(&package(&folder, "bourse.zip"), server_owner(), SETTINGS)
}

fn post(apache: &Apache, path: &str, body: &serde_json::Value) -> Response {
    let request = Request::new("POST", path).header("Content-Type", "application/json");
    apache.send(request.body(body.to_string()))
}

/// The whole first run as an administrator lives it, then requests of every kind. Returns how many were sent.
fn first_run(apache: &Apache, home: &Home) -> usize {
    let ready = apache.get("/health/ready");
    assert_eq!(ready.status, 200, "{ready:?}\n{}", apache.logs());
    assert_is_application(&apache.get("/installation"), "the page that makes the first admin");
    assert_eq!(apache.get("/api/v1/install").json()["open"], true);
    let form = json!({
        "token": INSTALL_TOKEN, "email": "anne@asso.org", "first_name": "Anne", "last_name": "Petit",
        "password": PASSWORD,
    });
    assert_eq!(post(apache, "/api/v1/install", &form).status, 201);
    assert_eq!(post(apache, "/api/v1/install", &form).status, 410);
    let login = json!({ "email": "anne@asso.org", "password": PASSWORD });
    let logged_in = post(apache, "/api/v1/auth/login", &login);
    assert_eq!(logged_in.status, 200, "{logged_in:?}");
    let cookies: Vec<_> = logged_in.all("set-cookie").collect();
    let out_of_reach = cookies.iter().all(|cookie| cookie.contains("HttpOnly"));
    assert!(cookies.len() == 2 && out_of_reach, "{cookies:?}");
    let bearer = format!("Bearer {}", logged_in.json()["access_token"].as_str().expect("a token"));
    let me = apache.send(Request::get("/api/v1/me?a=%C3%A9").header("Authorization", &bearer));
    assert_eq!((me.status, &me.json()["email"]), (200, &json!("anne@asso.org")));
    let patch = Request::new("PATCH", "/api/v1/me").header("Authorization", &bearer);
    let named = apache.send(patch.header("Content-Type", "application/json").body(r#"{"city":"Orléans"}"#));
    assert_eq!(named.json()["city"], "Orléans");
    let large = Request::new("POST", "/api/v1/absent").body(vec![b'x'; 3_000_000]);
    assert_from_program(&apache.send(large), "a large body");
    assert!(home.join("storage/bourse.sqlite").is_file() && home.join("storage/logs/app.log").is_file());
    assert!(!home.join("public_html/api/storage").exists(), "nothing is written below the document root");
    9
}

#[test]
fn the_unpacked_release_runs_after_nothing_but_its_settings() {
    let home = unpacked();
    let apache = Apache::start(Host::default(), &home);
    let sent = first_run(&apache, &home);
    let doors = apache.doors(sent);
    assert_eq!(doors.iter().filter(|door| *door == "cgi-script").count(), sent - 1, "{doors:?}");
    // The command of cron is the launcher here, and the processes are found by the program beside it.
    let address = format!("WARM_PROCESSES=2\nAPP_URL=http://127.0.0.1:{}", apache.port);
    home.edit("bourse/.env", "APP_URL=http://localhost", &address);
    let cron = home.command(&["cron"]).output().expect("the command of cron starts");
    assert!(home.join("public_html/api/fastcgi-pret").exists(), "{cron:?}\n{}", apache.logs());

    let status = home.command(&["migrate", "status"]).output().expect("the command of cron starts");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

#[test]
fn without_mod_fcgid_the_same_files_run_through_cgi() {
    let home = unpacked();
    let host = Host { fcgid: false, ..Host::default() };
    let apache = Apache::start(host, &home);
    let sent = first_run(&apache, &home);
    let doors = apache.doors(sent);
    assert_eq!(doors.iter().filter(|door| *door == "cgi-script").count(), sent - 1, "{doors:?}");
}

#[test]
fn where_only_php_runs_the_bridge_carries_everything() {
    let home = unpacked();
    // The two steps that the bridge's own head asks for.
    let bridge =
        std::fs::read_to_string(home.join("bourse/options/bourse.php")).expect("the bridge is shipped");
    home.write("public_html/api/bourse.php", &bridge);
    home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=php");
    let apache = Apache::start_with_php_alone(&home);
    first_run(&apache, &home);

    let document = apache.get("/openapi.json");
    assert!(document.body.len() > 100_000, "a large answer comes whole: {}", document.body.len());
    assert_eq!(document.json()["openapi"], "3.1.0");
    let tag = document.header("etag").expect("the document has an ETag").to_owned();
    let again = apache.send(Request::get("/openapi.json").header("If-None-Match", &tag));
    assert_eq!((again.status, again.body.len(), again.header("content-type")), (304, 0, None));
    let head = apache.send(Request::new("HEAD", "/api/health"));
    assert_eq!((head.status, head.header("x-powered-by")), (200, None));
    let wrong = apache.send(Request::new("DELETE", "/api/health"));
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET")));
    let endless = apache.send(Request::new("PUT", "/api/v1/absent").chunked("{}"));
    assert_eq!(endless.status, 411, "PHP does not get a body of unknown length: {endless:?}");
    assert_eq!(apache.get("/api/bourse.php").status, 404, "the bridge has no page of its own");
}

#[test]
fn without_its_bridge_a_host_with_php_alone_does_not_hand_the_program_out() {
    let home = unpacked();
    let apache = Apache::start_with_php_alone(&home);
    for path in ["/api/health", "/api/bourse.fcgi", "/api/bourse.cgi"] {
        assert_eq!(apache.get(path).status, 403, "{path}");
    }
}

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let folder = Folder::new("release");
    let archives = ["one.zip", "two.zip"].map(|name| package(&folder, name));
    let [one, two] = archives.map(|path| std::fs::read(path).expect("the archive was written"));
    assert!(one == two, "{} and {} bytes", one.len(), two.len());
}

#[test]
fn the_archive_holds_what_the_guide_says_and_no_settings() {
    let home = unpacked();
    for folder in ["storage/etiquettes", "storage/bordereaux", "storage/exports", "backup", "tmp"] {
        let count = std::fs::read_dir(home.join(folder)).map(Iterator::count);
        assert_eq!(count.ok(), Some(0), "{folder} is there and empty");
    }
    let guide = std::fs::read_to_string(home.join("LISEZMOI.html")).expect("the guide is there");
    assert!(!guide.contains("@VERSION@") && guide.contains(env!("CARGO_PKG_VERSION")));
    for needs_another_host in ["<script", "<link", "<img", "src=", "url(", "@import"] {
        assert!(!guide.contains(needs_another_host), "{needs_another_host} in the guide");
    }
    for name in
        ["bourse/options/bourse.php", "bourse/options/cron.php", "bourse/VERSION", "bourse/.env.example"]
    {
        assert!(home.join(name).is_file(), "{name}");
    }
    for (file, component) in [
        ("programme.txt", "diesel 2."),
        ("application-web.txt", "react-dom 19."),
        ("application-web.txt", "workbox-precaching 7."),
        ("bourse-AGPL-3.0.txt", "AFFERO"),
        ("police-Noto-Sans-OFL.txt", "SIL OPEN FONT LICENSE"),
    ] {
        let text = std::fs::read_to_string(home.join("licences").join(file)).expect("licences are there");
        assert!(text.contains(component), "{component} in {file}");
    }
}
