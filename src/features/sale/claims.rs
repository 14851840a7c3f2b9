//! Which of the claims on an article takes effect, kept in the database (till.md 5).
//!
//! Everything here runs while the rows of the articles are held by one of the verbs of [`articles`]: whoever changes the
//! claims on an article holds it first, so that the claims read are all there are.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::lines;
use super::lines::NewLine;
use super::rules;
use super::rules::{Claim, ClaimKey};
use super::states::LineStatus;
use crate::db::schema::ticket_lines;
use crate::db::{Backend, Conn};
use crate::error::Result;
use crate::features::edition::editions::states::EditionStatus;
use crate::features::lists::articles;
use crate::kernel::clock::Instant;
use crate::kernel::ids::{ArticleId, EditionId, TicketId, TicketLineId};

/// A claim that is not cancelled.
#[derive(Clone, Copy, Debug)]
pub struct StandingClaim {
    /// The line that makes it.
    pub line_id: TicketLineId,
    /// What it claims.
    pub article_id: ArticleId,
    /// Its place in the order of claims.
    pub key: ClaimKey,
    /// Whether it takes effect so far.
    pub effective: bool,
}

impl StandingClaim {
    /// What a line that is about to be recorded claims, if it claims anything.
    pub fn of_new(line: &NewLine<'_>) -> Option<Self> {
        let key = ClaimKey { sold_at: line.sold_at, ticket_id: line.ticket_id, line: line.line };
        let article_id = line.article_id.filter(|_| line.status == LineStatus::Conflict)?;
        Some(Self { line_id: line.id, article_id, key, effective: false })
    }
}

/// What has to change so that exactly the right claims take effect.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// Claims that no longer take effect.
    pub displaced: Vec<StandingClaim>,
    /// Claims that take effect from now on.
    pub promoted: Vec<TicketLineId>,
}

type StandingRow = (TicketLineId, ArticleId, Instant, TicketId, i32, Option<ArticleId>);

/// The claims on these articles that are not cancelled.
pub fn standing(db: &mut Conn, ids: &[ArticleId]) -> Result<Vec<StandingClaim>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<StandingRow> = ticket_lines::table
        .filter(ticket_lines::article_id.eq_any(ids))
        .filter(ticket_lines::cancelled_at.is_null())
        .select((
            ticket_lines::id,
            ticket_lines::article_id.assume_not_null(),
            ticket_lines::sold_at,
            ticket_lines::ticket_id,
            ticket_lines::line,
            ticket_lines::effective_article_id,
        ))
        .load(db)?;
    let claim = |(line_id, article_id, sold_at, ticket_id, line, effective): StandingRow| StandingClaim {
        line_id,
        article_id,
        key: ClaimKey { sold_at, ticket_id, line },
        effective: effective.is_some(),
    };
    Ok(rows.into_iter().map(claim).collect())
}

/// Decides from all standing claims on some articles.
pub fn decide(claims: &[StandingClaim]) -> Moves {
    let mut by_article: BTreeMap<ArticleId, Vec<&StandingClaim>> = BTreeMap::new();
    for claim in claims {
        by_article.entry(claim.article_id).or_default().push(claim);
    }
    let mut moves = Moves::default();
    for claims in by_article.values() {
        let keys: Vec<Claim> =
            claims.iter().map(|claim| Claim { key: claim.key, cancelled: false }).collect();
        let effective = rules::resolve(&keys).effective;
        for claim in claims {
            match (claim.effective, Some(claim.key) == effective) {
                (true, false) => moves.displaced.push(**claim),
                (false, true) => moves.promoted.push(claim.line_id),
                _ => {}
            }
        }
    }
    moves
}

/// Takes effect away from claims, before any other takes effect.
pub fn displace(db: &mut Conn, displaced: &[StandingClaim]) -> Result<()> {
    if displaced.is_empty() {
        return Ok(());
    }
    let ids: Vec<TicketLineId> = displaced.iter().map(|claim| claim.line_id).collect();
    lines::displace(db, &ids)
}

/// After cancellations: the next claim on each article takes effect; an article without any is free again.
pub fn pass_on(db: &mut Conn, ids: &[ArticleId], edition: EditionStatus, now: Instant) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let moves = decide(&standing(db, ids)?);
    displace(db, &moves.displaced)?;
    if !moves.promoted.is_empty() {
        lines::promote(db, &moves.promoted)?;
    }
    articles::recompute(db, edition, ids, now)
}

/// Statuses of lines whose code named no article when they were recorded.
const WITHOUT: [LineStatus; 2] = [LineStatus::UnknownCode, LineStatus::NotOnSale];

/// Recorded lines of an edition that belong to no article and that nobody has decided about.
pub fn without_owner<'a>(edition: EditionId) -> ticket_lines::BoxedQuery<'a, Backend> {
    ticket_lines::table
        .filter(ticket_lines::edition_id.eq(edition))
        .filter(ticket_lines::status.eq_any(WITHOUT))
        .filter(ticket_lines::article_id.is_null())
        .filter(ticket_lines::cancelled_at.is_null())
        .filter(ticket_lines::settled_at.is_null())
        .into_boxed()
}
