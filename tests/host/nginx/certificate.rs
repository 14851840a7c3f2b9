//! The two scripts of the production containers, together: a certificate is obtained, published and taken up.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::apache::server_owner;
use crate::support::app::TestApp;
use crate::support::http::Request;
use crate::support::leash::{Leash, eventually};
use crate::support::nginx::Nginx;

/// In the place of certbot: gives a certificate as Let's Encrypt lays it out, and writes down how it was called.
const CERTBOT: &str = r#"#!/bin/sh
echo "$@" >>"$LETSENCRYPT/calls"
[ ! -e "$LETSENCRYPT/refuses" ] || exit 1
live=$LETSENCRYPT/live/bourse
[ ! -e "$live" ] || exit 0
mkdir -p "$live"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=granted \
  -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE \
  -keyout "$live/privkey.pem" -out "$live/fullchain.pem" 2>/dev/null
"#;

fn renewing(nginx: &Nginx, letsencrypt: &Path) -> Leash {
    let programs = letsencrypt.join("bin");
    std::fs::create_dir_all(&programs).unwrap();
    std::fs::write(programs.join("certbot"), CERTBOT).unwrap();
    std::fs::set_permissions(programs.join("certbot"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut renew = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("docker/certbot/renew"));
    renew
        .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
        .env("SERVER_NAME", "localhost")
        .env("CERTBOT_EMAIL", "contact@bourse.example")
        .env("CERTIFICATES", nginx.certificates())
        .env("LETSENCRYPT", letsencrypt)
        .env("NGINX_GROUP", server_owner().group)
        .envs([("RENEW_SECONDS", "1"), ("RETRY_SECONDS", "1"), ("FIRST_SECONDS", "0")]);
    Leash::start(&renew, &letsencrypt.join("log"), None)
}

#[test]
fn nginx_starts_with_a_makeshift_certificate_and_takes_the_granted_one_up() {
    let app = TestApp::new();
    let nginx = Nginx::waiting_for_a_certificate(&app);
    let letsencrypt = nginx.certificates().with_file_name("letsencrypt");
    std::fs::create_dir_all(&letsencrypt).unwrap();
    std::fs::write(letsencrypt.join("refuses"), "").unwrap();
    let _renew = renewing(&nginx, &letsencrypt);

    // The makeshift one names the server, but is not made to be trusted: nginx answers, that is all.
    let answers = |path: &str| Request::get(path).send(nginx.port).is_ok_and(|answer| answer.status == 200);
    assert!(eventually(Duration::from_secs(20), || answers("/health")), "{}", nginx.logs());
    let calls = || std::fs::read_to_string(letsencrypt.join("calls")).unwrap_or_default();
    assert!(eventually(Duration::from_secs(20), || calls().lines().count() > 1), "a refusal is tried again");
    assert!(
        calls().contains("--webroot-path /var/www/acme --cert-name bourse --domain localhost"),
        "{}",
        calls()
    );

    std::fs::remove_file(letsencrypt.join("refuses")).unwrap();
    let granted = letsencrypt.join("live/bourse/fullchain.pem");
    let served =
        || nginx.try_send_secure(Request::get("/connexion"), &granted).is_ok_and(|a| a.status == 200);
    assert!(eventually(Duration::from_secs(30), || granted.exists() && served()), "{}", nginx.logs());
    let key = std::fs::metadata(nginx.certificates().join("privkey.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o640, "nginx's group reads the key, others do not");
}
