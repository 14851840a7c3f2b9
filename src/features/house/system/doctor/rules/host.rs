//! Verdicts on what lies on this machine and in the database.

use chrono::{DateTime, TimeDelta, Utc};

use crate::features::house::system::doctor::model::{Check, Finding};

/// `.env` cannot be used: a finding for each mistake.
pub fn configuration(errors: &[String]) -> Vec<Finding> {
    let advice = "Corrigez cette ligne du fichier .env ; le modèle commenté est .env.example.";
    let found = errors.iter().map(|error| Finding::failure(Check::Configuration, error.clone(), advice));
    found.collect()
}

/// Where `.env` lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvFile {
    /// Its path.
    pub path: String,
    /// Its permission bits.
    pub mode: u32,
    /// Whether a web server could hand it out.
    pub public: bool,
}

/// Whether others can read the secrets.
pub fn env_file(file: Option<&EnvFile>) -> Finding {
    let check = Check::EnvFile;
    match file {
        // In a container and in the demonstration; settings that are missing are the configuration's own finding.
        None => Finding::fine(check, "Les réglages viennent de l'environnement, sans fichier .env."),
        Some(file) if file.public => Finding::failure(
            check,
            format!("{} se trouve dans un dossier que le serveur web montre à tous.", file.path),
            "Déplacez-le hors de public_html, par exemple en ~/bourse/.env, puis changez tous les mots de passe qu'il contient.",
        ),
        Some(file) if file.mode & 0o077 != 0 => Finding::failure(
            check,
            format!("{} peut être lu par d'autres que vous (droits {:o}).", file.path, file.mode & 0o777),
            format!("Lancez : chmod 600 {}", file.path),
        ),
        Some(file) => Finding::fine(check, format!("{} n'est lisible que par vous.", file.path)),
    }
}

/// Keys of `.env` that nobody knows.
pub fn unknown_keys(keys: &[String]) -> Finding {
    if keys.is_empty() {
        return Finding::fine(Check::UnknownKeys, "Tous les réglages sont connus.");
    }
    Finding::warning(
        Check::UnknownKeys,
        format!("Réglages sans effet dans .env : {}.", keys.join(", ")),
        "Vérifiez leur orthographe dans .env.example, ou effacez-les.",
    )
}

/// What is known of the secrets, never they themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "four facts that have nothing to do with each other")]
pub struct SecretFacts {
    /// Whether weak ones stop the start.
    pub production: bool,
    /// Whether the public address leads to this machine only.
    pub local: bool,
    /// Whether one is too short or an example.
    pub weak: bool,
    /// Whether both are the same.
    pub same: bool,
}

/// Whether somebody could guess them.
pub fn secrets(facts: SecretFacts) -> Finding {
    let check = Check::Secrets;
    if facts.weak {
        return Finding::failure(
            check,
            "JWT_SECRET_KEY ou OFFLINE_HMAC_SECRET est trop court ou resté à sa valeur d'exemple.",
            "Mettez pour chacun 64 caractères tirés au hasard : openssl rand -hex 32",
        );
    }
    if facts.same {
        return Finding::warning(
            check,
            "JWT_SECRET_KEY et OFFLINE_HMAC_SECRET sont les mêmes.",
            "Changez JWT_SECRET_KEY (tout le monde se reconnectera) ; gardez l'autre si des étiquettes sont imprimées.",
        );
    }
    if !facts.production && !facts.local {
        return Finding::warning(
            check,
            "APP_ENV n'est pas « production » alors que l'application a une adresse publique.",
            "Mettez APP_ENV=production dans .env.",
        );
    }
    Finding::fine(check, "Les secrets sont assez longs et différents.")
}

/// Whether the token that made the first admin still stands in `.env`.
pub fn install_token(left_over: bool) -> Finding {
    if left_over {
        return Finding::warning(
            Check::InstallToken,
            "INSTALL_TOKEN est encore dans .env alors que le premier administrateur existe.",
            "Effacez cette ligne : elle ne sert plus à rien.",
        );
    }
    Finding::fine(Check::InstallToken, "Aucun jeton d'installation n'est resté.")
}

/// Migrations that the database has not had.
pub fn migrations(missing: &[String]) -> Finding {
    if missing.is_empty() {
        return Finding::fine(Check::Migrations, "La structure de la base est à jour.");
    }
    Finding::failure(
        Check::Migrations,
        match missing {
            [one] => format!("La base n'est pas à jour : une étape à faire ({one})."),
            several => {
                format!(
                    "La base n'est pas à jour : {} étapes à faire ({}).",
                    several.len(),
                    several.join(", ")
                )
            }
        },
        "Lancez : bourse migrate up (ou mettez MIGRATE_ON_START=true dans .env et ouvrez le site).",
    )
}

/// A folder that the program writes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The key that names it.
    pub key: &'static str,
    /// Its path.
    pub path: String,
    /// Whether a file could be written there.
    pub writable: bool,
}

/// Whether every folder can be written to.
pub fn folders(folders: &[Folder]) -> Finding {
    let closed: Vec<String> = folders
        .iter()
        .filter(|folder| !folder.writable)
        .map(|folder| format!("{} ({})", folder.key, folder.path))
        .collect();
    if closed.is_empty() {
        return Finding::fine(Check::Folders, "Tous les dossiers sont accessibles en écriture.");
    }
    Finding::failure(
        Check::Folders,
        format!("Impossible d'écrire dans : {}.", closed.join(", ")),
        "Créez ces dossiers, donnez-les au compte de l'hébergement (chmod 700), ou corrigez leurs chemins dans .env.",
    )
}

const MEGABYTE: u64 = 1024 * 1024;

/// `512 Mo`, `70,9 Go`.
fn room(bytes: u64) -> String {
    let megabytes = bytes / MEGABYTE;
    if megabytes < 1024 {
        return format!("{megabytes}\u{a0}Mo");
    }
    let tenths = megabytes * 10 / 1024;
    format!("{},{}\u{a0}Go", tenths / 10, tenths % 10)
}

/// Room left on the disk of the storage folder.
pub fn disk(free_bytes: Option<u64>) -> Finding {
    let advice = "Effacez d'anciens fichiers ou prenez plus d'espace ; BACKUP_KEEP_DAYS règle les sauvegardes gardées.";
    match free_bytes {
        None => Finding::warning(
            Check::Disk,
            "L'espace libre ne peut pas être mesuré.",
            "Regardez le quota dans le panneau de l'hébergeur.",
        ),
        Some(free) if free < 50 * MEGABYTE => {
            Finding::failure(Check::Disk, format!("Il ne reste que {}.", room(free)), advice)
        }
        Some(free) if free < 500 * MEGABYTE => {
            Finding::warning(Check::Disk, format!("Il ne reste que {}.", room(free)), advice)
        }
        Some(free) => Finding::fine(
            Check::Disk,
            format!("{} libres (le quota de votre compte peut être plus petit).", room(free)),
        ),
    }
}

/// Exported files: how many, their bytes, and the bytes they may take.
pub fn exports(count: usize, bytes: u64, most: u64) -> Finding {
    let words = format!(
        "{count} {} dans storage/exports, {} sur {}.",
        if count < 2 { "fichier" } else { "fichiers" },
        room(bytes),
        room(most)
    );
    if bytes > most {
        return Finding::warning(
            Check::Exports,
            words,
            "La tâche planifiée efface les plus anciens chaque jour ; « bourse cleanup » le fait tout de suite.",
        );
    }
    Finding::fine(Check::Exports, words)
}

/// The notice of maintenance that is up, if any.
pub fn maintenance(notice: Option<&str>) -> Finding {
    match notice {
        None => Finding::fine(Check::Maintenance, "L'application est ouverte à tous."),
        Some(words) => Finding::warning(
            Check::Maintenance,
            format!("L'application est fermée à tous sauf aux administrateurs : « {words} »"),
            "Quand tout est prêt : bourse maintenance off",
        ),
    }
}

/// Whether the end of the journal's chain holds: `entries` looked at, the first that does not fit.
pub fn journal(entries: i64, broken_at: Option<i64>) -> Finding {
    match broken_at {
        None => Finding::fine(
            Check::Journal,
            format!("Les {entries} dernières entrées du journal sont intactes."),
        ),
        Some(at) => Finding::failure(
            Check::Journal,
            format!(
                "Le journal a été modifié hors du programme : l'entrée n° {at} ne correspond pas à la chaîne."
            ),
            "Gardez une copie de la base telle quelle, lancez « bourse audit verify », et comparez avec la dernière sauvegarde.",
        ),
    }
}

/// What the outbox holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxFacts {
    /// Given up in the last seven days.
    pub failed: i64,
    /// To be sent.
    pub waiting: i64,
    /// Since when the one that has waited longest should have left.
    pub overdue: Option<TimeDelta>,
    /// The server's words while it refuses our account.
    pub refusal: Option<String>,
}

/// Whether the journal and the backups are sealed.
pub fn seals(keyed: bool, local: bool) -> Finding {
    let check = Check::Seals;
    if keyed {
        return Finding::fine(check, "Le journal et les sauvegardes sont scellés.");
    }
    let message = "JOURNAL_KEY manque : qui peut écrire dans la base pourrait réécrire le journal, ou une sauvegarde, sans que cela se voie.";
    let advice = "Mettez dans .env JOURNAL_KEY=... avec 64 caractères tirés au hasard (openssl rand -hex 32), et gardez-la aussi sur papier.";
    if local { Finding::fine(check, message) } else { Finding::warning(check, message, advice) }
}

/// Whether mail leaves.
pub fn outbox(facts: &OutboxFacts) -> Finding {
    let check = Check::Outbox;
    if let Some(words) = &facts.refusal {
        return Finding::failure(
            check,
            format!(
                "Le serveur d'envoi refuse notre compte : « {words} ». Les messages attendent, aucun n'est perdu."
            ),
            "Vérifiez SMTP_USER, SMTP_PASSWORD, SMTP_FROM_EMAIL et la limite d'envoi de l'hébergeur, puis « Tout renvoyer » sur la page Messages.",
        );
    }
    if facts.overdue.is_some_and(|late| late > TimeDelta::hours(2)) {
        return Finding::failure(
            check,
            format!("Messages en attente : {}, le plus ancien depuis plus de deux heures.", facts.waiting),
            "Vérifiez la tâche planifiée et le serveur d'envoi ; « bourse mail flush » essaie tout de suite.",
        );
    }
    if facts.failed > 0 {
        return Finding::warning(
            check,
            format!("Messages qui n'ont pas pu être remis ces sept derniers jours : {}.", facts.failed),
            "Ouvrez la page Messages : elle donne la réponse du serveur et permet de corriger l'adresse.",
        );
    }
    Finding::fine(check, format!("Messages en attente : {}. Aucun n'a été refusé.", facts.waiting))
}

/// Whether cron comes.
pub fn cron(last_run: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    let check = Check::Cron;
    let advice = "Dans le panneau de l'hébergeur (Tâches cron), ajoutez : */5 * * * * ~/bourse/bourse cron";
    let Some(last) = last_run else {
        return Finding::failure(
            check,
            "« bourse cron » n'a jamais été lancé : ni courrier en retard, ni rappels, ni sauvegardes.",
            advice,
        );
    };
    let ago = now - last;
    if ago > TimeDelta::hours(25) {
        return Finding::failure(
            check,
            match ago.num_days() {
                ..2 => "« bourse cron » n'est plus lancé depuis plus d'un jour.".to_owned(),
                days => format!("« bourse cron » n'est plus lancé depuis {days} jours."),
            },
            advice,
        );
    }
    if ago > TimeDelta::minutes(125) {
        return Finding::warning(
            check,
            format!("Le dernier passage de « bourse cron » date de {} heures.", ago.num_hours()),
            advice,
        );
    }
    let words = match ago.num_minutes() {
        ..1 => "Dernier passage il y a moins d'une minute.".to_owned(),
        1 => "Dernier passage il y a une minute.".to_owned(),
        minutes => format!("Dernier passage il y a {minutes} minutes."),
    };
    Finding::fine(check, words)
}

/// Tasks whose last run failed: what they are called, and their words.
pub fn tasks(failed: &[(String, String)]) -> Finding {
    if failed.is_empty() {
        return Finding::fine(Check::Tasks, "Aucun travail régulier n'a échoué.");
    }
    let told: Vec<String> = failed.iter().map(|(title, detail)| format!("{title} ({detail})")).collect();
    Finding::failure(
        Check::Tasks,
        format!("Travaux en échec : {}.", told.join(" ; ")),
        "Corrigez la cause, puis lancez « bourse cron » ; le détail est dans le journal technique (LOGS_PATH).",
    )
}

/// Whether there is a backup of last night.
pub fn backup(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    let check = Check::Backup;
    let advice = "Choisissez « Sauvegarder maintenant » sur la page Système, puis vérifiez la tâche planifiée et BACKUP_PATH.";
    match newest.map(|at| now - at) {
        None => Finding::failure(check, "Il n'y a aucune sauvegarde.", advice),
        Some(age) if age > TimeDelta::days(3) => {
            Finding::failure(check, format!("La dernière sauvegarde a {} jours.", age.num_days()), advice)
        }
        Some(age) if age > TimeDelta::hours(30) => {
            Finding::warning(check, format!("La dernière sauvegarde a {} heures.", age.num_hours()), advice)
        }
        Some(age) => {
            let words = match age.num_hours() {
                ..2 => "La dernière sauvegarde date de moins de deux heures.".to_owned(),
                hours => format!("La dernière sauvegarde a {hours} heures."),
            };
            Finding::fine(check, format!("{words} Gardez-en aussi une copie ailleurs."))
        }
    }
}
