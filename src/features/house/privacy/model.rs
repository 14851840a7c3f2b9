//! Everything that is held about a person, as the copy of it shows it. Rows and views are the same: nothing is left out.

use diesel::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::features::deposit::decisions::states::Kind;
use crate::features::edition::catalogue::states::Gender;
use crate::features::edition::editions::states::ListType;
use crate::features::lists::states::{ArticleStatus, ListState};
use crate::features::people::accounts::model::UserView;
use crate::features::people::accounts::one_time::InvitationState;
use crate::features::registration::depositors::states::RegistrationOrigin;
use crate::features::settlement::payouts::reckoning::ledger::{AdjustmentView, PayoutPayment};
use crate::features::settlement::payouts::reckoning::rules::Amounts;
use crate::features::settlement::payouts::states::PayoutState;
use crate::kernel::actor::Scope;
use crate::kernel::clock::Instant;

/// `POST /me/erase`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// The password, once more.
    pub password: String,
}

/// `GET /me/data`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonalData {
    /// When the copy was made.
    pub exported_at: Instant,
    /// The account.
    pub account: UserView,
    /// What was agreed to, and when the account was used.
    pub consent: Consent,
    /// Log-ins, the latest first.
    pub logins: Vec<LoginData>,
    /// First number of the block of list numbers that belongs to the person.
    pub member_numbers: Vec<i32>,
    /// Desks that the person opened.
    pub desks: Vec<DeskData>,
    /// What desks decided about the person's lists.
    pub decisions: Vec<DeskDecisionData>,
    /// What desks noted about the person.
    pub remarks: Vec<String>,
    /// Taking part in editions.
    pub registrations: Vec<RegistrationData>,
    /// Invitations to editions.
    pub invitations: Vec<InvitationData>,
    /// Lists with their articles.
    pub lists: Vec<ListData>,
    /// Payouts.
    pub payouts: Vec<PayoutData>,
    /// Time at tills, as a volunteer.
    pub register_sessions: Vec<RegisterSessionData>,
    /// Mail sent or to be sent. Secrets of links are left out.
    pub mails: Vec<MailData>,
    /// What the person did, from where.
    pub journal: Vec<JournalData>,
}

/// What was agreed to, and when the account was used.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct Consent {
    /// When the account was made.
    pub created_at: Instant,
    /// Last log-in.
    pub last_login_at: Option<Instant>,
    /// Version of the conditions that were accepted.
    pub terms_version: Option<String>,
    /// When they were.
    pub terms_accepted_at: Option<Instant>,
    /// When the privacy page was.
    pub privacy_accepted_at: Option<Instant>,
    /// Whether a mail server refused the address for good.
    pub mail_blocked: bool,
}

/// One log-in on one device.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct LoginData {
    /// When it began.
    pub created_at: Instant,
    /// `person`, or `till` for a device on which a register was opened.
    pub scope: Scope,
    /// When it was last used.
    pub last_used_at: Instant,
    /// When it was ended by hand.
    pub revoked_at: Option<Instant>,
    /// Internet address.
    pub address: String,
    /// What the browser said of itself.
    pub agent: String,
}

/// Taking part in one edition.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct RegistrationData {
    /// Name of the edition.
    pub edition: String,
    /// Start of the deposit slot.
    pub slot: Instant,
    /// Kind of lists.
    pub list_type: ListType,
    /// How it came about.
    pub origin: RegistrationOrigin,
    /// Billetweb's ticket.
    pub ticket_ref: Option<String>,
    /// Billetweb's order.
    pub order_ref: Option<String>,
    /// Billetweb's tariff.
    pub tariff: Option<String>,
    /// When.
    pub created_at: Instant,
}

/// An invitation to one edition.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct InvitationData {
    /// Name of the edition.
    pub edition: String,
    /// What became of it.
    pub state: InvitationState,
    /// When it was made.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
    /// When its link was used.
    pub used_at: Option<Instant>,
    /// When its link was opened for the first time.
    pub opened_at: Option<Instant>,
}

/// One list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListData {
    /// Name of the edition.
    pub edition: String,
    /// Number.
    pub number: i32,
    /// What became of it.
    pub state: ListState,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was validated.
    pub validated_at: Option<Instant>,
    /// Its articles, by line.
    pub articles: Vec<ArticleData>,
}

/// One article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ArticleData {
    /// Line, from 1.
    pub line: i32,
    /// Code of its label.
    pub code: Option<String>,
    /// Kind.
    pub subcategory: String,
    /// For whom.
    pub gender: Option<Gender>,
    /// What was declared before a desk put it right (JSON).
    pub as_declared: Option<String>,
    /// Words.
    pub description: String,
    /// Size.
    pub size: Option<String>,
    /// Colour.
    pub color: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Asked price in cents.
    pub price_cents: i32,
    /// What became of it.
    pub status: ArticleStatus,
    /// Why it was refused or withdrawn.
    pub status_reason: Option<String>,
    /// When it was sold.
    pub sold_at: Option<Instant>,
    /// For how much, in cents.
    pub sold_for_cents: Option<i32>,
}

/// One payout.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PayoutData {
    /// Name of the edition.
    pub edition: String,
    /// What is owed, and what that is made of.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// State of the payout.
    pub state: PayoutState,
    /// What was paid, and taken back.
    pub payments: Vec<PayoutPayment>,
    /// Lines beside sales, commission and fees.
    pub adjustments: Vec<AdjustmentView>,
    /// What was noted.
    pub comment: Option<String>,
}

/// Time at one till.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct RegisterSessionData {
    /// Name of the edition.
    pub edition: String,
    /// 1 to 8.
    pub register_number: i32,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What was noted at the closing.
    pub comment: Option<String>,
}

/// A desk that the person opened.
#[derive(Debug, Queryable, Serialize, JsonSchema)]
pub struct DeskData {
    /// Name of the edition.
    pub edition: String,
    /// Number of the table.
    pub desk_number: Option<i32>,
    /// Names of those who sat there too (JSON).
    pub volunteers: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// What a desk decided about one of the person's lists.
#[derive(Debug, Queryable, Serialize, JsonSchema)]
pub struct DeskDecisionData {
    /// Number of the list.
    pub list_number: i32,
    /// What was decided.
    pub kind: Kind,
    /// What belongs to it (JSON).
    pub value: String,
    /// When.
    pub decided_at: Instant,
}

/// One mail.
#[derive(Debug, Serialize, JsonSchema, Queryable)]
pub struct MailData {
    /// Which message.
    pub kind: String,
    /// Where it went.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Words, without the secrets of links.
    pub text: String,
    /// When it was written.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
}

/// One thing the person did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct JournalData {
    /// When.
    pub at: Instant,
    /// Event code: `logged_in`.
    pub event: String,
    /// What it says, in French.
    pub sentence: String,
    /// To what.
    pub subject: String,
    /// Internet address.
    pub address: String,
    /// What the browser said of itself.
    pub agent: String,
}
