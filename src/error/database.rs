//! What the errors of the database mean, whichever engine they come from.

use diesel::result::{DatabaseErrorKind, Error as DbError};

/// Whether the same transaction may succeed when it is simply run again.
pub fn is_retryable(error: &DbError) -> bool {
    match error {
        DbError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DbError::DatabaseError(_, info) => {
            let text = info.message().to_ascii_lowercase();
            [
                "deadlock",
                "lock wait timeout",
                "database is locked",
                "database table is locked",
                "record has changed",
            ]
            .iter()
            .any(|sign| text.contains(sign))
        }
        _ => false,
    }
}

/// Whether a unique key refused the row, which is how a lost race appears.
pub fn is_unique_violation(error: &DbError) -> bool {
    match error {
        DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => true,
        DbError::DatabaseError(_, info) => info.message().contains("Duplicate entry"),
        _ => false,
    }
}

/// Whether the connection is gone, so that nothing more can be asked over it.
pub fn is_connection_lost(error: &DbError) -> bool {
    match error {
        DbError::BrokenTransactionManager
        | DbError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => true,
        DbError::DatabaseError(_, info) => {
            let text = info.message().to_ascii_lowercase();
            [
                "connection",
                "broken pipe",
                "input/output error",
                "server has gone away",
                "shutdown in progress",
            ]
            .iter()
            .any(|sign| text.contains(sign))
        }
        _ => false,
    }
}
