//! The one error that handlers return, shown to people in French and to programs as a stable code.
//!
//! A refusal is built where it is decided: `conflict("already_sold", "Cet article est déjà vendu.")`. Faults carry their
//! cause for the log and show nothing of it.

pub mod database;
pub mod unique;

use std::fmt;

use diesel::result::Error as DbError;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::kernel::text::Flaw;

/// Members that every problem has (RFC 9457, api.md 2): further facts go by other names.
const RESERVED: [&str; 7] = ["type", "title", "status", "detail", "code", "errors", "request_id"];

/// What handlers and stores return.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// One wrong field of an input. All wrong fields of an input are reported at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    /// Path of the field: `price_cents`, `lines[0]`.
    pub field: String,
    /// Stable code, for programs.
    pub code: String,
    /// French sentence, for the person.
    pub message: String,
    /// Further facts, such as `sold_at` of an article that is already sold.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
}

impl FieldError {
    /// A wrong field without further facts.
    pub fn new(field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into(), facts: Map::new() }
    }
}

/// Why a request was not carried out. Nothing has changed when one is returned.
#[derive(Debug)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable English code, for programs.
    pub code: &'static str,
    /// French sentence: what is wrong and what to do next.
    pub detail: String,
    /// Wrong fields, if any.
    pub errors: Vec<FieldError>,
    /// Further members of the answer, such as `existing_id`.
    pub facts: Map<String, Value>,
    /// Seconds after which it is worth trying again.
    pub retry_after: Option<u32>,
    /// What really happened, for the log only.
    cause: Option<Cause>,
}

#[derive(Debug)]
enum Cause {
    Database(DbError),
    Other(String),
}

impl Problem {
    fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            facts: Map::new(),
            retry_after: None,
            cause: None,
        }
    }

    /// Names the wrong fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Adds a member to the answer. Those that every problem has are not to be had: see [`RESERVED`].
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        debug_assert!(!RESERVED.contains(&name), "{name} is a member of every problem");
        if RESERVED.contains(&name) {
            return self;
        }
        if let Ok(value) = serde_json::to_value(value) {
            self.facts.insert(name.to_owned(), value);
        }
        self
    }

    /// Says after how many seconds to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Whether the same transaction may succeed when run again.
    pub fn is_retryable(&self) -> bool {
        matches!(&self.cause, Some(Cause::Database(error)) if database::is_retryable(error))
    }

    /// Whether a unique key refused a row: the sign of a lost race, to be named by the store that knows the key.
    pub fn is_unique_violation(&self) -> bool {
        matches!(&self.cause, Some(Cause::Database(error)) if database::is_unique_violation(error))
    }

    /// Whether the connection itself is gone, so that a new one is worth a try.
    pub fn is_connection_lost(&self) -> bool {
        matches!(&self.cause, Some(Cause::Database(error)) if database::is_connection_lost(error))
    }

    /// What really happened, for the log.
    pub fn cause(&self) -> Option<String> {
        self.cause.as_ref().map(|cause| match cause {
            Cause::Database(error) => error.to_string(),
            Cause::Other(text) => text.clone(),
        })
    }

    /// Title of the status, in French.
    pub fn title(&self) -> &'static str {
        match self.status {
            400 => "Demande mal formée",
            401 => "Connexion nécessaire",
            403 => "Action non autorisée",
            404 => "Introuvable",
            405 => "Méthode non permise",
            409 => "Impossible dans l'état actuel",
            410 => "N'est plus valable",
            413 => "Envoi trop volumineux",
            415 => "Format non accepté",
            422 => "Données refusées",
            429 => "Trop de tentatives",
            503 => "Service momentanément indisponible",
            _ => "Erreur interne",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Problem {}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        let mut problem = if matches!(error, DbError::NotFound) {
            not_found()
        } else if database::is_connection_lost(&error) || database::is_retryable(&error) {
            database_unavailable()
        } else {
            internal_problem()
        };
        problem.cause = Some(Cause::Database(error));
        problem
    }
}

fn internal_problem() -> Problem {
    Problem::new(
        500,
        "internal",
        "Une erreur inattendue s'est produite. Rien n'a été enregistré ; réessayez, puis prévenez l'administrateur.",
    )
}

/// 400: what was sent cannot be read at all.
pub fn malformed(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(400, code, detail)
}

/// 401: who is asking is not known (any more).
pub fn unauthenticated(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(401, code, detail)
}

/// 403: this role may not do this.
pub fn forbidden() -> Problem {
    Problem::new(403, "forbidden", "Votre compte ne permet pas cette action.")
}

/// 403 with a reason that helps.
pub fn refused(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(403, code, detail)
}

/// 404: it does not exist, or is not yours to know of.
pub fn not_found() -> Problem {
    Problem::new(404, "not_found", "Cet élément n'existe pas ou n'est plus accessible.")
}

/// 404 with a code of its own.
pub fn missing(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(404, code, detail)
}

/// 405: the path exists, the method does not.
pub fn method_not_allowed(allowed: &str) -> Problem {
    Problem::new(405, "method_not_allowed", "Cette adresse n'accepte pas cette méthode.")
        .with("allow", allowed)
}

/// Somebody else was faster: the transaction is to be run again from what is true now. People see it only when every
/// attempt was lost, as 503.
pub fn lost_race() -> Problem {
    let lost = "lost a race".to_owned();
    DbError::DatabaseError(diesel::result::DatabaseErrorKind::SerializationFailure, Box::new(lost)).into()
}

/// 409: not in the present state.
pub fn conflict(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(409, code, detail)
}

/// 410: it was valid once.
pub fn gone(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(410, code, detail)
}

/// 413: larger than allowed.
pub fn too_large(limit_bytes: u64) -> Problem {
    let limit = match limit_bytes / 1024 {
        kilobytes if kilobytes < 1024 => format!("{kilobytes} Ko"),
        kilobytes => format!("{} Mo", kilobytes / 1024),
    };
    Problem::new(413, "too_large", format!("L'envoi dépasse la taille permise ({limit})."))
}

/// 415: not the announced format.
pub fn unsupported_media(detail: impl Into<String>) -> Problem {
    Problem::new(415, "unsupported_media_type", detail)
}

/// 422: readable, but against a rule.
pub fn unprocessable(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(422, code, detail)
}

/// `422 invalid` for one flawed text.
pub fn flawed(field: &str, flaw: Flaw) -> Problem {
    invalid(vec![FieldError::new(field, flaw.code, flaw.sentence)])
}

/// 422 with every wrong field; the problem's code is the first field's when there is only one.
pub fn invalid(errors: Vec<FieldError>) -> Problem {
    let detail = match errors.as_slice() {
        [only] => only.message.clone(),
        many => format!("{} points sont à corriger.", many.len()),
    };
    Problem::new(422, "invalid", detail).with_errors(errors)
}

/// 429: too often, or too many at once when a few seconds will do.
pub fn too_many(seconds: u32) -> Problem {
    let minutes = seconds.div_ceil(60);
    let sentence = if seconds <= 10 {
        "Trop de demandes à la fois. Réessayez dans quelques secondes.".to_owned()
    } else {
        format!("Trop de tentatives. Réessayez dans {minutes} minute{}.", if minutes > 1 { "s" } else { "" })
    };
    Problem::new(429, "too_many_requests", sentence).retry_after(seconds)
}

/// 500: our fault. `cause` goes to the log, never to the answer.
pub fn internal(cause: impl fmt::Display) -> Problem {
    Problem { cause: Some(Cause::Other(cause.to_string())), ..internal_problem() }
}

/// 503: the program has no configuration it could work with.
pub fn not_configured(detail: &str) -> Problem {
    Problem::new(503, "not_configured", detail)
}

/// 503: the database does not answer.
pub fn database_unavailable() -> Problem {
    Problem::new(
        503,
        "database_unavailable",
        "La base de données ne répond pas. Rien n'a été enregistré ; réessayez dans un instant.",
    )
    .retry_after(5)
}

/// 503: a notice of maintenance is up, in these words.
pub fn in_maintenance(words: String) -> Problem {
    Problem::new(503, "maintenance", words).retry_after(60)
}
