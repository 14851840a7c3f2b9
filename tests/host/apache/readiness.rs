//! Which door each kind of request takes, while FastCGI processes are kept ready for the tills and while they are not.

use std::time::{Duration, SystemTime};

use crate::support::apache::Host;
use crate::support::http::Request;
use crate::support::leash::{eventually, processes_of};

use super::Site;

const WITHOUT_FCGID: Host = Host { fcgid: false, roomy: false, narrow: false };
const FLAG: &str = "public_html/api/fastcgi-pret";
const CGI: &str = "cgi-script";
const FASTCGI: &str = "fcgid-script";
/// Below some edition.
macro_rules! edition {
    ($rest:literal) => {
        concat!("/api/v1/editions/01990000-0000-7000-8000-000000000000", $rest)
    };
}
const SCAN: &str = edition!("/articles/by-code/1-1");

fn get(path: &'static str) -> (&'static str, Request) {
    (path, Request::get(path))
}

fn post(path: &'static str, body: &[u8]) -> (&'static str, Request) {
    (path, Request::new("POST", path).body(body.to_vec()))
}

impl Site {
    /// The door that answers each of these.
    fn doors_of(&self, requests: Vec<(&'static str, Request)>) -> Vec<String> {
        let send = |(path, request): (&'static str, Request)| {
            let before = self.apache.doors_at(path, 0).len();
            let answer = self.apache.send(request);
            assert!(answer.status < 500, "{answer:?}\n{}", self.apache.logs());
            self.apache.doors_at(path, before + 1).pop().unwrap_or_default()
        };
        requests.into_iter().map(send).collect()
    }

    /// Lets cron keep processes ready.
    fn keep_ready(&self) {
        let cron = self.home.command(&["cron"]).env("WARM_PROCESSES", "3").output().expect("it starts");
        assert!(cron.status.success(), "{cron:?}");
        assert!(self.is_ready(), "{}", self.apache.logs());
    }

    fn is_ready(&self) -> bool {
        self.home.join(FLAG).exists()
    }

    /// Lets the file look as old as that.
    fn age_flag(&self, age: Duration) {
        let file = std::fs::File::options().write(true).open(self.home.join(FLAG)).expect("it is there");
        file.set_modified(SystemTime::now() - age).expect("its time can be set");
    }
}

/// What tills ask for, and the live figures, which a process that stays adds up from what it knows.
fn of_tills() -> Vec<(&'static str, Request)> {
    vec![
        get(SCAN),
        post(edition!("/tickets"), b"{}"),
        post(edition!("/tickets/sync"), b"{}"),
        get(edition!("/held-tickets")),
        get(edition!("/live")),
        get("/api/v1/register-sessions/01990000-0000-7000-8000-000000000000"),
        post("/api/v1/tickets/01990000-0000-7000-8000-000000000000/cancel", b"{}"),
    ]
}

/// What everybody else asks for, and what is too large or too long for a process that tills wait for.
fn of_pages() -> Vec<(&'static str, Request)> {
    let sync = edition!("/tickets/sync");
    vec![
        get("/api/health"),
        get("/api/v1/site"),
        get("/api/v1/me/lists"),
        get(edition!("/articles")),
        get(edition!("/register-catalogue")),
        post(sync, &[b' '; 200_000]),
        (sync, Request::new("POST", sync).chunked("{}")),
        get("/api/v1/register-sessions/01990000-0000-7000-8000-000000000000/closing-slip.pdf"),
    ]
}

#[test]
fn on_a_host_that_nobody_has_prepared_everything_goes_through_cgi() {
    let site = Site::on(Host::default());
    let (tills, pages) = (of_tills(), of_pages());
    let count = tills.len() + pages.len();
    assert_eq!(site.doors_of(tills.into_iter().chain(pages).collect()), vec![CGI; count]);
    assert!(processes_of(&site.home.join("public_html/api/bourse.fcgi")).is_empty());
}

#[test]
fn tills_go_through_fastcgi_while_cron_keeps_processes_ready_and_pages_never() {
    let site = Site::on(Host::default()).addressed();
    site.keep_ready();
    let processes = processes_of(&site.home.join("public_html/api/bourse.fcgi")).len();
    assert!(processes >= 3, "{processes} processes");
    let (tills, pages) = (of_tills(), of_pages());
    let (of_tills, of_pages) = (vec![FASTCGI; tills.len()], vec![CGI; pages.len()]);
    assert_eq!(site.doors_of(tills), of_tills);
    assert_eq!(site.doors_of(pages), of_pages);
    assert!(site.is_ready(), "tills that find a process change nothing");
    // Again, with processes that have been there for a while.
    site.keep_ready();
    assert_eq!(site.doors_of(self::of_tills()), of_tills);
}

#[test]
fn a_file_that_nobody_renews_sends_the_tills_back_to_cgi() {
    let site = Site::on(Host::default()).addressed();
    site.keep_ready();
    site.age_flag(Duration::from_hours(1));
    let scan = || vec![get(SCAN)];
    assert_eq!(site.doors_of(scan()), [FASTCGI], "the first one finds it out");
    assert!(!site.is_ready());
    assert_eq!(site.doors_of(scan()), [CGI]);
}

#[test]
fn when_the_processes_are_gone_the_next_till_takes_the_file_away() {
    let site = Site::on(Host::default());
    site.home.write(FLAG, "");
    let scan = || vec![get(SCAN)];
    assert_eq!(site.doors_of(scan()), [FASTCGI]);
    assert!(!site.is_ready());
    assert_eq!(site.doors_of(scan()), [CGI]);
}

#[test]
fn a_stranger_cannot_pretend_that_processes_are_ready() {
    let site = Site::on(Host::default());
    let call = Request::get("/api/health").header("X-Bourse-Warm", "open 1764400000 00");
    assert_eq!(site.doors_of(vec![("/api/health", call)]), [FASTCGI]);
    assert!(!site.is_ready());
}

#[test]
fn without_mod_fcgid_and_with_cgi_chosen_the_file_means_nothing() {
    for site in [
        Site::on(WITHOUT_FCGID),
        Site::prepared(Host::default(), |home| {
            home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=cgi");
        }),
    ] {
        let site = site.addressed();
        site.home.write(FLAG, "");
        let count = of_tills().len();
        assert_eq!(site.doors_of(of_tills()), vec![CGI; count]);
        let call = Request::get("/api/health").header("X-Bourse-Warm", "doctor");
        assert_eq!(site.doors_of(vec![("/api/health", call)]), [CGI]);
        let cron = site.home.command(&["cron"]).env("WARM_PROCESSES", "3").output().expect("it starts");
        assert!(cron.status.success(), "{cron:?}");
    }
}

#[test]
fn the_word_of_former_releases_means_the_same_as_today_s() {
    let site = Site::prepared(Host::default(), |home| {
        home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=fastcgi");
    });
    assert_eq!(site.doors_of(vec![get("/api/health")]), [CGI]);
}

#[test]
fn tills_that_nobody_called_up_processes_for_are_served_all_the_same() {
    let site = Site::on(Host::default());
    site.home.write(FLAG, "");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tills: Vec<_> = (0..8).map(|_| scope.spawn(|| site.apache.get(SCAN).status)).collect();
        tills.into_iter().map(|till| till.join().expect("an answer")).collect()
    });
    assert_eq!(statuses, vec![401; 8]);
    assert!(eventually(Duration::from_secs(5), || !site.is_ready()));
}
