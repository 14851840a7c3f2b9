//! `bourse doctor`: what is wrong with this installation, and what to do about it, in plain French.
//!
//! Facts are gathered, then judged by pure rules. The command and cron look at everything: at this machine as the system
//! page does (`house::system::doctor`), and at the installation's own address (`network`). The page shows what cron last
//! found there, for a request that asked it would wait for itself.

mod network;
pub mod rules;

use std::io::{self, IsTerminal as _};

use serde_json::json;

use crate::app::App;
use crate::config::ConfigErrors;
use crate::error::{Result, internal};
use crate::features::house::system::doctor;
use crate::features::house::system::doctor::model::{Finding, Level, worst};

pub use network::examine as examine_from_outside;

/// Looks at everything.
pub fn examine(app: &App) -> Vec<Finding> {
    let mut findings = doctor::examine(app);
    findings.extend(network::examine(app));
    findings.sort_by_key(|finding| finding.check);
    findings
}

/// Looks at everything and says what was found. Gives the exit code: 0 fine, 1 warnings, 2 failures.
pub fn command(app: &App, as_json: bool) -> Result<u8> {
    let findings = examine(app);
    tell(&findings, as_json)?;
    Ok(exit_code(&findings))
}

/// The same when the configuration cannot even be read.
pub fn misconfigured(errors: &ConfigErrors, as_json: bool) -> Result<u8> {
    let findings = doctor::rules::configuration(&errors.0);
    tell(&findings, as_json)?;
    Ok(exit_code(&findings))
}

fn exit_code(findings: &[Finding]) -> u8 {
    match worst(findings) {
        Level::Fine => 0,
        Level::Warning => 1,
        Level::Failure => 2,
    }
}

fn tell(findings: &[Finding], as_json: bool) -> Result<()> {
    if as_json {
        let whole = json!({ "level": worst(findings), "findings": findings });
        println!("{}", serde_json::to_string_pretty(&whole).map_err(internal)?);
        return Ok(());
    }
    let coloured = io::stdout().is_terminal();
    for finding in findings {
        println!("{} {} : {}", mark(finding.level, coloured), finding.title, finding.message);
        if !finding.advice.is_empty() {
            println!("     -> {}", finding.advice);
        }
    }
    println!("{}", summary(findings));
    Ok(())
}

fn mark(level: Level, coloured: bool) -> String {
    let (word, colour) = match level {
        Level::Fine => ("[ok]", 32),
        Level::Warning => ("[!!]", 33),
        Level::Failure => ("[XX]", 31),
    };
    if coloured { format!("\u{1b}[{colour}m{word}\u{1b}[0m") } else { word.to_owned() }
}

/// `1 échec, 2 avertissements`, or that all is well.
pub fn summary(findings: &[Finding]) -> String {
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count > 1 { "s" } else { "" });
    match (count(Level::Failure), count(Level::Warning)) {
        (0, 0) => "Tout va bien.".to_owned(),
        (0, warnings) => plural(warnings, "avertissement"),
        (failures, 0) => plural(failures, "échec"),
        (failures, warnings) => {
            format!("{}, {}", plural(failures, "échec"), plural(warnings, "avertissement"))
        }
    }
}
