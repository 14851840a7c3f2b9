//! The only place that knows which database engine is behind.
//!
//! One set of queries serves SQLite and MariaDB. What the two cannot both do (`RETURNING`, `ON CONFLICT`) is not used
//! anywhere: ids are made in the program, and races are decided by conditional updates, unique keys and held rows ([`hold`]). Many rows
//! at once go through [`rows`].

mod connect;
pub mod hold;
mod maria;
pub mod migrate;
pub mod paging;
pub mod rows;
pub mod schema;
pub mod tables;
mod write;

pub use crate::error::database::{is_retryable, is_unique_violation};

pub use self::connect::count::{Statements, statements};
pub(crate) use self::rows::insert::insert_all;
pub use self::write::snapshot::at_one_instant;
pub use connect::{Conn, connect, engine};
pub use maria::MariaDb;
pub use write::{again, write};

/// Backend type that boxed queries name: `into_boxed::<db::Backend>()`.
pub type Backend = <Conn as diesel::Connection>::Backend;
