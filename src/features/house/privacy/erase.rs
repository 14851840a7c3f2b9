//! Erasing an account: the person goes, the figures stay.

use diesel::prelude::*;

use crate::ctx::Change;
use crate::db::Conn;
use crate::db::schema::{
    editions, idempotency_keys, invitations, member_numbers, notices, outbox, password_history,
    payout_adjustments, payout_payments, payouts, refresh_tokens, register_sessions, registrations, sessions,
    user_tokens, users,
};
use crate::error::{Result, conflict};
use crate::features::deposit::commands;
use crate::features::deposit::desks::sessions as desks;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::people::accounts::model::{User, UserState};
use crate::features::people::entrance::users::{hold_admins, must_leave_an_admin};
use crate::kernel::actor::Role;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{PayoutId, UserId};

/// Anonymises an account that nothing holds back.
///
/// # Errors
/// `409 account_erased`, `last_admin`, `edition_in_progress`, `register_open`.
pub fn erase(change: &mut Change<'_>, user: &User) -> Result<()> {
    if user.state == UserState::Erased {
        return Err(conflict("account_erased", "Ce compte a déjà été effacé."));
    }
    hold_admins(change)?;
    refuse_while_busy(change.db, user.id)?;
    anonymise(change.db, user.id, change.trace.now)?;
    if user.role == Role::Admin && user.state == UserState::Active {
        must_leave_an_admin(change)?;
    }
    forget_the_rest(change.db, user.id)
}

/// Articles in the racks and money on its way need somebody to belong to.
fn refuse_while_busy(db: &mut Conn, user: UserId) -> Result<()> {
    let over = [EditionStatus::Closed, EditionStatus::Archived];
    let running: Option<String> = registrations::table
        .inner_join(editions::table)
        .filter(registrations::user_id.eq(user))
        .filter(editions::status.ne_all(over))
        .select(editions::name)
        .first(db)
        .optional()?;
    if let Some(edition) = running {
        let sentence = format!(
            "Le compte est inscrit à « {edition} », qui n'est pas close. Demandez d'abord à l'association d'annuler \
             l'inscription, ou attendez la clôture."
        );
        return Err(conflict("edition_in_progress", sentence));
    }
    let tills: i64 = register_sessions::table
        .filter(register_sessions::user_id.eq(user))
        .filter(register_sessions::closed_at.is_null())
        .count()
        .get_result(db)?;
    if tills > 0 {
        return Err(conflict("register_open", "Une caisse est encore ouverte à ce nom : fermez-la d'abord."));
    }
    Ok(())
}

/// The account stays as the owner of its figures, without a name and without a way in.
fn anonymise(db: &mut Conn, user: UserId, now: Instant) -> Result<()> {
    diesel::update(users::table.find(user))
        .set((
            users::email.eq(format!("{user}@erased.invalid")),
            users::password_hash.eq(None::<String>),
            users::role.eq(Role::Depositor),
            users::state.eq(UserState::Erased),
            users::first_name.eq("Compte"),
            users::last_name.eq("effacé"),
            (users::phone.eq(None::<String>), users::address.eq(None::<String>)),
            (users::postal_code.eq(None::<String>), users::city.eq(None::<String>)),
            users::last_login_at.eq(None::<Instant>),
            users::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(())
}

/// What hangs on the account and is no accounting.
fn forget_the_rest(db: &mut Conn, user: UserId) -> Result<()> {
    let own = sessions::table.filter(sessions::user_id.eq(user)).select(sessions::id);
    let logins: Vec<String> = own.load(db)?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(&logins))).execute(db)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(db)?;
    diesel::delete(password_history::table.filter(password_history::user_id.eq(user))).execute(db)?;
    diesel::delete(user_tokens::table.filter(user_tokens::user_id.eq(user))).execute(db)?;
    diesel::delete(member_numbers::table.filter(member_numbers::user_id.eq(user))).execute(db)?;
    diesel::delete(invitations::table.filter(invitations::user_id.eq(user))).execute(db)?;
    diesel::delete(outbox::table.filter(outbox::user_id.eq(user))).execute(db)?;
    diesel::delete(notices::table.filter(notices::user_id.eq(user))).execute(db)?;
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::user_id.eq(user))).execute(db)?;
    let references =
        (registrations::ticket_ref.eq(None::<String>), registrations::order_ref.eq(None::<String>));
    diesel::update(registrations::table.filter(registrations::user_id.eq(user)))
        .set(references)
        .execute(db)?;
    commands::forget_words(db, user)?;
    desks::forget_names(db, user)?;
    let own = payouts::table.filter(payouts::user_id.eq(user));
    let ids: Vec<PayoutId> = own.select(payouts::id).load(db)?;
    diesel::update(own).set(payouts::comment.eq(None::<String>)).execute(db)?;
    // Amounts are the association's accounts; what people wrote beside them is not.
    let no_words = (payout_payments::comment.eq(None::<String>), payout_payments::reason.eq(None::<String>));
    diesel::update(payout_payments::table.filter(payout_payments::payout_id.eq_any(&ids)))
        .set(no_words)
        .execute(db)?;
    diesel::update(payout_adjustments::table.filter(payout_adjustments::payout_id.eq_any(&ids)))
        .set(payout_adjustments::reason.eq(""))
        .execute(db)?;
    Ok(())
}
