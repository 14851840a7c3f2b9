//! What is shown of depositors invited, or registered at once, from a box or a file.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::edition::editions::states::ListType;
use crate::features::people::accounts::invited_people::views::BulkProblem;
use crate::kernel::clock::Instant;

/// Somebody who will get an invitation, or be registered.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkGuest {
    /// Line, from 1.
    pub line: usize,
    /// Address, lower case.
    pub email: String,
    /// Given name, as far as told.
    pub first_name: String,
    /// Family name, as far as told.
    pub last_name: String,
    /// Whether the account is active: a notice is sent then, no invitation.
    pub known: bool,
    /// What they are registered with, when the line names a slot.
    pub place: Option<BulkPlace>,
    /// What is to be known about the line, in French.
    pub remark: Option<String>,
}

/// What somebody of a box is registered with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkPlace {
    /// Kind of their lists.
    pub list_type: ListType,
    /// Start of the slot.
    pub starts_at: Instant,
    /// End of the slot.
    pub ends_at: Instant,
    /// Numbers of their lists, ascending, as they would be given now.
    pub numbers: Vec<i32>,
}

/// What inviting would do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkGuests {
    /// Who will get an invitation or be registered, in order.
    pub to_invite: Vec<BulkGuest>,
    /// Lines that will be left out, in order.
    pub problems: Vec<BulkProblem>,
}

/// What inviting did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulkGuestsOutcome {
    /// Invitations made.
    pub invited: usize,
    /// People registered, invited or told by a notice.
    pub registered: usize,
    /// Lines that were left out, in order.
    pub problems: Vec<BulkProblem>,
}
