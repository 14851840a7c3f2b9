//! Load on one address of a server: by `wrk` for rates, by our own client for one visitor at a time and for bursts.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::http::Request;

/// What a load of several connections got.
pub struct Rate {
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within this time.
    pub p50: Duration,
    /// Nineteen of twenty did.
    pub p95: Duration,
}

/// Asks `path` over `connections` kept open, for `seconds`. Fails unless every answer is a success.
pub fn keep_asking(port: u16, path: &str, headers: &[(&str, &str)], connections: u32, seconds: u32) -> Rate {
    // wrk prints no 95th percentile by itself.
    let report = "done = function(summary, latency) local e = summary.errors \
        io.write(string.format('FACTS %d %d %d %d %d\\n', summary.requests, summary.duration, \
        latency:percentile(50), latency:percentile(95), e.status + e.connect + e.read + e.write + e.timeout)) end";
    let script = std::env::temp_dir().join(format!("bourse-bench-{}.lua", std::process::id()));
    std::fs::write(&script, report).expect("the temporary folder can be written");
    let mut wrk = Command::new("wrk");
    // mod_fcgid makes a visitor of a cold pool wait a second, and more in a row: slow is measured, not an error.
    wrk.args(["-t1", "--timeout", "10s", &format!("-c{connections}"), &format!("-d{seconds}s"), "-s"])
        .arg(&script);
    for (name, value) in headers {
        wrk.args(["-H", &format!("{name}: {value}")]);
    }
    let output =
        wrk.arg(format!("http://127.0.0.1:{port}{path}")).output().expect("wrk runs (scripts/setup bench)");
    let _ = std::fs::remove_file(&script);
    let text = String::from_utf8_lossy(&output.stdout);
    let facts: Vec<u64> = text
        .lines()
        .find_map(|line| line.strip_prefix("FACTS "))
        .map(|facts| facts.split(' ').filter_map(|fact| fact.parse().ok()).collect())
        .unwrap_or_default();
    let [requests, microseconds, p50, p95, errors] = facts[..] else { panic!("wrk says: {text}") };
    assert_eq!(errors, 0, "{path}: {text}");
    #[allow(clippy::cast_precision_loss, reason = "counts of a few seconds are small")]
    let per_second = requests as f64 / (microseconds as f64 / 1e6);
    Rate { per_second, p50: Duration::from_micros(p50), p95: Duration::from_micros(p95) }
}

/// Times until the whole answer is there, one request after the other, each over its own connection.
pub fn one_by_one(count: u32, mut request: impl FnMut() -> u16) -> Times {
    let taken = (0..count).map(|_| {
        let begun = Instant::now();
        let status = request();
        assert_eq!(status, 200);
        begun.elapsed()
    });
    Times::of(taken.collect())
}

/// `count` visitors at the same instant; the times until each had the whole answer.
pub fn burst(port: u16, path: &str, count: usize) -> Times {
    let start = std::sync::Barrier::new(count);
    let visit = || {
        start.wait();
        let begun = Instant::now();
        let answer = Request::get(path).send(port).expect("an answer");
        assert_eq!(answer.status, 200, "{answer:?}");
        begun.elapsed()
    };
    let taken = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..count).map(|_| scope.spawn(visit)).collect();
        visitors.into_iter().map(|visitor| visitor.join().expect("a visitor")).collect()
    });
    Times::of(taken)
}

/// Sorted durations.
pub struct Times(Vec<Duration>);

impl Times {
    /// Sorts them.
    pub fn of(mut taken: Vec<Duration>) -> Self {
        taken.sort();
        Self(taken)
    }

    /// The time within which `percent` of them lie; 100 is the slowest.
    pub fn within(&self, percent: usize) -> Duration {
        self.0[(self.0.len() * percent).div_ceil(100).saturating_sub(1)]
    }
}
