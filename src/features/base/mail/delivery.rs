//! Sending what the outbox holds.

use std::time::{Duration, Instant as Stopwatch};

use super::answers::{Fault, Stage};
use super::hooks::Hooks;
use super::letter::Letter;
use super::messages::CIRCULARS;
use super::outbox::claiming::{Waiting, claim};
use super::settling::settle;
use super::transport::{Refused, Way};
use crate::db;
use crate::error::Result;
use crate::program::Services;

/// What a round of sending did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages taken by the server.
    pub sent: u32,
    /// Messages to be tried again.
    pub postponed: u32,
    /// Messages given up.
    pub failed: u32,
}

/// Sends what is due, for at most `time`, within the host's quota.
///
/// A server that does not let us in, or that refuses our account, ends the round: asking again for each message would only
/// make it refuse for longer.
pub fn flush(services: &Services, time: Duration, hooks: Hooks) -> Result<Sent> {
    let started = Stopwatch::now();
    let mut round = Sent::default();
    let mut way = None;
    while started.elapsed() < time {
        let now = services.clock.now();
        let Some(mail) = services.with_db(|db| claim(db, services.config.mail.max_per_hour, now))? else {
            break;
        };
        let outcome = match sealed(services, &mail, hooks) {
            Err(refused) => Err(refused),
            Ok(message) => way
                .get_or_insert_with(|| Way::open(&services.config.mail))
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|way| way.hand_over(&message)),
        };
        // The server's answer is kept even when the clock has gone on since the claim.
        let given_up = services.with_db(|db| {
            db::write(db, |db| settle(services, db, &mail, &outcome, services.clock.now(), hooks))
        })?;
        match &outcome {
            Ok(()) => round.sent += 1,
            Err(_) if given_up => round.failed += 1,
            Err(_) => round.postponed += 1,
        }
        if outcome.is_err_and(|refused| refused.concerns_all() || refused.fault == Fault::Account) {
            break;
        }
    }
    Ok(round)
}

/// The message in its envelope. What cannot be enclosed for now is tried again with the message.
fn sealed(
    services: &Services,
    mail: &Waiting,
    hooks: Hooks,
) -> std::result::Result<lettre::Message, Refused> {
    if mail.body_text.is_empty() {
        let words = "Le texte de ce message n'est pas dans la sauvegarde restaurée.".to_owned();
        return Err(Refused::here(Stage::Content, Fault::Message, words));
    }
    let enclosed = match &mail.enclosure {
        Some(reference) => {
            services.with_db(|db| (hooks.enclose)(services, db, reference)).map_err(|problem| {
                let words = problem.cause().unwrap_or(problem.detail);
                Refused::here(Stage::Content, Fault::Passing, words)
            })?
        }
        None => None,
    };
    let letter = Letter {
        id: mail.id.to_string(),
        recipient: &mail.recipient,
        subject: &mail.subject,
        text: &mail.body_text,
        html: &mail.body_html,
        enclosed,
        circular: CIRCULARS.contains(&mail.kind.as_str()),
    };
    letter.seal(&services.config.mail)
}
