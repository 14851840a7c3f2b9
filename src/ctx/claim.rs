//! An `Idempotency-Key` while its request is carried out: the transaction that does the work says so.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::idempotency_keys;
use crate::error::Result;
use crate::kernel::ids::UserId;

/// Status of a row whose request is still running.
pub(crate) const RUNNING: i32 = 0;

/// Status of a row whose work is committed and whose answer is not there, not yet or never.
pub(crate) const DONE: i32 = 1;

/// A key whose request is being carried out.
#[derive(Clone, Debug)]
pub struct Claim {
    pub(crate) user: UserId,
    pub(crate) key: String,
}

impl Claim {
    /// Notes, in the transaction that does the work, that it is done.
    pub fn done(&self, db: &mut Conn) -> Result<()> {
        let row = idempotency_keys::table.find((self.user, &self.key));
        diesel::update(row.filter(idempotency_keys::status.eq(RUNNING)))
            .set(idempotency_keys::status.eq(DONE))
            .execute(db)?;
        Ok(())
    }
}
