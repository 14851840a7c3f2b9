//! What is known of a request when something is written because of it.

use super::actor::Actor;
use super::clock::Instant;

/// Who, when, from where: what a journal entry says beside the event itself.
#[derive(Clone, Debug)]
pub struct Trace {
    /// When the request came in.
    pub now: Instant,
    /// Who is logged in; nobody for public routes and cron.
    pub actor: Option<Actor>,
    /// Address of the caller.
    pub address: String,
    /// What the caller's program calls itself, cut to 200 characters.
    pub agent: String,
    /// Identifier of the request, in every log line and answer.
    pub request_id: String,
}
