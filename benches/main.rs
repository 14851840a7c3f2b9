//! Measures the program on a real host, as `scripts/bench` sets it up: MariaDB with its defaults, Apache with mod_fcgid
//! and the shipped `.htaccess` files, the static binary, the data of a large sale.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement that cannot go on must stop"
)]
#![allow(clippy::doc_markdown, reason = "names of Apache's modules read better bare")]

mod backup;
mod figures;
mod documents;
mod growth;
mod load;
mod office;
mod registrations;
mod tills;
mod visitors;
#[path = "../tests/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod support;

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use figures::{Figures, ms, note};
use load::{burst, keep_asking, one_by_one};
use support::apache::{Apache, Host, server_owner};
use support::home::Home;
use support::http::Request;
use support::mariadb::{Database, Durability, Server};

/// Sends any request to FastCGI, whatever the pool is like.
const TO_FASTCGI: (&str, &str) = ("X-Bourse-Warm", "bench");
/// As many tills as the budgets are written for.
const TILLS: u32 = 5;
const ROUNDS: usize = 3;
const SECONDS: u32 = 5;

fn main() -> ExitCode {
    let server = Server::start(Durability::Defaults);
    let database = server.database();
    let home = install(&database);
    let apache = Apache::start(Host::default(), &home);
    println!("{}\n", machine());
    let mut office = office::Office::new(apache.port);
    let mut figures = Figures::begin();
    visitors::bursts(&mut figures, &office, &apache, &home);
    let health = fastcgi(&mut figures, &apache);
    keep_ready(&home, &apache);
    tills::scan(&mut figures, &office, health);
    cgi(&apache);
    first_answer(&home);
    let commits = commits(&database);
    keep_ready(&home, &apache);
    visitors::weekend(&mut figures, &office, &database);
    tills::measure(&mut figures, &office, commits);
    documents::measure(&office);
    backup::measure(&mut figures, &server, &home, &database);
    registrations::import(&office, &database);
    keep_ready(&home, &apache);
    growth::measure(&mut figures, &mut office, &database);
    memory(&mut figures, &apache, &home);
    if figures.missed().is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("\nbench: missed: {}", figures.missed().join(", "));
    ExitCode::FAILURE
}

/// The program with the data of a large sale: 300 depositors, 600 lists, 7,200 articles.
fn install(database: &Database) -> Home {
    let settings = [("DATABASE_URL", database.url()), ("RATE_LIMIT_PER_MINUTE", "1000000".to_owned())];
    let settings = settings.each_ref().map(|(key, value)| (*key, value.as_str()));
    let home = Home::unpack(&support::binary(), server_owner(), &settings);
    let done = home.command(&["seed"]).stdout(Stdio::null()).status().expect("the program starts");
    assert!(done.success(), "bourse seed");
    home.write("public_html/assets/page-4096.txt", &"x".repeat(4096));
    home
}

/// Lets `bourse cron` keep processes ready for the tills, as it does every five minutes of a sale.
fn keep_ready(home: &Home, apache: &Apache) {
    for _ in 0..3 {
        let done = home
            .command(&["cron"])
            .env("WARM_PROCESSES", "8")
            .env("APP_URL", format!("http://127.0.0.1:{}", apache.port))
            .stdout(Stdio::null())
            .status()
            .expect("the program starts");
        assert!(done.success(), "bourse cron");
        if home.join("public_html/api/fastcgi-pret").exists() {
            return;
        }
        // After many starts in a short time mod_fcgid starts no more for some seconds (FcgidSpawnScoreUpLimit).
        std::thread::sleep(Duration::from_secs(10));
    }
    panic!("no processes are ready: {}", apache.logs());
}

/// What the figures were taken on.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        text.lines().find_map(|line| line.strip_prefix("model name\t: ")).unwrap_or("unknown processor");
    format!(
        "{cores} cores ({model}), load generator on the same ones; {ROUNDS} rounds of {SECONDS} s, the median counts."
    )
}

/// Requests a second through FastCGI, against a static file of the same server in the same minute.
fn fastcgi(figures: &mut Figures, apache: &Apache) -> f64 {
    let health = || keep_asking(apache.port, "/api/health", &[TO_FASTCGI], TILLS, SECONDS);
    let file = || keep_asking(apache.port, "/assets/page-4096.txt", &[], TILLS, SECONDS);
    // mod_fcgid starts its processes slowly, and a process is not idle yet when its answer has been read: measured is the
    // pool that a sale's first minutes leave.
    keep_asking(apache.port, "/api/health", &[TO_FASTCGI], 2 * TILLS, SECONDS);
    let mut rounds: Vec<_> = (0..ROUNDS).map(|_| (health(), file())).collect();
    let ratio = |(health, file): &(load::Rate, load::Rate)| health.per_second / file.per_second;
    rounds.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let middle = &rounds[ROUNDS / 2];
    let (health, file) = middle;
    note(
        "static file of 4 KB, 5 connections",
        &format!("{:.0}/s, p50 {}, p95 {}", file.per_second, ms(file.p50), ms(file.p95)),
        "what the rest is compared with",
    );
    figures.at_least(
        "`GET /health` through FastCGI, 5 connections",
        &format!("{:.0}/s, p50 {}, p95 {}", health.per_second, ms(health.p50), ms(health.p95)),
        ratio(middle),
        0.40,
    );
    health.per_second
}

/// Memory of the FastCGI processes after the whole suite: at once, and when those swollen by big work have made room.
fn memory(figures: &mut Figures, apache: &Apache, home: &Home) {
    let (_, swollen) = largest(home);
    note(
        "memory of a FastCGI process right after the suite, RSS of the largest",
        &format!("{swollen:.1} MB"),
        "-",
    );
    std::thread::sleep(Duration::from_secs(8));
    keep_asking(apache.port, "/api/health/ready", &[TO_FASTCGI], TILLS, 1);
    let (pss, rss) = largest(home);
    assert!(rss > 0.0, "a FastCGI process is there to be looked at");
    figures.at_most("memory of a FastCGI process when calm, PSS of the largest", pss, 4.0, "MB");
    figures.at_most("memory of a FastCGI process when calm, RSS of the largest", rss, 15.0, "MB");
}

/// Megabytes of the largest FastCGI process: its share (PSS), and all that it sees (RSS).
fn largest(home: &Home) -> (f64, f64) {
    let program = home.join("public_html/api/bourse.fcgi");
    let (mut pss, mut rss) = (0.0_f64, 0.0_f64);
    for process in support::leash::processes_of(&program) {
        let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let kilobytes = |name: &str| -> f64 {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
        };
        pss = pss.max(kilobytes("Pss:") / 1024.0);
        rss = rss.max(kilobytes("Rss:") / 1024.0);
    }
    (pss, rss)
}

/// The same address through plain CGI: a process and a connection to the database each time.
fn cgi(apache: &Apache) {
    let path = "/api/health/ready";
    let times = one_by_one(200, || Request::get(path).send(apache.port).expect("an answer").status);
    let measured = format!("p50 {}, p95 {}", ms(times.within(50)), ms(times.within(95)));
    note("`GET /health/ready` through CGI, one at a time", &measured, "p95 8 ms");
    let bursts: Vec<_> = (0..ROUNDS).map(|_| burst(apache.port, path, 20).within(100)).collect();
    let slowest = bursts.iter().min().copied().unwrap_or_default();
    note("the same, 20 at once, until the last has its answer", &ms(slowest), "80 ms");
}

/// From `exec` to the end of an answer that asked the database once.
fn first_answer(home: &Home) {
    let times = one_by_one(100, || {
        let mut program = Command::new(home.join("public_html/api/bourse.cgi"));
        program.env_clear().envs([
            ("GATEWAY_INTERFACE", "CGI/1.1"),
            ("REQUEST_METHOD", "GET"),
            ("REQUEST_URI", "/api/health/ready"),
            ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("REMOTE_ADDR", "127.0.0.1"),
        ]);
        let output = program.stdin(Stdio::null()).output().expect("the program starts");
        assert!(output.stdout.starts_with(b"Status: 200"), "{}", String::from_utf8_lossy(&output.stdout));
        200
    });
    let measured = format!("p50 {}, p95 {}", ms(times.within(50)), ms(times.within(95)));
    note("a fresh process to its first answer", &measured, "5 ms");
}

/// MariaDB's own commits a second on one connection: nothing that sells can be faster.
fn commits(database: &Database) -> f64 {
    database
        .execute("CREATE TABLE bench_commits (number BIGINT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(200))");
    let mut connection = database.connect();
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(u64::from(SECONDS)) {
        let insert = "INSERT INTO bench_commits (text) VALUES (REPEAT('x', 200))";
        diesel::connection::SimpleConnection::batch_execute(&mut connection, insert)
            .expect("the table takes rows");
        count += 1;
    }
    let per_second = f64::from(count) / begun.elapsed().as_secs_f64();
    database.execute("DROP TABLE bench_commits");
    note(
        "MariaDB's commits on one connection",
        &format!("{per_second:.0}/s"),
        "what sales are compared with",
    );
    per_second
}
