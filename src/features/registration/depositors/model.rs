//! Rows of registrations, imports and invitations.

use super::states::RegistrationOrigin;
use super::views::{DepositorView, InvitationStanding, SlotTimes};
use crate::db::schema;
use crate::features::edition::editions::states::ListType;
use crate::features::people::accounts::model::{User, UserState};
use crate::features::people::accounts::one_time::InvitationState;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{EditionId, ImportId, InvitationId, RegistrationId, SlotId, UserId};

/// A registration as it is written and read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::registrations)]
#[allow(missing_docs)]
pub struct Registration {
    pub id: RegistrationId,
    pub edition_id: EditionId,
    pub user_id: UserId,
    pub slot_id: SlotId,
    pub list_type: ListType,
    pub origin: RegistrationOrigin,
    pub ticket_ref: Option<String>,
    pub order_ref: Option<String>,
    pub tariff: Option<String>,
    pub created_at: Instant,
}

/// The parts of an account that managers see beside a registration.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::users)]
#[allow(missing_docs)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub state: UserState,
}

impl From<&User> for Person {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            email: user.email.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            phone: user.phone.clone(),
            postal_code: user.postal_code.clone(),
            city: user.city.clone(),
            state: user.state,
        }
    }
}

impl From<Person> for DepositorView {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            email: person.email,
            first_name: person.first_name,
            last_name: person.last_name,
            phone: person.phone,
            postal_code: person.postal_code,
            city: person.city,
            state: person.state,
        }
    }
}

/// The times of a slot.
#[derive(Clone, Copy, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::slots)]
#[allow(missing_docs)]
pub struct SlotRow {
    pub id: SlotId,
    pub starts_at: Instant,
    pub ends_at: Instant,
}

impl From<SlotRow> for SlotTimes {
    fn from(slot: SlotRow) -> Self {
        Self { id: slot.id, starts_at: slot.starts_at, ends_at: slot.ends_at }
    }
}

/// An invitation as it is read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::invitations)]
#[allow(missing_docs)]
pub struct Invitation {
    pub id: InvitationId,
    pub user_id: UserId,
    pub state: InvitationState,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub opened_at: Option<Instant>,
}

impl Invitation {
    /// The state at `now`: a link that was not used in time has expired, whoever noted it.
    pub fn state_at(&self, now: Instant) -> InvitationState {
        if self.is_live(now) || !matches!(self.state, InvitationState::Pending | InvitationState::Sent) {
            self.state
        } else {
            InvitationState::Expired
        }
    }

    /// Whether its link still works.
    pub fn is_live(&self, now: Instant) -> bool {
        matches!(self.state, InvitationState::Pending | InvitationState::Sent) && self.expires_at > now
    }

    /// What is shown beside a registration.
    pub fn standing(&self, now: Instant) -> InvitationStanding {
        InvitationStanding { id: self.id, state: self.state_at(now), expires_at: self.expires_at }
    }
}

/// A previewed file as it is written and read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::imports)]
#[allow(missing_docs)]
pub struct Import {
    pub id: ImportId,
    pub edition_id: EditionId,
    pub digest: String,
    pub file_name: String,
    pub content: Option<Vec<u8>>,
    pub created_at: Instant,
    pub created_by: UserId,
    pub imported_at: Option<Instant>,
    pub result: Option<String>,
}
