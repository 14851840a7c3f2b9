//! Register sessions as the API shows them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::features::edition::editions::settings::PrivateSale;
use crate::features::people::accounts::model::DevicePair;
use crate::features::sale::states::{RegisterSessionState, TillState};
use crate::features::sale::takings::{PerMethod, Pieces};
use crate::kernel::clock::Instant;
use crate::kernel::ids::{RegisterSessionId, SessionId, UserId};
use crate::kernel::text::Comment;

/// Body of `POST /editions/{id}/register-sessions`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRegister {
    /// 1 to 8.
    pub register_number: i32,
    /// Cash in the drawer before the first sale.
    pub opening_float_cents: i32,
    /// Closes the session that holds this number: for its own volunteer, or a manager.
    #[serde(default)]
    pub take_over: bool,
}

/// A session that has just been opened, with the keys that its till keeps.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenedRegister {
    /// The session; every ticket names it.
    pub session_id: RegisterSessionId,
    /// 1 to 8.
    pub register_number: i32,
    /// Signs tickets: 32 bytes, base64url without padding. The server does not store it.
    pub signing_key: String,
    /// Checks labels: 32 bytes, base64url without padding.
    pub label_key: String,
    /// What the till corrects its clock by.
    pub server_time: Instant,
    /// Cash in the drawer before the first sale.
    pub opening_float_cents: i32,
    /// Short code of the edition, with which typed codes are completed: `245-3` is `A2025-L245-A03`.
    pub edition_code: String,
    /// Whether everything sold here is invented.
    pub is_training: bool,
    /// When tickets are marked as private sale.
    pub private_sale: Option<PrivateSale>,
    /// What the page calls the server with from now on, whoever is logged in on the device.
    pub device: DevicePair,
}

/// A device that can act for a volunteer at a till.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeviceView {
    /// The device's log-in.
    pub id: SessionId,
    /// 1 to 8.
    pub register_number: i32,
    /// The register session it is bound to.
    pub session_id: RegisterSessionId,
    /// The volunteer it acts for: `Camille M.`
    pub seller: String,
    /// What the browser calls itself.
    pub agent: String,
    /// When the register was opened on it.
    pub opened_at: Instant,
    /// When it last renewed its tokens.
    pub last_used_at: Instant,
    /// When its pair ends by itself.
    pub expires_at: Instant,
}

/// What a till says of itself every 30 s while it is on-line.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterReport {
    /// What it is doing.
    pub state: TillState,
    /// Version of the web application.
    pub version: String,
    /// Version of its catalogue, none before the first load.
    pub catalogue_version: Option<Instant>,
    /// How far its clock is ahead of the server's.
    pub clock_drift_ms: i64,
    /// Tickets that the server has not named yet.
    pub waiting_tickets: i32,
    /// Whether the browser promised not to throw its storage away.
    pub storage_persisted: bool,
}

/// Answer to a till's report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportTaken {
    /// What the till corrects its clock by.
    pub server_time: Instant,
    /// `closed` when somebody took the register over.
    pub state: RegisterSessionState,
    /// Sequence of the next ticket that the server expects. A lower one than the till's means that the server has lost
    /// tickets, by a restored backup for instance: the till sends them again from there.
    pub expected_sequence: i32,
    /// Whether it is the session of whoever is logged in; another one takes it over, or closes it as a manager.
    pub mine: bool,
    /// Whose session it is: `Camille M.`
    pub seller: String,
}

/// A register session on the manager's board.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegisterSessionView {
    /// The session.
    pub id: RegisterSessionId,
    /// 1 to 8.
    pub register_number: i32,
    /// Whose session it is.
    pub user_id: UserId,
    /// The volunteer: `Camille M.`
    pub seller: String,
    /// Open, or counted.
    pub state: RegisterSessionState,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Cash in the drawer before the first sale.
    pub opening_float_cents: i32,
    /// Number of its last ticket.
    pub last_sequence: i32,
    /// When the server last heard of it.
    pub last_seen_at: Instant,
    /// What it last said of itself.
    pub report: Option<RegisterReport>,
}

/// Body of `POST /register-sessions/{id}/close`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseRegister {
    /// What the drawer holds, in cents per method, the float included in the cash.
    pub counted: PerMethod,
    /// Explains differences; needed when there are any.
    #[serde(default, deserialize_with = "Comment::optional")]
    pub comment: Option<Comment>,
    /// Closes although the till knows of unsent tickets.
    #[serde(default)]
    pub force: bool,
    /// Tickets that the till has not sent yet.
    #[serde(default)]
    pub unsent: i32,
}

/// How a session ended.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Closing {
    /// What the drawer held, in cents per method.
    pub counted: PerMethod,
    /// What it should have held at that time.
    pub expected: PerMethod,
    /// Counted less expected.
    pub differences: PerMethod,
    /// Tickets that the till had not sent.
    pub unsent: i32,
}

/// A register session in figures: what its closing slip (Z) shows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegisterSummary {
    /// The session.
    pub session: RegisterSessionView,
    /// Sales, counter-tickets left out.
    pub tickets: i64,
    /// Lines of those, cancelled ones included.
    pub lines: i64,
    /// Cancelled lines.
    pub cancelled_lines: i64,
    /// Lines that are in conflict and not cancelled.
    pub conflict_lines: i64,
    /// Money taken, in cents per method.
    pub takings: PerMethod,
    /// Money given back, in cents per method, as positive amounts.
    pub refunds: PerMethod,
    /// What the drawer should hold now: float, takings, less refunds.
    pub expected: PerMethod,
    /// How many card slips and cheques it should hold now.
    pub pieces: Pieces,
    /// How it was closed; none while open or when it was taken over uncounted.
    pub closing: Option<Closing>,
    /// What the volunteer wrote at the closing.
    pub comment: Option<String>,
    /// Signature of the first ticket.
    pub first_signature: Option<String>,
    /// Signature of the last ticket.
    pub last_signature: Option<String>,
}
