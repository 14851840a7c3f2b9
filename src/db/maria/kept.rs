//! Which statements stay prepared on a MariaDB connection.
//!
//! Diesel never keeps a statement whose text is not the same each time: every `UPDATE`, every `IN (...)` and every insert of
//! several rows is then prepared, run and closed, which is two round trips and parsing instead of one round trip. A sale
//! consists mostly of such statements, and of few different ones; so those are kept as well, up to a number that a server
//! shared with others can bear.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use diesel::QueryResult;
use diesel::mysql::{Mysql, MysqlQueryBuilder};
use diesel::query_builder::{AstPass, Query, QueryBuilder as _, QueryFragment, QueryId};

/// Most statements of varying text kept by a connection. A server has 16,382 places for all of its connections
/// (`max_prepared_stmt_count`).
const MOST: usize = 128;

/// Fingerprints of the statements of varying text that a connection keeps.
#[derive(Debug, Default)]
pub(super) struct Memory(HashSet<u64>);

impl Memory {
    /// Whether a statement of this text is kept: the first ones are, the others pass.
    fn keeps(&mut self, text: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let fingerprint = hasher.finish();
        let room = self.0.len() < MOST;
        self.0.contains(&fingerprint) || (room && self.0.insert(fingerprint))
    }
}

/// A statement that has been decided about.
pub(super) struct CachedStatement<T> {
    statement: T,
    stays: bool,
}

impl<T: QueryFragment<Mysql>> CachedStatement<T> {
    pub(super) fn new(statement: T, memory: &mut Memory) -> QueryResult<Self> {
        let stays = if statement.is_safe_to_cache_prepared(&Mysql)? {
            true
        } else {
            let mut text = MysqlQueryBuilder::new();
            statement.to_sql(&mut text, &Mysql)?;
            memory.keeps(&text.finish())
        };
        Ok(Self { statement, stays })
    }
}

impl<T: QueryFragment<Mysql>> QueryFragment<Mysql> for CachedStatement<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Mysql>) -> QueryResult<()> {
        self.statement.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &Mysql) -> QueryResult<bool> {
        Ok(self.stays)
    }
}

/// Statements are told apart by their text.
impl<T> QueryId for CachedStatement<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: Query> Query for CachedStatement<T> {
    type SqlType = T::SqlType;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_statements_are_kept_and_the_others_pass() {
        let mut memory = Memory::default();
        for number in 0..MOST {
            assert!(memory.keeps(&format!("UPDATE {number}")));
        }
        assert!(!memory.keeps("UPDATE one too many"));
        assert!(memory.keeps("UPDATE 0"), "what is kept stays so");
    }
}
