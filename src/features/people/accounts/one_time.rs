//! Invitations: single-use links of seven days that activate an account for an edition.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::model::{InvitationView, UserState};
use crate::ctx::Change;
use crate::db::schema::{editions, invitations, users};
use crate::db::{Conn, again};
use crate::error::{Problem, Result, gone, missing};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::{EditionId, InvitationId, UserId};

crate::text_enum! {
    /// The life of an invitation (domain.md 4). Sending again makes a new token and kills the old one.
    pub enum InvitationState {
        /// Waiting in the outbox.
        Pending => "pending",
        /// Handed to the mail server.
        Sent => "sent",
        /// The account was activated with it.
        Used => "used",
        /// Seven days went by.
        Expired => "expired",
        /// Withdrawn by a manager.
        Cancelled => "cancelled",
    }
}

/// Days an invitation is good for (domain.md 1.2).
pub const DAYS: i64 = 7;

/// Writes an invitation and returns the token to be mailed; an earlier one of the same person and edition dies.
pub fn invite(change: &mut Change<'_>, edition: EditionId, user: UserId) -> Result<String> {
    let (now, token) = (change.now(), change.random.token());
    let fresh = (
        invitations::token_hash.eq(hex::sha256(&token)),
        invitations::state.eq(InvitationState::Pending),
        invitations::expires_at.eq(now.plus(TimeDelta::days(DAYS))),
        invitations::created_at.eq(now),
        invitations::created_by.eq(change.trace.actor.map(|actor| actor.user_id)),
        invitations::sent_at.eq(None::<Instant>),
        invitations::opened_at.eq(None::<Instant>),
    );
    let known =
        invitations::table.filter(invitations::edition_id.eq(edition)).filter(invitations::user_id.eq(user));
    if diesel::update(known).set(fresh.clone()).execute(change.db)? == 0 {
        let keys = (
            invitations::id.eq(InvitationId::new(change.uuid())),
            invitations::edition_id.eq(edition),
            invitations::user_id.eq(user),
        );
        diesel::insert_into(invitations::table).values((keys, fresh)).execute(change.db)?;
    }
    Ok(token)
}

/// An invitation that still works.
pub struct Live {
    /// Which one.
    pub id: InvitationId,
    /// Whose account it activates.
    pub user_id: UserId,
    /// What its page shows.
    pub view: InvitationView,
}

/// What a token leads to.
pub enum Found {
    /// It works.
    Live(Live),
    /// It ran out before its account was opened.
    Expired(RunOut),
}

/// An invitation that ran out.
#[derive(Clone, Debug)]
pub struct RunOut {
    /// Which one.
    pub id: InvitationId,
    /// To which edition.
    pub edition_id: EditionId,
    /// Whom it invited.
    pub user_id: UserId,
    /// Where it was sent.
    pub email: String,
    /// Given name.
    pub first_name: String,
}

/// Looks an invitation up by its token and says why when it does not work.
pub fn find(db: &mut Conn, token: &str, now: Instant) -> Result<Live> {
    look_up(db, token, now)?.live()
}

impl Found {
    /// Which one.
    pub fn id(&self) -> InvitationId {
        match self {
            Self::Live(live) => live.id,
            Self::Expired(run_out) => run_out.id,
        }
    }

    /// The invitation if it works; else why it does not.
    pub fn live(self) -> Result<Live> {
        match self {
            Self::Live(live) => Ok(live),
            Self::Expired(_) => Err(gone(
                "invitation_expired",
                "Ce lien n'est plus valable : il fonctionnait 7 jours. Demandez-en un nouveau.",
            )),
        }
    }
}

/// Notes that somebody has opened the link, the first time that they did. The page is shown whether or not this could be
/// written.
pub fn note_opening(db: &mut Conn, id: InvitationId, now: Instant) {
    let noted = again(db, |db| {
        let unopened = invitations::table.find(id).filter(invitations::opened_at.is_null());
        Ok(diesel::update(unopened).set(invitations::opened_at.eq(now)).execute(db)?)
    });
    if let Err(problem) = noted {
        log::warn!("the opening of an invitation is not noted: {problem}");
    }
}

/// Looks an invitation up by its token: one that works or has run out. Every other is refused with the reason.
pub fn look_up(db: &mut Conn, token: &str, now: Instant) -> Result<Found> {
    type Account = (UserState, String, String, String, Option<String>);
    type Row = (InvitationId, UserId, InvitationState, Instant, Account, (EditionId, String));
    let row: Option<Row> = invitations::table
        .inner_join(users::table)
        .inner_join(editions::table)
        .filter(invitations::token_hash.eq(hex::sha256(token)))
        .select((
            invitations::id,
            invitations::user_id,
            invitations::state,
            invitations::expires_at,
            (users::state, users::email, users::first_name, users::last_name, users::phone),
            (editions::id, editions::name),
        ))
        .first(db)
        .optional()?;
    let Some((id, user_id, state, expires_at, account, (edition_id, edition))) = row else {
        return Err(missing("invitation_invalid", "Ce lien d'invitation n'est pas reconnu."));
    };
    let (account_state, email, first_name, last_name, phone) = account;
    match account_state {
        UserState::Disabled | UserState::Erased => return Err(cancelled()),
        UserState::Active => return Err(used()),
        UserState::Invited => {}
    }
    match state {
        InvitationState::Used => Err(used()),
        InvitationState::Cancelled => Err(cancelled()),
        _ if state == InvitationState::Expired || expires_at <= now => {
            Ok(Found::Expired(RunOut { id, edition_id, user_id, email, first_name }))
        }
        _ => {
            let view = InvitationView { email, first_name, last_name, phone, edition, expires_at };
            Ok(Found::Live(Live { id, user_id, view }))
        }
    }
}

fn used() -> Problem {
    gone("invitation_used", "Ce lien a déjà servi. Votre compte est actif : connectez-vous.")
}

/// 410: a manager withdrew it, or its account may not be opened any more.
pub(crate) fn cancelled() -> Problem {
    gone("invitation_cancelled", "Cette invitation a été annulée. Écrivez à l'association.")
}

/// Spends an invitation: of two that come at once, one wins.
pub fn spend(db: &mut Conn, id: InvitationId, now: Instant) -> Result<()> {
    let live = invitations::table
        .find(id)
        .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Sent]))
        .filter(invitations::expires_at.gt(now));
    let changes = (invitations::state.eq(InvitationState::Used), invitations::used_at.eq(now));
    if diesel::update(live).set(changes).execute(db)? == 1 { Ok(()) } else { Err(used()) }
}

/// Marks invitations that were not used in time. Gives how many.
pub fn expire(db: &mut Conn, now: Instant) -> Result<usize> {
    let late = invitations::table
        .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Sent]))
        .filter(invitations::expires_at.le(now));
    Ok(diesel::update(late).set(invitations::state.eq(InvitationState::Expired)).execute(db)?)
}

/// Withdraws the invitation of a person to an edition unless it was used: `false`, and nothing has changed.
pub fn withdraw(db: &mut Conn, edition: EditionId, user: UserId) -> Result<bool> {
    let live = invitations::table
        .filter(invitations::edition_id.eq(edition))
        .filter(invitations::user_id.eq(user))
        .filter(invitations::state.eq_any([InvitationState::Pending, InvitationState::Sent]));
    Ok(diesel::update(live).set(invitations::state.eq(InvitationState::Cancelled)).execute(db)? == 1)
}
