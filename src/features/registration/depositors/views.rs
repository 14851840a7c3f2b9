//! What the interface takes and shows of registrations, imports and invitations.

pub mod bulk;
pub mod imports;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::states::RegistrationOrigin;
use crate::features::edition::editions::settings::DayHours;
use crate::features::edition::editions::states::{EditionStatus, ListType};
use crate::features::people::accounts::model::UserState;
use crate::features::people::accounts::one_time::InvitationState;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, InvitationId, RegistrationId, SlotId, UserId};

/// A person who takes part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DepositorView {
    /// Account.
    pub id: UserId,
    /// Address.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E.164.
    pub phone: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// `invited` until the account is activated.
    pub state: UserState,
}

/// When somebody brings their articles.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct SlotTimes {
    /// Identifier.
    pub id: SlotId,
    /// Start.
    pub starts_at: Instant,
    /// End.
    pub ends_at: Instant,
}

/// Where an invitation stands.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct InvitationStanding {
    /// Identifier.
    pub id: InvitationId,
    /// `expired` as soon as its time is over.
    pub state: InvitationState,
    /// Until when its link works.
    pub expires_at: Instant,
}

/// One depositor's taking part in an edition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegistrationView {
    /// Identifier.
    pub id: RegistrationId,
    /// Who.
    pub depositor: DepositorView,
    /// When they come.
    pub slot: SlotTimes,
    /// Kind of their lists.
    pub list_type: ListType,
    /// Numbers of their lists, ascending.
    pub numbers: Vec<i32>,
    /// How the registration came to be.
    pub origin: RegistrationOrigin,
    /// Billetweb's ticket.
    pub ticket_ref: Option<String>,
    /// Billetweb's order.
    pub order_ref: Option<String>,
    /// Billetweb's tariff.
    pub tariff: Option<String>,
    /// The invitation to this edition, if there was one.
    pub invitation: Option<InvitationStanding>,
    /// Since when.
    pub created_at: Instant,
}

/// `GET /editions/{id}/registrations`: which ones.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationsQuery {
    /// Part of a name or an address, without regard to case and accents, or a list number.
    pub q: Option<String>,
    /// Only this kind of lists.
    pub list_type: Option<ListType>,
    /// `name` (by default), `slot`, `number` or `created_at`.
    pub sort: Option<RegistrationSort>,
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
}

crate::text_enum! {
    /// Orders of registrations.
    pub enum RegistrationSort {
        /// Family name, then given name.
        Name => "name",
        /// Start of the slot, then list number.
        Slot => "slot",
        /// Lowest list number.
        Number => "number",
        /// Latest first.
        CreatedAt => "created_at",
    }
}

/// `POST /editions/{id}/registrations`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRegistration {
    /// Address; an account that has it is registered, else one is made and invited.
    pub email: String,
    /// Given name, for a new account.
    #[serde(default)]
    pub first_name: String,
    /// Family name, for a new account.
    #[serde(default)]
    pub last_name: String,
    /// Telephone in any French writing, for a new account.
    #[serde(default)]
    pub phone: String,
    /// Postal code; slots for residents ask for it.
    #[serde(default)]
    pub postal_code: String,
    /// When they come.
    pub slot_id: SlotId,
    /// Kind of their lists.
    pub list_type: ListType,
    /// Numbers already given to them; drawn when not sent.
    #[serde(default)]
    pub numbers: Vec<i32>,
}

/// `PATCH /editions/{id}/registrations/{registration}`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationChanges {
    /// The slot to move to.
    pub slot_id: SlotId,
    /// Writes to the depositor.
    #[serde(default)]
    pub confirm_notify: bool,
}

/// An edition as its depositor sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnEdition {
    /// Identifier.
    pub id: EditionId,
    /// Name.
    pub name: String,
    /// Short code.
    pub code: String,
    /// State of the edition.
    pub status: EditionStatus,
    /// For practice only.
    pub is_training: bool,
    /// Where it takes place.
    pub place: Option<String>,
    /// A few words for depositors.
    pub description: Option<String>,
}

/// One of one's own registrations.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnRegistrationView {
    /// Identifier.
    pub id: RegistrationId,
    /// The edition.
    pub edition: OwnEdition,
    /// When to come.
    pub slot: SlotTimes,
    /// Kind of lists.
    pub list_type: ListType,
    /// Numbers of the lists, ascending.
    pub numbers: Vec<i32>,
    /// Last instant for declaring.
    pub declaration_deadline: Option<Instant>,
    /// When unsold articles of these lists are given back, once that day is fixed.
    pub return_hours: Option<DayHours>,
    /// Lists begun.
    pub lists: i64,
    /// Of those, declared for good.
    pub validated_lists: i64,
    /// Articles on them.
    pub articles: i64,
}

/// What one depositor has declared so far.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeclarationView {
    /// The registration.
    pub registration_id: RegistrationId,
    /// Who.
    pub depositor: DepositorView,
    /// When they come.
    pub slot: SlotTimes,
    /// Numbers of their lists, ascending.
    pub numbers: Vec<i32>,
    /// Lists begun.
    pub lists: i64,
    /// Of those, declared for good.
    pub validated_lists: i64,
    /// Articles on them.
    pub articles: i64,
    /// Sum of their prices.
    pub total_cents: i64,
    /// When they were last reminded of the deadline.
    pub reminded_at: Option<Instant>,
}

/// `GET /editions/{id}/invitations`: which ones.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationsQuery {
    /// Part of a name or an address.
    pub q: Option<String>,
    /// Only those that stand here.
    pub state: Option<InvitationState>,
    /// From 1.
    pub page: Option<i64>,
    /// At most 200, 50 by default.
    pub per_page: Option<i64>,
}

/// An invitation as managers see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvitationRow {
    /// Identifier.
    pub id: InvitationId,
    /// Whose account it activates.
    pub user_id: UserId,
    /// Address.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// `expired` as soon as its time is over.
    pub state: InvitationState,
    /// When it was made, or made again.
    pub created_at: Instant,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// Until when its link works.
    pub expires_at: Instant,
    /// When the account was activated with it.
    pub used_at: Option<Instant>,
    /// When its link was opened for the first time since it was made, or made again.
    pub opened_at: Option<Instant>,
}

/// `POST /editions/{id}/invitations`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Address.
    pub email: String,
    /// Given name.
    #[serde(default)]
    pub first_name: String,
    /// Family name.
    #[serde(default)]
    pub last_name: String,
}

/// How many invitations stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InvitationStats {
    /// All of them.
    pub total: i64,
    /// Waiting in the outbox.
    pub pending: i64,
    /// Handed to the mail server.
    pub sent: i64,
    /// Their accounts are active.
    pub used: i64,
    /// Their seven days are over.
    pub expired: i64,
    /// Withdrawn.
    pub cancelled: i64,
    /// Pending or sent, with less than three days left.
    pub expiring: i64,
}

/// `GET /depositors/lookup`: whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupQuery {
    /// Address.
    pub email: String,
}

/// What is known of somebody from earlier editions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LookupView {
    /// The account, if there is one.
    pub depositor: Option<DepositorView>,
    /// Earlier editions, the latest first.
    pub editions: Vec<EarlierEdition>,
    /// The kind of lists they had last; standard for somebody new.
    pub suggested_list_type: ListType,
}

/// One earlier taking part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EarlierEdition {
    /// The edition.
    pub id: EditionId,
    /// Its name.
    pub name: String,
    /// Kind of lists.
    pub list_type: ListType,
    /// Articles that were on sale.
    pub articles: i64,
    /// Of those, sold.
    pub sold: i64,
}
