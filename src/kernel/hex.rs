//! Bytes as lower-case hexadecimal, and the fingerprint under which tokens are stored.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// `[0, 255]` -> `00ff`.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of anything, as 64 characters. Tokens of any kind are stored like this only (domain.md, invariant 11).
pub fn fingerprint(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}
