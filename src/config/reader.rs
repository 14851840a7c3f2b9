//! Turns pairs of text into checked values, collecting every mistake on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::{Config, ConfigErrors, Database, MailTransport, Smtp};

/// Keys that later parts of the program or other tools read from the same file.
const KNOWN_ELSEWHERE: [&str; 3] = ["DATABASE_POOL_SIZE", "APP_DEBUG", "BOURSE_ENV"];

/// A secret shorter than this is guessed.
const SECRET_LENGTH: usize = 32;

/// The environment, or what a test puts in its place.
type Overrides<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

pub(super) struct Reader<'a> {
    file: BTreeMap<String, String>,
    overrides: Overrides<'a>,
    root: PathBuf,
    asked: BTreeSet<&'static str>,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: Vec<(String, String)>, overrides: impl Fn(&str) -> Option<String> + 'a) -> Self {
        Self {
            file: file.into_iter().collect(),
            overrides: Box::new(overrides),
            root: PathBuf::new(),
            asked: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// Lets relative paths count from `root` instead of the folder the process happens to be in.
    #[must_use]
    pub(super) fn rooted(self, root: PathBuf) -> Self {
        Self { root, ..self }
    }

    pub(super) fn finish(self, config: Config) -> Result<Config, ConfigErrors> {
        if !self.errors.is_empty() {
            return Err(ConfigErrors(self.errors));
        }
        let known =
            |key: &String| self.asked.contains(key.as_str()) || KNOWN_ELSEWHERE.contains(&key.as_str());
        Ok(Config { unknown_keys: self.file.into_keys().filter(|key| !known(key)).collect(), ..config })
    }

    /// The trimmed value, when there is one.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<String> {
        self.asked.insert(key);
        let value = (self.overrides)(key).or_else(|| self.file.get(key).cloned())?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn text(&mut self, key: &'static str, default: &str) -> String {
        self.optional(key).unwrap_or_else(|| default.to_owned())
    }

    /// A file or folder.
    pub(super) fn path(&mut self, key: &'static str, default: impl AsRef<Path>) -> PathBuf {
        let path = self.optional(key).map_or_else(|| default.as_ref().to_owned(), PathBuf::from);
        self.root.join(path)
    }

    fn required(&mut self, key: &'static str, example: &str) -> String {
        self.optional(key).unwrap_or_else(|| {
            self.errors.push(format!("{key} manque (par exemple : {example})"));
            String::new()
        })
    }

    pub(super) fn choice(&mut self, key: &'static str, default: &str, allowed: &[&str]) -> String {
        let value = self.text(key, default);
        if !allowed.contains(&value.as_str()) {
            self.errors.push(format!("{key} vaut « {value} » ; valeurs possibles : {}", allowed.join(", ")));
        }
        value
    }

    pub(super) fn number(&mut self, key: &'static str, default: u32, range: RangeInclusive<u32>) -> u32 {
        let Some(text) = self.optional(key) else { return default };
        match text.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let (low, high) = range.into_inner();
                self.errors.push(format!("{key} vaut « {text} » ; un nombre de {low} à {high} est attendu"));
                default
            }
        }
    }

    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let Some(text) = self.optional(key) else { return default };
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "oui" | "yes" => true,
            "false" | "0" | "non" | "no" => false,
            _ => {
                self.errors.push(format!("{key} vaut « {text} » ; true ou false est attendu"));
                default
            }
        }
    }

    pub(super) fn list(&mut self, key: &'static str) -> Vec<String> {
        let text = self.text(key, "");
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn secret(&mut self, key: &'static str, production: bool) -> Vec<u8> {
        let value = self.required(key, "64 caractères tirés au hasard, `openssl rand -hex 32`");
        let weak = value.len() < SECRET_LENGTH || value.to_ascii_lowercase().contains("change");
        if production && !value.is_empty() && weak {
            self.errors.push(format!(
                "{key} est trop faible : il faut au moins {SECRET_LENGTH} caractères, et pas la valeur d'exemple"
            ));
        }
        value.into_bytes()
    }

    /// Opens the installation to strangers, so it must be strong wherever it is set.
    pub(super) fn token(&mut self, key: &'static str) -> Option<Vec<u8>> {
        let value = self.optional(key)?;
        if value.len() < SECRET_LENGTH || value.to_ascii_lowercase().contains("change") {
            self.errors.push(format!("{key} est trop faible : il faut au moins {SECRET_LENGTH} caractères"));
        }
        Some(value.into_bytes())
    }

    pub(super) fn url(&mut self, key: &'static str, default: &str, production: bool) -> String {
        let value = if production {
            self.required(key, "https://bourse.exemple.fr")
        } else {
            self.text(key, default)
        };
        if !value.is_empty() && !value.starts_with("http://") && !value.starts_with("https://") {
            self.errors
                .push(format!("{key} vaut « {value} » ; une adresse en http:// ou https:// est attendue"));
        }
        value.trim_end_matches('/').to_owned()
    }

    pub(super) fn database(&mut self, key: &'static str) -> Database {
        let value =
            self.required(key, "mysql://utilisateur:motdepasse@localhost/base ou sqlite:bourse.sqlite");
        if let Some(path) = value.strip_prefix("sqlite:") {
            return Database::Sqlite {
                path: self.root.join(path.strip_prefix("//").filter(|p| p.starts_with('/')).unwrap_or(path)),
            };
        }
        // The former Python installation named its driver in the address.
        let url = value.replacen("mysql+pymysql://", "mysql://", 1).replacen("mariadb://", "mysql://", 1);
        if !url.is_empty() && !url.starts_with("mysql://") {
            self.errors.push(format!("{key} commence par un schéma inconnu ; attendu : mysql:// ou sqlite:"));
        }
        Database::Maria { url: complete_mysql_url(&url) }
    }

    /// A public age key. A wrong one is told at the start, not at three in the morning by a backup that fails.
    pub(super) fn age_recipient(&mut self, key: &'static str) -> Option<String> {
        let value = self.optional(key)?;
        if value.parse::<age::x25519::Recipient>().is_err() {
            self.errors.push(format!(
                "{key} n'est pas une clé publique age (age1...), telle que « age-keygen » la montre"
            ));
        }
        Some(value)
    }

    pub(super) fn mail_transport(&mut self, storage: &Path) -> MailTransport {
        let host = self.optional("SMTP_HOST");
        let port = u16::try_from(self.number("SMTP_PORT", 587, 1..=65_535)).unwrap_or(587);
        let user = self.optional("SMTP_USER");
        let password = self.optional("SMTP_PASSWORD");
        let default = if host.is_some() { "smtp" } else { "file" };
        let folder = self.path("MAIL_PATH", storage.join("mails"));
        if self.choice("MAIL_TRANSPORT", default, &["smtp", "file"]) == "file" {
            return MailTransport::File(folder);
        }
        if host.is_none() {
            self.errors.push("SMTP_HOST manque alors que MAIL_TRANSPORT=smtp".to_owned());
        }
        MailTransport::Smtp(Smtp { host: host.unwrap_or_default(), port, credentials: user.zip(password) })
    }
}

/// Adds the parameters that spare the driver round trips at each connection.
///
/// Without them it asks the server for its packet size and time-out, and over TCP it reconnects through the socket the
/// server names: twice the handshakes, which plain CGI would pay at every request.
fn complete_mysql_url(url: &str) -> String {
    let mut url = url.to_owned();
    let wanted = [("prefer_socket", "false"), ("max_allowed_packet", "16777216"), ("wait_timeout", "28800")];
    for (name, value) in wanted {
        let through_socket = name == "prefer_socket" && url.contains("socket=");
        if !through_socket && !url.contains(&format!("{name}=")) {
            let separator = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{separator}{name}={value}");
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
        let file = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Config::from_pairs(file, |key| {
            (key == "APP_ENV" && !pairs.iter().any(|(k, _)| k == &key)).then(|| "test".to_owned())
        })
    }

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_production_start_names_everything_that_is_missing_or_weak() {
        let errors =
            load(&[("APP_ENV", "production"), ("JWT_SECRET_KEY", "short")]).err().unwrap().0.join("\n");
        for key in ["DATABASE_URL", "JWT_SECRET_KEY", "OFFLINE_HMAC_SECRET", "APP_URL"] {
            assert!(errors.contains(key), "{key} in {errors}");
        }
    }

    #[test]
    fn who_does_not_say_what_it_is_for_gets_the_checks_of_production() {
        let file =
            [("DATABASE_URL", "sqlite:x"), ("JWT_SECRET_KEY", "short"), ("OFFLINE_HMAC_SECRET", SECRET)]
                .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let errors = Config::from_pairs(file.into(), |_| None).err().unwrap().0.join("\n");
        assert!(errors.contains("JWT_SECRET_KEY") && errors.contains("APP_URL"), "{errors}");
    }

    #[test]
    fn the_example_value_of_a_secret_is_refused_in_production() {
        let errors = load(&[
            ("APP_ENV", "production"),
            ("APP_URL", "https://bourse.example"),
            ("DATABASE_URL", "sqlite:x"),
            ("JWT_SECRET_KEY", "change-me-change-me-change-me-change-me"),
            ("OFFLINE_HMAC_SECRET", SECRET),
        ]);
        assert_eq!(errors.err().unwrap().0.len(), 1);
    }

    #[test]
    fn a_short_installation_token_is_refused_everywhere() {
        let errors = load(&[
            ("DATABASE_URL", "sqlite:x"),
            ("JWT_SECRET_KEY", SECRET),
            ("OFFLINE_HMAC_SECRET", SECRET),
            ("INSTALL_TOKEN", "0123456789"),
        ]);
        assert!(errors.err().unwrap().0[0].contains("INSTALL_TOKEN"));
    }

    #[test]
    fn paths_of_an_installation_count_from_its_home_unless_they_are_whole() {
        let file = [
            ("DATABASE_URL", "sqlite:storage/b.sqlite"),
            ("JWT_SECRET_KEY", SECRET),
            ("OFFLINE_HMAC_SECRET", SECRET),
            ("LOGS_PATH", "/var/log/bourse"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
        let mut reader = Reader::new(file.into(), |_| None).rooted("/home/asso".into());
        let config = Config::read(&mut reader);
        assert_eq!(config.database, Database::Sqlite { path: "/home/asso/storage/b.sqlite".into() });
        assert_eq!(config.folders.labels, Path::new("/home/asso/storage/etiquettes"));
        assert_eq!(config.folders.backup, Path::new("/home/asso/backup"));
        assert_eq!(config.folders.logs, Path::new("/var/log/bourse"));
    }

    #[test]
    fn an_existing_env_of_the_former_installation_keeps_working() {
        let config = load(&[
            ("DATABASE_URL", "mysql+pymysql://u:p@localhost/b"),
            ("JWT_SECRET_KEY", SECRET),
            ("OFFLINE_HMAC_SECRET", SECRET),
            ("DATABASE_POOL_SIZE", "5"),
            ("SOMETHING_ELSE", "1"),
        ])
        .ok()
        .unwrap();
        assert_eq!(
            config.database,
            Database::Maria {
                url: "mysql://u:p@localhost/b?prefer_socket=false&max_allowed_packet=16777216&wait_timeout=28800".into()
            }
        );
        assert_eq!(config.unknown_keys, ["SOMETHING_ELSE"]);
    }

    #[test]
    fn sqlite_paths_may_be_written_in_the_three_usual_ways() {
        for (url, path) in
            [("sqlite:b.db", "b.db"), ("sqlite:/a/b.db", "/a/b.db"), ("sqlite:///a/b.db", "/a/b.db")]
        {
            let config =
                load(&[("DATABASE_URL", url), ("JWT_SECRET_KEY", SECRET), ("OFFLINE_HMAC_SECRET", SECRET)]);
            assert_eq!(config.ok().unwrap().database, Database::Sqlite { path: path.into() });
        }
    }
}
