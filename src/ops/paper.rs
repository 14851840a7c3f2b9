//! The paper of the installation: what must still be known when the host is gone, printed once and kept in two places.

use std::fmt::Write as _;

use serde_json::json;

use crate::app::App;
use crate::ctx::Change;
use crate::db;
use crate::error::{Result, conflict, internal};
use crate::features::base::journal::Event;

/// Noted in the storage folder when the paper has been printed.
const PRINTED: &str = "papier-imprime";

/// Prints it on standard output. A second time only when asked for: each print is one more paper to look after.
pub fn print(app: &App, again: bool) -> Result<()> {
    let mark = app.config.folders.storage.join(PRINTED);
    if mark.exists() && !again {
        return Err(conflict(
            "paper_printed",
            "Le papier d'installation a déjà été imprimé. S'il est perdu, ajoutez --again.",
        ));
    }
    let trace = app.trace("bourse admin paper");
    app.with_db(|db| {
        db::write(db, |db| {
            let mut change = Change::outside_requests(db, &app.random, &trace);
            change.journal(Event::InstallationPaperPrinted, "paper", json!({}))
        })
    })?;
    print!("{}", text(app));
    std::fs::create_dir_all(&app.config.folders.storage)
        .and_then(|()| std::fs::write(mark, app.clock.now().to_string()))
        .map_err(internal)
}

fn text(app: &App) -> String {
    let config = &app.config;
    let mut page = String::new();
    let mut line = |words: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{words}");
    };
    line(&format!("BOURSE {} - PAPIER D'INSTALLATION", config.site.association));
    line(&format!("Imprimé le {} (UTC), version {}", app.clock.now(), env!("CARGO_PKG_VERSION")));
    line("");
    line("À garder en deux endroits, chez deux personnes, jamais sur l'hébergement ni dans un courriel.");
    line("");
    line("ADRESSES");
    line(&format!("  L'application        {}", config.site.url));
    line(&format!("  État de santé        {}/health/ready", config.site.url));
    line(&format!("  Contact              {}", config.site.contact_email));
    line("");
    line("DOSSIERS SUR LE SERVEUR");
    let env_file =
        config.env_file.as_ref().map_or_else(|| "(environnement)".to_owned(), |p| p.display().to_string());
    line(&format!("  Réglages             {env_file}"));
    line(&format!("  Fichiers             {}", config.folders.storage.display()));
    line(&format!("  Sauvegardes          {}", config.folders.backup.display()));
    line("");
    line("CLÉS : sans elles, une sauvegarde restaurée ailleurs ne vérifie plus ce que celle-ci a signé.");
    for (key, value) in keys(app) {
        line(&format!("  {key:<20} {value}"));
    }
    if let Some(recipient) = &config.backup.recipient {
        line(&format!("  Sauvegardes chiffrées pour {recipient}"));
        line("  Écrivez ici où est sa clé secrète (AGE-SECRET-KEY-...) : ______________________________");
    }
    line("");
    line("POUR REPARTIR AILLEURS");
    line("  1. Le programme, une base vide, ces clés dans bourse/.env.");
    line("  2. bourse restore FICHIER (la dernière sauvegarde).");
    line("  3. bourse doctor, puis bourse audit verify.");
    page
}

/// Keys that outlive a host. The one that signs log-ins is not among them: a new one only makes people log in again.
fn keys(app: &App) -> Vec<(&'static str, String)> {
    let secrets = &app.config.secrets;
    let text = |secret: &[u8]| String::from_utf8_lossy(secret).into_owned();
    let mut keys = vec![("OFFLINE_HMAC_SECRET", text(&secrets.offline))];
    keys.extend(secrets.journal.as_deref().map(|key| ("JOURNAL_KEY", text(key))));
    keys
}
