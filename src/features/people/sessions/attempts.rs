//! Attempts at a password: counted before they are checked, so that twelve at once are not twelve.
//!
//! Five wrong ones for an account from one network make that pair wait. An account or a network with many failures is
//! slowed: one attempt at a time on the whole host, each after a pause, and never for a browser that the account has logged
//! in with before. So nobody can shut somebody else out, and a right password from a crowded hall gets in.

use std::time::Duration;

use serde_json::json;

use super::guard::record_damped;
use crate::ctx::Ctx;
use crate::error::{Problem, Result, not_found, too_many, unauthenticated};
use crate::features::base::journal::{Entry, Event};
use crate::features::base::limits;
use crate::features::base::limits::{LOGIN_ACCOUNT, LOGIN_ADDRESS, LOGIN_PAIR};
use crate::features::people::accounts::model::User;
use crate::features::people::accounts::store;
use crate::kernel::hex;
use crate::program::Turn;

/// The pause of an attempt that looks like guessing.
const PAUSE: Duration = Duration::from_millis(800);

/// After so many seconds the one place for such attempts is likely to be free.
const SLOW_SECONDS: u32 = 2;

/// One attempt, counted and not yet judged.
pub(crate) struct Attempt {
    account: String,
    pair: String,
    network: String,
    from_known_browser: bool,
}

/// What failures of an account are counted under; of an address that has none, so that both are refused alike.
fn subject(user: Option<&User>, email: &str) -> String {
    user.map_or_else(|| format!("?{}", &hex::sha256(email)[..32]), |user| user.id.to_string())
}

impl Attempt {
    /// Counts an attempt to log in; `browser` is the name of a browser known to the account. What looks like guessing holds
    /// the one place for it until the password is checked.
    ///
    /// # Errors
    /// `429 too_many_requests`.
    pub(crate) fn begin(
        ctx: &mut Ctx<'_>,
        user: Option<&User>,
        email: &str,
        browser: Option<String>,
    ) -> Result<(Self, Option<Turn>)> {
        let (now, account) = (ctx.now(), subject(user, email));
        let network = limits::network(&ctx.trace.address);
        let from_known_browser = browser.is_some();
        let from = browser.map_or_else(|| network.clone(), |name| format!("browser {name}"));
        let pair = format!("{account}|{from}");
        LOGIN_PAIR.spend(ctx.db, &pair, now)?;
        let attempt = Self { account, pair, network, from_known_browser };
        let is_hot = !from_known_browser
            && (LOGIN_ACCOUNT.is_reached(ctx.db, &attempt.account, now)?
                || LOGIN_ADDRESS.is_reached(ctx.db, &attempt.network, now)?);
        if !is_hot {
            return Ok((attempt, None));
        }
        let Some(turn) = ctx.services.passwords.slow_lane() else {
            attempt.undo(ctx)?;
            return Err(too_many(SLOW_SECONDS));
        };
        std::thread::sleep(PAUSE);
        Ok((attempt, Some(turn)))
    }

    /// It was right, or could not be judged.
    pub(crate) fn undo(&self, ctx: &mut Ctx<'_>) -> Result<()> {
        LOGIN_PAIR.give_back(ctx.db, &self.pair, ctx.trace.now)
    }

    /// It was wrong: the failure and, with the last one allowed, the lock-out go to the journal.
    pub(crate) fn failed(self, ctx: &mut Ctx<'_>, user: Option<&User>) -> Result<()> {
        let now = ctx.now();
        if !self.from_known_browser {
            LOGIN_ACCOUNT.count(ctx.db, &self.account, now)?;
            LOGIN_ADDRESS.count(ctx.db, &self.network, now)?;
        }
        let details = json!({ "known_browser": self.from_known_browser });
        let entry = |event| match user {
            Some(user) => Entry::new(event, user.id, details.clone()),
            None => Entry::without_account(event, &self.network, details.clone()),
        };
        record_damped(ctx, &self.network, &entry(Event::LoginFailed))?;
        if LOGIN_PAIR.is_reached(ctx.db, &self.pair, now)? {
            record_damped(ctx, &self.network, &entry(Event::LoginLocked))?;
        }
        Ok(())
    }
}

/// Asks for the password of whoever is logged in. Their attempts are counted by log-in: nobody else can use them up.
///
/// # Errors
/// `401 wrong_credentials`, `429 too_many_requests`.
pub fn check_own(ctx: &mut Ctx<'_>, password: &str) -> Result<User> {
    let (now, actor) = (ctx.now(), ctx.actor()?);
    let user = store::by_id(ctx.db, actor.user_id)?.ok_or_else(not_found)?;
    let pair = format!("{}|login {}", user.id, actor.session_id);
    LOGIN_PAIR.spend(ctx.db, &pair, now)?;
    let opens = ctx.services.passwords.opens(password, user.password_hash.as_deref());
    if matches!(opens, Ok(false)) {
        record_damped(ctx, user.id.as_str(), &Entry::new(Event::PasswordCheckFailed, user.id, json!({})))?;
        return Err(wrong());
    }
    LOGIN_PAIR.give_back(ctx.db, &pair, now)?;
    opens.map(|_| user)
}

/// The password is not that of whoever is logged in.
pub(crate) fn wrong() -> Problem {
    unauthenticated("wrong_credentials", "Ce mot de passe n'est pas le vôtre.")
}
