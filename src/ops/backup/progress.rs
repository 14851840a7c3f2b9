//! How far a long command is: a bar on a terminal, plain lines elsewhere, on standard error.

use std::io::{self, IsTerminal as _, Write as _};

/// Width of the bar, in characters.
const WIDTH: u64 = 30;

/// Tells how far it is.
#[derive(Debug)]
pub struct Progress {
    look: Look,
    title: &'static str,
    total: u64,
    done: u64,
    shown: Option<u64>,
    what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Silent,
    Lines,
    Bar,
}

impl Progress {
    /// Says nothing: cron, tests, `--json`.
    pub const fn silent() -> Self {
        Self::with(Look::Silent)
    }

    /// A bar where somebody is looking, a line per step elsewhere.
    pub fn shown() -> Self {
        Self::with(if io::stderr().is_terminal() { Look::Bar } else { Look::Lines })
    }

    const fn with(look: Look) -> Self {
        Self { look, title: "", total: 0, done: 0, shown: None, what: String::new() }
    }

    /// Begins something: `Restauration`.
    pub fn begin(&mut self, title: &'static str) {
        self.title = title;
        (self.total, self.done, self.shown) = (0, 0, None);
        self.what.clear();
    }

    /// Says how much there is, in whatever unit [`Self::advance`] counts.
    pub fn expect(&mut self, total: u64) {
        self.total = total;
    }

    /// Says what is done now: the name of a table.
    pub fn note(&mut self, what: &str) {
        if self.what == what {
            return;
        }
        what.clone_into(&mut self.what);
        self.shown = None;
        if self.look == Look::Lines {
            say(&format!("{} : {what}\n", self.title));
        } else {
            self.draw();
        }
    }

    /// That much more is done.
    pub fn advance(&mut self, by: u64) {
        self.done += by;
        self.draw();
    }

    /// Leaves the line of the bar.
    pub fn end(&mut self) {
        if self.look == Look::Bar {
            self.done = self.total;
            self.what.clear();
            self.draw();
            say("\n");
        }
    }

    fn draw(&mut self) {
        let percent = self.done.saturating_mul(100).checked_div(self.total).unwrap_or(0).min(100);
        if self.look != Look::Bar || self.shown == Some(percent) {
            return;
        }
        self.shown = Some(percent);
        let full = percent * WIDTH / 100;
        let bar: String = (0..WIDTH).map(|place| if place < full { '█' } else { '·' }).collect();
        say(&format!("\r\x1b[K{} {bar} {percent:>3} % {}", self.title, self.what));
    }
}

/// A terminal that has gone away is no reason to stop.
fn say(words: &str) {
    let mut out = io::stderr().lock();
    drop(out.write_all(words.as_bytes()).and_then(|()| out.flush()));
}
