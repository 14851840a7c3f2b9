//! The real things that tests stand on: servers on loopback, folders of their own, a plain HTTP client.

pub mod apache;
pub mod app;
pub mod sale_seed;
pub mod described;
pub mod edition;
pub mod folder;
pub mod home;
pub mod http;
pub mod leash;
pub mod mariadb;
pub mod nginx;
pub mod seed;
pub mod seen;
pub mod server;
pub mod smtp;
pub mod sshd;

use std::path::{Path, PathBuf};

/// The program under test: `BOURSE_BINARY` (relative to the project) where given, else the one Cargo built with the
/// tests.
pub fn binary() -> PathBuf {
    std::env::var_os("BOURSE_BINARY").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_bourse")),
        |given| Path::new(env!("CARGO_MANIFEST_DIR")).join(given),
    )
}
