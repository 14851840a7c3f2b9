//! Commands as they lie in the database.

use serde_json::Value;

use crate::db::schema::desk_commands;
use crate::error::{Result, internal};
use crate::features::deposit::decisions::acts;
use crate::features::deposit::decisions::rules::Decision;
use crate::features::deposit::decisions::states::Kind;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, CommandId, DeskSessionId, EditionId, ListId, RegisterSessionId, UserId};

/// A command that was taken in. It is never changed.
#[derive(Clone, Debug, PartialEq, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = desk_commands)]
#[allow(missing_docs)]
pub struct Command {
    pub id: CommandId,
    pub edition_id: EditionId,
    pub list_id: ListId,
    pub article_id: Option<ArticleId>,
    pub kind: Kind,
    pub value: String,
    pub decided_at: Instant,
    pub claimed_at: Instant,
    pub received_at: Instant,
    pub desk_session_id: Option<DeskSessionId>,
    pub register_session_id: Option<RegisterSessionId>,
    pub user_id: UserId,
    pub by_manager: bool,
}

impl Command {
    /// Its value as it came.
    pub fn value(&self) -> Result<Value> {
        serde_json::from_str(&self.value).map_err(internal)
    }

    /// What it decides.
    pub fn decision(&self) -> Result<Decision> {
        let act = acts::act(self.kind, &self.value()?)
            .map_err(|_| internal(format!("the stored command {} cannot be read", self.id)))?;
        Ok(Decision {
            id: self.id,
            list: self.list_id,
            article: self.article_id,
            kind: self.kind,
            act,
            decided_at: self.decided_at,
            by_manager: self.by_manager,
        })
    }

    /// Whether another command with the same id says the same.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.edition_id, self.list_id, self.article_id)
            == (other.edition_id, other.list_id, other.article_id)
            && (self.kind, &self.value, self.claimed_at) == (other.kind, &other.value, other.claimed_at)
    }
}
