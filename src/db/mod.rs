//! The only place that knows which database engine is behind.
//!
//! One set of queries serves SQLite and MariaDB. What the MariaDB driver cannot do (batch insert, `RETURNING`,
//! `ON CONFLICT`, `FOR UPDATE`) is not used anywhere: ids are made in the program, and races are decided by conditional
//! updates and unique keys.

mod connect;
mod count;
mod maria;
pub mod migrate;
pub mod paging;
pub mod rows;
pub mod schema;
pub mod tables;
mod write;

pub use connect::{Conn, connect, engine};
pub use count::{Statements, statements};
pub use maria::MariaDb;
pub use write::{is_retryable, is_unique_violation, write};

/// Backend type that boxed queries name: `into_boxed::<db::Backend>()`.
pub type Backend = <Conn as diesel::Connection>::Backend;
