//! What desks send and are answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::features::deposit::decisions::states::{CommandRefusal, CommandStatus, Kind};
use crate::features::edition::editions::states::ListType;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, CommandId, DeskSessionId, ListId, RegisterSessionId, RegistrationId};

/// Body of `POST /editions/{id}/desk/sync`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskSync {
    /// At most 500, in the order in which they were decided.
    pub commands: Vec<SentCommand>,
}

/// A decision as a device sends it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentCommand {
    /// UUIDv7, made by the device: the same command sent again counts once.
    pub id: CommandId,
    /// The list it is about.
    pub list_id: ListId,
    /// The article it is about, for the kinds that are about one.
    #[serde(default)]
    pub article_id: Option<ArticleId>,
    /// What it says.
    pub kind: String,
    /// What belongs to it, as the kind wants it.
    #[serde(default)]
    pub value: Value,
    /// When it was decided, by the corrected clock of the device.
    pub decided_at: Instant,
    /// The desk at which it was decided.
    #[serde(default)]
    pub desk_session_id: Option<DeskSessionId>,
    /// The till at which it was decided, in place of a desk.
    #[serde(default)]
    pub register_session_id: Option<RegisterSessionId>,
}

/// Answer of `POST /editions/{id}/desk/sync`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskSynced {
    /// The time for the device's clock.
    pub server_time: Instant,
    /// One for each command, in the same order.
    pub results: Vec<CommandResult>,
}

/// What became of a command.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CommandResult {
    /// Which.
    pub id: CommandId,
    /// What became of it.
    pub status: CommandStatus,
    /// For one that had arrived before: whether it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stands: Option<bool>,
    /// For a refused one: what is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CommandRefusal>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Answer of `GET /editions/{id}/desk-catalogue`: what a desk needs to work without network.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskCatalogue {
    /// To be sent as `since` next time; nothing while there is no list.
    pub version: Option<Instant>,
    /// Whether these are all lists, or only those that changed.
    pub whole: bool,
    /// When the sale was opened: verdicts decided later count for nothing.
    pub sale_opened_at: Option<Instant>,
    /// Declared lists by number.
    pub lists: Vec<DeskList>,
}

/// A list as desks see it. No contact: that is asked for one at a time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskList {
    /// The list.
    pub id: ListId,
    /// Its number.
    pub number: i32,
    /// What kind of list it is.
    pub list_type: ListType,
    /// Where it stands.
    pub state: ListState,
    /// Colour of its labels.
    pub label_color: Option<&'static str>,
    /// Lists of one depositor share it.
    pub registration_id: RegistrationId,
    /// Whose it is.
    pub depositor: DeskDepositor,
    /// From when it may be brought.
    pub slot_starts_at: Instant,
    /// Until when.
    pub slot_ends_at: Instant,
    /// Whether the slot is for residents only.
    pub residents_only: bool,
    /// Its lines in order, as the depositor declared them.
    pub articles: Vec<DeskArticle>,
    /// All that was decided about it.
    pub decisions: Vec<DeskDecision>,
}

/// A depositor's name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskDepositor {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}

/// A line as it was declared; corrections are among the decisions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskArticle {
    /// The article.
    pub id: ArticleId,
    /// Its line.
    pub line: i32,
    /// What its label says.
    pub code: String,
    /// Category code.
    pub category: String,
    /// Kind code.
    pub subcategory: String,
    /// What it is.
    pub description: String,
    /// Its size.
    pub size: Option<String>,
    /// Its colour.
    pub color: Option<String>,
    /// Its brand.
    pub brand: Option<String>,
    /// Its price in cents.
    pub price_cents: i32,
    /// Pieces of a lot.
    pub lot_quantity: Option<i32>,
    /// Where it stands.
    pub status: ArticleStatus,
    /// Why it was refused or withdrawn.
    pub status_reason: Option<String>,
}

/// A decision that the server has.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeskDecision {
    /// Its id.
    pub id: CommandId,
    /// Its list.
    pub list_id: ListId,
    /// Its article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article_id: Option<ArticleId>,
    /// What it says.
    pub kind: Kind,
    /// What belongs to it.
    pub value: Value,
    /// When it was decided, as it counts.
    pub decided_at: Instant,
    /// Whether a manager sent it.
    pub by_manager: bool,
}
