//! Twenty visitors at once, each loading a page, in every state of the pool; and how many connections to the database the
//! requests of a weekend take.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::prelude::*;

use crate::figures::{Figures, ms, note};
use crate::load::Times;
use crate::office::Office;
use crate::support::apache::Apache;
use crate::support::home::Home;
use crate::support::http::{Connection, Request, Response};
use crate::support::mariadb::Database;

const VISITORS: usize = 20;
const BURSTS: usize = 5;
const BUDGET: Duration = Duration::from_millis(150);
/// Tills and devices that ask every half minute.
const DEVICES: usize = 14;
/// Depositors who watch their sales, each asking once a minute.
const WATCHING: usize = 60;
const MIX_SECONDS: u64 = 30;

/// A depositor whose browser has been here before.
struct Visitor {
    cookie: String,
    connection: Connection,
}

impl Visitor {
    fn arrive(office: &Office) -> Self {
        let body =
            serde_json::json!({ "email": "deposant@demo.bourse", "password": crate::office::PASSWORD });
        let answer = Request::new("POST", "/api/v1/auth/login")
            .header("Content-Type", "application/json")
            .body(body.to_string())
            .send(office.port())
            .expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let connection = Connection::open(office.port()).expect("the server listens");
        Self { cookie: cookie_of(&answer), connection }
    }

    /// The page of one's lists, as the application asks for it, one thing after the other: a new access token, registrations,
    /// lists. How long each answer took.
    fn load_page(&mut self) -> Vec<Duration> {
        let renewal = Request::new("POST", "/api/v1/auth/refresh")
            .header("X-Requested-With", "bourse")
            .header("Cookie", &self.cookie)
            .body(Vec::new());
        let (renewed_in, renewed) = self.ask(renewal);
        self.cookie = cookie_of(&renewed);
        let token = renewed.json()["access_token"].as_str().expect("a token").to_owned();
        let bearer = format!("Bearer {token}");
        let mut times = vec![renewed_in];
        for path in ["/api/v1/me/registrations", "/api/v1/me/lists?page=1&per_page=200"] {
            times.push(self.ask(Request::get(path).header("Authorization", &bearer)).0);
        }
        times
    }

    fn ask(&mut self, request: Request) -> (Duration, Response) {
        let begun = Instant::now();
        let answer = self.connection.send(request).expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.text());
        (begun.elapsed(), answer)
    }
}

fn cookie_of(answer: &Response) -> String {
    let cookies: Vec<_> = answer.all("set-cookie").collect();
    let refresh = cookies.iter().find(|cookie| cookie.starts_with("bourse_refresh=")).expect("a cookie");
    refresh.split(';').next().unwrap_or_default().to_owned()
}

/// The same burst in each state: what one word of `.htaccess` makes of it, and what the pool is like.
pub fn bursts(figures: &mut Figures, office: &Office, apache: &Apache, home: &Home) {
    let cold = || home.replace("public_html/api/bourse.fcgi", &crate::support::binary());
    home.edit("public_html/.htaccess", "BOURSE_PORTE=auto", "BOURSE_PORTE=fastcgi-seul");
    let former: Vec<Duration> = (0..BURSTS)
        .flat_map(|_| {
            cold();
            burst(office)
        })
        .collect();
    home.edit("public_html/.htaccess", "BOURSE_PORTE=fastcgi-seul", "BOURSE_PORTE=auto");
    note("20 visitors at once, each a page (3 requests), FastCGI alone, cold pool", &told(former), "-");
    let prepared = |what: &str, figures: &mut Figures, times: Vec<Duration>| {
        let times = Times::of(times);
        let p99 = times.within(99);
        let work = format!("20 visitors at once, each a page (3 requests), {what}");
        figures.within(&work, &words(&times), p99, BUDGET);
    };
    let times = (0..BURSTS).flat_map(|_| {
        cold();
        burst(office)
    });
    prepared("a host that nobody has prepared", figures, times.collect());
    crate::keep_ready(home, apache);
    prepared("processes ready for the tills", figures, (0..BURSTS).flat_map(|_| burst(office)).collect());
    let (scans, times) = beside_scans(office, || (0..BURSTS).flat_map(|_| burst(office)).collect());
    prepared("the same while five tills scan", figures, times);
    note("a scan of these tills meanwhile, FastCGI", &told(scans), "-");
}

fn burst(office: &Office) -> Vec<Duration> {
    let visitors: Vec<Visitor> = (0..VISITORS).map(|_| Visitor::arrive(office)).collect();
    let start = std::sync::Barrier::new(VISITORS);
    std::thread::scope(|scope| {
        let pages: Vec<_> = visitors
            .into_iter()
            .map(|mut visitor| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    visitor.load_page()
                })
            })
            .collect();
        pages.into_iter().flat_map(|page| page.join().expect("a page")).collect()
    })
}

fn told(times: Vec<Duration>) -> String {
    words(&Times::of(times))
}

fn words(times: &Times) -> String {
    let [p50, p99, last] = [50, 99, 100].map(|part| ms(times.within(part)));
    format!("p50 {p50}, p99 {p99}, slowest {last}")
}

/// Runs `work` while five tills scan without a pause; gives their times too.
fn beside_scans<T: Send>(office: &Office, work: impl FnOnce() -> T + Send) -> (Vec<Duration>, T) {
    let token = office.volunteer(8);
    let (code, _) = office.stock.last().expect("something is on sale");
    let path = format!("/api/v1{}", office.path(&format!("/articles/by-code/{code}")));
    let bearer = format!("Bearer {token}");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let scan = || {
            let mut connection = Connection::open(office.port()).expect("the server listens");
            let mut times = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                let request = Request::get(&path).header("Authorization", &bearer);
                assert_eq!(connection.send(request).expect("an answer").status, 200);
                times.push(begun.elapsed());
                // A volunteer takes the next article.
                std::thread::sleep(Duration::from_millis(100));
            }
            times
        };
        let tills: Vec<_> = (0..5).map(|_| scope.spawn(scan)).collect();
        let outcome = work();
        done.store(true, Ordering::Relaxed);
        (tills.into_iter().flat_map(|till| till.join().expect("a till")).collect(), outcome)
    })
}

/// Half a minute of a weekend: eight tills and six devices every 30 seconds, the display every 5, sixty depositors once a
/// minute, all with the tag of what they have; a scan every three seconds at each till. How many connections at most.
pub fn weekend(figures: &mut Figures, office: &Office, database: &Database) {
    let token = office.volunteer(8);
    let manager = office.manager();
    let depositor = office.log_in("deposant@demo.bourse");
    let (code, _) = office.stock.last().expect("something is on sale").clone();
    let path = |rest: &str| format!("/api/v1{}", office.path(rest));
    let mut askers: Vec<(String, &str, Duration)> = Vec::new();
    for _ in 0..DEVICES {
        askers.push((path("/register-catalogue"), &token, Duration::from_secs(30)));
    }
    for _ in 0..8 {
        askers.push((path(&format!("/articles/by-code/{code}")), &token, Duration::from_secs(3)));
    }
    askers.push((path("/live"), &manager, Duration::from_secs(5)));
    for _ in 0..WATCHING {
        askers.push(("/api/v1/me/lists".to_owned(), &depositor, Duration::from_mins(1)));
    }
    let end = Instant::now() + Duration::from_secs(MIX_SECONDS);
    let (most, done, asked) = (AtomicU64::new(0), AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        let (most, done, asked) = (&most, &done, &asked);
        scope.spawn(move || {
            let mut own = database.connect();
            while !done.load(Ordering::Relaxed) {
                // Without this one.
                most.fetch_max(connections(&mut own).saturating_sub(1), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        let count = u32::try_from(askers.len()).unwrap_or(1);
        let waiting: Vec<_> = askers
            .into_iter()
            .zip(0_u32..)
            .map(|((path, token, pause), number)| {
                scope.spawn(move || {
                    std::thread::sleep(pause * number / count);
                    let mut tag = String::new();
                    while Instant::now() < end {
                        let request = Request::get(&path)
                            .header("Authorization", &format!("Bearer {token}"))
                            .header("If-None-Match", &tag);
                        let answer = request.send(office.port()).expect("an answer");
                        assert!([200, 304].contains(&answer.status), "{path}: {}", answer.text());
                        answer.header("etag").unwrap_or_default().clone_into(&mut tag);
                        asked.fetch_add(1, Ordering::Relaxed);
                        std::thread::sleep(pause.min(end.saturating_duration_since(Instant::now())));
                    }
                })
            })
            .collect();
        let ended: Vec<_> = waiting.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        // First, since whoever counts connections would otherwise go on after an asker's failure.
        done.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok), "an asker failed");
    });
    let work = format!(
        "connections to the database at most, {} requests of a weekend's mix in {MIX_SECONDS} s",
        asked.into_inner()
    );
    #[allow(clippy::cast_precision_loss, reason = "a few")]
    figures.at_most(&work, most.into_inner() as f64, 15.0, "connections");
}

fn connections(db: &mut impl diesel::connection::LoadConnection<Backend = diesel::mysql::Mysql>) -> u64 {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        number: i64,
    }
    let counted: Counted = diesel::sql_query(
        "SELECT COUNT(*) AS number FROM information_schema.processlist WHERE db = DATABASE()",
    )
    .get_result(db)
    .expect("the administrator may see all");
    counted.number.unsigned_abs()
}
