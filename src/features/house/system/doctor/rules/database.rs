//! Verdicts on the database server: version, character set, connections, the way to it.

use crate::features::house::system::doctor::model::{Check, Finding};

/// What the database says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatabaseFacts {
    /// Whether it is a SQLite file.
    pub sqlite: bool,
    /// As it says it: `10.11.6-MariaDB-0+deb12u1`.
    pub version: String,
    /// Character set of the database.
    pub charset: Option<String>,
    /// Connections this account may have; 0 without limit.
    pub max_connections: Option<i64>,
    /// Seconds after which an idle connection is closed.
    pub wait_timeout: Option<i64>,
    /// The other machine that it runs on, if it does.
    pub elsewhere: Option<Elsewhere>,
}

/// A database server on another machine. The connection to it is not encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its name or address.
    pub host: String,
    /// Whether its address belongs to a network that is not reached from the Internet.
    pub private: bool,
}

/// Least versions: what the queries and the schema need.
const LEAST_MARIADB: (u32, u32) = (10, 6);
const LEAST_MYSQL: (u32, u32) = (8, 0);

/// Tills and processes of a sale need about this many connections.
const FEW_CONNECTIONS: i64 = 15;

/// Whether the database is there and new enough; otherwise the server's words.
pub fn database(facts: &Result<DatabaseFacts, String>) -> Finding {
    let check = Check::Database;
    let facts = match facts {
        Ok(facts) => facts,
        Err(words) => {
            return Finding::failure(
                check,
                format!("La base de données ne répond pas : {words}."),
                "Vérifiez DATABASE_URL dans .env (nom, mot de passe, socket) et, dans le panneau de l'hébergeur, que la base existe.",
            );
        }
    };
    if facts.sqlite {
        return Finding::fine(
            check,
            format!("SQLite {} : une seule machine, un seul fichier.", facts.version),
        );
    }
    let mariadb = facts.version.contains("MariaDB");
    let (name, least) = if mariadb { ("MariaDB", LEAST_MARIADB) } else { ("MySQL", LEAST_MYSQL) };
    if version_of(&facts.version).is_none_or(|found| found < least) {
        return Finding::failure(
            check,
            format!("{name} {} est trop ancien.", facts.version),
            format!("Demandez à l'hébergeur une base {name} {}.{} ou plus récente.", least.0, least.1),
        );
    }
    if facts.charset.as_deref().is_some_and(|charset| charset != "utf8mb4") {
        return Finding::warning(
            check,
            format!("Le jeu de caractères de la base est {}.", facts.charset.as_deref().unwrap_or_default()),
            "Dans phpMyAdmin : Opérations, Interclassement, utf8mb4_bin. Les tables de Bourse ont déjà le leur.",
        );
    }
    if facts.max_connections.is_some_and(|most| (1..FEW_CONNECTIONS).contains(&most)) {
        return Finding::warning(
            check,
            format!(
                "Ce compte n'a droit qu'à {} connexions à la fois.",
                facts.max_connections.unwrap_or_default()
            ),
            "Demandez davantage à l'hébergeur : une vente en occupe jusqu'à quinze. Le programme attend qu'une se libère, ce qui ralentit les pages.",
        );
    }
    if let Some(Elsewhere { host, private: false }) = &facts.elsewhere {
        return Finding::warning(
            check,
            format!(
                "{name} {} est sur une autre machine ({host}), à une adresse publique, et la connexion n'est pas chiffrée.",
                facts.version
            ),
            "Noms, adresses et ventes y passent en clair : prenez une base sur la même machine ou sur le réseau privé de l'hébergeur.",
        );
    }
    let idle = facts.wait_timeout.map_or_else(String::new, |s| format!(", connexions gardées {s} s"));
    let clear = facts.elsewhere.as_ref().map_or_else(String::new, |elsewhere| {
        format!(", sur {} par le réseau privé de l'hébergeur, sans chiffrement", elsewhere.host)
    });
    Finding::fine(check, format!("{name} {}{idle}{clear}.", facts.version))
}

/// The first two numbers; MariaDB behind some proxies puts `5.5.5-` before its own.
fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim_start_matches("5.5.5-").split(['.', '-']);
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}
