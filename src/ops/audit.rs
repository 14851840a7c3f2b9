//! Checking the journal from the command line.

use crate::app::App;
use crate::error::Result;
use crate::features::journal;

/// Walks the chain, says what was found, and returns whether it is intact.
pub fn verify(app: &App, as_json: bool) -> Result<bool> {
    let verdict = app.with_db(journal::verify)?;
    if as_json {
        println!("{}", serde_json::to_string(&verdict).map_err(crate::error::internal)?);
    } else if let Some(at) = verdict.broken_at {
        println!(
            "Journal altéré : l'entrée n° {at} ne correspond pas à la chaîne ({} entrées sûres).",
            verdict.entries
        );
    } else {
        println!("Journal intact : {} entrées, empreinte {}", verdict.entries, verdict.head);
    }
    Ok(verdict.intact)
}
