//! Checking the journal from the command line.

use diesel::prelude::*;

use crate::app::App;
use crate::db::schema::journal as entries;
use crate::error::{Result, malformed};
use crate::features::base::journal;
use crate::features::base::journal::Verdict;

/// Walks the chain, checks its seals and a head that somebody has kept (`4321:0123abcd...`), says what was found, and
/// returns whether all of it is as it should be.
pub fn verify(app: &App, kept: Option<&str>, as_json: bool) -> Result<bool> {
    let key = app.config.secrets.journal.as_deref();
    let verdict = app.with_db(|db| journal::verify_sealed(db, key))?;
    let kept = kept.map(|kept| compare(app, kept)).transpose()?;
    let suspect = verdict.broken_at.map(|at| event_of(app, at)).transpose()?.flatten();
    if as_json {
        let mut told = serde_json::to_value(&verdict).map_err(crate::error::internal)?;
        told["head_found"] = serde_json::json!(kept);
        println!("{told}");
    } else {
        for line in lines(&verdict, suspect.as_deref(), key.is_some(), kept) {
            println!("{line}");
        }
    }
    Ok(verdict.intact && kept.unwrap_or(true))
}

/// Whether the journal still has an entry with this hash.
fn compare(app: &App, kept: &str) -> Result<bool> {
    let parts =
        kept.split_once(':').and_then(|(at, hash)| Some((at.trim().parse::<i64>().ok()?, hash.trim())));
    let Some((at, hash)) = parts else {
        return Err(malformed(
            "malformed",
            "Une empreinte s'écrit NUMÉRO:EMPREINTE, comme dans le message reçu.",
        ));
    };
    let there: Option<String> =
        app.with_db(|db| Ok(entries::table.find(at).select(entries::hash).first(db).optional()?))?;
    Ok(there.is_some_and(|there| there == hash))
}

/// What the entry says has happened, if there is one.
fn event_of(app: &App, sequence: i64) -> Result<Option<String>> {
    app.with_db(|db| Ok(entries::table.find(sequence).select(entries::event).first(db).optional()?))
}

fn lines(verdict: &Verdict, suspect: Option<&str>, keyed: bool, kept: Option<bool>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(at) = verdict.broken_at {
        lines.push(format!(
            "Journal altéré : l'entrée n° {at} ne correspond pas à la chaîne ({} entrées sûres).",
            verdict.entries
        ));
        lines.extend(suspect.map(|event| format!("Cette entrée dit : {}", journal::in_words(event))));
        return lines;
    }
    if let Some(at) = verdict.forged_seal_at {
        lines.push(format!(
            "Journal altéré : le sceau n° {at} n'a pas été fait avec cette JOURNAL_KEY. Ou bien la clé a été changée, ou \
             bien le journal a été réécrit."
        ));
    } else {
        lines.push(format!("Journal intact : {} entrées, empreinte {}", verdict.entries, verdict.head));
    }
    lines.push(match (keyed, verdict.sealed_through) {
        (false, _) => {
            "Sans JOURNAL_KEY dans .env, seul l'enchaînement est vérifié, pas les sceaux.".to_owned()
        }
        (true, None) => "Aucun sceau de cette clé : tout est seulement enchaîné.".to_owned(),
        (true, Some(through)) => format!(
            "Scellé jusqu'à l'entrée n° {through} (sceaux : {}) ; ce qui suit est seulement enchaîné.",
            verdict.seals
        ),
    });
    match kept {
        Some(true) => lines.push("L'empreinte donnée s'y trouve : rien n'a été réécrit jusque-là.".to_owned()),
        Some(false) => lines.push(
            "L'empreinte donnée ne s'y trouve pas : le journal a été réécrit, ou c'est celui d'une autre base."
                .to_owned(),
        ),
        None => {}
    }
    lines
}
