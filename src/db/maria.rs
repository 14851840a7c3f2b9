//! MariaDB through the pure-Rust driver, dressed up as an ordinary synchronous connection.
//!
//! `diesel-async` has a synchronous wrapper, but neither `MultiConnection` nor the migrations accept it, and it leaves no
//! say in which statements are kept prepared (see [`self::kept`]): this type drives the connection itself. It must not run
//! inside another tokio runtime (it would panic), which is why every door of the program handles requests on plain threads.

mod kept;

use std::pin::Pin;

use diesel::connection::{
    CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection, MultiConnectionHelper,
    SimpleConnection, TransactionManager, TransactionManagerStatus,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, Migration, MigrationConnection};
use diesel::mysql::Mysql;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::sql_types::TypeMetadata;
use diesel::{ConnectionError, ConnectionResult, QueryResult, RunQueryDsl as _};
use diesel_async::{
    AnsiTransactionManager, AsyncConnection as _, AsyncConnectionCore, AsyncMysqlConnection,
    SimpleAsyncConnection as _, TransactionManager as AsyncTransactionManager,
};
use futures_util::{Stream, StreamExt as _};
use tokio::runtime::Runtime;

use self::kept::{CachedStatement, Memory};

type Lookup = <Mysql as TypeMetadata>::MetadataLookup;
type RowsOf<'conn, 'query> = <AsyncMysqlConnection as AsyncConnectionCore>::Stream<'conn, 'query>;
type RowOf<'conn, 'query> = <AsyncMysqlConnection as AsyncConnectionCore>::Row<'conn, 'query>;

/// A connection to MariaDB or MySQL.
pub struct MariaDb {
    inner: AsyncMysqlConnection,
    runtime: Runtime,
    memory: Memory,
    /// While a migration's text is wanted: what would have been carried out.
    reading: Option<String>,
}

impl MariaDb {
    /// The text that a migration would carry out, which its trait gives away to a connection only.
    pub(super) fn text_of(
        &mut self,
        migration: &dyn Migration<Mysql>,
    ) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        self.reading = Some(String::new());
        let read = migration.run(self);
        let text = self.reading.take().unwrap_or_default();
        read.map(|()| text)
    }
}

impl SimpleConnection for MariaDb {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        if let Some(text) = &mut self.reading {
            text.push_str(query);
            return Ok(());
        }
        self.runtime.block_on(self.inner.batch_execute(query))
    }
}

impl ConnectionSealed for MariaDb {}

impl Connection for MariaDb {
    type Backend = Mysql;
    type TransactionManager = Transactions;

    fn establish(url: &str) -> ConnectionResult<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
        let inner = runtime.block_on(AsyncMysqlConnection::establish(url))?;
        Ok(Self { inner, runtime, memory: Memory::default(), reading: None })
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Mysql> + QueryId,
    {
        let kept = CachedStatement::new(source, &mut self.memory)?;
        self.runtime.block_on(self.inner.execute_returning_count(kept))
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        self.inner.transaction_state()
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.inner.set_prepared_statement_cache_size(size);
    }
}

impl LoadConnection for MariaDb {
    type Cursor<'conn, 'query> = Rows<'conn, RowsOf<'conn, 'query>>;
    type Row<'conn, 'query> = RowOf<'conn, 'query>;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Mysql> + QueryId + 'query,
        Mysql: QueryMetadata<T::SqlType>,
    {
        let kept = CachedStatement::new(source, &mut self.memory)?;
        let stream = self.runtime.block_on(self.inner.load(kept))?;
        Ok(Rows { stream: Box::pin(stream), runtime: &self.runtime })
    }
}

/// The rows of an answer, as they come.
pub struct Rows<'conn, S> {
    stream: Pin<Box<S>>,
    runtime: &'conn Runtime,
}

impl<S: Stream> Iterator for Rows<'_, S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.runtime.block_on(self.stream.next())
    }
}

/// Forwards transactions to the connection's own manager.
pub struct Transactions;

type Inner = AnsiTransactionManager;

impl TransactionManager<MariaDb> for Transactions {
    type TransactionStateData = AnsiTransactionManager;

    fn begin_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        conn.runtime.block_on(Inner::begin_transaction(&mut conn.inner))
    }

    fn rollback_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        conn.runtime.block_on(Inner::rollback_transaction(&mut conn.inner))
    }

    fn commit_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        conn.runtime.block_on(Inner::commit_transaction(&mut conn.inner))
    }

    fn transaction_manager_status_mut(conn: &mut MariaDb) -> &mut TransactionManagerStatus {
        Inner::transaction_manager_status_mut(&mut conn.inner)
    }

    fn is_broken_transaction_manager(conn: &mut MariaDb) -> bool {
        Inner::is_broken_transaction_manager(&mut conn.inner)
    }
}

impl MultiConnectionHelper for MariaDb {
    fn to_any<'a>(lookup: &mut Lookup) -> &mut (dyn std::any::Any + 'a) {
        lookup
    }

    fn from_any(lookup: &mut dyn std::any::Any) -> Option<&mut Lookup> {
        lookup.downcast_mut()
    }
}

impl MigrationConnection for MariaDb {
    fn setup(&mut self) -> QueryResult<usize> {
        diesel::sql_query(CREATE_MIGRATIONS_TABLE).execute(self)
    }
}
