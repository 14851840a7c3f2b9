//! Pages and files: what nginx serves without the program, with the same rules as the `.htaccess` files.

use bourse::doors::files::CONTENT_POLICY;

use crate::support::http::Request;
use crate::support::nginx::Server;

use super::{Site, assert_is_application};

#[test]
fn every_page_of_the_application_is_its_one_page() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in ["/", "/index.html", "/connexion", "/editions/0199-a/caisse", "/listes/?page=2", "/icons/"] {
        assert_is_application(&nginx.get(path), path);
    }
}

#[test]
fn a_file_that_is_missing_is_missing() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in [
        "/assets/app-0000.js",
        "/assets/page",
        "/assets/",
        "/assets",
        "/favicon.png",
        "/wp-login.php",
        "/.well-known/absent",
    ] {
        assert_eq!(nginx.get(path).status, 404, "{path}");
    }
}

#[test]
fn hidden_files_are_never_served() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for name in [".env", ".git/config.txt", "assets/.git/config", ".well-known/.secret"] {
        let path = nginx.page(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "SECRET=1").unwrap();
        for address in [format!("/{name}"), format!("/{}", name.replace('.', "%2e"))] {
            let answer = nginx.get(&address);
            assert!(matches!(answer.status, 403 | 404), "{address}: {answer:?}");
        }
    }
    std::fs::write(nginx.page(".well-known/security.txt"), "Contact: mailto:a@b.fr").unwrap();
    assert_eq!(nginx.get("/.well-known/security.txt").status, 200);
}

#[test]
fn browsers_keep_assets_for_a_year_and_ask_again_for_everything_else() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let cache = |path: &str| nginx.get(path).header("cache-control").unwrap_or_default().to_owned();
    assert_eq!(cache("/assets/app-4f2a.js"), "public, max-age=31536000, immutable");
    for path in ["/", "/connexion", "/index.html", "/sw.js"] {
        assert_eq!(cache(path), "no-cache", "{path}");
    }
    // A year of "not found" would outlive the repair.
    assert_eq!(cache("/assets/app-0000.js"), "");
    assert_eq!(cache("/api/v1/absent"), "no-store", "the program's own");
}

#[test]
fn files_say_what_they_are() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let kind = |path: &str| nginx.get(path).header("content-type").unwrap_or_default().to_owned();
    assert_eq!(kind("/connexion"), "text/html; charset=utf-8");
    assert_eq!(kind("/assets/app-4f2a.js"), "application/javascript; charset=utf-8");
    assert_eq!(kind("/manifest.webmanifest"), "application/manifest+json; charset=utf-8");
    assert_eq!(kind("/api/health"), "application/json", "the program's own");
}

#[test]
fn a_compressed_file_the_browser_has_is_not_sent_again() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    let ask = || Request::get("/assets/app-4f2a.js").header("Accept-Encoding", "gzip");
    let first = nginx.send(ask());
    assert_eq!(first.header("content-encoding"), Some("gzip"), "{first:?}");
    let tag = first.header("etag").expect("a file has an ETag");
    assert_eq!(nginx.send(ask().header("If-None-Match", tag)).status, 304);
}

#[test]
fn pages_and_answers_carry_each_security_header_once() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in
        ["/", "/connexion", "/assets/app-0000.js", "/api/health", "/api/v1/absent", "/docs", "/openapi.json"]
    {
        let answer = nginx.get(path);
        for name in
            ["x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy"]
        {
            assert_eq!(answer.all(name).count(), 1, "{name} of {path}: {answer:?}");
        }
        assert_eq!(answer.header("server"), Some("nginx"), "its version is nobody's business");
    }
}

#[test]
fn apache_nginx_and_the_built_in_server_give_pages_the_same_content_policy() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    assert_eq!(nginx.get("/connexion").header("content-security-policy"), Some(CONTENT_POLICY));
    assert!(
        include_str!("../../../htaccess/public_html.htaccess").contains(&format!("\"{CONTENT_POLICY}\""))
    );
}

#[test]
fn without_https_browsers_are_not_told_to_insist_on_it() {
    let Site { nginx, .. } = &Site::on(Server::Development);
    for path in ["/", "/api/health"] {
        assert_eq!(nginx.get(path).header("strict-transport-security"), None, "{path}");
    }
}
