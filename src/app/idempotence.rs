//! `Idempotency-Key`: the same request sent twice is carried out once and answered twice.
//!
//! A key belongs to a person and to what was asked with it. Its row is written before the handler runs, so that of two
//! requests that come at once one runs and the other is told to wait; the answer is kept for a day.
//!
//! The transaction that does the work also writes in the row that it is done ([`Claim::done`]): a process that dies before
//! the answer is kept leaves a key that is never carried out a second time. Answers that hold secrets are not kept, and
//! answers that are no JSON are not either: what they come from is asked again.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::ctx::claim::{Claim, DONE, RUNNING};
use crate::db::schema::idempotency_keys;
use crate::db::{self, Conn};
use crate::error::{Result, conflict, malformed, unprocessable};
use crate::http::{Body, Matched, Method, Response};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::UserId;

/// A request that has run this long belongs to a process that has died.
const RUNNING_SECONDS: i64 = 60;

/// How long an answer is kept.
const KEPT_HOURS: i64 = 24;

/// Longest key.
const LONGEST: usize = 80;

/// Runs `work` unless the same request has been answered before.
pub(super) fn once(
    ctx: &mut Ctx<'_>,
    matched: &Matched<'_>,
    work: impl FnOnce(&mut Ctx<'_>) -> Result<Response>,
) -> Result<Response> {
    let key =
        matched.request.header("idempotency-key").filter(|_| matched.request.method == Some(Method::Post));
    let (Some(key), Some(actor)) = (key, ctx.trace.actor) else { return work(ctx) };
    if gives_secrets(&matched.request.path) {
        return work(ctx);
    }
    if key.is_empty() || key.len() > LONGEST || !key.is_ascii() {
        return Err(malformed(
            "malformed",
            "L'en-tête Idempotency-Key doit compter de 1 à 80 caractères ASCII.",
        ));
    }
    let row = Row { user: actor.user_id, key, asked: fingerprint(matched) };
    if let Some(answer) = row.begin(ctx.db, ctx.trace.now)? {
        return Ok(answer);
    }
    ctx.claim = Some(Claim { user: actor.user_id, key: key.to_owned() });
    let outcome = work(ctx);
    ctx.claim = None;
    match &outcome {
        Ok(response) if response.status < 300 && may_be_kept(response) => row.keep(ctx.db, response)?,
        // Something may have been done before it went wrong.
        Err(problem) if problem.status >= 500 => row.forget_unless_done(ctx.db)?,
        // Nothing was done, or nothing that may not be done again: the same key may try again.
        _ => row.forget(ctx.db)?,
    }
    outcome
}

/// Whether answers of this path hold what nobody may find in the database: log-ins, keys of tills and desks.
fn gives_secrets(path: &str) -> bool {
    path.starts_with("/api/v1/auth/") || path.ends_with("-sessions")
}

/// Fields that open something, wherever they stand in an answer.
const SECRET_FIELDS: [&str; 5] =
    ["\"access_token\"", "\"refresh_token\"", "\"signing_key\"", "\"label_key\"", "\"recovery_codes\""];

fn may_be_kept(response: &Response) -> bool {
    let body = String::from_utf8_lossy(&response.body);
    let json = response.body.is_empty()
        || response.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    json && response.header("set-cookie").is_none() && !SECRET_FIELDS.iter().any(|field| body.contains(field))
}

/// Forgets answers whose time is over.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let old = idempotency_keys::created_at.lt(now.plus(TimeDelta::hours(-KEPT_HOURS)));
    Ok(diesel::delete(idempotency_keys::table.filter(old)).execute(db)?)
}

fn fingerprint(matched: &Matched<'_>) -> String {
    let body = match &matched.request.body {
        Body::Whole(bytes) => bytes.as_slice(),
        Body::TooLarge(_) | Body::CutShort => &[],
    };
    let target = format!("{}?{}\n", matched.request.path, matched.request.query);
    hex::sha256([target.as_bytes(), body].concat())
}

struct Row<'a> {
    user: UserId,
    key: &'a str,
    asked: String,
}

impl Row<'_> {
    /// Claims the key, or gives the answer that it stands for.
    fn begin(&self, db: &mut Conn, now: Instant) -> Result<Option<Response>> {
        db::write(db, |db| {
            let stale = idempotency_keys::created_at.lt(now.plus(TimeDelta::hours(-KEPT_HOURS))).or(
                idempotency_keys::status
                    .eq(RUNNING)
                    .and(idempotency_keys::created_at.lt(now.plus(TimeDelta::seconds(-RUNNING_SECONDS)))),
            );
            let mine = idempotency_keys::table.find((self.user, self.key));
            diesel::delete(mine.filter(stale)).execute(db)?;
            let known: Option<(String, i32, String, Instant)> = mine
                .select((
                    idempotency_keys::request_hash,
                    idempotency_keys::status,
                    idempotency_keys::body,
                    idempotency_keys::created_at,
                ))
                .first(db)
                .optional()?;
            match known {
                Some((asked, ..)) if asked != self.asked => Err(unprocessable(
                    "idempotency_key_reused",
                    "Cette clé Idempotency-Key a déjà servi pour une autre demande.",
                )),
                Some((_, RUNNING, ..)) => Err(in_progress()),
                Some((_, DONE, _, at)) if at > now.plus(TimeDelta::seconds(-RUNNING_SECONDS)) => {
                    Err(in_progress())
                }
                Some((_, DONE, ..)) => Err(conflict(
                    "answer_lost",
                    "Cette demande a bien été exécutée, mais sa réponse s'est perdue. Rechargez la page : ce qui a été fait s'y trouve.",
                )),
                Some((_, status, body, _)) => {
                    let status = u16::try_from(status).unwrap_or(200);
                    let answer = if body.is_empty() {
                        Response::empty(status)
                    } else {
                        Response::bytes(status, "application/json", body.into_bytes())
                    };
                    Ok(Some(answer.with("Idempotency-Replayed", "true")))
                }
                None => self.claim(db, now).map(|()| None),
            }
        })
    }

    fn claim(&self, db: &mut Conn, now: Instant) -> Result<()> {
        let claimed = diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::user_id.eq(self.user),
                idempotency_keys::idempotency_key.eq(self.key),
                idempotency_keys::request_hash.eq(&self.asked),
                idempotency_keys::status.eq(RUNNING),
                idempotency_keys::body.eq(""),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(db);
        match claimed {
            Err(error) if db::is_unique_violation(&error) => Err(in_progress()),
            other => {
                other?;
                Ok(())
            }
        }
    }

    fn keep(&self, db: &mut Conn, response: &Response) -> Result<()> {
        let body = String::from_utf8_lossy(&response.body).into_owned();
        diesel::update(idempotency_keys::table.find((self.user, self.key)))
            .set((idempotency_keys::status.eq(i32::from(response.status)), idempotency_keys::body.eq(body)))
            .execute(db)?;
        Ok(())
    }

    fn forget_unless_done(&self, db: &mut Conn) -> Result<()> {
        let mine = idempotency_keys::table.find((self.user, self.key));
        diesel::delete(mine.filter(idempotency_keys::status.eq(RUNNING))).execute(db)?;
        Ok(())
    }

    fn forget(&self, db: &mut Conn) -> Result<()> {
        diesel::delete(idempotency_keys::table.find((self.user, self.key))).execute(db)?;
        Ok(())
    }
}

fn in_progress() -> crate::error::Problem {
    conflict("request_in_progress", "Cette demande est déjà en cours de traitement.").retry_after(2)
}
