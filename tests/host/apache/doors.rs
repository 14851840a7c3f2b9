//! `FastCGI` and CGI: which of them answers, large bodies, many at once, a new program under a running server.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::apache::Host;
use crate::support::binary;
use crate::support::home::Home;
use crate::support::http::Request;
use crate::support::leash::{eventually, processes_of};

use super::{Site, assert_from_program};

const WITHOUT_FCGID: Host = Host { fcgid: false, roomy: false, narrow: false };
const MEGABYTE: usize = 1_000_000;

#[test]
fn one_word_sends_everything_through_fastcgi() {
    let site = Site::prepared(Host::default(), by_fastcgi_alone);
    assert_eq!(site.apache.get("/api/health").status, 200);
    assert_from_program(&site.apache.send(Request::new("POST", "/api/v1/absent").body("{}")), "a small body");
    assert_eq!(site.apache.doors(2), ["fcgid-script", "fcgid-script"]);
}

/// The administrator wants no CGI but for large bodies.
fn by_fastcgi_alone(home: &Home) {
    home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=fastcgi-seul");
}

#[test]
fn one_word_sends_everything_through_cgi() {
    let site = Site::prepared(Host::default(), |home| {
        home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=cgi");
    });
    assert_eq!(site.apache.get("/api/health").status, 200);
    assert_eq!(site.apache.get("/health").status, 200);
    assert_eq!(site.apache.doors(2), ["cgi-script", "cgi-script"]);
}

#[test]
fn without_mod_fcgid_everything_goes_through_cgi() {
    let site = Site::on(WITHOUT_FCGID);
    assert_eq!(site.apache.get("/api/health").status, 200);
    let sent = 1 + upload(&site);
    assert_eq!(site.apache.doors(sent), vec!["cgi-script"; sent]);
}

#[test]
fn large_and_endless_bodies_pass_a_host_with_default_limits() {
    let site = Site::prepared(Host::default(), by_fastcgi_alone);
    let sent = upload(&site);
    assert_eq!(site.apache.doors(sent), vec!["cgi-script"; sent]);
}

#[test]
fn a_body_just_below_the_border_passes_through_fastcgi() {
    let site = Site::prepared(Host::default(), by_fastcgi_alone);
    let answer = site.apache.send(Request::new("POST", "/api/v1/absent").body(vec![b'x'; 99_999]));
    assert_from_program(&answer, "99,999 bytes");
    assert_eq!(site.apache.doors(1), ["fcgid-script"]);
}

/// Sends bodies beyond `mod_fcgid`'s 131,072 bytes, announced and chunked: the program must answer, not Apache with
/// its 500. Returns how many it sent.
fn upload(site: &Site) -> usize {
    let sizes = [100_000, 131_073, 10 * MEGABYTE];
    for size in sizes {
        let body = vec![b'x'; size];
        let announced = site.apache.send(Request::new("POST", "/api/v1/absent").body(body.clone()));
        assert_from_program(&announced, &format!("{size} bytes"));
        let chunked = site.apache.send(Request::new("PUT", "/api/v1/absent").chunked(body));
        assert_from_program(&chunked, &format!("{size} bytes in chunks"));
    }
    assert_from_program(
        &site.apache.send(Request::new("PUT", "/api/v1/absent").chunked("{}")),
        "a small chunk",
    );
    2 * sizes.len() + 1
}

#[test]
fn twenty_at_once_are_all_answered_through_cgi() {
    let site = Site::prepared(Host::default(), |home| {
        home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=cgi");
    });
    assert_eq!(burst(&site, 20), vec![200; 20]);
}

#[test]
fn twenty_at_once_are_all_answered_through_fastcgi() {
    let site = Site::prepared(Host::default(), by_fastcgi_alone);
    assert_eq!(burst(&site, 20), vec![200; 20]);
}

fn burst(site: &Site, count: usize) -> Vec<u16> {
    std::thread::scope(|scope| {
        let visitors: Vec<_> =
            (0..count).map(|_| scope.spawn(|| site.apache.get("/api/health").status)).collect();
        visitors.into_iter().map(|visitor| visitor.join().expect("a visitor gets an answer")).collect()
    })
}

#[test]
fn a_wrong_setting_is_told_to_the_visitor_and_once_mended_forgotten() {
    let mended = "OFFLINE_HMAC_SECRET=only-for-the-tests-of-this-host-0002";
    let site = Site::prepared(Host::default(), |home| {
        home.edit("bourse/.env", mended, "OFFLINE_HMAC_SECRET=geheim");
    });
    let answer = site.apache.get("/health/ready");
    assert_eq!((answer.status, &answer.json()["code"]), (503, &"not_configured".into()), "{answer:?}");
    assert!(answer.text().contains("OFFLINE_HMAC_SECRET") && !answer.text().contains("geheim"), "{answer:?}");
    site.home.edit("bourse/.env", "OFFLINE_HMAC_SECRET=geheim", mended);
    let works = eventually(Duration::from_secs(20), || site.apache.get("/health/ready").status == 200);
    assert!(works, "{:?}\n{}", site.apache.get("/health/ready"), site.apache.logs());
}

#[test]
fn a_new_program_takes_over_without_a_failed_request() {
    let site = Site::prepared(Host::default(), by_fastcgi_alone);
    let fastcgi = site.home.join("public_html/api/bourse.fcgi");
    assert_eq!(site.apache.get("/api/health").status, 200);
    assert!(!processes_of(&fastcgi).is_empty(), "a FastCGI process runs");

    let done = AtomicBool::new(false);
    let answers = std::thread::scope(|scope| {
        let visitor = scope.spawn(|| {
            let mut answers = Vec::new();
            while !done.load(Ordering::Relaxed) {
                answers.push(site.apache.get("/api/health").status);
            }
            answers
        });
        for _ in 0..3 {
            site.home.replace("public_html/api/bourse.fcgi", &binary());
            site.home.replace("public_html/api/bourse.cgi", &binary());
            std::thread::sleep(Duration::from_millis(200));
        }
        done.store(true, Ordering::Relaxed);
        visitor.join().expect("the visitor gets answers")
    });
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");

    let gone = fastcgi.with_file_name("bourse.fcgi (deleted)");
    let left = eventually(Duration::from_secs(30), || processes_of(&gone).is_empty());
    assert!(left, "processes of the replaced program stay: {:?}", processes_of(&gone));
    assert!(!processes_of(&fastcgi).is_empty(), "the new program runs");
}
