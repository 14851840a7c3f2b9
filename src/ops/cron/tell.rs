//! What a round says: a line that changes on a terminal, plain lines in cron's mail, JSON for scripts.

use std::io::{self, IsTerminal as _, Write as _};

use super::Ran;
use crate::features::house::upkeep::model::Task;

/// Tells somebody, or something, how the round goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// A person who watches.
    Terminal,
    /// Cron: only what matters, for each line becomes a mail.
    Plain,
    /// A script: one object at the end.
    Json,
    /// Nobody.
    Silent,
}

impl Teller {
    /// The one that fits standard output.
    pub fn for_output(as_json: bool) -> Self {
        match (as_json, io::stdout().is_terminal()) {
            (true, _) => Self::Json,
            (false, true) => Self::Terminal,
            (false, false) => Self::Plain,
        }
    }

    pub(super) fn busy(self, task: Task) {
        if self == Self::Terminal {
            println!("… {} : déjà en cours dans un autre processus", task.in_french());
        }
    }

    pub(super) fn begins(self, task: Task) {
        if self == Self::Terminal {
            print!("… {}", task.in_french());
            // Only for the eye.
            drop(io::stdout().flush());
        }
    }

    pub(super) fn ends(self, ran: &Ran) {
        let mark = if ran.ok { "✓" } else { "✗" };
        let detail = if ran.detail.is_empty() { "rien à faire" } else { &ran.detail };
        match self {
            Self::Terminal => {
                println!("\r\u{1b}[K{mark} {} : {detail} ({} ms)", ran.task.in_french(), ran.duration_ms);
            }
            Self::Plain if !ran.ok => eprintln!("ÉCHEC {} : {detail}", ran.task.in_french()),
            Self::Plain if !ran.detail.is_empty() => println!("{} : {detail}", ran.task.in_french()),
            Self::Plain | Self::Json | Self::Silent => {}
        }
    }

    pub(super) fn closes(self, ran: &[Ran]) {
        match self {
            Self::Json => {
                let whole = serde_json::json!({ "ok": ran.iter().all(|one| one.ok), "tasks": ran });
                println!("{whole}");
            }
            Self::Terminal if ran.is_empty() => println!("Rien n'était à faire."),
            _ => {}
        }
    }
}
