//! What the commands say, to people and to scripts.

use std::path::Path;

use serde::Serialize;

use super::progress::Progress;
use super::{Contents, Report, SealState, Source, run_showing, verify};
use crate::app::App;
use crate::error::{Problem, Result, internal};
use crate::kernel::clock::paris;
use crate::kernel::money::euros;
use crate::ops::restore::{Consent, restore};

/// `bourse backup`.
pub fn backup(app: &App, json: bool) -> Result<()> {
    let report = run_showing(app, &mut progress(json))?;
    if json {
        return print_json(&report);
    }
    print_report(&report);
    Ok(())
}

fn print_report(report: &Report) {
    let sealed = if report.encrypted { ", chiffrée" } else { "" };
    println!("Sauvegarde faite : {} ({}{sealed})", report.path.display(), size(report.bytes));
    print_contents(&report.contents);
    if !report.removed.is_empty() {
        println!("Anciennes sauvegardes effacées : {}", report.removed.join(", "));
    }
}

/// `bourse backup verify`: whether the file is sound. A file that cannot be read at all is an error, not a finding.
pub fn check(source: Source<'_>, json: bool) -> Result<bool> {
    #[derive(Serialize)]
    struct Answer {
        sound: bool,
        #[serde(flatten)]
        contents: Option<Contents>,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    }
    match verify(source, &mut progress(json)) {
        Ok(contents) if json => {
            print_json(&Answer { sound: true, contents: Some(contents), code: None, detail: None })?;
            Ok(true)
        }
        Ok(contents) => {
            println!("Sauvegarde intacte : {}", name(source.path));
            print_contents(&contents);
            Ok(true)
        }
        Err(Problem { status: 422, code, detail, .. }) => {
            if json {
                print_json(&Answer { sound: false, contents: None, code: Some(code), detail: Some(detail) })?;
            } else {
                println!("Sauvegarde inutilisable : {detail}");
            }
            Ok(false)
        }
        Err(problem) => Err(problem),
    }
}

/// `bourse restore`.
pub fn put_back(app: &App, source: Source<'_>, consent: Consent, json: bool) -> Result<()> {
    let restored = restore(app, source, consent, &mut progress(json))?;
    if json {
        return print_json(&restored);
    }
    println!("Restauration faite : {}", name(source.path));
    print_contents(&restored.contents);
    if restored.mails_held > 0 {
        println!("{} messages qui attendaient ne seront pas renvoyés.", restored.mails_held);
    }
    println!("Tout le monde doit se reconnecter.");
    Ok(())
}

fn print_contents(contents: &Contents) {
    let figures = &contents.figures;
    println!("  instant      {}", paris::long_date_time(contents.made_at.utc()));
    println!("  base         {} tables, {} lignes ({})", contents.tables, contents.rows, contents.engine);
    println!("  fichiers     {}", contents.files);
    println!("  tickets      {} pour {}", figures.tickets, euros(figures.tickets_cents));
    println!("  reversements {} pour {}", figures.payouts, euros(figures.payouts_net_cents));
    println!(
        "  sceau        {}",
        match contents.seal {
            SealState::Sealed => "scellée avec notre JOURNAL_KEY",
            SealState::Unsealed => "aucun : rien ne prouve qu'elle n'a pas été modifiée",
            SealState::Forged =>
                "faux : elle a été modifiée, ou vient d'une installation qui a une autre JOURNAL_KEY",
            SealState::Unchecked => "non vérifié : il n'y a pas de JOURNAL_KEY ici",
        }
    );
    println!("  journal      {} entrées, empreinte {}", figures.journal_entries, figures.journal_head);
}

fn progress(json: bool) -> Progress {
    if json { Progress::silent() } else { Progress::shown() }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// `1,2 Mo`.
fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{},{} Mo", tenths / 10, tenths % 10)
}

fn print_json(value: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(value).map_err(internal)?);
    Ok(())
}
