//! Rows and views of accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ctx::Change;
use crate::db::schema;
use crate::features::base::mail;
use crate::features::people::passwords::rules::Owner;
use crate::kernel::actor::{Role, Scope};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegisterSessionId, SessionId, UserId};
use crate::kernel::text::{PersonName, tidy};

crate::text_enum! {
    /// What an account can do at the moment.
    pub enum UserState {
        /// Named, without a password yet.
        Invited => "invited",
        /// Can log in.
        Active => "active",
        /// May not log in for now.
        Disabled => "disabled",
        /// Anonymised; only the accounting remembers it.
        Erased => "erased",
    }
}

/// An account as it is read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = schema::users)]
#[allow(missing_docs)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub password_hash: Option<String>,
    pub role: Role,
    pub state: UserState,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
}

impl User {
    /// What the person's password must not be made of.
    pub fn as_owner(&self) -> Owner<'_> {
        Owner { email: &self.email, first_name: &self.first_name, last_name: &self.last_name }
    }

    /// What the person is called.
    pub fn name(&self) -> PersonName {
        PersonName::new(&self.first_name, &self.last_name)
    }

    /// Where mail to this person goes.
    pub fn mailbox(&self) -> mail::To {
        mail::To::account(self.id, self.email.clone())
    }
}

/// A new account.
#[derive(Clone, Debug, diesel::Insertable)]
#[diesel(table_name = schema::users)]
#[allow(missing_docs)]
pub struct NewUser {
    pub id: UserId,
    pub email: String,
    pub password_hash: Option<String>,
    pub role: Role,
    pub state: UserState,
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub mail_blocked: bool,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl NewUser {
    /// Somebody named, who will choose a password through a link; nothing else is known of them yet.
    pub fn invited(
        change: &mut Change<'_>,
        role: Role,
        email: &str,
        (first_name, last_name): (&str, &str),
    ) -> Self {
        let now = change.now();
        Self {
            id: UserId::new(change.uuid()),
            email: email.to_owned(),
            password_hash: None,
            role,
            state: UserState::Invited,
            first_name: tidy(first_name),
            last_name: tidy(last_name),
            phone: None,
            address: None,
            postal_code: None,
            city: None,
            mail_blocked: false,
            created_at: now,
            updated_at: now,
        }
    }
}

/// A log-in as it is written and read.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable)]
#[diesel(table_name = schema::sessions)]
#[allow(missing_docs)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub last_used_at: Instant,
    pub revoked_at: Option<Instant>,
    pub address: String,
    pub agent: String,
    pub scope: Scope,
    pub register_session_id: Option<RegisterSessionId>,
    pub generation: i32,
    pub renewed_at: Option<Instant>,
    pub password_at: Option<Instant>,
}

/// An account as its owner and those allowed to read accounts see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UserView {
    /// Identifier.
    pub id: UserId,
    /// Address, lower case.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// What the account can do.
    pub state: UserState,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E.164: `+33612345678`.
    pub phone: Option<String>,
    /// Street.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub city: Option<String>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
            role: user.role,
            state: user.state,
            first_name: user.first_name,
            last_name: user.last_name,
            phone: user.phone,
            address: user.address,
            postal_code: user.postal_code,
            city: user.city,
        }
    }
}

/// `POST /auth/login`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// Address, in any case.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Answer of everything that logs in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LoggedIn {
    /// To be sent as `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
    /// Who is logged in.
    pub user: UserView,
}

/// The tokens of a device that acts for its volunteer: access and refresh, as a person has them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DevicePair {
    /// To be sent as `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds that the access token lasts.
    pub expires_in: i64,
    /// For `POST /auth/device/refresh`; works once.
    pub refresh_token: String,
    /// When the pair ends for good; earlier when the register session does.
    pub expires_at: Instant,
}

/// `POST /auth/device/refresh`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshDevice {
    /// The device's refresh token.
    pub refresh_token: String,
}

/// `POST /auth/invitations`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpInvitation {
    /// From the mail.
    pub token: String,
}

/// `POST /auth/password/confirm`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPassword {
    /// Password of whoever is logged in.
    pub password: String,
}

/// What an invitation's link is for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitationView {
    /// Address the account will have.
    pub email: String,
    /// Given name, as far as known.
    pub first_name: String,
    /// Family name, as far as known.
    pub last_name: String,
    /// Telephone, as far as known.
    pub phone: Option<String>,
    /// Name of the edition.
    pub edition: String,
    /// Until when the link works.
    pub expires_at: Instant,
}

/// `POST /auth/activate`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    /// From the mail.
    pub token: String,
    /// Chosen password.
    pub password: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// The depositor rules are accepted.
    pub accept_terms: bool,
    /// The privacy page is accepted.
    pub accept_privacy: bool,
}

/// `POST /auth/password/forgot`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgot {
    /// Address.
    pub email: String,
}

/// `POST /auth/password/reset`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// From the mail.
    pub token: String,
    /// New password.
    pub password: String,
}

/// `POST /auth/password/change`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// Present password.
    pub current: String,
    /// New password.
    pub new: String,
}

/// `PATCH /me`: what is not sent stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateMe {
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Telephone, any French writing.
    pub phone: Option<String>,
    /// Street.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Town.
    pub city: Option<String>,
}
