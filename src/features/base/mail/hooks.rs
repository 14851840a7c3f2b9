//! What later features hang on to mail.

use super::letter::Enclosed;
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::clock::Instant;
use crate::kernel::ids::UserId;
use crate::program::Services;

/// What later features know about mail and this one does not.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Told, within the same transaction, that the server has taken a message of this kind that carries this link (its
    /// token's SHA-256): the link's life begins.
    pub on_link_sent: fn(&mut Conn, kind: &str, link_hash: &str, now: Instant) -> Result<()>,
    /// Told, within the same transaction, that nobody has the address of a person.
    pub on_address_refused: fn(&mut Conn, UserId) -> Result<()>,
    /// Told, within the same transaction, that the server refuses our account, with its words.
    pub on_account_refused: fn(&Services, &mut Conn, words: &str) -> Result<()>,
    /// Makes what a reference of the outbox stands for; nothing when that is no longer to be sent.
    pub enclose: fn(&Services, &mut Conn, reference: &str) -> Result<Option<Enclosed>>,
}
