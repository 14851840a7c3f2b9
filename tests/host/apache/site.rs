//! Pages and files: what Apache serves without the program.

use crate::support::apache::Host;
use crate::support::http::{Request, Response};

use super::{Site, assert_is_application};

const NARROW: Host = Host { fcgid: true, roomy: false, narrow: true };

#[test]
fn every_page_of_the_application_is_its_one_page() {
    let site = Site::on(Host::default());
    for path in ["/", "/index.html", "/connexion", "/editions/0199-a/caisse", "/listes/?page=2", "/icones/"] {
        assert_is_application(&site.apache.get(path), path);
    }
}

#[test]
fn a_file_that_is_missing_is_missing() {
    let site = Site::on(Host::default());
    for path in
        ["/assets/app-0000.js", "/assets/page", "/favicon.png", "/wp-login.php", "/.well-known/absent"]
    {
        assert_eq!(site.apache.get(path).status, 404, "{path}");
    }
}

#[test]
fn hidden_files_are_never_served() {
    let site = Site::prepared(Host::default(), |home| {
        for folder in ["public_html/.git", "public_html/api/.git", "public_html/.well-known"] {
            std::fs::create_dir(home.join(folder)).expect("the folder can be made");
        }
        for name in [
            "public_html/.env",
            "public_html/.git/config",
            "public_html/api/.env",
            "public_html/api/.git/config",
        ] {
            home.write(name, "SECRET=1");
        }
        home.write("public_html/.well-known/security.txt", "Contact: mailto:a@b.fr");
    });
    for path in
        ["/.env", "/.git/config", "/api/.env", "/api/.git/config", "/.htaccess", "/api/.htaccess", "/%2eenv"]
    {
        let answer = site.apache.get(path);
        assert!(matches!(answer.status, 403 | 404), "{path}: {answer:?}");
        assert!(
            !answer.text().contains("SECRET") && !answer.text().contains("RewriteRule"),
            "{path}: {answer:?}"
        );
    }
    assert_eq!(site.apache.get("/.well-known/security.txt").status, 200);
}

#[test]
fn folders_show_no_content_even_where_the_host_would() {
    let site = Site::on(Host::default());
    for (path, content) in [("/assets/", "app-4f2a"), ("/assets", "app-4f2a"), ("/api/", "bourse.fcgi")] {
        let answer = site.apache.get(path);
        assert_ne!(answer.status, 200, "{path}: {answer:?}");
        assert!(!answer.text().contains(content), "{path}: {answer:?}");
    }
}

#[test]
fn browsers_keep_assets_for_a_year_and_ask_again_for_everything_else() {
    let site = Site::on(Host::default());
    let cache = |path: &str| site.apache.get(path).header("cache-control").unwrap_or_default().to_owned();
    assert_eq!(cache("/assets/app-4f2a.js"), "public, max-age=31536000, immutable");
    for path in ["/", "/connexion", "/index.html", "/sw.js"] {
        assert_eq!(cache(path), "no-cache", "{path}");
    }
    // A year of "not found" would outlive the repair.
    assert!(!cache("/assets/app-0000.js").contains("max-age"));
}

#[test]
fn a_compressed_file_the_browser_has_is_not_sent_again() {
    let site = Site::on(Host::default());
    let ask = || Request::get("/assets/app-4f2a.js").header("Accept-Encoding", "gzip");
    let first = site.apache.send(ask());
    assert_eq!(first.header("content-encoding"), Some("gzip"), "{first:?}");
    let tag = first.header("etag").expect("a file has an ETag");
    assert!(tag.ends_with("-gzip\""), "Apache marks it: {tag}");
    assert_eq!(site.apache.send(ask().header("If-None-Match", tag)).status, 304);
}

#[test]
fn a_file_that_was_packed_beforehand_goes_to_browsers_that_read_it() {
    for host in [Host::default(), NARROW] {
        let site = Site::prepared(host, |home| home.write("public_html/assets/app-4f2a.js.br", "packed"));
        let ask = |accepted: &str| {
            site.apache.send(Request::get("/assets/app-4f2a.js").header("Accept-Encoding", accepted))
        };
        let packed = ask("gzip, deflate, br");
        assert_eq!(packed.text(), "packed", "as it is, not compressed once more");
        assert_eq!(packed.all("content-encoding").collect::<Vec<_>>(), ["br"]);
        assert_eq!(packed.header("content-type"), Some("application/javascript; charset=utf-8"));
        assert_eq!(packed.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(packed.header("vary").is_some_and(|names| names.contains("Accept-Encoding")), "{packed:?}");
        assert_eq!(ask("gzip").header("content-encoding"), Some("gzip"));
        let plain = site.apache.get("/assets/app-4f2a.js");
        assert!(plain.text().starts_with("console.log"), "{plain:?}");
    }
}

#[test]
fn pages_and_answers_carry_each_security_header_once() {
    let site = Site::on(Host::default());
    for path in ["/", "/connexion", "/assets/app-0000.js", "/api/health", "/api/v1/absent"] {
        let answer = site.apache.get(path);
        for name in
            ["x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy"]
        {
            assert_eq!(answer.all(name).count(), 1, "{name} of {path}: {answer:?}");
        }
    }
    let policy = site.apache.get("/").header("content-security-policy").unwrap_or_default().to_owned();
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or_default();
    assert_eq!(scripts.trim(), "script-src 'self' 'wasm-unsafe-eval'");
}

#[test]
fn the_https_word_sends_everything_but_certificate_checks_to_https() {
    let site = Site::prepared(Host::default(), |home| {
        home.edit("public_html/.htaccess", "BOURSE_HTTPS=non", "BOURSE_HTTPS=oui");
        std::fs::create_dir_all(home.join("public_html/.well-known/acme-challenge"))
            .expect("the folder can be made");
        home.write("public_html/.well-known/acme-challenge/token", "proof");
    });
    let location = |answer: &Response| answer.header("location").map(str::to_owned);
    for path in ["/connexion?suite=1", "/api/health", "/health/ready", "/assets/app-4f2a.js"] {
        let answer = site.apache.get(path);
        assert_eq!(answer.status, 308, "{path}: {answer:?}");
        assert_eq!(location(&answer), Some(format!("https://localhost{path}")));
    }
    let post = site.apache.send(Request::new("POST", "/api/v1/auth/login").body("{}"));
    assert_eq!(post.status, 308, "a POST stays a POST");
    assert_eq!(site.apache.get("/.well-known/acme-challenge/token").text(), "proof");

    for path in ["/connexion", "/api/health"] {
        let answer = site.apache.send(Request::get(path).header("X-Forwarded-Proto", "https"));
        assert_eq!(answer.status, 200, "behind a proxy with the certificate, {path}: {answer:?}");
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }
}

#[test]
fn without_https_browsers_are_not_told_to_insist_on_it() {
    let site = Site::on(Host::default());
    assert_eq!(site.apache.get("/").header("strict-transport-security"), None);
}

#[test]
fn a_host_that_forbids_options_still_serves_site_and_program() {
    let site = Site::on(NARROW);
    assert_is_application(&site.apache.get("/connexion"), "page");
    assert_eq!(site.apache.get("/api/health").status, 200);
}
