//! What the sheet of a depositor shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::features::lists::declared::views::{HistoryEntry, ListSummary};
use crate::features::lists::states::ArticleStatus;
use crate::features::people::accounts::model::UserView;
use crate::features::registration::depositors::views::{EarlierEdition, InvitationRow, RegistrationView};
use crate::features::settlement::payouts::reckoning::rules::Amounts;
use crate::features::settlement::payouts::views::PayoutRow;

/// `GET /editions/{id}/depositors/{user}`
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DepositorSheet {
    /// Who, and how they are reached.
    pub depositor: UserView,
    /// Whether the mail server does not know their address.
    pub mail_blocked: bool,
    /// Whether a manager may correct name, telephone and postal address.
    pub correctable: bool,
    /// Slot, kind of lists, numbers; null for somebody who is invited only.
    pub registration: Option<RegistrationView>,
    /// The invitation to this edition, if there was one.
    pub invitation: Option<InvitationRow>,
    /// Their lists.
    pub lists: Vec<ListSummary>,
    /// Their articles by state.
    pub articles: Vec<ArticlesInState>,
    /// What is owed for what is sold so far.
    pub amounts: Amounts,
    /// Their payout, once payouts are computed.
    pub payout: Option<PayoutRow>,
    /// Other editions they took part in, the latest first.
    pub other_editions: Vec<EarlierEdition>,
    /// What happened, the latest first; a hundred entries at most.
    pub history: Vec<HistoryEntry>,
}

/// Articles of one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema, diesel::Queryable)]
pub struct ArticlesInState {
    /// Which state.
    pub status: ArticleStatus,
    /// How many.
    pub count: i64,
}
