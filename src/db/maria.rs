//! MariaDB through the pure-Rust driver, dressed up as an ordinary synchronous connection.
//!
//! The wrapper of `diesel-async` is synchronous already, but neither `MultiConnection` nor the migrations accept it as
//! it is: this newtype adds the traits they ask for and forwards everything else. It must not run inside another tokio
//! runtime (it would panic), which is why every door of the program handles requests on plain threads.

use diesel::connection::{
    CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection, MultiConnectionHelper,
    SimpleConnection, TransactionManager, TransactionManagerStatus,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::mysql::Mysql;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::sql_types::TypeMetadata;
use diesel::{ConnectionResult, QueryResult, RunQueryDsl as _};
use diesel_async::AsyncMysqlConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;

type Inner = AsyncConnectionWrapper<AsyncMysqlConnection>;
type InnerTransactions = <Inner as Connection>::TransactionManager;
type Lookup = <Mysql as TypeMetadata>::MetadataLookup;

/// A connection to MariaDB or MySQL.
pub struct MariaDb(Inner);

impl SimpleConnection for MariaDb {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        self.0.batch_execute(query)
    }
}

impl ConnectionSealed for MariaDb {}

impl Connection for MariaDb {
    type Backend = Mysql;
    type TransactionManager = Transactions;

    fn establish(url: &str) -> ConnectionResult<Self> {
        Inner::establish(url).map(Self)
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Mysql> + QueryId,
    {
        self.0.execute_returning_count(source)
    }

    fn transaction_state(&mut self) -> &mut <Transactions as TransactionManager<Self>>::TransactionStateData {
        self.0.transaction_state()
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.0.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.0.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        self.0.set_prepared_statement_cache_size(size);
    }
}

impl LoadConnection for MariaDb {
    type Cursor<'conn, 'query> = <Inner as LoadConnection>::Cursor<'conn, 'query>;
    type Row<'conn, 'query> = <Inner as LoadConnection>::Row<'conn, 'query>;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Mysql> + QueryId + 'query,
        Mysql: QueryMetadata<T::SqlType>,
    {
        self.0.load(source)
    }
}

/// Forwards transactions to the wrapped connection's own manager.
pub struct Transactions;

impl TransactionManager<MariaDb> for Transactions {
    type TransactionStateData = <InnerTransactions as TransactionManager<Inner>>::TransactionStateData;

    fn begin_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        InnerTransactions::begin_transaction(&mut conn.0)
    }

    fn rollback_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        InnerTransactions::rollback_transaction(&mut conn.0)
    }

    fn commit_transaction(conn: &mut MariaDb) -> QueryResult<()> {
        InnerTransactions::commit_transaction(&mut conn.0)
    }

    fn transaction_manager_status_mut(conn: &mut MariaDb) -> &mut TransactionManagerStatus {
        InnerTransactions::transaction_manager_status_mut(&mut conn.0)
    }

    fn is_broken_transaction_manager(conn: &mut MariaDb) -> bool {
        InnerTransactions::is_broken_transaction_manager(&mut conn.0)
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
