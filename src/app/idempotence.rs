//! `Idempotency-Key`: the same request sent twice is carried out once and answered twice.
//!
//! A key belongs to a person and to what was asked with it. Its row is written before the handler runs, so that of two
//! requests that come at once one runs and the other is told to wait; the answer is kept for a day.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::ctx::Ctx;
use crate::db::schema::idempotency_keys;
use crate::db::{self, Conn};
use crate::error::{Result, conflict, malformed, unprocessable};
use crate::http::{Body, Exchange, Method, Response};
use crate::kernel::clock::Instant;
use crate::kernel::hex;
use crate::kernel::ids::UserId;

/// Status of a row whose request is still running.
const RUNNING: i32 = 0;

/// A request that has run this long belongs to a process that has died.
const RUNNING_SECONDS: i64 = 60;

/// How long an answer is kept.
const KEPT_HOURS: i64 = 24;

/// Longest key.
const LONGEST: usize = 80;

/// Runs `work` unless the same request has been answered before.
pub(super) fn once(
    ctx: &mut Ctx<'_>,
    exchange: &Exchange<'_>,
    work: impl FnOnce(&mut Ctx<'_>) -> Result<Response>,
) -> Result<Response> {
    let key =
        exchange.request.header("idempotency-key").filter(|_| exchange.request.method == Some(Method::Post));
    let (Some(key), Some(actor)) = (key, ctx.trace.actor) else { return work(ctx) };
    if key.is_empty() || key.len() > LONGEST || !key.is_ascii() {
        return Err(malformed(
            "malformed",
            "L'en-tête Idempotency-Key doit compter de 1 à 80 caractères ASCII.",
        ));
    }
    let row = Row { user: actor.user_id, key, asked: fingerprint(exchange) };
    if let Some(answer) = row.begin(ctx.db, ctx.trace.now)? {
        return Ok(answer);
    }
    let outcome = work(ctx);
    match &outcome {
        Ok(response) if response.status < 300 => row.keep(ctx.db, response)?,
        // Nothing was done: the same key may try again.
        _ => row.forget(ctx.db)?,
    }
    outcome
}

/// Forgets answers whose time is over.
pub fn clean_up(db: &mut Conn, now: Instant) -> Result<usize> {
    let old = idempotency_keys::created_at.lt(now.plus(TimeDelta::hours(-KEPT_HOURS)));
    Ok(diesel::delete(idempotency_keys::table.filter(old)).execute(db)?)
}

fn fingerprint(exchange: &Exchange<'_>) -> String {
    let body = match &exchange.request.body {
        Body::Whole(bytes) => bytes.as_slice(),
        Body::TooLarge | Body::CutShort => &[],
    };
    let target = format!("{}?{}\n", exchange.request.path, exchange.request.query);
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
            let known: Option<(String, i32, String)> = mine
                .select((idempotency_keys::request_hash, idempotency_keys::status, idempotency_keys::body))
                .first(db)
                .optional()?;
            match known {
                Some((asked, _, _)) if asked != self.asked => Err(unprocessable(
                    "idempotency_key_reused",
                    "Cette clé Idempotency-Key a déjà servi pour une autre demande.",
                )),
                Some((_, RUNNING, _)) => Err(in_progress()),
                Some((_, status, body)) => {
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

    fn forget(&self, db: &mut Conn) -> Result<()> {
        diesel::delete(idempotency_keys::table.find((self.user, self.key))).execute(db)?;
        Ok(())
    }
}

fn in_progress() -> crate::error::Problem {
    conflict("request_in_progress", "Cette demande est déjà en cours de traitement.").retry_after(2)
}
