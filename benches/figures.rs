//! The table that comes out: what was measured, what the budget asks, whether it holds.

use std::time::Duration;

/// Collects rows and prints them as they come.
pub struct Figures {
    missed: Vec<String>,
}

impl Figures {
    /// Prints the head of the table (Markdown, for `docs/benchmarks.md`).
    pub fn begin() -> Self {
        println!("| work | measured | ratio, same run | budget | holds |\n|---|---|---|---|---|");
        Self { missed: Vec::new() }
    }

    /// A ratio of two figures of this run, which must be at least `least`.
    pub fn at_least(&mut self, work: &str, measured: &str, ratio: f64, least: f64) {
        let holds = ratio >= least;
        println!("| {work} | {measured} | {ratio:.2} | at least {least:.2} | {} |", word(holds));
        self.judge(work, holds);
    }

    /// A quantity that no noise changes much (bytes of memory), which must be at most `most`.
    pub fn at_most(&mut self, work: &str, measured: f64, most: f64, unit: &str) {
        let holds = measured <= most;
        println!("| {work} | {measured:.1} {unit} | - | at most {most:.1} {unit} | {} |", word(holds));
        self.judge(work, holds);
    }

    /// A time that a quiet machine keeps to.
    pub fn within(&mut self, work: &str, measured: &str, time: Duration, most: Duration) {
        let holds = time <= most;
        println!("| {work} | {measured} | - | p99 {} | {} |", ms(most), word(holds));
        self.judge(work, holds);
    }

    /// Budgets that did not hold.
    pub fn missed(&self) -> &[String] {
        &self.missed
    }

    fn judge(&mut self, work: &str, holds: bool) {
        if !holds {
            self.missed.push(work.to_owned());
        }
    }
}

/// A figure that stands for itself: machines differ, so it is shown beside its budget but does not fail the run.
pub fn note(work: &str, measured: &str, budget: &str) {
    println!("| {work} | {measured} | - | {budget} | - |");
}

/// Milliseconds with one decimal.
pub fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

const fn word(holds: bool) -> &'static str {
    if holds { "yes" } else { "**no**" }
}
